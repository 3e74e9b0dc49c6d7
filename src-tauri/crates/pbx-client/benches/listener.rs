//! How many reports a second the listener takes, one connection a report as the PBX does it, beside a bare hyper
//! server that answers 200 and looks at nothing. The limit: at least 0.9 of it, in the same run on the same machine.
//!
//! `cargo bench -p pbx-client`

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use axum::body::Body;
use hyper::body::Incoming as Sent;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use pbx_client::{Incoming, Listener};
use pbx_protocol::fixtures::REPORTS;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const LIMIT: f64 = 0.9;
const ROUNDS: usize = 15;
const SENDERS: u32 = 8;
const REPORTS_EACH: u32 = 250;
const EMPTY_TARGET: &[u8] = b"POST  HTTP/1.1\r\n";
const VALID_TARGET: &[u8] = b"POST / HTTP/1.1\r\n";

fn main() {
    let servers = runtime();
    let senders = runtime();
    let ring = REPORTS.iter().find(|capture| capture.name.contains("-ring-")).unwrap();
    let valid = [VALID_TARGET, ring.request.strip_prefix(EMPTY_TARGET).unwrap()].concat();

    let bare = servers.block_on(bare_server());
    let (listener, received) = servers.block_on(our_listener());
    let ours = SocketAddr::from((Ipv4Addr::LOCALHOST, listener.port()));

    // Each warms up once, unmeasured.
    senders.block_on(send_all(bare, &valid));
    senders.block_on(send_all(ours, ring.request));
    let mut ratios: Vec<f64> = Vec::new();
    for round in 0..ROUNDS {
        let (bare_took, ours_took) = if round % 2 == 0 {
            let bare_took = senders.block_on(send_all(bare, &valid));
            (bare_took, senders.block_on(send_all(ours, ring.request)))
        } else {
            let ours_took = senders.block_on(send_all(ours, ring.request));
            (senders.block_on(send_all(bare, &valid)), ours_took)
        };
        println!(
            "round {round:>2}: bare hyper {:>6.0}/s, listener {:>6.0}/s",
            per_second(bare_took),
            per_second(ours_took)
        );
        ratios.push(bare_took.as_secs_f64() / ours_took.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    drop(listener);
    let expected = u64::from(SENDERS * REPORTS_EACH) * (ROUNDS as u64 + 1);
    assert_eq!(servers.block_on(received).unwrap(), expected, "reports were lost");
    println!("listener / bare hyper: {median:.3} (median of {ROUNDS}), limit {LIMIT}");
    assert!(median >= LIMIT, "the listener is too slow");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

async fn bare_server() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let answer = service_fn(|request: Request<Sent>| async move {
                    let _ = axum::body::to_bytes(Body::new(request.into_body()), usize::MAX).await;
                    Ok::<_, Infallible>(Response::new(Body::empty()))
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .keep_alive(false)
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    });
    address
}

/// The listener with somebody who takes what it parsed, and counts.
async fn our_listener() -> (Listener, tokio::task::JoinHandle<u64>) {
    let (sender, mut reports) = mpsc::channel(4096);
    let listener = Listener::bind(0, sender).await.unwrap();
    listener.allow([Ipv4Addr::LOCALHOST.into()]);
    let counting = tokio::spawn(async move {
        let mut count = 0;
        while let Some(incoming) = reports.recv().await {
            count += u64::from(matches!(incoming, Incoming::Report { .. }));
        }
        count
    });
    (listener, counting)
}

async fn send_all(to: SocketAddr, request: &[u8]) -> Duration {
    let start = now();
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let request = request.to_vec();
            tokio::spawn(async move {
                for _ in 0..REPORTS_EACH {
                    send(to, &request).await;
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    start.elapsed()
}

async fn send(to: SocketAddr, request: &[u8]) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::with_capacity(256);
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
}

fn per_second(took: Duration) -> f64 {
    f64::from(SENDERS * REPORTS_EACH) / took.as_secs_f64()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}
