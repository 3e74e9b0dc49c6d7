//! Listens for reports and prints them as they come.

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::time::Duration;

use clap::ArgMatches;
use pbx_client::{Incoming, Listener, address_towards, authority};
use pbx_protocol::Report;
use pbx_protocol::endpoints::{Heartbeat, UrlKind};
use pbx_protocol::report::{CallReport, Event, ReportParty};
use tokio::net::lookup_host;
use tokio::sync::mpsc;

use crate::failure::Failure;
use crate::output::{self, Reader, Shown};
use crate::sign_in::{self, Session};
use crate::stopped::{self, Signal};

/// The PBX forgets a silent client after 30 minutes, and with it where reports go.
const HEARTBEAT: Duration = Duration::from_mins(10);
/// More than a busy PBX sends while a terminal draws a line.
const WAITING: usize = 1024;
/// The report format without the repeated key.
const VALID_JSON: &str = "1.0.2";

/// `uc reports`: until Ctrl-C, the last report of `--count`, or a reader that is gone.
pub(crate) async fn listen(matches: &ArgMatches) -> Result<(), Failure> {
    let port = matches.get_one::<u16>("report-port").copied().unwrap_or(8260);
    let (sender, mut incoming) = mpsc::channel(WAITING);
    // Bound before the sign-in, which names the port and brings the first reports.
    let listener = Listener::bind(port, sender).await?;
    let pbx = pbx_addresses(matches).await?;
    listener.allow(pbx.iter().map(SocketAddr::ip));
    let host = match matches.get_one::<String>("report-host") {
        Some(host) => host.clone(),
        None => address_towards(pbx[0]).await.map_err(|error| Failure::Local(error.to_string()))?.to_string(),
    };
    let beat = Heartbeat {
        address: host.clone(),
        port: listener.port().to_string(),
        url: Some(format!("{}/{}", authority(&host, listener.port()), listener.path())),
        urltag: Some(UrlKind::Absolute),
    };
    let session = sign_in::session_with(matches, |login| {
        login.port.clone_from(&beat.port);
        login.url.clone_from(&beat.url);
        login.urltag = beat.urltag;
        login.version = Some(VALID_JSON.to_owned());
    })
    .await?;
    // After the sign-in, whose question for a password Ctrl-C must end by itself; before the words that invite it.
    let stop = pin!(stopped::asked());
    output::say_aside(&format!("Listening on {}. Ctrl-C ends it.", authority(&host, listener.port())));
    let outcome = print_all(matches, &mut incoming, &session, &beat, stop).await;
    session.end().await;
    outcome
}

async fn print_all(
    matches: &ArgMatches,
    incoming: &mut mpsc::Receiver<Incoming>,
    session: &Session,
    beat: &Heartbeat,
    mut stop: Pin<&mut impl Future<Output = Signal>>,
) -> Result<(), Failure> {
    let shown = Shown::of(matches);
    let most = matches.get_one::<u64>("count").copied().unwrap_or(u64::MAX);
    let mut heartbeats = tokio::time::interval(HEARTBEAT);
    // The first tick comes at once, and the sign-in has just said the same.
    heartbeats.tick().await;
    let mut printed = 0;
    while printed < most {
        tokio::select! {
            received = incoming.recv() => match received {
                Some(Incoming::Report { report, .. }) => {
                    if print(&report, shown)? == Reader::Gone {
                        return Ok(());
                    }
                    printed += 1;
                }
                Some(Incoming::Unreadable(error)) => output::say_aside(&format!("uc: not a report: {error}")),
                Some(Incoming::TooLarge) => output::say_aside("uc: not a report: too large"),
                Some(Incoming::Stranger(address)) => {
                    output::say_aside(&format!("uc: refused: {address} is not the PBX's address"));
                }
                Some(Incoming::Refused(why)) => {
                    output::say_aside(&format!("uc: a report was not believed: {why}"));
                }
                // This command rings nobody, so nothing is expected.
                Some(Incoming::Rehearsal { .. }) => {}
                None => return Ok(()),
            },
            _ = heartbeats.tick() => { session.client.send(&session.token, beat).await?; }
            // Ctrl-C is how this command ends, so it is no failure.
            _ = &mut stop => return Ok(()),
        }
    }
    Ok(())
}

/// At least one; all of them may send reports.
async fn pbx_addresses(matches: &ArgMatches) -> Result<Vec<SocketAddr>, Failure> {
    let profile = crate::profile::Profile::of(matches)?;
    let profile = profile.ok_or_else(|| Failure::Usage("which PBX? Use `uc login` first".to_owned()))?;
    let address = profile.address()?;
    let not_found = || Failure::Client(pbx_client::ClientError::NameNotFound);
    let found = lookup_host((address.host.as_str(), address.port)).await.map_err(|_| not_found())?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() { Err(not_found()) } else { Ok(found) }
}

fn print(report: &Report, shown: Shown) -> Result<Reader, Failure> {
    if shown.json { output::print_json(report) } else { output::print(&line(&report.event)) }
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
