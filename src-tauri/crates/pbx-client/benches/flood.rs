//! A million reports from eight connections at a time, a quarter of them damaged and a quarter no reports at all. None
//! that was answered with 200 may be lost, and memory may grow by 64 MB at most (measured on Linux).
//!
//! `cargo bench -p pbx-client --bench flood`, `-- 10000` for fewer.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use pbx_client::{Incoming, Listener};
use pbx_protocol::fixtures::REPORTS;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

const REPORTS_IN_ALL: u64 = 1_000_000;
const SENDERS: u64 = 8;
const MOST_MORE_MEMORY: u64 = 64 * 1024 * 1024;
/// What the app has.
const WAITING: usize = 256;

fn main() {
    let count = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(REPORTS_IN_ALL);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(flood(count / SENDERS));
}

async fn flood(each: u64) {
    let (sender, mut arrivals) = mpsc::channel::<Incoming>(WAITING);
    let listener = Listener::bind(0, sender).await.unwrap();
    listener.allow([Ipv4Addr::LOCALHOST.into()]);
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, listener.port()));
    let arrived = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&arrived);
    let counting = tokio::spawn(async move {
        while arrivals.recv().await.is_some() {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    // Threads, buffers and the allocator's own are there already when it is measured.
    let mut taken = send_all(to, 200).await.0;
    let idle = memory();
    let (more, later) = send_all(to, each).await;
    taken += more;
    let grown = memory().zip(idle).map(|(now, idle)| now.saturating_sub(idle));
    drop(listener);
    counting.await.unwrap();
    let arrived = arrived.load(Ordering::Relaxed);
    println!(
        "{taken} answered 200, {arrived} arrived, {later} asked to come again, memory grew by {grown:?} bytes"
    );
    assert_eq!(arrived, taken, "reports were lost");
    assert!(grown.is_none_or(|grown| grown <= MOST_MORE_MEMORY), "it takes too much memory");
}

/// How many were taken, and how often one was asked to come again.
async fn send_all(to: SocketAddr, each: u64) -> (u64, u64) {
    let ring = REPORTS.iter().find(|capture| capture.name.contains("-ring-")).unwrap().request;
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            tokio::spawn(async move {
                let (mut taken, mut later) = (0, 0);
                for at in 0..each {
                    let request = match at % 4 {
                        0 => &ring[..ring.len() - 20],
                        1 => b"POST  HTTP/1.1\r\nContent-Length:6\r\n\r\n<html>",
                        _ => ring,
                    };
                    while !is_taken(to, request).await {
                        later += 1;
                    }
                    taken += 1;
                }
                (taken, later)
            })
        })
        .collect();
    let mut sums = (0, 0);
    for sender in senders {
        let (taken, later) = sender.await.unwrap();
        sums = (sums.0 + taken, sums.1 + later);
    }
    sums
}

async fn is_taken(to: SocketAddr, request: &[u8]) -> bool {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::with_capacity(256);
    // A connection that had to give way is reset, and its report comes again.
    let _ = stream.read_to_end(&mut answer).await;
    answer.starts_with(b"HTTP/1.1 200")
}

/// Of this process, where the system tells.
fn memory() -> Option<u64> {
    let pages: u64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
