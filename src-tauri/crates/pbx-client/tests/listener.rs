//! The report listener over real sockets: the captured bytes, and all that must not get in.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use pbx_client::{BindError, Incoming, Listener, Protection};
use pbx_protocol::fixtures::REPORTS;
use pbx_protocol::report;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn listener() -> (Listener, mpsc::Receiver<Incoming>) {
    let (sender, receiver) = mpsc::channel(64);
    let listener = Listener::bind(0, sender).await.unwrap();
    listener.allow([LOCAL]);
    (listener, receiver)
}

/// Sends the pieces one after the other and reads whatever comes back.
async fn answer_to(listener: &Listener, pieces: &[&[u8]]) -> String {
    let mut stream = TcpStream::connect((LOCAL, listener.port())).await.unwrap();
    for piece in pieces {
        stream.write_all(piece).await.unwrap();
        stream.flush().await.unwrap();
    }
    let mut answer = Vec::new();
    // The other side may reset a connection whose body it does not want; what it said before counts.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("no answer");
    String::from_utf8(answer).unwrap()
}

async fn next(receiver: &mut mpsc::Receiver<Incoming>) -> Incoming {
    timeout(PATIENCE, receiver.recv()).await.expect("nothing arrived").unwrap()
}

fn ring(target: &str) -> Vec<u8> {
    let body = r#"{"action":"RING","callid":"1.2","ext":{"extid":"101"}}"#;
    format!("POST {target} HTTP/1.1\r\nHost:x\r\nContent-Length:{}\r\n\r\n{body}", body.len()).into_bytes()
}

#[tokio::test]
async fn every_capture_arrives_byte_for_byte() {
    let (listener, mut receiver) = listener().await;
    assert!(REPORTS.len() >= 21);
    for capture in REPORTS {
        let answer = answer_to(&listener, &[capture.request]).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{}: {answer}", capture.name);
        assert!(answer.contains("content-length: 0"), "{}: the answer has a body", capture.name);
        let expected = Incoming::Report {
            report: report::read(capture.body()).unwrap(),
            protection: Protection::AddressOnly,
        };
        assert_eq!(next(&mut receiver).await, expected, "{}", capture.name);
    }
}

#[tokio::test]
async fn odd_targets_line_ends_and_pieces_are_read() {
    let (listener, mut receiver) = listener().await;
    let whole = String::from_utf8(ring("")).unwrap();
    let (head, body) = whole.split_at(whole.find('{').unwrap());
    let bare_newlines = whole.replace("\r\n", "\n");
    let in_pieces: Vec<&[u8]> =
        vec![&head.as_bytes()[..3], &head.as_bytes()[3..], &body.as_bytes()[..9], &body.as_bytes()[9..]];
    for pieces in [in_pieces, vec![bare_newlines.as_bytes()]] {
        assert!(answer_to(&listener, &pieces).await.starts_with("HTTP/1.1 200 "));
        assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
    }
    let path = listener.path().to_owned();
    for target in [format!("/{path}"), path.clone(), format!("10.0.0.5:8260/{path}")] {
        assert!(answer_to(&listener, &[&ring(&target)]).await.starts_with("HTTP/1.1 200 "), "{target}");
        assert!(
            matches!(
                next(&mut receiver).await,
                Incoming::Report { protection: Protection::AddressAndPath, .. }
            ),
            "{target}"
        );
    }
}

#[tokio::test]
async fn only_the_pbx_is_believed() {
    let (listener, mut receiver) = listener().await;
    assert!(answer_to(&listener, &[&ring("/guessed")]).await.starts_with("HTTP/1.1 404 "));
    listener.allow([IpAddr::from([192, 0, 2, 1])]);
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 403 "));
    assert!(receiver.try_recv().is_err());
}

#[tokio::test]
async fn what_is_no_report_is_told_and_answered() {
    let (listener, mut receiver) = listener().await;
    let page = b"POST  HTTP/1.1\r\nContent-Length:6\r\n\r\n<html>";
    assert!(answer_to(&listener, &[page]).await.starts_with("HTTP/1.1 400 "));
    assert!(matches!(next(&mut receiver).await, Incoming::Unreadable(_)));
    assert!(answer_to(&listener, &[b"GET / HTTP/1.1\r\nHost:x\r\n\r\n"]).await.starts_with("HTTP/1.1 405 "));
    assert!(
        answer_to(&listener, &[b"\x16\x03\x01 no HTTP at all\r\n\r\n"]).await.starts_with("HTTP/1.1 400 ")
    );
    assert!(receiver.try_recv().is_err());
}

#[tokio::test]
async fn ten_megabytes_are_refused_unread() {
    let (listener, mut receiver) = listener().await;
    let head = b"POST  HTTP/1.1\r\nHost:x\r\nContent-Length:10485760\r\n\r\n{";
    assert!(answer_to(&listener, &[head]).await.starts_with("HTTP/1.1 413 "));
    let endless_head = [b"POST  HTTP/1.1\r\nX:".as_slice(), &vec![b'a'; 64 * 1024]].concat();
    assert!(!answer_to(&listener, &[&endless_head]).await.contains("200"));
    assert!(receiver.try_recv().is_err());
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "), "it goes on afterwards");
}

#[tokio::test]
async fn a_full_channel_asks_the_pbx_to_send_again() {
    let (sender, mut receiver) = mpsc::channel(1);
    let listener = Listener::bind(0, sender).await.unwrap();
    listener.allow([LOCAL]);
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "));
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 503 "));
    next(&mut receiver).await;
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_taken_port_offers_a_free_one() {
    let (first, _receiver) = listener().await;
    let (sender, _other) = mpsc::channel(1);
    let Err(BindError::PortTaken { port, free: Some(free) }) =
        Listener::bind(first.port(), sender.clone()).await
    else {
        panic!("the port was not reported as taken");
    };
    assert_eq!(port, first.port());
    Listener::bind(free, sender).await.unwrap();
}

#[tokio::test]
async fn a_dropped_listener_gives_the_port_back() {
    let (first, _receiver) = listener().await;
    let port = first.port();
    drop(first);
    let again = timeout(PATIENCE, async {
        loop {
            let (sender, _receiver) = mpsc::channel(1);
            if let Ok(listener) = Listener::bind(port, sender).await {
                return listener;
            }
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(again.await.expect("the port stays taken").port(), port);
}
