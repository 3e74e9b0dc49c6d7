//! Listens for reports and prints them as they come.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clap::ArgMatches;
use pbx_client::{Incoming, Listener, address_towards};
use pbx_protocol::Report;
use pbx_protocol::endpoints::{Heartbeat, UrlKind};
use pbx_protocol::report::{CallReport, Event, ReportParty};
use tokio::net::lookup_host;
use tokio::sync::mpsc;

use crate::failure::Failure;
use crate::output::{self, Shown, printable};
use crate::sign_in::{self, Session};

/// The PBX forgets a silent client after 30 minutes, and with it where reports go.
const HEARTBEAT: Duration = Duration::from_mins(10);
/// More than a busy PBX sends while a terminal draws a line.
const WAITING: usize = 1024;
/// The report format without the repeated key.
const VALID_JSON: &str = "1.0.2";

/// `uc reports`
pub(crate) async fn listen(matches: &ArgMatches) -> Result<(), Failure> {
    let port = matches.get_one::<u16>("report-port").copied().unwrap_or(8260);
    let (sender, mut incoming) = mpsc::channel(WAITING);
    let listener = Listener::bind(port, sender).await?;
    let pbx = pbx_address(matches).await?;
    listener.allow([pbx.ip()]);
    let host = match matches.get_one::<String>("report-host") {
        Some(host) => host.clone(),
        None => address_towards(pbx).await.map_err(|error| Failure::Local(error.to_string()))?.to_string(),
    };
    let beat = Heartbeat {
        address: host.clone(),
        port: listener.port().to_string(),
        url: Some(format!("{host}:{}/{}", listener.port(), listener.path())),
        urltag: Some(UrlKind::Absolute),
    };
    let session = sign_in::session_with(matches, |login| {
        login.port.clone_from(&beat.port);
        login.url.clone_from(&beat.url);
        login.urltag = beat.urltag;
        login.version = Some(VALID_JSON.to_owned());
    })
    .await?;
    eprintln!("Listening on {host}:{}. Ctrl-C ends it.", listener.port());
    let outcome = print_all(matches, &mut incoming, &session, &beat).await;
    session.end().await;
    outcome
}

async fn print_all(
    matches: &ArgMatches,
    incoming: &mut mpsc::Receiver<Incoming>,
    session: &Session,
    beat: &Heartbeat,
) -> Result<(), Failure> {
    let shown = Shown::of(matches);
    let most = matches.get_one::<u64>("count").copied().unwrap_or(u64::MAX);
    let mut heartbeats = tokio::time::interval(HEARTBEAT);
    heartbeats.tick().await;
    let mut printed = 0;
    while printed < most {
        tokio::select! {
            received = incoming.recv() => match received {
                Some(Incoming::Report { report, .. }) => {
                    print(&report, shown)?;
                    printed += 1;
                }
                Some(Incoming::Unreadable(error)) => eprintln!("uc: not a report: {error}"),
                Some(Incoming::TooLarge) => eprintln!("uc: not a report: too large"),
                Some(Incoming::Refused(why)) => eprintln!("uc: a report was not believed: {why}"),
                None => return Ok(()),
            },
            _ = heartbeats.tick() => { session.client.send(&session.token, beat).await?; }
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
    Ok(())
}

async fn pbx_address(matches: &ArgMatches) -> Result<SocketAddr, Failure> {
    let profile = crate::profile::Profile::of(matches)?;
    let profile = profile.ok_or_else(|| Failure::Usage("which PBX? Use `uc login` first".to_owned()))?;
    if let Ok(address) = profile.host.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, profile.port));
    }
    let mut found = lookup_host((profile.host.as_str(), profile.port))
        .await
        .map_err(|_| Failure::Client(pbx_client::ClientError::NameNotFound))?;
    found.next().ok_or(Failure::Client(pbx_client::ClientError::NameNotFound))
}

fn print(report: &Report, shown: Shown) -> Result<(), Failure> {
    if shown.json {
        let text = serde_json::to_string(report).map_err(|error| Failure::Local(error.to_string()))?;
        return output::print(&text);
    }
    output::print(&printable(&line(&report.event)))
}

/// One line a report: what happened, to which call, and who takes part in the order sent.
fn line(event: &Event) -> String {
    match event {
        Event::BootUp => "BOOT      the PBX has started".to_owned(),
        Event::ExtensionStatus { extension, status } => format!("STATUS    {extension} {}", status.to_wire()),
        Event::Alert(call) => call_line("ALERT", call),
        Event::Ring(call) => call_line("RING", call),
        Event::Answer(call) => call_line("ANSWER", call),
        Event::Bye(call) => call_line("BYE", call),
        Event::Transfer(call) => call_line("TRANSFER", call),
        Event::CallFailed { reason, call } => format!("{} ({reason})", call_line("FAILED", call)),
        Event::NewCdr(cdr) => format!(
            "CDR       {} {} -> {} {} s, talked {} s, {} {}",
            cdr.start,
            cdr.from,
            cdr.to,
            cdr.total_seconds,
            cdr.talk_seconds,
            cdr.status,
            cdr.recording.as_deref().unwrap_or_default()
        ),
        Event::Unknown { action } => format!("UNKNOWN   {action}"),
    }
}

fn call_line(action: &str, call: &CallReport) -> String {
    let parties: Vec<String> = call
        .parties
        .iter()
        .map(|party| match party {
            ReportParty::Extension(extension) => extension.to_string(),
            ReportParty::Inbound(inbound) => format!("{} -> {} (in)", inbound.from, inbound.to),
            ReportParty::Outbound(outbound) => format!("{} -> {} (out)", outbound.from, outbound.to),
        })
        .collect();
    format!("{action:<9} {} {}", call.call, parties.join(", "))
}
