//! Receives reports: one connection each, bounded in head, body, time and number, believed only from the PBX.

mod guard;
mod head;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use pbx_protocol::report::{self, Report, ReportError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::{debug, warn};

pub use guard::Protection;
use guard::{Distrust, Guard};
use head::Mended;

/// The largest true report has some hundred bytes, a ring of many members some thousand.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;
/// From accepted to answered; the PBX sends in one go.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// A busy PBX has a handful open at once.
const MOST_CONNECTIONS: usize = 64;

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A report.
    Report {
        /// What it says.
        report: Report,
        /// What protects it.
        protection: Protection,
    },
    /// From the PBX, but no report.
    Unreadable(ReportError),
}

/// Why we can't listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has the port.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port asked for.
        port: u16,
        /// One that was free a moment ago.
        free: Option<u16>,
    },
    /// Anything else.
    #[error("can't listen: {0}")]
    Io(#[from] io::Error),
    /// The operating system gives no random bytes for the path.
    #[error("no random bytes from the operating system")]
    NoRandomness,
}

/// Listens until dropped.
#[derive(Debug)]
pub struct Listener {
    port: u16,
    guard: Arc<Guard>,
    accepting: JoinHandle<()>,
}

#[derive(Clone)]
struct Door {
    guard: Arc<Guard>,
    reports: mpsc::Sender<Incoming>,
}

impl Listener {
    /// Listens on all addresses at this port (0: any). Nothing is believed before [`Listener::allow`].
    pub async fn bind(port: u16, reports: mpsc::Sender<Incoming>) -> Result<Self, BindError> {
        let listener = match TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await {
            Ok(listener) => listener,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(BindError::PortTaken { port, free: free_port().await });
            }
            Err(error) => return Err(error.into()),
        };
        let port = listener.local_addr()?.port();
        let guard = Arc::new(Guard::new(unguessable_path()?));
        let door = Door { guard: Arc::clone(&guard), reports };
        let accepting = tokio::spawn(accept(listener, door));
        Ok(Self { port, guard, accepting })
    }

    /// The port in use.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The unguessable path, without a slash. Never log it.
    pub fn path(&self) -> &str {
        self.guard.path()
    }

    /// Believes these addresses and no others.
    pub fn allow(&self, sources: impl IntoIterator<Item = IpAddr>) {
        self.guard.allow(sources);
    }

    /// Stops, and returns when the port is free again; dropping alone frees it a moment later.
    pub async fn close(mut self) {
        self.accepting.abort();
        // The error says that it was aborted.
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The address from which this machine reaches the PBX, which is where reports come back to. Sends nothing.
pub async fn address_towards(pbx: SocketAddr) -> io::Result<IpAddr> {
    let any: SocketAddr = if pbx.is_ipv4() {
        (Ipv4Addr::UNSPECIFIED, 0).into()
    } else {
        (std::net::Ipv6Addr::UNSPECIFIED, 0).into()
    };
    let socket = tokio::net::UdpSocket::bind(any).await?;
    socket.connect(pbx).await?;
    Ok(socket.local_addr()?.ip().to_canonical())
}

async fn free_port() -> Option<u16> {
    let probe = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await;
    probe.and_then(|listener| listener.local_addr()).map(|address| address.port()).ok()
}

fn unguessable_path() -> Result<String, BindError> {
    use std::fmt::Write as _;
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| BindError::NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

async fn accept(listener: TcpListener, door: Door) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, source) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                warn!(%error, "a report connection could not be accepted");
                // Out of file handles is the usual cause: give others time to close theirs.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let door = door.clone();
        tokio::spawn(async move {
            if timeout(REQUEST_LIMIT, serve(stream, source.ip(), door)).await.is_err() {
                debug!("a report connection took too long");
            }
            drop(place);
        });
    }
}

async fn serve(stream: TcpStream, source: IpAddr, door: Door) {
    let mended = match Mended::read_from(stream).await {
        Ok(mended) => mended,
        Err(error) => {
            debug!(%error, "a report connection ended before its head");
            return;
        }
    };
    let router = Router::new()
        .fallback(move |State(door): State<Door>, request: Request| receive(door, source, request))
        .with_state(door);
    let outcome = hyper::server::conn::http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_LIMIT)
        .serve_connection(TokioIo::new(mended), TowerToHyperService::new(router))
        .await;
    if let Err(error) = outcome {
        debug!(%error, "a report connection broke");
    }
}

async fn receive(door: Door, source: IpAddr, request: Request<Body>) -> StatusCode {
    let protection = match door.guard.check(source, request.uri().path()) {
        Ok(protection) => protection,
        Err(Distrust::Source) => {
            warn!(%source, "a report from an address that is not the PBX's was refused");
            return StatusCode::FORBIDDEN;
        }
        Err(Distrust::Path) => {
            warn!("a report on a wrong path was refused");
            return StatusCode::NOT_FOUND;
        }
    };
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    let body = request.into_body();
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        warn!("a report that is too large was refused");
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        warn!("a report that grew too large or was cut short was refused");
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let (incoming, status) = match report::read(&body) {
        Ok(report) => (Incoming::Report { report, protection }, StatusCode::OK),
        Err(error) => {
            warn!(%error, "something that is no report came from the PBX");
            // Sent again it would not read better, so it is not refused.
            (Incoming::Unreadable(error), StatusCode::OK)
        }
    };
    // An unanswered report is sent again, so a full channel loses nothing.
    if door.reports.try_send(incoming).is_ok() { status } else { StatusCode::SERVICE_UNAVAILABLE }
}
