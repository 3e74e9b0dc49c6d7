//! The simulated PBX by itself, as other people's programs meet it: TLS, its doors, worlds from files, a floor that lives,
//! traces.

mod application;

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use application::{Application, body_of, send};
use pbx_simulator::{Options, Simulator, Standalone, World};
use serde_json::{Value, json};

fn with(standalone: Standalone) -> Options {
    Options { control_port: Some(0), standalone, ..Options::default() }
}

#[tokio::test]
async fn the_control_is_on_this_machine_alone_or_wants_a_token() {
    let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let open = Options { bind: everywhere, ..with(Standalone::default()) };
    let simulator = Simulator::start(World::demo(), open).await.unwrap();
    assert!(simulator.control_address().unwrap().ip().is_loopback(), "it follows --bind");
    let bare = Standalone { control_address: Some(everywhere), ..Standalone::default() };
    let refused = Simulator::start(World::demo(), with(bare.clone())).await.unwrap_err();
    assert!(refused.to_string().contains("token"), "{refused}");
    let guarded = with(Standalone { control_token: Some("t0ken".to_owned()), ..bare });
    let simulator = Simulator::start(World::demo(), guarded).await.unwrap();
    let mut control = simulator.control_address().unwrap();
    control.set_ip(Ipv4Addr::LOCALHOST.into());
    for (header, status) in
        [("", "401"), ("Authorization: Bearer other\r\n", "401"), ("Authorization: Bearer t0ken\r\n", "200")]
    {
        let request = format!("GET /snapshot HTTP/1.1\r\nHost: sim\r\n{header}Connection: close\r\n\r\n");
        let answer = String::from_utf8(send(control, &request).await.unwrap()).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{header}: {answer}");
    }
}

#[test]
fn a_world_is_read_from_json_and_toml() {
    let folder = tempfile::tempdir().unwrap();
    let json = json!({
        "user": "crm", "password": "s3cret", "trunk": "to-city", "other_trunks": ["to-mobile"], "outbound_prefix": "9",
        "extensions": [{ "number": "801", "name": "Ann" }, { "number": "802", "registered": false }],
        "queues": [{ "number": "700", "name": "Desk", "password": "1", "static_agents": ["801"], "wrap_up_seconds": 5 }],
        "messages": [{ "extension": "801", "file": "a.wav", "from": "1" }],
        "calls": [{ "from": "1", "to": "801", "total_seconds": 9, "talk_seconds": 7, "direction": "Inbound" }],
    });
    let toml = "user = \"crm\"\npassword = \"s3cret\"\ntrunk = \"to-city\"\nother_trunks = [\"to-mobile\"]\noutbound_prefix = \"9\"\n\
        [[extensions]]\nnumber = \"801\"\nname = \"Ann\"\n[[extensions]]\nnumber = \"802\"\nregistered = false\n\
        [[queues]]\nnumber = \"700\"\nname = \"Desk\"\npassword = \"1\"\nstatic_agents = [\"801\"]\nwrap_up_seconds = 5\n\
        [[messages]]\nextension = \"801\"\nfile = \"a.wav\"\nfrom = \"1\"\n\
        [[calls]]\nfrom = \"1\"\nto = \"801\"\ntotal_seconds = 9\ntalk_seconds = 7\ndirection = \"Inbound\"\n";
    let of = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        World::of_file(&path)
    };
    let [one, other] = [of("w.json", &json.to_string()).unwrap(), of("w.toml", toml).unwrap()];
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert_eq!(
        (one.phones.len(), one.queues[0].wrap_up, one.past_calls.len()),
        (2, Duration::from_secs(5), 1)
    );
    assert_eq!((one.setup.api_user.as_str(), one.setup.trunk.as_str()), ("crm", "to-city"));
    assert_eq!(one.setup.other_trunks, ["to-mobile"]);
    let wrong = of("typo.json", r#"{ "extension": [] }"#).unwrap_err().to_string();
    assert!(wrong.contains("typo.json") && wrong.contains("extension"), "{wrong}");
}

