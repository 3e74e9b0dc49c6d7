//! The API's port: HTTP in, requests to the exchange, answers out, with the faults that are switched on.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Query;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HeaderValue, SERVER,
};
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::api::request::{Answer, Method, Request};
use crate::driver::Driver;
use crate::faults::{ConnectionFaults, Cut};
use crate::replay::Replay;
use crate::trace::{Asked, Trace};

/// No request of this API is longer.
const LONGEST_BODY: usize = 1024 * 1024;

/// What stands at the port besides the exchange.
#[derive(Clone, Default)]
pub(crate) struct Door {
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) trace: Option<Arc<Trace>>,
    /// Answers instead of the exchange.
    pub(crate) replay: Option<Arc<Replay>>,
}

pub(crate) async fn serve(listener: TcpListener, driver: Arc<Driver>, door: Door) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that broke before it was taken is no reason to stop listening.
        let Ok((stream, peer)) = listener.accept().await else { continue };
        // Those that ended are swept here, or a long run would keep them all.
        while connections.try_join_next().is_some() {}
        if !driver.faults().is_unreachable() {
            connections.spawn(serve_connection(stream, peer, Arc::clone(&driver), door.clone()));
        }
    }
}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, driver: Arc<Driver>, door: Door) {
    let faults = ConnectionFaults::default();
    let stream = faults.wrap(stream);
    match door.tls.clone() {
        None => speak(stream, peer, driver, faults, door).await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => speak(stream, peer, driver, faults, door).await,
            Err(error) => tracing::debug!(%error, "no handshake"),
        },
    }
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    driver: Arc<Driver>,
    faults: ConnectionFaults,
    door: Door,
) {
    let service =
        service_fn(move |request| respond(request, peer, Arc::clone(&driver), faults.clone(), door.clone()));
    let served = hyper::server::conn::http1::Builder::new()
        // Its time limit for heads needs one.
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "connection ended early");
    }
}

async fn respond(
    request: hyper::Request<Incoming>,
    peer: SocketAddr,
    driver: Arc<Driver>,
    connection: ConnectionFaults,
    door: Door,
) -> Result<Response<Body>, Cut> {
    let Some(request) = read(request, peer).await else {
        return Ok(plain(StatusCode::BAD_REQUEST));
    };
    let faults = driver.faults().of_request(request.endpoint());
    // Before the answer is made: the stream must know when its first byte goes out.
    connection.prepare(&faults);
    match faults.before_answering().await? {
        Some(response) => Ok(response),
        None => Ok(faults.apply(write(door.answer(request, &driver)))),
    }
}

impl Door {
    fn answer(&self, request: Request, driver: &Driver) -> Answer {
        let asked = self.trace.as_ref().map(|trace| (trace, Asked::of(&request)));
        let answer = match &self.replay {
            Some(replay) => {
                if let Some(reports) = replay.reports_to(&request) {
                    tokio::spawn(reports);
                }
                replay.answer(&request)
            }
            None => driver.answer(request),
        };
        if let Some((trace, asked)) = asked {
            trace.exchange(asked, &answer);
        }
        answer
    }
}

async fn read(request: hyper::Request<Incoming>, peer: SocketAddr) -> Option<Request> {
    let (head, body) = request.into_parts();
    // A list, not a map: which of two equal names counts is for the reader to say.
    let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(&head.uri).ok()?;
    let body = to_bytes(Body::new(body), LONGEST_BODY).await.ok()?;
    let method = match head.method {
        hyper::Method::GET => Method::Get,
        hyper::Method::POST => Method::Post,
        _ => Method::Other,
    };
    Some(Request { method, path: head.uri.path().to_owned(), query, body, peer: peer.ip() })
}

/// The headers are the captured ones.
fn write(answer: Answer) -> Response<Bytes> {
    let (status, content_type, bytes) = match answer {
        Answer::Json(text) => (StatusCode::OK, "application/json", Bytes::from(text)),
        Answer::Xml(text) => (StatusCode::OK, "application/xml", Bytes::from(text)),
        Answer::File { content_type, bytes } => (StatusCode::OK, content_type, bytes),
        Answer::NotFound => {
            (StatusCode::NOT_FOUND, "text/html", Bytes::from_static(b"<h1>404 Not Found</h1>"))
        }
    };
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("Boa/0.94.14rc21"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS, PUT, DELETE"));
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
