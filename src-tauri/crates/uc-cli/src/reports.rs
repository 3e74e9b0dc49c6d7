//! Listens for reports and prints them as they come. A PBX that goes away and comes back is signed in to again.

mod wanted;

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::time::Duration;

use clap::ArgMatches;
use pbx_client::{Incoming, Listener, address_towards, addresses_of, authority};
use pbx_protocol::endpoints::{Heartbeat, UrlKind};
use pbx_protocol::report::Event;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::failure::Failure;
use crate::moments;
use crate::output::{self, Reader};
use crate::sign_in::{self, Session};
use crate::stopped::{self, Signal};
use wanted::Wanted;

/// The PBX forgets a silent client after 30 minutes, and with it where reports go.
const HEARTBEAT: Duration = Duration::from_mins(10);
/// More than a busy PBX sends while a terminal draws a line.
const WAITING: usize = 1024;
/// Between two tries to reach a PBX that went away; each pause is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// `uc reports`: until Ctrl-C, the end of `--for`, the last report of `--count`, or a reader that is gone.
pub(crate) async fn listen(matches: &ArgMatches) -> Result<(), Failure> {
    let port = matches.get_one::<u16>("report-port").copied().unwrap_or(8260);
    let end = end(matches)?;
    let (sender, incoming) = mpsc::channel(WAITING);
    // Bound before the sign-in, which brings the first reports.
    let listener = Listener::bind(port, sender).await?;
    let pbx = pbx_addresses(matches).await?;
    listener.allow(pbx.iter().map(SocketAddr::ip));
    let host = match matches.get_one::<String>("report-host") {
        Some(host) => host.trim_start_matches('[').trim_end_matches(']').to_owned(),
        None => address_towards(pbx[0]).await.map_err(|error| Failure::Local(error.to_string()))?.to_string(),
    };
    let beat = Heartbeat {
        address: host.clone(),
        port: listener.port().to_string(),
        url: Some(format!("{}/{}", authority(&host, listener.port()), listener.path())),
        urltag: Some(UrlKind::Absolute),
    };
    // A kept session is told to report here: a second one beside it would get each report as well.
    let session = sign_in::session(matches).await?.renewed().await?;
    session.client.send(&session.token, &beat).await?;
    // After the sign-in, whose question for a password Ctrl-C must end by itself; before the words that invite it.
    let stop = pin!(stopped::asked());
    output::say_aside(&format!("Listening on {}. Ctrl-C ends it.", authority(&host, listener.port())));
    let mut watch = Watch { incoming, session, beat, wanted: Wanted::of(matches) };
    let most = matches.get_one::<u64>("count").copied().unwrap_or(u64::MAX);
    let outcome = watch.print_all(most, end, stop).await;
    watch.leave().await;
    outcome
}

fn end(matches: &ArgMatches) -> Result<Option<Instant>, Failure> {
    let Some(text) = matches.get_one::<String>("for") else { return Ok(None) };
    let time = moments::ago(text).and_then(|time| Duration::try_from(time).ok());
    let time = time.ok_or_else(|| Failure::Usage(format!("--for {text}: write 90s, 10m or 8h")))?;
    Ok(Some(Instant::now() + time))
}

struct Watch {
    incoming: mpsc::Receiver<Incoming>,
    session: Session,
    beat: Heartbeat,
    wanted: Wanted,
}

/// Whether to go on.
enum Next {
    On { printed: bool },
    SignIn { printed: bool },
    End,
}