#[tokio::test]
async fn all_trunks_of_a_world_are_listed() {
    let mut world = World::empty();
    world.setup.other_trunks.push("to-mobile".to_owned());
    let simulator = Simulator::start(world, with(Standalone::default())).await.unwrap();
    let application = Application::sign_in(&simulator, json!({})).await;
    let answer = application.ask("trunklist/query", &json!({})).await.to_string();
    assert!(answer.contains("to-18-16-2") && answer.contains("to-mobile"), "{answer}");
}

#[tokio::test]
async fn what_is_neither_json_nor_xml_is_played_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let line = |endpoint: &str, answered: Value| {
        let asked = json!({ "method": "POST", "endpoint": endpoint });
        json!({ "at": 1.0, "asked": asked, "answered": answered }).to_string()
    };
    let lines = [
        line("login", json!({ "json": { "status": "Success", "token": "t" } })),
        line("trunklist/query", json!({ "text": "<html>{\"502\"" })),
    ];
    std::fs::write(&trace, lines.join("\n")).unwrap();
    let replayed = with(Standalone { replay: Some(trace), ..Standalone::default() });
    let simulator = Simulator::start(World::empty(), replayed).await.unwrap();
    let application = Application::sign_in(&simulator, json!({})).await;
    assert_eq!(body_of(&application.exchange("trunklist/query", &json!({})).await), "<html>{\"502\"");
}

#[tokio::test]
async fn a_busy_floor_lives_by_itself() {
    let soon = Some(Duration::from_millis(5));
    let options = Options { colleagues_answer_after: soon, ..Options::default() };
    let mut simulator = Simulator::start(World::busy(60), options).await.unwrap();
    assert_eq!(
        (simulator.control().snapshot().phones.len(), simulator.control().snapshot().queues.len()),
        (60, 8)
    );
    simulator.live(7, Duration::from_millis(2));
    let control = simulator.control();
    control.wait_for(|pbx| pbx.calls.iter().filter(|call| call.talking).count() >= 10).await.unwrap();
    let ended = |pbx: &pbx_simulator::Snapshot| pbx.recordings.len() >= 5;
    control.wait_for(ended).await.expect("nobody hangs up");
}

#[tokio::test]
async fn a_trace_holds_no_secret_and_can_be_played_again() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let recorded = with(Standalone { record: Some(trace.clone()), ..Standalone::default() });
    let simulator = Simulator::start(World::demo(), recorded).await.unwrap();
    let application = Application::sign_in(&simulator, json!({})).await;
    let list = application.ask("extensionlist/query", &json!({})).await;
    let one = application.ask("extension/query", &json!({ "extid": "101" })).await;
    let other = application.ask("extension/query", &json!({ "extid": "102" })).await;
    simulator.control().unregister("101").unwrap();
    let report = application.report().await;
    let token = application.token.clone();
    drop(simulator);

    let text = std::fs::read_to_string(&trace).unwrap();
    for secret in [
        token.as_str(),
        "12345678qW@",
        "666666",
        pbx_protocol::PasswordDigest::of(&World::demo().setup.api_password).expose(),
    ] {
        assert!(!text.contains(secret), "{secret} is in the trace");
    }
    let replayed =
        Options { control_port: None, ..with(Standalone { replay: Some(trace), ..Standalone::default() }) };
    let simulator = Simulator::start(World::empty(), replayed).await.unwrap();
    let application = Application::sign_in(&simulator, json!({})).await;
    assert_eq!(application.report().await.split_once("\r\n\r\n"), report.split_once("\r\n\r\n"));
    assert_eq!(application.ask("extensionlist/query", &json!({})).await, list);
    // By what was asked, not by the order alone.
    let names = |answer: &Value| answer["extinfos"][0]["username"].clone();
    assert_eq!(names(&application.ask("extension/query", &json!({ "extid": "102" })).await), names(&other));
    assert_eq!(names(&application.ask("extension/query", &json!({ "extid": "101" })).await), names(&one));
    assert_eq!(application.ask("trunklist/query", &json!({})).await["errno"], "10003", "was never recorded");
    assert_ne!(body_of(&report), "");
}
