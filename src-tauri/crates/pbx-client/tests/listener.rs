//! The report listener over real sockets: the captured bytes, and all that must not get in.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use pbx_client::{BindError, Distrust, Incoming, Listener, Protection};
use pbx_protocol::fixtures::REPORTS;
use pbx_protocol::report::{self, Event, Reading};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

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
        // The other side may have heard enough; what it says counts.
        if stream.write_all(piece).await.is_err() {
            break;
        }
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
            body: capture.body().to_vec().into(),
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
async fn heads_the_document_warns_of_are_read() {
    let (listener, mut receiver) = listener().await;
    let body = r#"{"action":"BootUp","sn":"a09805021987"}"#;
    let length = body.len();
    for head in [
        format!("POST report HTTP/1.1\r\nHost: 10.0.0.5: 8260\r\nContent-Length:{length}\r\n\r\n"),
        format!("POST / HTTP/1.1\r\nHost:10.0.0.5\r\nContent-Length:{length}\r\n\r\n"),
        "POST  HTTP/1.1\r\nHost:10.0.0.5\r\n\r\n".to_owned(),
        "POST  HTTP/1.1\n\n".to_owned(),
    ] {
        let answer = answer_to(&listener, &[head.as_bytes(), body.as_bytes()]).await;
        // A path that was never announced is no better than a wrong one.
        let expected = if head.starts_with("POST report") { "HTTP/1.1 404 " } else { "HTTP/1.1 200 " };
        assert!(answer.starts_with(expected), "{head}: {answer}");
    }
    for _ in 0..3 {
        assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
    }
    assert!(receiver.try_recv().is_err());
}

#[tokio::test]
async fn unknown_actions_are_reports_too() {
    let (listener, mut receiver) = listener().await;
    let request = b"POST  HTTP/1.1\r\nContent-Length:20\r\n\r\n{\"action\":\"Warp-up\"}";
    assert!(answer_to(&listener, &[request]).await.starts_with("HTTP/1.1 200 "));
    let Incoming::Report { report, .. } = next(&mut receiver).await else { panic!("not a report") };
    assert_eq!(report.event, Event::Unknown { action: "Warp-up".to_owned() });
}