impl Watch {
    async fn print_all(
        &mut self,
        most: u64,
        end: Option<Instant>,
        mut stop: Pin<&mut impl Future<Output = Signal>>,
    ) -> Result<(), Failure> {
        let mut heartbeats = tokio::time::interval(HEARTBEAT);
        // The first tick comes at once, and the sign-in has just said the same.
        heartbeats.tick().await;
        let mut printed = 0;
        while printed < most {
            let next = tokio::select! {
                received = self.incoming.recv() => self.take(received)?,
                _ = heartbeats.tick() => match self.session.client.send(&self.session.token, &self.beat).await {
                    Ok(_) => Next::On { printed: false },
                    Err(error) => {
                        output::say_aside(&format!("uc: {error}"));
                        Next::SignIn { printed: false }
                    }
                },
                () = until(end) => Next::End,
                // Ctrl-C is how this command ends, so it is no failure.
                _ = &mut stop => Next::End,
            };
            let (Next::On { printed: is_printed } | Next::SignIn { printed: is_printed }) = next else {
                return Ok(());
            };
            printed += u64::from(is_printed);
            if matches!(next, Next::SignIn { .. }) && printed < most {
                tokio::select! {
                    back = self.come_back() => back?,
                    () = until(end) => return Ok(()),
                    _ = &mut stop => return Ok(()),
                }
            }
        }
        Ok(())
    }

    fn take(&self, received: Option<Incoming>) -> Result<Next, Failure> {
        let aside = match received {
            Some(Incoming::Report { report, body, .. }) => {
                let printed = self.wanted.takes(&report.event);
                if printed && self.wanted.print(&report, &body)? == Reader::Gone {
                    return Ok(Next::End);
                }
                // Every session is gone with it.
                return Ok(if report.event == Event::BootUp {
                    Next::SignIn { printed }
                } else {
                    Next::On { printed }
                });
            }
            Some(Incoming::Unreadable(error)) => format!("uc: not a report: {error}"),
            Some(Incoming::TooLarge) => "uc: not a report: too large".to_owned(),
            Some(Incoming::Stranger(address)) => format!("uc: refused: {address} is not the PBX's address"),
            Some(Incoming::Refused(why)) => format!("uc: a report was not believed: {why}"),
            // This command rings nobody, so nothing is expected.
            Some(Incoming::Rehearsal { .. }) => return Ok(Next::On { printed: false }),
            None => return Ok(Next::End),
        };
        output::say_aside(&aside);
        Ok(Next::On { printed: false })
    }

    /// Signs in again until the PBX takes it; a refusal ends it, for the fifth would lock this address.
    async fn come_back(&mut self) -> Result<(), Failure> {
        let mut pause = FIRST_PAUSE;
        loop {
            let outcome = match self.session.sign_in().await {
                Ok(()) => self
                    .session
                    .client
                    .send(&self.session.token, &self.beat)
                    .await
                    .map_err(Failure::from)
                    .map(|_| ()),
                Err(failure) => Err(failure),
            };
            match outcome {
                Ok(()) => {
                    output::say_aside("uc: signed in again; what was reported meanwhile is lost");
                    return Ok(());
                }
                Err(failure) if failure.may_pass() => {
                    output::say_aside(&format!("uc: {failure}\nuc: once more in {} s", pause.as_secs()));
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    /// A session that is kept is no longer told to report here.
    async fn leave(self) {
        let nowhere =
            Heartbeat { port: sign_in::NO_LISTENER.to_owned(), url: None, urltag: None, ..self.beat };
        // It is as well if the PBX is gone.
        let _ = self.session.client.send(&self.session.token, &nowhere).await;
        self.session.end().await;
    }
}

async fn until(end: Option<Instant>) {
    match end {
        Some(end) => tokio::time::sleep_until(end).await,
        None => std::future::pending().await,
    }
}

/// At least one; all of them may send reports.
async fn pbx_addresses(matches: &ArgMatches) -> Result<Vec<SocketAddr>, Failure> {
    let profile = crate::profile::Profile::of(matches)?;
    let profile = profile.ok_or_else(|| Failure::Usage("which PBX? Use `uc login` first".to_owned()))?;
    let address = profile.address()?;
    let not_found = || Failure::Client(pbx_client::ClientError::NameNotFound);
    let found = addresses_of(&address.host, address.port).await.map_err(|_| not_found())?;
    if found.is_empty() { Err(not_found()) } else { Ok(found) }
}
