//! One connection: a head is read and mended, a report is taken and answered. Connections from other addresses are
//! refused unread.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use pbx_protocol::report::{self, Reading, Report, ReportError};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tracing::{debug, trace, warn};

use super::guard::{BadPath, Distrust, Guard};
use super::head::{Mended, read_head};
use super::places::Stage;
use super::quiet_log::{QuietLogs, Trouble};
use super::rehearsal::Rehearsal;
use super::{Incoming, Protection};

/// The largest true report has some hundred bytes, a ring of many members some thousand.
pub(super) const LARGEST_BODY: usize = 64 * 1024;
/// From accepted to a whole head; the PBX sends it in one go, and sends again what was not answered.
const HEAD_LIMIT: Duration = Duration::from_secs(1);
/// From accepted to answered.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// How long another machine may take to send its head and to read the refusal.
const STRANGER_LIMIT: Duration = Duration::from_secs(2);
/// How long an answer may take to be read by a peer that is still sending.
const LINGER_LIMIT: Duration = Duration::from_secs(2);

/// What a connection needs to know.
pub(super) struct Door<M> {
    pub(super) guard: Arc<Guard>,
    pub(super) rehearsal: Arc<Rehearsal>,
    pub(super) reports: mpsc::Sender<M>,
    pub(super) logs: QuietLogs,
}

/// Who has come through the door.
pub(super) struct Visit<M> {
    pub(super) door: Arc<Door<M>>,
    pub(super) source: IpAddr,
    /// It is the PBX's address; else nothing but a rehearsal is taken from there.
    pub(super) is_believed: bool,
    pub(super) accepted: Instant,
}

impl<M: From<Incoming>> Door<M> {
    /// For what is no report: a full channel has better things to tell.
    pub(super) fn mention(&self, incoming: Incoming) {
        let _ = self.reports.try_send(incoming.into());
    }

    /// Told, so that somebody looks into it.
    fn too_large(&self) -> StatusCode {
        if let Some(count) = self.logs.count(Trouble::TooLarge) {
            warn!(count, "reports that are too large or cut short were refused");
        }
        self.mention(Incoming::TooLarge);
        StatusCode::PAYLOAD_TOO_LARGE
    }

    /// The PBX remembers the path of an earlier session for half an hour, so this is worth a line in the log only.
    fn wrong_path(&self) -> StatusCode {
        if let Some(count) = self.logs.count(Trouble::WrongPath) {
            warn!(count, "reports on a wrong path were refused");
        }
        StatusCode::NOT_FOUND
    }

    /// Told, for either somebody forges reports or true ones are lost.
    fn refuse(&self, why: Distrust) -> StatusCode {
        let trouble = match why {
            Distrust::PathLeftOut => Trouble::PathLeftOut,
            Distrust::OtherPbx { .. } => Trouble::OtherPbx,
        };
        if let Some(count) = self.logs.count(trouble) {
            warn!(%why, count, "reports from the PBX's address were not believed");
            self.mention(Incoming::Refused(why));
        }
        StatusCode::FORBIDDEN
    }

    fn told(&self, read: Result<Report, ReportError>, protection: Protection, body: &Bytes) -> Incoming {
        match read {
            Ok(report) => {
                if report.reading == Reading::Mended
                    && let Some(count) = self.logs.count(Trouble::Mended)
                {
                    warn!(count, "damaged reports came from the PBX, and were mended");
                }
                Incoming::Report { report, protection, body: Box::from(body.as_ref()) }
            }
            Err(error) => {
                if let Some(count) = self.logs.count(Trouble::Unreadable) {
                    warn!(%error, count, "something that is no report came from the PBX");
                }
                Incoming::Unreadable(error)
            }
        }
    }
}

/// Takes one report from the PBX.
pub(super) async fn serve<M>(stream: TcpStream, visit: Visit<M>, stage: Stage)
where
    M: From<Incoming> + Send + 'static,
{
    match timeout(REQUEST_LIMIT, take_report(stream, visit, &stage)).await {
        // The PBX reads the answer in its own time, and closes.
        Ok(Some(stream)) => {
            stage.is_answered();
            linger(stream).await;
        }
        Ok(None) => {}
        Err(_) => debug!("a report connection took too long"),
    }
}

/// Refuses somebody who is not the PBX, unread.
pub(super) async fn turn_away(mut stream: TcpStream) {
    let refusal = async {
        // Read before it is answered: closing on unread bytes resets the connection, and the answer is lost.
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await?;
        std::io::Result::Ok(())
    };
    match timeout(STRANGER_LIMIT, refusal).await {
        Ok(Ok(())) => linger(stream).await,
        Ok(Err(error)) => debug!(%error, "a stranger's connection ended"),
        Err(_) => debug!("a stranger said nothing"),
    }
}

