//! Fetches a file: first the ticket, which lives 30 seconds, then the file itself, with a progress bar.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use pbx_protocol::endpoints::{
    DownloadCdr, DownloadRecording, DownloadVoicemail, GetCdrRandom, GetRecordingRandom, GetVoicemailRandom,
};
use pbx_protocol::{Download, Endpoint, Extension, Selection, safe_file_name};
use serde_json::json;

use crate::failure::Failure;
use crate::output::{self, Shown};
use crate::sign_in::{self, Session};
use crate::stopped;

/// `uc voicemail download`
pub(crate) async fn voicemail(matches: &ArgMatches) -> Result<(), Failure> {
    let extension = Extension::parse(&text(matches, "extension")).map_err(|_| no_extension())?;
    let file = text(matches, "file");
    let target = target(matches, &file);
    let ask = GetVoicemailRandom { extension: extension.clone(), file: file.clone(), allowed_address: None };
    fetch(matches, &ask, |ticket| DownloadVoicemail { extension, file, random: ticket.random }, &target).await
}

/// `uc recording download`
pub(crate) async fn recording(matches: &ArgMatches) -> Result<(), Failure> {
    let recording = text(matches, "name");
    let target = target(matches, &recording);
    let ask = GetRecordingRandom { recording: recording.clone(), allowed_address: None };
    fetch(matches, &ask, |ticket| DownloadRecording { recording, random: ticket.random }, &target).await
}

/// `uc cdr download`
pub(crate) async fn cdr(matches: &ArgMatches) -> Result<(), Failure> {
    let extensions = match matches.get_one::<String>("extensions") {
        Some(list) => serde_json::from_value(json!(list)).map_err(|_| no_extension())?,
        None => Selection::<Extension>::All,
    };
    let start = moment(&text(matches, "from"), "00:00:00")?;
    let end = moment(&text(matches, "to"), "23:59:59")?;
    let target = target(matches, "calls.csv");
    let ask = GetCdrRandom {
        extensions: extensions.clone(),
        start: start.clone(),
        end: end.clone(),
        allowed_address: None,
    };
    fetch(matches, &ask, |ticket| DownloadCdr { extensions, start, end, random: ticket.random }, &target)
        .await
}

async fn fetch<E: Endpoint, D: Download>(
    matches: &ArgMatches,
    ask: &E,
    download: impl FnOnce(E::Response) -> D,
    target: &Path,
) -> Result<(), Failure> {
    // The token is proved first: one that dies between ticket and file would waste the ticket.
    let session = sign_in::session(matches).await?.renewed().await?;
    let outcome = stopped::unless(download_into(&session, ask, download, target)).await;
    // Before the outcome is looked at, so that no failure leaves a session behind on the PBX.
    session.end().await;
    let bytes = outcome?;
    if Shown::of(matches).json {
        output::print_json(&json!({ "file": target, "bytes": bytes }))?;
    } else {
        output::print(&format!("{} ({bytes} bytes)", target.display()))?;
    }
    Ok(())
}

async fn download_into<E: Endpoint, D: Download>(
    session: &Session,
    ask: &E,
    download: impl FnOnce(E::Response) -> D,
    target: &Path,
) -> Result<u64, Failure> {
    let ticket = session.client.send(&session.token, ask).await?;
    let bar =
        if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    let style = style.map_err(|error| Failure::Local(error.to_string()))?;
    let mut bytes = 0;
    let file = download(ticket);
    let done = session.client.download(&session.token, &file, target, |progress| {
        // The PBX tells the length with the first piece; until then the bar only spins.
        if bytes == 0
            && let Some(total) = progress.total
        {
            bar.set_length(total);
            bar.set_style(style.clone());
        }
        bytes = progress.received;
        bar.set_position(bytes);
    });
    let outcome = done.await;
    bar.finish_and_clear();
    outcome?;
    Ok(bytes)
}

fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

/// A name that the PBX gave is a name and never a path.
fn target(matches: &ArgMatches, name: &str) -> PathBuf {
    match matches.get_one::<String>("output") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(safe_file_name(name)),
    }
}

fn no_extension() -> Failure {
    Failure::Usage("extensions are numbers separated by commas".to_owned())
}

/// `2026-11-23` or `2026-11-23 08:00:00`, as the PBX wants it.
fn moment(text: &str, time_of_a_day_alone: &str) -> Result<String, Failure> {
    let shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    let text = text.trim().replace('T', " ");
    if shape(&text, "0000-00-00") {
        Ok(format!("{text} {time_of_a_day_alone}"))
    } else if shape(&text, "0000-00-00 00:00:00") {
        Ok(text)
    } else {
        Err(Failure::Usage(format!("{text:?} is no moment: write YYYY-MM-DD or \"YYYY-MM-DD HH:MM:SS\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_day_alone_is_a_whole_day() {
        assert_eq!(moment("2026-11-23", "23:59:59").ok().as_deref(), Some("2026-11-23 23:59:59"));
        assert_eq!(moment("2026-11-23T08:00:00", "").ok().as_deref(), Some("2026-11-23 08:00:00"));
        for text in ["", "23.11.2026", "2026-11-23 8:00", "yesterday"] {
            assert!(moment(text, "00:00:00").is_err(), "{text}");
        }
    }
}
