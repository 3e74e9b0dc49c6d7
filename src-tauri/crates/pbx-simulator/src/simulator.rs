//! The exchange on the network: the API's port, the reports, the control port. It stops when dropped.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::control::{Control, port};
use crate::driver::Driver;
use crate::options::Options;
use crate::world::{World, WorldError};
use crate::{http, report_sender};

/// A running simulated PBX.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    control_address: Option<SocketAddr>,
    control: Control,
    // Never asked: dropping it ends them, so a test's PBX goes with the test.
    _tasks: JoinSet<()>,
}

/// Why a simulated PBX can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The world is not consistent.
    #[error("this PBX can't exist: {0}")]
    World(#[from] WorldError),
    /// A port can't be opened.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address that was wanted.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
}

impl Simulator {
    /// Starts listening; when this returns, the PBX can be called. Needs a tokio runtime.
    pub async fn start(world: World, options: Options) -> Result<Self, StartError> {
        let (driver, outgoing) = Driver::new(world, &options)?;
        // Bound before this returns, so that whoever starts a PBX can call it at once.
        let (listener, address) = listen(SocketAddr::new(options.bind, options.port)).await?;
        let mut tasks = JoinSet::new();
        let mut control_address = None;
        if let Some(port) = options.control_port {
            let (listener, address) = listen(SocketAddr::new(options.bind, port)).await?;
            control_address = Some(address);
            tasks.spawn(port::serve(listener, Control::new(Arc::clone(&driver))));
        }
        tasks.spawn(http::serve(listener, Arc::clone(&driver)));
        tasks.spawn(report_sender::send_all(outgoing, Arc::clone(&driver), options));
        let timekeeper = Arc::clone(&driver);
        tasks.spawn(async move { timekeeper.keep_time().await });
        Ok(Self { address, control_address, control: Control::new(driver), _tasks: tasks })
    }

    /// Where the API is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the HTTP control is, if there is one.
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.control_address
    }

    /// Its phones, its outside line, its faults.
    pub fn control(&self) -> Control {
        self.control.clone()
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}
