//! Receives reports: one connection each, bounded in head, body, time and number, believed only from the PBX.

mod body;
mod connection;
mod guard;
mod head;
mod places;
mod quiet_log;
mod rehearsal;
mod socket;

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::report::{Report, ReportError};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;
use tracing::{trace, warn};

use connection::{Door, Visit};
use guard::Guard;
pub use guard::{Distrust, Protection};
use places::Places;
use quiet_log::{QuietLog, QuietLogs};
use rehearsal::Rehearsal;
pub use socket::address_towards;
use socket::{free_port, listen_everywhere};

/// Whoever is not the PBX must not take its places.
const MOST_STRANGERS: usize = 8;

/// What came to the listener, and what it makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A report that is believed.
    Report {
        /// What it says.
        report: Report,
        /// What protects it.
        protection: Protection,
        /// As it came, with what `report` has no member for.
        body: Box<[u8]>,
    },
    /// From the PBX, but no report.
    Unreadable(ReportError),
    /// From the PBX, and larger than any report.
    TooLarge,
    /// From the PBX's address, and not believed.
    Refused(Distrust),
    /// Something came from an address that is not the PBX's, and was refused unread. Told once a minute at most.
    Stranger(IpAddr),
    /// What [`Listener::rehearse`] made us expect.
    Rehearsal {
        /// What it says.
        report: Report,
        /// When its connection was taken.
        accepted: Instant,
        /// When it was read.
        parsed: Instant,
    },
}

/// Why we can't listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has the port, or the system keeps it for itself.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port asked for.
        port: u16,
        /// One that was free a moment ago.
        free: Option<u16>,
    },
    /// Any other refusal of the operating system.
    #[error("can't listen: {0}")]
    Io(#[from] io::Error),
    /// The operating system gives no random bytes for the path.
    #[error("no random bytes from the operating system")]
    NoRandomness,
}

/// Listens until dropped.
///
/// ```
/// use std::net::{IpAddr, Ipv4Addr};
///
/// use pbx_client::{Incoming, Listener};
/// use tokio::io::AsyncWriteExt as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (reports, mut heard) = tokio::sync::mpsc::channel(256);
/// let listener = Listener::bind(0, reports).await?;
/// listener.allow([IpAddr::V4(Ipv4Addr::LOCALHOST)]);
///
/// let mut pbx = tokio::net::TcpStream::connect(("127.0.0.1", listener.port())).await?;
/// let head = format!("POST /{} HTTP/1.1\r\nContent-Length: 19\r\n\r\n", listener.path());
/// pbx.write_all(format!("{head}{{\"action\":\"BootUp\"}}").as_bytes()).await?;
///
/// assert!(matches!(heard.recv().await, Some(Incoming::Report { .. })));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Listener {
    port: u16,
    guard: Arc<Guard>,
    rehearsal: Arc<Rehearsal>,
    accepting: JoinHandle<()>,
}

impl Listener {
    /// Listens on all addresses, of IPv4 and of IPv6 where there is such, at this port (0: any). Nothing is believed before
    /// [`Listener::allow`]. What comes goes straight into the channel of whoever deals with it, as their own message: a
    /// report is answered 200 when it has a place there, and is asked to come again when it has none.
    #[expect(clippy::unused_async, reason = "listening needs the runtime, which a caller that awaits has")]
    pub async fn bind<M>(port: u16, reports: mpsc::Sender<M>) -> Result<Self, BindError>
    where
        M: From<Incoming> + Send + 'static,
    {
        let listener = match listen_everywhere(port) {
            Ok(listener) => listener,
            // Windows keeps ranges of ports for itself, Unix those below 1024.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) =>
            {
                return Err(BindError::PortTaken { port, free: free_port() });
            }
            Err(error) => return Err(error.into()),
        };
        let port = listener.local_addr()?.port();
        let guard = Arc::new(Guard::new(unguessable_path()?));
        let rehearsal = Arc::new(Rehearsal::default());
        let (its_guard, its_rehearsal) = (Arc::clone(&guard), Arc::clone(&rehearsal));
        let door = Door { guard: its_guard, rehearsal: its_rehearsal, reports, logs: QuietLogs::default() };
        let accepting = tokio::spawn(accept(listener, Arc::new(door)));
        Ok(Self { port, guard, rehearsal, accepting })
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

    /// A session begins: what the PBX showed in the one before, a path or a serial number, is no longer demanded.
    pub fn start_session(&self) {
        self.guard.forget_seen();
    }

    /// Expects a ring of our own from one of these addresses, soon and once; gives its path, without a slash.
    pub fn rehearse(&self, from: impl IntoIterator<Item = IpAddr>) -> Result<String, BindError> {
        let path = unguessable_path()?;
        self.rehearsal.expect(path.clone(), from);
        Ok(path)
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

fn unguessable_path() -> Result<String, BindError> {
    use std::fmt::Write as _;
    // 128 bits: nobody on the network guesses them while a session lasts.
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| BindError::NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

async fn accept<M: From<Incoming> + Send + 'static>(listener: TcpListener, door: Arc<Door<M>>) {
    let strangers = Arc::new(Semaphore::new(MOST_STRANGERS));
    let (mut refusals, mut failures) = (QuietLog::default(), QuietLog::default());
    let mut places = Places::default();
    // Dropped with this future, and all connections with it.
    let mut connections = JoinSet::new();
    loop {
        let (stream, source) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                if let Some(count) = failures.count(Instant::now()) {
                    warn!(%error, count, "report connections could not be accepted");
                }
                // Out of file handles is the usual cause: give others time to close theirs.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Finished ones are let go here: nothing else waits for them.
        while connections.try_join_next().is_some() {}
        let (source, accepted) = (source.ip().to_canonical(), Instant::now());
        let is_believed = door.guard.believes(source);
        if !is_believed && !door.rehearsal.may_come_from(source) {
            if let Some(count) = refusals.count(Instant::now()) {
                warn!(%source, count, "reports from an address that is not the PBX's were refused");
                door.mention(Incoming::Stranger(source));
            }
            // Where too many wait already, closing must do for an answer.
            if let Ok(place) = Arc::clone(&strangers).try_acquire_owned() {
                connections.spawn(in_place(place, connection::turn_away(stream)));
            }
            continue;
        }
        trace!(target: "hops", "accepted");
        let visit = Visit { door: Arc::clone(&door), source, is_believed, accepted };
        places.take(source, &mut connections, |stage| connection::serve(stream, visit, stage));
    }
}

async fn in_place(place: OwnedSemaphorePermit, connection: impl Future<Output = ()>) {
    connection.await;
    drop(place);
}
