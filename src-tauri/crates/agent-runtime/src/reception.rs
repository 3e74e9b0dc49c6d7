//! Hears the PBX: keeps one listener as long as it fits the account, believes the PBX's addresses alone, and passes
//! on what arrives. Listening and stopping are done one after the other, so a port is free before it is taken again.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use agent_core::{Account, Failure, Input, Listening, Protection, Unreachable};
use pbx_client::{BindError, Incoming, Listener};
use tokio::sync::mpsc;
use tracing::{debug, info};

use crate::failures;
use crate::inputs::{Inputs, Mail};
use crate::line::{Line, Receiver, pbx_address};

/// Reports that wait for the loop; more are answered "later", and the PBX sends them again.
const WAITING_REPORTS: usize = 256;
/// A name server that takes longer is as good as none.
const RESOLVE_LIMIT: Duration = Duration::from_secs(5);

/// The door to the task that owns the listener.
#[derive(Debug)]
pub(crate) struct Reception {
    commands: mpsc::UnboundedSender<Command>,
    asked: u64,
}

#[derive(Debug)]
enum Command {
    Listen { asked: u64, account: Account },
    Stop,
}

impl Reception {
    pub(crate) fn start(inputs: Inputs, line: Line) -> Self {
        let (commands, queue) = mpsc::unbounded_channel();
        let (reports, arrivals) = mpsc::channel(WAITING_REPORTS);
        tokio::spawn(pass_on(arrivals, inputs.clone()));
        tokio::spawn(Receptionist { inputs, line, reports, listener: None }.work(queue));
        Self { commands, asked: 0 }
    }

    pub(crate) fn listen(&mut self, account: Account) {
        self.asked += 1;
        // The task ends with this sender only.
        let _ = self.commands.send(Command::Listen { asked: self.asked, account });
    }

    /// Whether an outcome is that of the latest [`Reception::listen`]; that of an earlier one would be taken for it.
    pub(crate) fn is_latest(&self, asked: u64) -> bool {
        self.asked == asked
    }

    pub(crate) fn stop(&self) {
        // The task ends with this sender only.
        let _ = self.commands.send(Command::Stop);
    }
}

struct Receptionist {
    inputs: Inputs,
    line: Line,
    reports: mpsc::Sender<Incoming>,
    /// With the port that was asked for.
    listener: Option<(u16, Listener)>,
}

impl Receptionist {
    async fn work(mut self, mut queue: mpsc::UnboundedReceiver<Command>) {
        while let Some(command) = queue.recv().await {
            match command {
                Command::Listen { asked, account } => {
                    let outcome = self.listen(&account).await;
                    let outcome = outcome.unwrap_or_else(|failure| Listening::Failed { failure });
                    // The loop has ended when it does not take it.
                    self.inputs.post(Mail::Listening { asked, outcome }).await;
                }
                Command::Stop => self.stop().await,
            }
        }
    }

    async fn listen(&mut self, account: &Account) -> Result<Listening, Failure> {
        let wanted = account.report_port;
        if self.listener.as_ref().is_some_and(|(port, _)| *port != wanted) {
            self.stop().await;
        }
        let listener = match self.listener.take() {
            Some((_, listener)) => listener,
            None => match Listener::bind(wanted, self.reports.clone()).await {
                Ok(listener) => listener,
                Err(BindError::PortTaken { port, free }) => return Ok(Listening::PortTaken { port, free }),
                Err(BindError::Io(error)) => return Err(failures::of_io(&error)),
                Err(error @ BindError::NoRandomness) => {
                    return Err(Failure::File { detail: error.to_string() });
                }
            },
        };
        let (_, listener) = self.listener.insert((wanted, listener));
        let pbx = resolve(account).await?;
        listener.allow(pbx.iter().map(SocketAddr::ip));
        let address = match &account.report_host {
            Some(host) => host.trim().to_owned(),
            None => own_address(&pbx).await?.to_string(),
        };
        let receiver = Receiver { address, port: listener.port(), path: listener.path().to_owned() };
        info!(port = receiver.port, "listening for reports");
        self.line.set_receiver(Some(receiver.clone()));
        Ok(Listening::Ready { address: receiver.address, port: receiver.port })
    }

    async fn stop(&mut self) {
        self.line.set_receiver(None);
        if let Some((_, listener)) = self.listener.take() {
            listener.close().await;
            info!("no longer listening for reports");
        }
    }
}

/// All addresses of the PBX, those of IPv4 first, since the listener has such a one.
async fn resolve(account: &Account) -> Result<Vec<SocketAddr>, Failure> {
    let unreachable = |reason| Failure::Unreachable { reason };
    let pbx = pbx_address(account)?;
    let found =
        tokio::time::timeout(RESOLVE_LIMIT, tokio::net::lookup_host((pbx.host.as_str(), pbx.port))).await;
    let mut addresses: Vec<SocketAddr> = match found {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => {
            debug!(%error, "the PBX's name can't be resolved");
            return Err(unreachable(Unreachable::NameNotFound));
        }
        Err(_) => return Err(unreachable(Unreachable::NameNotFound)),
    };
    addresses.sort_by_key(SocketAddr::is_ipv6);
    if addresses.is_empty() { Err(unreachable(Unreachable::NameNotFound)) } else { Ok(addresses) }
}

/// The address from which we reach the PBX.
async fn own_address(pbx: &[SocketAddr]) -> Result<IpAddr, Failure> {
    let mut last_error = io::Error::from(io::ErrorKind::NetworkUnreachable);
    for address in pbx {
        match pbx_client::address_towards(*address).await {
            Ok(own) => return Ok(own),
            Err(error) => last_error = error,
        }
    }
    debug!(error = %last_error, "no way to the PBX");
    Err(Failure::Unreachable { reason: Unreachable::NoRoute })
}

async fn pass_on(mut arrivals: mpsc::Receiver<Incoming>, inputs: Inputs) {
    let mut known = None;
    while let Some(incoming) = arrivals.recv().await {
        match incoming {
            Incoming::Report { report, protection } => {
                let protection = match protection {
                    pbx_client::Protection::AddressAndPath => Protection::AddressAndPath,
                    pbx_client::Protection::AddressOnly => Protection::AddressOnly,
                };
                if known != Some(protection) {
                    known = Some(protection);
                    info!(?protection, "reports arrive");
                    inputs.send(Input::Protection { protection }).await;
                }
                debug!(?report, "report");
                inputs.send(Input::Report { report }).await;
            }
            Incoming::Unreadable(_) | Incoming::TooLarge => inputs.send(Input::UnreadableReport).await,
        }
    }
}
