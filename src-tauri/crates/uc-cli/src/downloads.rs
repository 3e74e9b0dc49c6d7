//! Fetches a file: first the ticket, which lives 30 seconds, then the file itself, with a progress bar. What people listen
//! to is kept under the extension that its bytes have: the PBX names it, and may name it anything.

mod target;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use pbx_client::{DownloadError, Progress};
use pbx_protocol::endpoints::{
    DownloadCdr, DownloadRecording, DownloadVoicemail, GetCdrRandom, GetRecordingRandom, GetVoicemailRandom,
    QueryDeviceInfo,
};
use pbx_protocol::{Download, Endpoint, Extension, Selection};
use serde_json::json;
use time::PrimitiveDateTime;

use crate::dry_run;
use crate::failure::Failure;
use crate::moments::{self, Span};
use crate::output::{self, Shown};
use crate::sign_in::{self, Session};
use crate::stopped;
use target::{Aside, Target, in_folder};

/// `uc voicemail download`
pub(crate) async fn voicemail(matches: &ArgMatches) -> Result<(), Failure> {
    let extension = Extension::parse(&text(matches, "extension")).map_err(|_| no_extension())?;
    let file = text(matches, "file");
    let wanted = Wanted::of(matches, &file, Content::Sound);
    let ask = GetVoicemailRandom { extension: extension.clone(), file: file.clone(), allowed_address: None };
    if dry_run::is_all_of(matches, &ask)? {
        return Ok(());
    }
    kept(matches, async |session| {
        fetch(session, &ask, |ticket| DownloadVoicemail { extension, file, random: ticket.random }, &wanted)
            .await
    })
    .await
}

/// `uc recording download`
pub(crate) async fn recording(matches: &ArgMatches) -> Result<(), Failure> {
    let recording = text(matches, "name");
    let wanted = Wanted::of(matches, &recording, Content::Sound);
    let ask = GetRecordingRandom { recording: recording.clone(), allowed_address: None };
    if dry_run::is_all_of(matches, &ask)? {
        return Ok(());
    }
    kept(matches, async |session| {
        fetch(session, &ask, |ticket| DownloadRecording { recording, random: ticket.random }, &wanted).await
    })
    .await
}

/// `uc cdr download`
pub(crate) async fn cdr(matches: &ArgMatches) -> Result<(), Failure> {
    let extensions = match matches.get_one::<String>("extensions") {
        Some(list) => serde_json::from_value(json!(list)).map_err(|_| no_extension())?,
        None => Selection::<Extension>::All,
    };
    let span = Span::parse(&text(matches, "from"), &text(matches, "to"))?;
    let wanted = Wanted::of(matches, "calls.csv", Content::Text);
    let ask = |(start, end): (String, String)| {
        let extensions = extensions.clone();
        GetCdrRandom { extensions, start, end, allowed_address: None }
    };
    if span.needs_a_clock() {
        // What time it is there takes a question of its own.
        dry_run::refuse(matches, "cdr download")?;
    } else if dry_run::is_all_of(matches, &ask(span.at(PrimitiveDateTime::MIN)?))? {
        return Ok(());
    }
    kept(matches, async |session| {
        let (start, end) = span.at(clock(session, span).await?)?;
        let ask = ask((start.clone(), end.clone()));
        let extensions = extensions.clone();
        fetch(session, &ask, |ticket| DownloadCdr { extensions, start, end, random: ticket.random }, &wanted)
            .await
    })
    .await
}

/// What time it is at the PBX, where the span hangs on it.
async fn clock(session: &Session, span: Span) -> Result<PrimitiveDateTime, Failure> {
    if !span.needs_a_clock() {
        return Ok(PrimitiveDateTime::MIN);
    }
    let device = session.client.send(&session.token, &QueryDeviceInfo {}).await?;
    moments::clock(&device.device.system_time)
}

/// What is fetched, and where it goes.
#[derive(Debug)]
struct Wanted {
    /// As the PBX calls it.
    name: String,
    content: Content,
    target: Target,
    /// What is there is replaced.
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Sound,
    Text,
}

impl Wanted {
    fn of(matches: &ArgMatches, name: &str, content: Content) -> Self {
        let (target, force) = (Target::of(matches), matches.get_flag("force"));
        Self { name: name.to_owned(), content, target, force }
    }
}

impl Wanted {
    fn is_there(&self) -> bool {
        matches!(&self.target, Target::File(path) if !self.force && path.exists())
    }
}

/// What was fetched; no file where it went to standard output.
struct Fetched {
    file: Option<PathBuf>,
    bytes: u64,
}

