//! Straight over the network. One listener is kept as long as it fits the account, believes the PBX's addresses alone,
//! and puts what arrives into the loop's own channel: a report that finds no place there is answered "later", and the
//! PBX sends it again. Listening and stopping are done one after the other, so a port is free before it is taken again.
//! Where the PBX is and where we are is looked up anew before each heartbeat, since both may move at any time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use agent_core::{Account, Failure, Listening, Unreachable};
use pbx_client::{BindError, Listener};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, info};

use super::line::{Line, Receiver, pbx_address};
use crate::failures;
use crate::inputs::{Inputs, Mail};
use crate::network::Network;
use crate::system;

/// The session, and the way to the task that owns the listener.
#[derive(Debug)]
pub(crate) struct Direct {
    pub(super) line: Line,
    wishes: mpsc::UnboundedSender<Wish>,
    /// How often it was asked to listen.
    pub(super) asked: u64,
}

/// The way to the task. It does not hold the task up: when the loop goes, the listener goes.
pub(crate) type Wishes = mpsc::WeakUnboundedSender<Wish>;

/// Done one after the other: look where the PBX and we are now, believe reports from these addresses as well, expect a ring of
/// our own.
#[derive(Debug)]
pub(crate) enum Wish {
    Listen { asked: u64, account: Account },
    LookAgain { done: oneshot::Sender<()> },
    Believe { addresses: Vec<String> },
    Rehearse { reply: oneshot::Sender<Option<Expecting>> },
    Stop,
}

impl Direct {
    pub(super) fn start(inputs: Inputs, line: Line, network: Arc<dyn Network>) -> Self {
        let (wishes, queue) = mpsc::unbounded_channel();
        tokio::spawn(Reception { inputs, line: line.clone(), network, listening: None }.work(queue));
        Self { line, wishes, asked: 0 }
    }

    pub(super) fn wishes(&self) -> Wishes {
        self.wishes.downgrade()
    }

    pub(super) fn wish(&self, wish: Wish) {
        // The task ends with this sender only.
        let _ = self.wishes.send(wish);
    }
}

/// Where a ring of our own is expected.
#[derive(Debug)]
pub(crate) struct Expecting {
    /// As the PBX was told, but for the path.
    pub(crate) receiver: Receiver,
    pub(crate) at: SocketAddr,
}

struct Reception {
    inputs: Inputs,
    line: Line,
    network: Arc<dyn Network>,
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

impl Reception {
    async fn work(mut self, mut queue: mpsc::UnboundedReceiver<Wish>) {
        while let Some(wish) = queue.recv().await {
            match wish {
                Wish::Listen { asked, account } => {
                    let outcome = self.listen(account).await;
                    let outcome = outcome.unwrap_or_else(|failure| Listening::Failed { failure });
                    // The loop has ended when it does not take it.
                    self.inputs.post(Mail::Listening { asked, outcome }).await;
                }
                Wish::LookAgain { done } => {
                    self.look_again().await;
                    // Nobody may wait for it any more.
                    let _ = done.send(());
                }
                Wish::Believe { addresses } => {
                    // Not from the next heartbeat on: the call that was not believed is ringing now.
                    if let Some(open) = &mut self.listening {
                        open.account.believed = addresses;
                    }
                    self.look_again().await;
                }
                Wish::Rehearse { reply } => {
                    // The asker may have given up.
                    let _ = reply.send(self.rehearse().await);
                }
                Wish::Stop => self.stop().await,
            }
        }
    }

    async fn listen(&mut self, account: Account) -> Result<Listening, Failure> {
        if self.listening.as_ref().is_some_and(|open| !open.fits(&account)) {
            self.stop().await;
        }
        let listener = match self.listening.take() {
            Some(open) => open.listener,
            None => match Listener::bind(account.report_port, self.inputs.to_loop()).await {
                Ok(listener) => listener,
                Err(BindError::PortTaken { port, free }) => {
                    // It reads files; a task that broke has found nobody.
                    let holder = tokio::task::spawn_blocking(move || system::port_holder(port)).await;
                    let holder = holder.unwrap_or_default();
                    return Ok(Listening::PortTaken { port, free, holder });
                }
                Err(BindError::Io(error)) => return Err(failures::of_io(&error)),
                Err(error @ BindError::NoRandomness) => {
                    return Err(Failure::File { detail: error.to_string() });
                }
            },
        };
        // A listener that fits is kept, and its path with it: a report that is under way during a sign-in is still
        // believed.
        listener.start_session();
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

    /// Expects a ring of our own at the place that the PBX was told.
    async fn rehearse(&self) -> Option<Expecting> {
        let open = self.listening.as_ref()?;
        let network = self.network.as_ref();
        let receiver = locate(open, network).await.ok()?;
        let at = *network.addresses_of(&receiver.address, receiver.port).await.ok()?.first()?;
        // From which of our addresses we come to ourselves; mostly it is the same one.
        let from = network.own_address(at).await.unwrap_or(at.ip());
        let path = open.listener.rehearse([at.ip(), from]).ok()?;
        Some(Expecting { receiver: Receiver { path, ..receiver }, at })
    }

    async fn stop(&mut self) {
        // First, so that nobody announces a port that is being closed.
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
    // Before our own address is looked for, which may fail: reports to the one that was announced still come.
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
    // The first that has a route: a machine without IPv6 has none to a PBX's address of IPv6.
    for address in pbx {
        match network.own_address(*address).await {
            Ok(own) => return Ok(own),
            Err(error) => last_error = error,
        }
    }
    debug!(error = %last_error, "no way to the PBX");
    Err(Failure::Unreachable { reason: Unreachable::NoRoute })
}
