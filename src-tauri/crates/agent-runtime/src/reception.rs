//! Hears the PBX: keeps one listener as long as it fits the account, believes the PBX's addresses alone, and passes
//! on what arrives. Listening and stopping are done one after the other, so a port is free before it is taken again.
//! Where the PBX is and where we are is looked up anew before each heartbeat, since both may move at any time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use agent_core::{Account, Distrust, Failure, Input, Listening, Protection, Unreachable};
use pbx_client::{BindError, Incoming, Listener};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, info};

use crate::failures;
use crate::inputs::{Inputs, Mail};
use crate::line::{Line, Receiver, pbx_address};
use crate::network::Network;

/// Reports that wait for the loop; more are answered "later", and the PBX sends them again.
const WAITING_REPORTS: usize = 256;

/// What the reports of this session are protected by, as far as the core has been told.
type Told = Arc<Mutex<Option<Protection>>>;

/// The door to the task that owns the listener.
#[derive(Debug)]
pub(crate) struct Reception {
    commands: mpsc::UnboundedSender<Command>,
    asked: u64,
}

#[derive(Debug)]
enum Command {
    Listen { asked: u64, account: Account },
    LookAgain { done: oneshot::Sender<()> },
    Believe { addresses: Vec<String> },
    Stop,
}

impl Reception {
    pub(crate) fn start(inputs: Inputs, line: Line, network: Arc<dyn Network>) -> Self {
        let (commands, queue) = mpsc::unbounded_channel();
        let (reports, arrivals) = mpsc::channel(WAITING_REPORTS);
        let told = Told::default();
        tokio::spawn(pass_on(arrivals, inputs.clone(), Arc::clone(&told)));
        tokio::spawn(Receptionist { inputs, line, network, reports, told, listening: None }.work(queue));
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

    /// Looks where the PBX and we are now; done when the answer comes, or its sender is gone.
    pub(crate) fn look_again(&self) -> oneshot::Receiver<()> {
        let (done, looked) = oneshot::channel();
        // The task ends with this sender only.
        let _ = self.commands.send(Command::LookAgain { done });
        looked
    }

    /// Reports may come from these as well from now on.
    pub(crate) fn believe(&self, addresses: Vec<String>) {
        // The task ends with this sender only.
        let _ = self.commands.send(Command::Believe { addresses });
    }

    pub(crate) fn stop(&self) {
        // The task ends with this sender only.
        let _ = self.commands.send(Command::Stop);
    }
}

struct Receptionist {
    inputs: Inputs,
    line: Line,
    network: Arc<dyn Network>,
    reports: mpsc::Sender<Incoming>,
    told: Told,
    listening: Option<Open>,
}

/// A listener, and for whom.
struct Open {
    account: Account,
    listener: Listener,
}

impl Open {
    /// Another PBX is not told the path that this one knows.
    fn fits(&self, account: &Account) -> bool {
        self.account.report_port == account.report_port && self.account.host == account.host
    }
}

impl Receptionist {
    async fn work(mut self, mut queue: mpsc::UnboundedReceiver<Command>) {
        while let Some(command) = queue.recv().await {
            match command {
                Command::Listen { asked, account } => {
                    let outcome = self.listen(account).await;
                    let outcome = outcome.unwrap_or_else(|failure| Listening::Failed { failure });
                    // The loop has ended when it does not take it.
                    self.inputs.post(Mail::Listening { asked, outcome }).await;
                }
                Command::LookAgain { done } => {
                    self.look_again().await;
                    // Nobody may wait for it any more.
                    let _ = done.send(());
                }
                Command::Believe { addresses } => {
                    if let Some(open) = &mut self.listening {
                        open.account.believed = addresses;
                    }
                    self.look_again().await;
                }
                Command::Stop => self.stop().await,
            }
        }
    }