async fn take_report<M>(stream: TcpStream, visit: Visit<M>, stage: &Stage) -> Option<Mended<TcpStream>>
where
    M: From<Incoming> + Send + 'static,
{
    let mended = mend(stream).await?;
    stage.is_read();
    let served = hyper::server::conn::http1::Builder::new()
        // The PBX sends one report a connection, and one head is all that was mended.
        .keep_alive(false)
        .half_close(true) // a peer that has said all it has to say still reads the answer
        .serve_connection(
            TokioIo::new(mended),
            TowerToHyperService::new(receive::<M>.with_state(Arc::new(visit))),
        )
        // The socket comes back for `linger`, which waits until the other side has closed.
        .without_shutdown()
        .await;
    match served {
        Ok(parts) => Some(parts.io.into_inner()),
        Err(error) => {
            debug!(%error, "a report connection broke");
            None
        }
    }
}

/// What comes, with its head as hyper wants it.
async fn mend(mut stream: TcpStream) -> Option<Mended<TcpStream>> {
    let (head, body) = match timeout(HEAD_LIMIT, read_head(&mut stream)).await {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => {
            debug!(%error, "a report connection ended before its head");
            return None;
        }
        Err(_) => {
            debug!("a report connection was slow with its head");
            return None;
        }
    };
    Mended::new(stream, head, body)
        .await
        .inspect_err(|error| debug!(%error, "a report connection ended in its body"))
        .ok()
}

/// A connection closed while the other side is still sending is reset, and the reset overtakes the answer. So what
/// comes is thrown away until the other side has understood.
async fn linger(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let drained = async {
        stream.shutdown().await?;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    match timeout(LINGER_LIMIT, drained).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => debug!(%error, "a report connection was not closed in order"),
        Err(_) => debug!("a report connection was not closed by the other side"),
    }
}

impl<M: From<Incoming> + Send> Visit<M> {
    /// Read as a true one is, and told as what it is.
    async fn rehearse(&self, request: Request<Body>) -> StatusCode {
        let Ok(body) = body::to_bytes(request.into_body(), LARGEST_BODY).await else {
            return StatusCode::PAYLOAD_TOO_LARGE;
        };
        let Some(Ok(report)) = report::read_all(&body).into_iter().next() else {
            return StatusCode::BAD_REQUEST;
        };
        let rehearsal = Incoming::Rehearsal { report, accepted: self.accepted, parsed: Instant::now() };
        match self.door.reports.try_send(rehearsal.into()) {
            Ok(()) => StatusCode::OK,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

async fn receive<M: From<Incoming> + Send>(
    State(visit): State<Arc<Visit<M>>>,
    request: Request<Body>,
) -> StatusCode {
    let door = &visit.door;
    if door.rehearsal.is_it(visit.source, request.uri().path()) {
        return visit.rehearse(request).await;
    }
    if !visit.is_believed {
        return StatusCode::FORBIDDEN;
    }
    let protection = match door.guard.check_path(request.uri().path()) {
        Ok(protection) => protection,
        Err(BadPath::Wrong) => return door.wrong_path(),
        Err(BadPath::LeftOut) => return door.refuse(Distrust::PathLeftOut),
    };
    // Asked after the path: who does not know it learns nothing of what is taken here.
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    let body = request.into_body();
    // What is announced is refused unread; what comes in chunks is counted while it comes.
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return door.too_large();
    }
    let Ok(body) = body::to_bytes(body, LARGEST_BODY).await else {
        return door.too_large();
    };
    hand_over(door, protection, &body)
}

/// All the reports of one body, or none of them.
fn hand_over<M: From<Incoming>>(door: &Door<M>, protection: Protection, body: &Bytes) -> StatusCode {
    // Whatever is not answered with 200 is sent again, and would read no better then; so what is no report is taken too.
    let mut arrived = Vec::new();
    for read in report::read_all(body) {
        if let Ok(report) = &read
            && let Err(why) = door.guard.check_report(report, protection)
        {
            return door.refuse(why);
        }
        arrived.push(door.told(read, protection, body));
    }
    trace!(target: "hops", "parsed");
    // An unanswered report is sent again, so a full channel loses nothing.
    let Ok(places) = door.reports.try_reserve_many(arrived.len()) else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    for (place, incoming) in places.zip(arrived) {
        place.send(incoming.into());
    }
    StatusCode::OK
}
