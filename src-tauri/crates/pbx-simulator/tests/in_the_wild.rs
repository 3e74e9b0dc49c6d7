//! What programs in the wild rely on, and what real phone systems do to them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod application;

use std::time::Duration;

use application::{Application, body_of, send};
use pbx_simulator::{IdleWord, Options, ReportTarget, Simulator, World, wav};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;

async fn start(options: Options) -> Simulator {
    Simulator::start(World::demo(), options).await.unwrap()
}

#[tokio::test]
async fn a_report_is_sent_to_each_target_that_has_been_seen() {
    for (target, line) in [
        (ReportTarget::Empty, "POST  HTTP/1.1\r\n".to_owned()),
        (ReportTarget::Path, "POST /a/b HTTP/1.1\r\n".to_owned()),
        (ReportTarget::Slash, "POST / HTTP/1.1\r\n".to_owned()),
        (ReportTarget::NoSlash, "POST a/b HTTP/1.1\r\n".to_owned()),
        (ReportTarget::Absolute, "POST 127.0.0.1:{port}/a/b HTTP/1.1\r\n".to_owned()),
    ] {
        let simulator = start(Options { target, ..Options::default() }).await;
        let application = Application::sign_in(&simulator, json!({ "url": "a/b", "urltag": 0 })).await;
        simulator.control().unregister("101").unwrap();
        let port = application.listener.local_addr().unwrap().port().to_string();
        let report = application.report().await;
        assert!(report.starts_with(&line.replace("{port}", &port)), "{target:?}: {report}");
    }
}

#[tokio::test]
async fn only_200_counts_as_taken() {
    let options = Options { resend_after: Duration::from_millis(20), ..Options::default() };
    let simulator = start(options).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    simulator.control().unregister("101").unwrap();
    simulator.control().unregister("102").unwrap();
    let first = application.report_answered("500 Internal Server Error").await;
    assert_eq!(application.report_answered("404 Not Found").await, first);
    assert_eq!(application.report().await, first);
    assert!(application.report().await.contains("\"102\""));
}

#[tokio::test]
async fn nothing_is_sent_to_a_session_that_has_signed_out() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    for phone in ["101", "102", "103", "104"] {
        simulator.control().unregister(phone).unwrap();
    }
    let (mut first, _) = application.unanswered_report().await;
    application.ask("logout", &json!({})).await;
    first.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let next = tokio::time::timeout(Duration::from_millis(300), application.listener.accept()).await;
    assert!(next.is_err(), "a report came after the sign-out");
}

#[tokio::test]
async fn the_start_is_reported_as_the_document_shows_it() {
    for (target, line) in [(ReportTarget::Empty, "POST / HTTP/1.1"), (ReportTarget::Path, "POST /r HTTP/1.1")]
    {
        let simulator = start(Options { target, ..Options::default() }).await;
        let application = Application::sign_in(&simulator, json!({ "url": "r", "urltag": "0" })).await;
        let port = application.listener.local_addr().unwrap().port();
        simulator.control().reboot().unwrap();
        assert_eq!(
            application.report().await,
            format!(
                "{line}\r\nUser-Agent: WebAPI\r\nHost: 127.0.0.1: {port}\r\nContent-Type: application/json\r\n\
                 Accept: application/json\r\nContent-Length: 39\r\n\r\n{{\"action\":\"BootUp\",\"sn\":\"a09805021987\"}}"
            )
        );
    }
}

#[tokio::test]
async fn lists_say_registered_unless_told_otherwise() {
    for (idle, word) in [(IdleWord::Registered, "Registered"), (IdleWord::Idle, "Idle")] {
        let simulator = start(Options { idle, ..Options::default() }).await;
        let application = Application::sign_in(&simulator, json!({})).await;
        let list = application.ask("extensionlist/query", &json!({})).await;
        assert_eq!(
            (&list["extlist"][0]["status"], &list["extlist"][5]["status"]),
            (&json!(word), &json!("Unavailable"))
        );
        let one = application.ask("extension/query", &json!({ "extid": "101" })).await;
        assert_eq!(one["extinfos"][0]["status"], word);
    }
}

#[tokio::test]
async fn a_file_is_fetched_with_post_too() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let ask = json!({ "extid": "101", "voicemailfile": "msg0000.wav" });
    for in_body in [false, true] {
        let random =
            application.ask("voicemail/get_random", &ask).await["random"].as_str().unwrap().to_owned();
        let (query, body) = if in_body {
            let body = json!({ "extid": 101, "voicemailfile": "msg0000.wav", "random": random });
            (String::new(), body.to_string())
        } else {
            (format!("&extid=101&voicemailfile=msg0000.wav&random={random}"), String::new())
        };
        let request = format!(
            "POST /api/v1.1.0/voicemail/download?&token={}{query} HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            application.token,
            body.len()
        );
        let answer = send(simulator.address(), &request).await.unwrap();
        assert!(answer.ends_with(&wav::murmur(6, 1)), "{}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn records_have_the_columns_that_programs_rely_on() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let span =
        json!({ "extid": "all", "starttime": "2000-01-01 00:00:00", "endtime": "2100-01-01 00:00:00" });
    let random = application.ask("cdr/get_random", &span).await["random"].as_str().unwrap().to_owned();
    let request = format!(
        "GET /api/v1.1.0/cdr/download?token={}&extid=all&starttime=2000-01-01%2000:00:00&\
         endtime=2100-01-01+00:00:00&random={random} HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\r\n",
        application.token
    );
    let answer = String::from_utf8(send(simulator.address(), &request).await.unwrap()).unwrap();
    let mut lines = body_of(&answer).lines();
    assert_eq!(
        lines.next().unwrap(),
        "callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrunkname,status,type,pincode,\
         recording,didnumber,sn"
    );
    let row = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let (inbound, internal) = (row(lines.next().unwrap()), row(lines.next().unwrap()));
    assert_eq!(inbound[3..10], ["6500(101)", "187", "172", "to-18-16-2", "", "ANSWERED", "Inbound"]);
    assert_eq!(inbound[12..], ["6500", "a09805021987"]);
    assert_eq!(internal[6..8], ["", ""]);
    let outbound = row(lines.next().unwrap());
    assert_eq!(outbound[6..8], ["", "to-18-16-2"]);
    for none in ["2020-13-45 99:99:99", "2023-02-29 00:00:00"] {
        let ask = json!({ "extid": "all", "starttime": none, "endtime": "2100-01-01 00:00:00" });
        assert_eq!(application.ask("cdr/get_random", &ask).await["errno"], "20019");
    }
}
