//! The simulated PBX over real sockets: its bytes, its faults, its control port.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod application;

use std::time::Duration;

use application::{Application, PATIENCE, body_of, send};
use pbx_simulator::{Fault, Options, ReportShape, ReportTarget, Simulator, World, wav};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn start(options: Options) -> Simulator {
    Simulator::start(World::demo(), options).await.unwrap()
}

#[tokio::test]
async fn reports_have_the_captured_bytes() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({ "url": "report", "urltag": "0" })).await;
    simulator.control().unregister("101").unwrap();
    assert_eq!(
        application.report().await,
        "POST  HTTP/1.1\r\nHost:127.0.0.1\r\nContent-Length:90\r\nAccept: application/json\r\n\
         Content-Type:application/json\r\nConnection:close\r\n\r\n\
         {\"action\":\"ExtensionStatus\",\"extension\":\"101\",\"status\":\"Unregistered\",\"sn\":\"a09805021987\"}"
    );
}

#[tokio::test]
async fn a_pbx_that_honours_the_path_names_it() {
    let simulator = start(Options { target: ReportTarget::Path, ..Options::default() }).await;
    let application = Application::sign_in(&simulator, json!({ "url": "a/b", "urltag": 0 })).await;
    simulator.control().unregister("101").unwrap();
    assert!(application.report().await.starts_with("POST /a/b HTTP/1.1\r\n"));
}

#[tokio::test]
async fn shape_a_becomes_b_for_a_login_with_version_1_0_2() {
    let simulator = start(Options { shape: ReportShape::A, ..Options::default() }).await;
    for (version, expected) in [
        ("0.0.1", r#""ext":{"extid":"102"},"ext":{"extid":"101"}"#),
        ("1.0.2", r#""call":[{"ext":{"extid":"102"}},{"ext":{"extid":"101"}}]"#),
    ] {
        let application = Application::sign_in(&simulator, json!({ "version": version })).await;
        simulator.control().extension_calls("101", "102").unwrap();
        let mut reports = Vec::new();
        for _ in 0..4 {
            reports.push(application.report().await);
        }
        assert!(reports[3].contains(expected), "{}", reports[3]);
        simulator.control().hang_up("101").unwrap();
        application.ask("logout", &json!({})).await;
    }
}

#[tokio::test]
async fn an_unanswered_report_is_sent_again_before_the_next() {
    let options = Options { resend_after: Duration::from_millis(200), ..Options::default() };
    let simulator = start(options).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    simulator.control().unregister("101").unwrap();
    simulator.control().unregister("102").unwrap();
    let (_kept_open, first) = application.unanswered_report().await;
    let again = application.report().await;
    assert_eq!(first, again);
    assert!(application.report().await.contains("\"102\""));
}

#[tokio::test]
async fn an_answer_has_the_documents_headers() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let answer = application.exchange("extension/hold", &json!({ "extid": "101" })).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("access-control-allow-origin: *\r\n"), "{answer}");
    assert_eq!(body_of(&answer), r#"{"status":"Failed","errno":"10015"}"#);
}

#[tokio::test]
async fn downloads_are_url_decoded_and_exact() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let ask = json!({ "extid": "101", "voicemailfile": "msg0000.wav" });
    let random = application.ask("voicemail/get_random", &ask).await["random"].as_str().unwrap().to_owned();
    let request = format!(
        "GET /api/v2.0.0/voicemail/download?extid=101&voicemailfile=msg%30000.wav&random={random}&token={} \
         HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\r\n",
        application.token
    );
    let answer = send(simulator.address(), &request).await.unwrap();
    let expected = wav::murmur(6, 1);
    assert!(answer.ends_with(&expected), "the file's bytes");
    let head = String::from_utf8_lossy(&answer[..answer.len() - expected.len()]).into_owned();
    assert!(head.contains("content-type: audio/x-wav\r\n"), "{head}");
}

#[tokio::test]
async fn tls_on_the_plain_port_is_an_error_and_no_crash() {
    let simulator = start(Options::default()).await;
    let mut connection = TcpStream::connect(simulator.address()).await.unwrap();
    connection
        .write_all(&[0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03, b'\r', b'\n'])
        .await
        .unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.unwrap();
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    Application::sign_in(&simulator, json!({})).await;
}

#[tokio::test]
async fn faults_of_answers() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let control = simulator.control();
    let nothing = json!({});
    let device = || application.raw("deviceinfo/query", &nothing);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();

    control.set_fault_on("deviceinfo/query", Fault::ServerError { status: 503 });
    assert!(text(device().await.unwrap()).starts_with("HTTP/1.1 503"));
    assert_eq!(application.ask("extensionlist/query", &json!({})).await["status"], "Success");
    control.clear_faults();

    control.set_fault(Fault::Html);
    assert!(text(device().await.unwrap()).contains("<!DOCTYPE html>"));
    control.clear_faults();

    control.set_fault(Fault::CutShort { bytes: 10 });
    let cut = text(device().await.unwrap());
    assert_eq!(body_of(&cut), r#"{"status":"#);
    assert!(cut.contains("content-length: "), "{cut}");
    assert!(!cut.contains("content-length: 10\r\n"), "{cut}");
    control.clear_faults();

    control.set_fault(Fault::Reset { after_bytes: 20 });
    assert_eq!(device().await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    control.clear_faults();

    control.set_fault(Fault::Unreachable);
    assert!(device().await.is_ok_and(|answer| answer.is_empty()) || device().await.is_err());
    control.clear_faults();
    assert!(text(device().await.unwrap()).contains("UC501"));
}

#[tokio::test]
async fn a_hung_pbx_says_nothing() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    simulator.control().set_fault(Fault::Hang);
    let nothing = json!({});
    let hung = application.raw("deviceinfo/query", &nothing);
    assert!(tokio::time::timeout(Duration::from_millis(300), hung).await.is_err());
}

