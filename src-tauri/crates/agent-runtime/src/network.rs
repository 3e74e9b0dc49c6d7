//! The network around this computer: where the PBX is, from which of our addresses it is reached, and when that may
//! have changed. Behind a trait, so that a test can pull the cable.

use std::any::Any;
use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use agent_core::Input;
use tokio::sync::Notify;
use tracing::{debug, warn};

use crate::inputs::Inputs;

/// An answer that takes a while.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// Ends the watching when it is dropped.
pub type NetworkWatch = Box<dyn Any + Send>;

/// A cable that is plugged in brings several changes at once; the last one counts.
const SETTLING: Duration = Duration::from_secs(2);

/// What the runtime asks of the network.
pub trait Network: Debug + Send + Sync + 'static {
    /// All addresses behind a name; the last known ones while the name server is away.
    fn addresses_of<'a>(&'a self, host: &'a str, port: u16) -> Asked<'a, Vec<SocketAddr>>;
    /// The address from which the PBX is reached. Nothing is sent.
    fn own_address(&self, towards: SocketAddr) -> Asked<'_, IpAddr>;
    /// Calls back whenever an address of this computer comes or goes, from a thread of its own.
    fn watch(&self, changed: Box<dyn Fn() + Send>) -> io::Result<NetworkWatch>;
}

/// The operating system's.
#[derive(Debug, Clone, Copy)]
pub struct SystemNetwork;

impl Network for SystemNetwork {
    fn addresses_of<'a>(&'a self, host: &'a str, port: u16) -> Asked<'a, Vec<SocketAddr>> {
        Box::pin(pbx_client::addresses_of(host, port))
    }

    fn own_address(&self, towards: SocketAddr) -> Asked<'_, IpAddr> {
        Box::pin(pbx_client::address_towards(towards))
    }

    fn watch(&self, changed: Box<dyn Fn() + Send>) -> io::Result<NetworkWatch> {
        let told = netwatcher::watch_interfaces_with_callback(move |update| {
            // The first update says what there is, not what has changed.
            let moved = update.addrs_added().next().is_some() || update.addrs_removed().next().is_some();
            if moved && !update.is_initial {
                changed();
            }
        });
        let watch = told.map_err(io::Error::other)?;
        Ok(Box::new(watch))
    }
}

/// Tells the loop of changes, each burst once, as long as what is returned lives.
pub(crate) fn follow(network: &dyn Network, inputs: Inputs) -> Option<NetworkWatch> {
    let bell = Arc::new(Notify::new());
    let ring = Arc::clone(&bell);
    let watch = network.watch(Box::new(move || ring.notify_one()));
    tokio::spawn(async move {
        loop {
            // However often it rang during the pause, it rings once more.
            bell.notified().await;
            tokio::time::sleep(SETTLING).await;
            debug!("the network has changed");
            inputs.send(Input::NetworkChanged).await;
        }
    });
    // Without it a change is noticed by the next heartbeat.
    watch.inspect_err(|error| warn!(%error, "changes of the network are not told")).ok()
}