    async fn listen(&mut self, account: Account) -> Result<Listening, Failure> {
        if self.listening.as_ref().is_some_and(|open| !open.fits(&account)) {
            self.stop().await;
        }
        let listener = match self.listening.take() {
            Some(open) => open.listener,
            None => match Listener::bind(account.report_port, self.reports.clone()).await {
                Ok(listener) => listener,
                Err(BindError::PortTaken { port, free }) => return Ok(Listening::PortTaken { port, free }),
                Err(BindError::Io(error)) => return Err(failures::of_io(&error)),
                Err(error @ BindError::NoRandomness) => {
                    return Err(Failure::File { detail: error.to_string() });
                }
            },
        };
        listener.start_session();
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let open = self.listening.insert(Open { account, listener });
        let receiver = locate(open, self.network.as_ref()).await?;
        info!(port = receiver.port, "listening for reports");
        self.line.set_receiver(Some(receiver.clone()));
        Ok(Listening::Ready { address: receiver.address, port: receiver.port })
    }

    async fn look_again(&self) {
        let Some(open) = &self.listening else { return };
        match locate(open, self.network.as_ref()).await {
            Ok(receiver) => self.line.set_receiver(Some(receiver)),
            // The heartbeat will tell what is wrong.
            Err(failure) => debug!(?failure, "the way to the PBX is not known now"),
        }
    }

    async fn stop(&mut self) {
        self.line.set_receiver(None);
        if let Some(open) = self.listening.take() {
            open.listener.close().await;
            info!("no longer listening for reports");
        }
    }
}

/// Believes the PBX where it is now, and says where it finds us.
async fn locate(open: &Open, network: &dyn Network) -> Result<Receiver, Failure> {
    let Open { account, listener } = open;
    let pbx = pbx_address(account)?;
    let found = network.addresses_of(&pbx.host, pbx.port).await.map_err(|error| {
        debug!(%error, "the PBX's name can't be resolved");
        Failure::Unreachable { reason: Unreachable::NameNotFound }
    })?;
    let believed = account.believed.iter().filter_map(|address| address.parse::<IpAddr>().ok());
    listener.allow(found.iter().map(SocketAddr::ip).chain(believed));
    let address = match &account.report_host {
        Some(host) => host.trim().to_owned(),
        None => own_address(&found, network).await?.to_string(),
    };
    Ok(Receiver { address, port: listener.port(), path: listener.path().to_owned() })
}

/// The address from which we reach the PBX.
async fn own_address(pbx: &[SocketAddr], network: &dyn Network) -> Result<IpAddr, Failure> {
    let mut last_error = io::Error::from(io::ErrorKind::NetworkUnreachable);
    for address in pbx {
        match network.own_address(*address).await {
            Ok(own) => return Ok(own),
            Err(error) => last_error = error,
        }
    }
    debug!(error = %last_error, "no way to the PBX");
    Err(Failure::Unreachable { reason: Unreachable::NoRoute })
}

async fn pass_on(mut arrivals: mpsc::Receiver<Incoming>, inputs: Inputs, told: Told) {
    while let Some(incoming) = arrivals.recv().await {
        match incoming {
            Incoming::Report { report, protection } => {
                let protection = match protection {
                    pbx_client::Protection::AddressAndPath => Protection::AddressAndPath,
                    pbx_client::Protection::AddressOnly => Protection::AddressOnly,
                };
                let before = told.lock().unwrap_or_else(PoisonError::into_inner).replace(protection);
                if before != Some(protection) {
                    info!(?protection, "reports arrive");
                    inputs.send(Input::Protection { protection }).await;
                }
                debug!(?report, "report");
                inputs.send(Input::Report { report }).await;
            }
            Incoming::Refused(why) => {
                let distrust = match why {
                    pbx_client::Distrust::PathLeftOut => Distrust::PathLeftOut,
                    pbx_client::Distrust::OtherPbx { serial } => Distrust::OtherPbx { serial },
                };
                inputs.send(Input::ReportRefused { distrust }).await;
            }
            Incoming::Stranger(address) => {
                inputs.send(Input::StrangerRefused { address: address.to_string() }).await;
            }
            Incoming::Unreadable(_) | Incoming::TooLarge => inputs.send(Input::UnreadableReport).await,
        }
    }
}