#[tokio::test]
async fn a_slow_line_trickles() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    simulator.control().set_fault(Fault::Slow { bytes_per_second: 1000 });
    let (mut connection, started) =
        (TcpStream::connect(simulator.address()).await.unwrap(), tokio::time::Instant::now());
    let request = format!(
        "POST /api/v1/deviceinfo/query?token={} HTTP/1.1\r\nConnection: close\r\n\r\n",
        application.token
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.unwrap();
    let least = Duration::from_secs(answer.len() as u64) / 1000 / 2;
    assert!(started.elapsed() > least, "{} bytes in {:?}", answer.len(), started.elapsed());
}

#[tokio::test]
async fn faults_of_reports() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let control = simulator.control();

    control.set_fault(Fault::DropReports { actions: vec!["ExtensionStatus".to_owned()] });
    control.set_fault(Fault::DuplicateReports);
    control.outside_calls_extension("1", "101").unwrap();
    assert_eq!(application.actions(4).await, ["ALERT", "ALERT", "RING", "RING"]);
    control.clear_faults();

    control.set_fault(Fault::ReorderReports);
    control.lift("101").unwrap();
    assert_eq!(application.actions(3).await, ["ANSWER", "ExtensionStatus", "ANSWER"]);
}

#[tokio::test]
async fn the_control_waits_for_what_the_agent_does() {
    let simulator = start(Options::default()).await;
    let application = Application::sign_in(&simulator, json!({})).await;
    let control = simulator.control();
    let sign_in = json!({ "queueid": "6501", "extid": "101", "password": "5501" });
    let (seen, answer) = tokio::join!(
        control.wait_for(|snapshot| snapshot.member("6501", "101").is_some()),
        application.ask("queue/add_dynamicagent", &sign_in)
    );
    assert_eq!(answer["status"], "Success");
    assert_eq!(seen.unwrap().times_asked("queue/add_dynamicagent"), 1);
}

#[tokio::test]
async fn time_passes_by_itself_and_can_be_put_forward() {
    let options = Options { ring_timeout: Duration::from_millis(100), ..Options::default() };
    let simulator = start(options).await;
    let control = simulator.control();
    control.outside_calls_extension("1", "101").unwrap();
    control.wait_for(|snapshot| snapshot.calls.is_empty()).await.unwrap();
    control.outside_calls_queue("1", "6500").unwrap();
    control.skip(Duration::from_secs(20));
    assert!(control.snapshot().parties("101").next().is_none(), "the member's phone fell silent");
}

#[tokio::test]
async fn the_control_port_does_the_same() {
    let simulator = start(Options { control_port: Some(0), ..Options::default() }).await;
    let control = simulator.control_address().unwrap();
    let post = |path: &str, body: Value| {
        let body = body.to_string();
        format!(
            "POST {path} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let ring = json!({ "do": "outside-calls-extension", "from": "1", "extension": "101" });
    assert!(text(send(control, &post("/control", ring)).await.unwrap()).starts_with("HTTP/1.1 200"));
    let lift = json!({ "do": "lift", "extension": "102" });
    let refused = text(send(control, &post("/control", lift)).await.unwrap());
    assert!(refused.starts_with("HTTP/1.1 409"), "{refused}");
    let faults =
        json!([{ "fault": "slow", "bytes_per_second": 9 }, { "endpoint": "login", "fault": "hang" }]);
    assert!(text(send(control, &post("/faults", faults)).await.unwrap()).starts_with("HTTP/1.1 204"));
    let get = "GET /snapshot HTTP/1.1\r\nHost: sim\r\nConnection: close\r\n\r\n";
    let snapshot: Value = serde_json::from_str(body_of(&text(send(control, get).await.unwrap()))).unwrap();
    assert_eq!(snapshot["calls"][0]["parties"][1]["state"], "ringing");
}

#[tokio::test]
async fn it_stops_when_dropped_and_says_when_a_port_is_taken() {
    let simulator = start(Options::default()).await;
    let address = simulator.address();
    let taken = Simulator::start(World::demo(), Options { port: address.port(), ..Options::default() }).await;
    assert!(taken.unwrap_err().to_string().starts_with("can't listen on 127.0.0.1:"));
    drop(simulator);
    // The listener's task is cancelled at its next turn.
    tokio::time::timeout(PATIENCE, async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("it still listens");
}