async fn kept(
    matches: &ArgMatches,
    fetch: impl AsyncFnOnce(&Session) -> Result<Fetched, Failure>,
) -> Result<(), Failure> {
    // The token is proved first: one that dies between ticket and file would waste the ticket.
    let session = sign_in::session(matches).await?.renewed().await?;
    let outcome = stopped::unless(fetch(&session)).await;
    // Before the outcome is looked at, so that no failure leaves a session behind on the PBX.
    session.end().await;
    let Fetched { file, bytes } = outcome?;
    let Some(file) = file else {
        if std::io::stderr().is_terminal() {
            output::say_aside(&format!("uc: {bytes} bytes"));
        }
        return Ok(());
    };
    if Shown::of(matches).json {
        output::print_json(&json!({ "file": file, "bytes": bytes }))?;
    } else {
        output::print(&format!("{} ({bytes} bytes)", file.display()))?;
    }
    Ok(())
}

async fn fetch<E: Endpoint, D: Download>(
    session: &Session,
    ask: &E,
    download: impl FnOnce(E::Response) -> D,
    wanted: &Wanted,
) -> Result<Fetched, Failure> {
    // A ticket works once and is not spent for a name that is taken.
    if wanted.is_there() {
        return Err(DownloadError::Exists.into());
    }
    let ticket = session.client.send(&session.token, ask).await?;
    let file = download(ticket);
    put(session, &file, wanted, &Bar::new(&wanted.name)).await
}

/// Where it is wanted.
async fn put<D: Download>(
    session: &Session,
    file: &D,
    wanted: &Wanted,
    bar: &Bar,
) -> Result<Fetched, Failure> {
    let (client, token) = (&session.client, &session.token);
    let mut bytes = 0;
    let progress = |progress: Progress| {
        bytes = progress.received;
        bar.show(progress);
    };
    let file = match (&wanted.target, wanted.force) {
        (Target::Output, _) => {
            let aside = Aside::anywhere()?;
            client.download(token, file, &aside.whole(), progress).await?;
            // Off the terminal before what was asked for may come there.
            bar.end();
            aside.pour()?;
            None
        }
        (Target::File(path), false) => {
            client.download(token, file, path, progress).await?;
            Some(path.clone())
        }
        (Target::File(path), true) => {
            let aside = Aside::beside(path)?;
            client.download(token, file, &aside.whole(), progress).await?;
            let whole = aside.whole();
            Some(aside.replace(&whole, path)?)
        }
        (Target::Folder(folder), force) => Some(into(session, file, folder, wanted, force, progress).await?),
    };
    Ok(Fetched { file, bytes })
}

/// Under the PBX's name.
async fn into<D: Download>(
    session: &Session,
    file: &D,
    folder: &Path,
    wanted: &Wanted,
    force: bool,
    progress: impl FnMut(Progress) + Send,
) -> Result<PathBuf, Failure> {
    let (client, token) = (&session.client, &session.token);
    // Where it may replace nothing, it is asked for its place; else it is made aside, and then moved over what is there.
    let aside = if force { Some(Aside::beside(&folder.join("file"))?) } else { None };
    let here = aside.as_ref().map_or(folder, Aside::path).to_owned();
    let fetched = match wanted.content {
        Content::Sound => {
            let place = {
                let here = here.clone();
                move |name: &str| in_folder(&here, name)
            };
            client.download_sound(token, file, (&here, &wanted.name), place, progress).await?
        }
        Content::Text => {
            let path = in_folder(&here, &wanted.name);
            client.download(token, file, &path, progress).await?;
            path
        }
    };
    match aside {
        Some(aside) => {
            let name = fetched.file_name().unwrap_or_default().to_string_lossy().into_owned();
            aside.replace(&fetched, &in_folder(folder, &name))
        }
        None => Ok(fetched),
    }
}

/// How far it is, for a person at a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(name: &str) -> Self {
        let is_seen = std::io::stderr().is_terminal();
        let bar = if is_seen { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        bar.set_message(crate::printable::printable_word(name));
        Self(bar)
    }

    fn show(&self, progress: Progress) {
        const FORM: &str = "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        // The PBX tells the length with the first piece; until then the bar only spins.
        if let Some(total) = progress.total
            && self.0.length() != Some(total)
            && let Ok(style) = ProgressStyle::with_template(FORM)
        {
            self.0.set_length(total);
            self.0.set_style(style);
        }
        self.0.set_position(progress.received);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

fn no_extension() -> Failure {
    Failure::Usage("extensions are numbers separated by commas".to_owned())
}
