//! A ring that the program sends to itself: out to its own address, in by its own listener, through the loop into the view.
//! It is what a ring of the PBX goes through, short of the PBX and of what is kept of a call.

use std::io;
use std::time::Duration;

use agent_core::CallState;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout};

use crate::agent::AgentHandle;
use crate::link::{Expecting, Wish};

/// As the PBX tells of a call from outside. The number is one of those that are nobody's.
const RING: &str =
    r#"{"action":"RING","callid":"0.0","ext":{"extid":["0"]},"inbound":{"from":"+12025550100","to":"0"}}"#;
/// On one computer nothing of it takes time.
const LIMIT: Duration = Duration::from_secs(3);

/// When it was where.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsed {
    /// Before the connection was made.
    pub sent: Instant,
    pub arrived: Arrived,
}

/// The part of it behind the listener.
#[derive(Debug, Clone, Copy)]
pub struct Arrived {
    /// The listener took the connection.
    pub accepted: Instant,
    /// It was read as a report.
    pub parsed: Instant,
    /// The view shows it.
    pub stepped: Instant,
}

/// Why it came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// Nobody is signed in.
    #[error("nothing listens for reports")]
    NotListening,
    /// The pop-up is a caller's now.
    #[error("there is a call")]
    InCall,
    /// Our own address can't be reached, not even from here.
    #[error("{address} could not be reached: {error}")]
    NotSent {
        /// Address and port, as the PBX was told.
        address: String,
        #[source]
        error: io::Error,
    },
    /// Something took the connection, and it was not our listener; or the loop hangs.
    #[error("what was sent to {address} did not arrive")]
    NotTaken {
        /// Address and port, as the PBX was told.
        address: String,
    },
}

impl AgentHandle {
    /// Rings this program at the address and port that the PBX was told. What is shown of it goes by itself.
    pub async fn rehearse(&self) -> Result<Rehearsed, RehearsalError> {
        if self.watch().borrow().calls.iter().any(|call| call.state != CallState::Ended) {
            return Err(RehearsalError::InCall);
        }
        let (reply, expecting) = oneshot::channel();
        self.wish(Wish::Rehearse { reply });
        let Ok(Some(Expecting { receiver, at })) = expecting.await else {
            return Err(RehearsalError::NotListening);
        };
        let address = pbx_client::authority(&receiver.address, receiver.port);
        let mut arrivals = self.watch_rehearsals();
        arrivals.mark_unchanged();
        let sent = Instant::now();
        // The path is good for once: there is nothing to guard in the error.
        match timeout(LIMIT, send(at, &receiver.path)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(RehearsalError::NotSent { address, error }),
            Err(_) => return Err(RehearsalError::NotSent { address, error: io::ErrorKind::TimedOut.into() }),
        }
        let arrived = timeout(LIMIT, arrival(&mut arrivals)).await.ok().flatten();
        arrived.map(|arrived| Rehearsed { sent, arrived }).ok_or(RehearsalError::NotTaken { address })
    }
}

async fn arrival(arrivals: &mut watch::Receiver<Option<Arrived>>) -> Option<Arrived> {
    arrivals.changed().await.ok()?;
    *arrivals.borrow_and_update()
}

async fn send(at: std::net::SocketAddr, path: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(at).await?;
    let length = RING.len();
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {at}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(format!("{head}{RING}").as_bytes()).await?;
    // Whatever is answered: what counts is whether it arrives.
    stream.read(&mut [0; 512]).await.map(|_| ())
}