#[tokio::test]
async fn a_slow_head_is_given_up() {
    let (listener, _receiver) = listener().await;
    let mut stream = TcpStream::connect((LOCAL, listener.port())).await.unwrap();
    stream.write_all(b"POST  HTTP/1.1\r\nHost:").await.unwrap();
    // From here on nothing but limits can happen, and they cost no time.
    tokio::time::pause();
    let started = Instant::now();
    while stream.write_all(b"x").await.is_ok() && !is_closed(&stream) {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!((1..=2).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let (listener, mut receiver) = listener().await;
    let mut stream = TcpStream::connect((LOCAL, listener.port())).await.unwrap();
    stream.write_all(b"POST  HTTP/1.1\r\nContent-Length:5000\r\n\r\n{").await.unwrap();
    tokio::time::pause();
    let started = Instant::now();
    while stream.write_all(b" ").await.is_ok() && !is_closed(&stream) {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!((9..=11).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    assert!(receiver.try_recv().is_err());
}

fn is_closed(stream: &TcpStream) -> bool {
    match stream.try_read(&mut [0; 1]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    }
}

#[tokio::test]
async fn a_report_waits_for_no_silent_connection() {
    let (listener, mut receiver) = listener().await;
    let mut silent = Vec::new();
    for _ in 0..80 {
        silent.push(TcpStream::connect((LOCAL, listener.port())).await.unwrap());
    }
    // They keep talking without saying anything, which is no better.
    for stream in &mut silent {
        // The first have had to give way already.
        let _ = stream.write_all(b"POST  HTTP/1.1\r\nX:").await;
    }
    tokio::time::pause();
    let started = Instant::now();
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "));
    assert!(started.elapsed() < Duration::from_millis(500), "it waited: {:?}", started.elapsed());
    next(&mut receiver).await;
}

#[tokio::test]
async fn what_the_pbx_has_shown_is_demanded() {
    let (listener, mut receiver) = listener().await;
    let announced = format!("/{}", listener.path());
    let report = |target: &str, serial: &str| {
        let body = format!(r#"{{"action":"Warp-up"{serial}}}"#);
        format!("POST {target} HTTP/1.1\r\nContent-Length:{}\r\n\r\n{body}", body.len()).into_bytes()
    };
    assert!(answer_to(&listener, &[&report(&announced, "")]).await.starts_with("HTTP/1.1 200 "));
    assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
    for _ in 0..3 {
        assert!(answer_to(&listener, &[&report("", "")]).await.starts_with("HTTP/1.1 403 "));
    }
    assert_eq!(next(&mut receiver).await, Incoming::Refused(Distrust::PathLeftOut));
    assert!(answer_to(&listener, &[&report(&announced, r#","sn":"a1""#)]).await.starts_with("HTTP/1.1 200 "));
    assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
    assert!(answer_to(&listener, &[&report(&announced, r#","sn":"b2""#)]).await.starts_with("HTTP/1.1 403 "));
    let other = Distrust::OtherPbx { serial: Some("b2".to_owned()) };
    assert_eq!(next(&mut receiver).await, Incoming::Refused(other), "and the three told once");
    listener.start_session();
    assert!(answer_to(&listener, &[&report("", r#","sn":"b2""#)]).await.starts_with("HTTP/1.1 200 "));
    assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
}

#[tokio::test]
async fn a_pbx_of_ipv6_is_heard_beside_one_of_ipv4() {
    let (listener, mut receiver) = listener().await;
    let six = IpAddr::V6(std::net::Ipv6Addr::LOCALHOST);
    listener.allow([LOCAL, six]);
    for from in [LOCAL, six] {
        let mut stream = TcpStream::connect((from, listener.port())).await.expect("nobody listens there");
        stream.write_all(&ring("")).await.unwrap();
        assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }), "{from}");
    }
    listener.allow([six]);
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 403 "), "only the one of IPv6");
    let (sender, _other) = mpsc::channel::<Incoming>(1);
    let taken = Listener::bind(listener.port(), sender).await;
    assert!(matches!(taken, Err(BindError::PortTaken { .. })), "{taken:?}");
}

#[tokio::test]
async fn strangers_do_not_take_the_pbxs_places() {
    let (listener, mut receiver) = listener().await;
    listener.allow([]);
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect((LOCAL, listener.port())).await.unwrap());
    }
    tokio::time::pause();
    let started = Instant::now();
    // They are taken in order: once the last one is closed, all are seen to be strangers.
    let mut last = silent.pop().unwrap();
    assert_eq!(last.read(&mut [0; 1]).await.unwrap_or(0), 0);
    assert!(started.elapsed() < Duration::from_secs(1), "it was kept: {:?}", started.elapsed());
    listener.allow([LOCAL]);
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "));
    assert!(started.elapsed() < Duration::from_secs(1), "it waited: {:?}", started.elapsed());
    assert_eq!(next(&mut receiver).await, Incoming::Stranger(LOCAL));
    assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
}

#[tokio::test]
async fn only_the_pbx_is_believed() {
    let (listener, mut receiver) = listener().await;
    assert!(answer_to(&listener, &[&ring("/guessed")]).await.starts_with("HTTP/1.1 404 "));
    listener.allow([IpAddr::from([192, 0, 2, 1])]);
    for _ in 0..3 {
        assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 403 "));
    }
    assert_eq!(next(&mut receiver).await, Incoming::Stranger(LOCAL), "told with its address");
    assert!(receiver.try_recv().is_err(), "and once");
}

#[tokio::test]
async fn a_ring_of_our_own_comes_once_from_here_on_its_own_path() {
    let (listener, mut receiver) = listener().await;
    listener.allow([IpAddr::from([192, 0, 2, 1])]);
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 403 "), "nobody is expected");
    assert_eq!(next(&mut receiver).await, Incoming::Stranger(LOCAL));
    let path = listener.rehearse([LOCAL]).unwrap();
    for target in ["/", "/guessed", &format!("/{}", listener.path())] {
        assert!(answer_to(&listener, &[&ring(target)]).await.starts_with("HTTP/1.1 403 "), "{target}");
    }
    assert!(receiver.try_recv().is_err(), "whoever sits on this computer is no PBX");
    assert!(answer_to(&listener, &[&ring(&format!("/{path}"))]).await.starts_with("HTTP/1.1 200 "));
    let Incoming::Rehearsal { report, accepted, parsed } = next(&mut receiver).await else {
        panic!("it is taken for another");
    };
    assert!(matches!(report.event, Event::Ring(_)) && accepted <= parsed);
    assert!(answer_to(&listener, &[&ring(&format!("/{path}"))]).await.starts_with("HTTP/1.1 403 "), "once");
}

/// A small one of the million that `cargo bench -p pbx-client --bench flood` sends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_loses_nothing_that_was_answered_with_200() {
    const SENDERS: usize = 8;
    const EACH: usize = 40;
    let (sender, mut receiver) = mpsc::channel::<Incoming>(16);
    let listener = std::sync::Arc::new(Listener::bind(0, sender).await.unwrap());
    listener.allow([LOCAL]);
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let listener = std::sync::Arc::clone(&listener);
            tokio::spawn(async move {
                let mut taken = 0;
                for at in 0..EACH {
                    let request = match at % 4 {
                        0 => ring_of_length(
                            b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"",
                            0,
                        ),
                        1 => ring_of_length(b"<html>", 0),
                        2 => ring_of_length(b"\xff\xfe\0{{{", 0),
                        _ => ring(""),
                    };
                    // The PBX sends again what was answered otherwise.
                    while !answer_to(&listener, &[&request]).await.starts_with("HTTP/1.1 200 ") {}
                    taken += 1;
                }
                taken
            })
        })
        .collect();
    let counting = tokio::spawn(async move {
        let mut arrived = 0;
        while receiver.recv().await.is_some() {
            arrived += 1;
        }
        arrived
    });
    let mut taken = 0;
    for sender in senders {
        taken += sender.await.unwrap();
    }
    drop(listener);
    assert_eq!((taken, counting.await.unwrap()), (SENDERS * EACH, SENDERS * EACH));
}

#[tokio::test]
async fn what_is_no_report_is_told_and_answered() {
    let (listener, mut receiver) = listener().await;
    let page = b"POST  HTTP/1.1\r\nContent-Length:6\r\n\r\n<html>";
    assert!(
        answer_to(&listener, &[page]).await.starts_with("HTTP/1.1 200 "),
        "or it would come again for ever"
    );
    assert!(matches!(next(&mut receiver).await, Incoming::Unreadable(_)));
    assert!(answer_to(&listener, &[b"GET / HTTP/1.1\r\nHost:x\r\n\r\n"]).await.starts_with("HTTP/1.1 405 "));
    assert!(
        answer_to(&listener, &[b"\x16\x03\x01 no HTTP at all\r\n\r\n"]).await.starts_with("HTTP/1.1 400 ")
    );
    assert!(receiver.try_recv().is_err());
}

/// A ring whose length is wrong by so much.
fn ring_of_length(body: &[u8], off_by: isize) -> Vec<u8> {
    let length = body.len().saturating_add_signed(off_by);
    [format!("POST  HTTP/1.1\r\nHost:x\r\nContent-Length:{length}\r\n\r\n").as_bytes(), body].concat()
}

#[tokio::test]
async fn a_length_that_is_off_costs_no_call() {
    let (listener, mut receiver) = listener().await;
    let named =
        r#"{"action":"RING","callid":"1.2","ext":{"extid":"101"},"inbound":{"from":"北方电气 <138>"}}"#;
    let damaged =
        r#"{"action":"RING","callid":"1.2","ext":{"extid":"101"},"inbound":{"from":""Nord" <138>"}}"#;
    for body in [named, damaged] {
        for off_by in [-8, -1, 1, 2, 40] {
            let request = ring_of_length(body.as_bytes(), off_by);
            let (front, rest) = request.split_at(request.len() - 5);
            for pieces in [&[request.as_slice()][..], &[front, rest]] {
                let started = Instant::now();
                assert!(answer_to(&listener, pieces).await.starts_with("HTTP/1.1 200 "), "{off_by}");
                assert!(started.elapsed() < Duration::from_secs(5), "{off_by}: {:?}", started.elapsed());
                let Incoming::Report { report, .. } = next(&mut receiver).await else { panic!("{off_by}") };
                assert_eq!(report, report::read(body.as_bytes()).unwrap(), "{off_by}");
            }
        }
    }
    assert!(receiver.try_recv().is_err());
}

#[tokio::test]
async fn a_body_that_ends_early_is_read_as_far_as_it_came() {
    let (listener, mut receiver) = listener().await;
    let mut stream = TcpStream::connect((LOCAL, listener.port())).await.unwrap();
    let body = br#"{"action":"RING","callid":"1.2","ext":{"extid":"101"},"inb"#;
    stream.write_all(&ring_of_length(body, 100)).await.unwrap();
    stream.shutdown().await.unwrap();
    let Incoming::Report { report, .. } = next(&mut receiver).await else { panic!("not a report") };
    assert_eq!(report.reading, Reading::Mended);
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("no answer").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test]
async fn reports_of_any_encoding_and_form_arrive() {
    let (listener, mut receiver) = listener().await;
    let bodies: [&[u8]; 6] = [
        b"\xef\xbb\xbf{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"}}",
        b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"},\"inbound\":{\"from\":\"\xb1\xb1\xb7\xbd\"}}",
        b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"},\"inbound\":{\"from\":\"M\xfcller\"}}",
        b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"},\"inbound\":{\"from\":\"NORD\\anna\"}}",
        b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"},}\0",
        b"{\"action\":\"RING\",\"callid\":\"1.2\",\"ext\":{\"extid\":\"101\"}",
    ];
    for body in bodies {
        for kind in ["application/json", "application/json; charset=gbk", "text/plain; charset=utf-16"] {
            let head =
                format!("POST  HTTP/1.1\r\nContent-Type:{kind}\r\nContent-Length:{}\r\n\r\n", body.len());
            assert!(answer_to(&listener, &[head.as_bytes(), body]).await.starts_with("HTTP/1.1 200 "));
            let Incoming::Report { report, .. } = next(&mut receiver).await else { panic!("{body:?}") };
            assert!(matches!(report.event, Event::Ring(_)), "{report:?}");
        }
    }
}

#[tokio::test]
async fn two_reports_in_one_body_are_two() {
    let (listener, mut receiver) = listener().await;
    let one = r#"{"action":"RING","callid":"1.2","ext":{"extid":"101"}}"#;
    let both = format!("{one}{}", one.replace("1.2", "1.3"));
    assert!(answer_to(&listener, &[&ring_of_length(both.as_bytes(), 0)]).await.starts_with("HTTP/1.1 200 "));
    for _ in 0..2 {
        assert!(matches!(next(&mut receiver).await, Incoming::Report { .. }));
    }
}

#[tokio::test]
async fn ten_megabytes_are_refused_unread() {
    let (listener, mut receiver) = listener().await;
    let head = b"POST  HTTP/1.1\r\nHost:x\r\nContent-Length:10485760\r\n\r\n{";
    assert!(answer_to(&listener, &[head]).await.starts_with("HTTP/1.1 413 "));
    let without_length = b"POST  HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n11000\r\n".as_slice();
    let chunked = [without_length, &vec![b' '; 0x11000], b"\r\n0\r\n\r\n"].concat();
    assert!(answer_to(&listener, &[&chunked]).await.starts_with("HTTP/1.1 413 "));
    let endless_head = [b"POST  HTTP/1.1\r\nX:".as_slice(), &vec![b'a'; 64 * 1024]].concat();
    assert!(!answer_to(&listener, &[&endless_head]).await.contains("200"));
    assert_eq!(next(&mut receiver).await, Incoming::TooLarge);
    assert_eq!(next(&mut receiver).await, Incoming::TooLarge);
    assert!(receiver.try_recv().is_err());
    assert!(answer_to(&listener, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "), "it goes on afterwards");
}

#[tokio::test]
async fn who_sends_ten_megabytes_gets_to_read_the_refusal() {
    let (listener, _receiver) = listener().await;
    let mut stream = TcpStream::connect((LOCAL, listener.port())).await.unwrap();
    stream.write_all(b"POST  HTTP/1.1\r\nHost:x\r\nContent-Length:10485760\r\n\r\n").await.unwrap();
    stream.write_all(&vec![b' '; 10 * 1024 * 1024]).await.expect("the connection was reset");
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("no answer").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 413 "), "{answer:?}");
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
async fn a_closed_listener_has_given_the_port_back() {
    let (first, mut receiver) = listener().await;
    let port = first.port();
    let mut open = TcpStream::connect((LOCAL, port)).await.unwrap();
    assert!(answer_to(&first, &[&ring("/")]).await.starts_with("HTTP/1.1 200 "));
    first.close().await;
    let (sender, _reports) = mpsc::channel::<Incoming>(1);
    assert_eq!(Listener::bind(port, sender).await.unwrap().port(), port);
    assert_eq!(timeout(PATIENCE, open.read(&mut [0; 1])).await.expect("still open").unwrap_or(0), 0);
    next(&mut receiver).await;
    assert!(receiver.recv().await.is_none(), "nobody can send any more");
}
