//! The exchange on the network: the API's port, the reports, the control port. It stops when dropped.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::control::{Control, port};
use crate::driver::Driver;
use crate::http::{self, Door};
use crate::options::Options;
use crate::replay::Replay;
use crate::trace::Trace;
use crate::world::{World, WorldError};
use crate::{life, report_sender, tls};

/// A running simulated PBX.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    control_address: Option<SocketAddr>,
    certificate: Option<Vec<u8>>,
    control: Control,
    // Dropping it ends them, so a test's PBX goes with the test.
    tasks: JoinSet<()>,
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
    /// Whoever reaches the control lifts phones and reads who is signed in.
    #[error("the control listens beyond this machine only with a token")]
    ControlWithoutToken,
    /// The certificate, or the file of a trace.
    #[error("{0}")]
    File(io::Error),
}

impl Simulator {
    /// Starts listening; when this returns, the PBX can be called. Needs a tokio runtime.
    pub async fn start(world: World, options: Options) -> Result<Self, StartError> {
        let (driver, outgoing) = Driver::new(world, &options)?;
        let (door, certificate) = door(&options)?;
        let mut tasks = JoinSet::new();
        let control_address = open_control(&options, &driver, &mut tasks).await?;
        // Bound before this returns, so that whoever starts a PBX can call it at once.
        let (listener, address) = listen(SocketAddr::new(options.bind, options.port)).await?;
        let trace = door.trace.clone();
        tasks.spawn(http::serve(listener, Arc::clone(&driver), door));
        tasks.spawn(report_sender::send_all(outgoing, Arc::clone(&driver), options, trace));
        let timekeeper = Arc::clone(&driver);
        tasks.spawn(async move { timekeeper.keep_time().await });
        Ok(Self { address, control_address, certificate, control: Control::new(driver), tasks })
    }

    /// Callers come and agents hang up by themselves from now on, a deed of each kind a `beat` at most. The same `seed` makes
    /// the same choices.
    pub fn live(&mut self, seed: u64, beat: Duration) {
        self.tasks.spawn(life::live(self.control(), seed, beat));
    }

    /// The API's certificate, where it speaks TLS, as DER.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
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

fn door(options: &Options) -> Result<(Door, Option<Vec<u8>>), StartError> {
    let standalone = &options.standalone;
    let tls = standalone.tls.as_ref().map(|tls| tls::acceptor(tls, options.bind)).transpose();
    let (tls, certificate) = tls.map_err(StartError::File)?.unzip();
    let named = |path: &Path, error: &io::Error| {
        StartError::File(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    };
    let trace =
        standalone.record.as_deref().map(|path| Trace::begin(path).map_err(|error| named(path, &error)));
    let replay = standalone
        .replay
        .as_deref()
        .map(|path| Replay::of(path, options.target).map_err(|error| named(path, &error)));
    let door =
        Door { tls, trace: trace.transpose()?.map(Arc::new), replay: replay.transpose()?.map(Arc::new) };
    Ok((door, certificate.map(|certificate| certificate.to_vec())))
}

/// On this machine alone, or with a token: whoever reaches it lifts phones.
async fn open_control(
    options: &Options,
    driver: &Arc<Driver>,
    tasks: &mut JoinSet<()>,
) -> Result<Option<SocketAddr>, StartError> {
    let Some(port) = options.control_port else { return Ok(None) };
    let standalone = &options.standalone;
    let address = standalone.control_address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let token = standalone.control_token.clone().filter(|token| !token.is_empty());
    if !address.is_loopback() && token.is_none() {
        return Err(StartError::ControlWithoutToken);
    }
    let (listener, address) = listen(SocketAddr::new(address, port)).await?;
    tasks.spawn(port::serve(listener, Control::new(Arc::clone(driver)), token));
    Ok(Some(address))
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}
