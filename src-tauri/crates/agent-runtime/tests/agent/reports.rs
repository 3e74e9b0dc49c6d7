//! Reports that are none of ours, too large, or no reports at all: nothing is lost and nothing breaks.

use agent_core::{CallState, Notice, Protection, View};
use pbx_simulator::Fault;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::bench::Bench;

/// Shows that whatever came before has been dealt with and did no harm.
async fn still_rings(bench: &Bench) -> std::sync::Arc<View> {
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("the ring", |view| view.calls.iter().any(|call| call.state == CallState::Ringing)).await
}

/// What the agent answers to these bytes, sent from the PBX's address.
async fn post(port: u16, head: &str, body: &[u8]) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    connection
        .write_all(format!("{head}\r\nContent-Length:{}\r\n\r\n", body.len()).as_bytes())
        .await
        .unwrap();
    // A refusal may come, and the connection end, before all is sent.
    let _ = connection.write_all(body).await;
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn somebody_elses_call_is_not_shown() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension("02055555555", "102").unwrap();
    let view = still_rings(&bench).await;
    assert_eq!(view.calls.len(), 1);
    assert_eq!(view.calls[0].number.as_deref(), Some("13800138000"));
}

#[tokio::test]
async fn a_report_of_ten_megabytes_is_refused_unread() {
    let bench = Bench::online().await;
    let body = vec![b'x'; 10 * 1024 * 1024];
    let answer = post(bench.report_port, "POST  HTTP/1.1\r\nHost:127.0.0.1", &body).await;
    assert!(answer.contains("413"), "{answer}");
    still_rings(&bench).await;
}

#[tokio::test]
async fn what_is_no_report_is_told() {
    let bench = Bench::online().await;
    post(bench.report_port, "POST  HTTP/1.1\r\nHost:127.0.0.1", b"<html>not a report</html>").await;
    bench
        .sees("the notice", |view| {
            view.notices.iter().any(|notice| notice.notice == Notice::UnreadableReport { count: 1 })
        })
        .await;
    still_rings(&bench).await;
}

#[tokio::test]
async fn a_damaged_report_rings_and_is_counted() {
    let bench = Bench::online().await;
    let named: [&[u8]; 2] = [b"\xb1\xb1\xb7\xbd <13800138411>", b"\"Nord, Anna\" <13800138421>"];
    for (n, from) in named.into_iter().enumerate() {
        let front = format!(
            r#"{{"action":"RING","callid":"179001{n}.2","ext":{{"extid":"101"}},"inbound":{{"from":""#
        );
        let back = format!(r#"","to":"101","trunk":"t","inboundid":"179001{n}.1"}}}}"#);
        let ring = [front.as_bytes(), from, back.as_bytes()].concat();
        let answer = post(bench.report_port, "POST  HTTP/1.1\r\nHost:127.0.0.1", &ring).await;
        assert!(answer.contains("200"), "{answer}");
    }
    let view = bench.sees("both calls", |view| view.calls.len() == 2).await;
    let told: Vec<_> = view.calls.iter().map(|call| (call.number.as_deref(), call.name.as_deref())).collect();
    assert!(told.contains(&(Some("13800138411"), Some("北方"))), "{told:?}");
    assert!(told.contains(&(Some("13800138421"), Some("Nord, Anna"))), "{told:?}");
    assert_eq!(
        view.connection.receiver.as_ref().unwrap().mended,
        1,
        "the first was in another encoding only"
    );
}

/// More than the loop has places for. Damaged ones, because those are counted.
#[tokio::test]
async fn of_a_flood_all_that_was_answered_with_200_reaches_the_desk() {
    const SENDERS: u32 = 8;
    const EACH: u32 = 80;
    let bench = Bench::online().await;
    let damaged = br#"{"action":"RING","callid":"1790010.2","ext":{"extid":"102"}"#;
    let port = bench.report_port;
    let send = move |_| async move {
        for _ in 0..EACH {
            // The PBX sends again what was answered otherwise.
            while !post(port, "POST  HTTP/1.1\r\nHost:127.0.0.1", damaged).await.contains("200") {}
        }
    };
    (0..SENDERS).map(send).collect::<tokio::task::JoinSet<()>>().join_all().await;
    let all = |view: &View| view.connection.receiver.as_ref().is_some_and(|at| at.mended == SENDERS * EACH);
    bench.sees("all of them", all).await;
}

#[tokio::test]
async fn a_guessed_path_is_refused() {
    let bench = Bench::online().await;
    let ring = br#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["101","102"]}}"#;
    let answer = post(bench.report_port, "POST /report HTTP/1.1\r\nHost:127.0.0.1", ring).await;
    assert!(answer.contains("404"), "{answer}");
    assert_eq!(still_rings(&bench).await.calls.len(), 1);
}

#[tokio::test]
async fn the_protection_in_force_is_shown() {
    let bench = Bench::online().await;
    let view = still_rings(&bench).await;
    // The simulated PBX leaves the path out, as the captured one does.
    assert_eq!(view.connection.receiver.as_ref().unwrap().protection, Some(Protection::AddressOnly));
}

#[tokio::test]
async fn reports_that_come_twice_make_one_call() {
    let bench = Bench::online().await;
    bench.control.set_fault(Fault::DuplicateReports);
    still_rings(&bench).await;
    bench.control.lift("101").unwrap();
    let view =
        bench.sees("talking", |view| view.calls.iter().any(|call| call.state == CallState::Talking)).await;
    assert_eq!(view.calls.len(), 1);
}
