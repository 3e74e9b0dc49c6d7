//! Sessions, tokens, lock-out and download tickets, by the letter.

use std::net::{IpAddr, Ipv4Addr};

use crate::bench::{Bench, DIGEST, expect, recording_world, world};
use pbx_simulator::pbx::{Answer, Method, Outcome};
use pbx_simulator::{Options, World, wav};
use serde_json::{Value, json};

const WRONG: &str = "00000000000000000000000000000000";

fn failed(errno: &str) -> Value {
    json!({ "status": "Failed", "errno": errno })
}

#[test]
fn the_documents_login() {
    let mut bench = Bench::new();
    let answer = bench.login(DIGEST);
    assert_eq!(answer["status"], "Success");
    assert_eq!(answer["token"].as_str().unwrap().len(), 32);
    assert_eq!(bench.login(&DIGEST.to_uppercase()), failed("30003"), "the digest is lowercase");
    assert_eq!(bench.ask("login", &json!({ "username": "api" })), failed("10004"));
    let body = json!({ "username": "api", "password": DIGEST, "port": "x" });
    assert_eq!(bench.ask("login", &body), failed("20008"));
}

#[test]
fn five_wrong_logins_lock_the_address_for_ten_minutes() {
    let mut bench = Bench::new();
    for _ in 0..5 {
        assert_eq!(bench.login(WRONG), failed("30003"));
    }
    assert_eq!(bench.login(DIGEST), failed("20002"), "not even the right one");
    bench.pass(599);
    assert_eq!(bench.login(DIGEST), failed("20002"));
    bench.pass(1);
    assert_eq!(bench.login(DIGEST)["status"], "Success");
    let snapshot = bench.pbx.snapshot(bench.now);
    assert_eq!(snapshot.logins.iter().filter(|login| !login.accepted).count(), 7);
}

#[test]
fn another_address_is_not_locked_and_a_success_forgives() {
    let mut bench = Bench::new();
    for _ in 0..4 {
        bench.login(WRONG);
    }
    assert_eq!(bench.login(DIGEST)["status"], "Success");
    for _ in 0..5 {
        assert_eq!(bench.login(WRONG), failed("30003"));
    }
    bench.peer = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    assert_eq!(bench.login(DIGEST)["status"], "Success");
}

#[test]
fn a_token_lives_half_an_hour_from_the_last_exchange() {
    let mut bench = Bench::new();
    bench.pass(1799);
    assert_eq!(bench.ask("deviceinfo/query", &json!({}))["status"], "Success");
    bench.pass(1799);
    assert_eq!(bench.ask("deviceinfo/query", &json!({}))["deviceinfo"]["systemtime"], "2020-05-20 08:12:30");
    bench.pass(1800);
    assert_eq!(bench.ask("deviceinfo/query", &json!({})), failed("20006"));
    bench.does(json!({ "do": "outside-calls-extension", "from": "103", "extension": "101" }));
    assert!(bench.pbx.snapshot(bench.now).receivers.is_empty(), "reports stop with the token");
}

#[test]
fn tokens_that_are_none() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask_with("", "deviceinfo/query", &json!({})), failed("20005"));
    assert_eq!(bench.ask_with("nonsense", "deviceinfo/query", &json!({})), failed("20004"));
    assert_eq!(bench.ask("logout", &json!({}))["status"], "Success");
    assert_eq!(bench.ask("deviceinfo/query", &json!({})), failed("20004"));
}

#[test]
fn a_second_login_evicts_the_first_only_where_the_pbx_is_like_that() {
    for (single_login, expected) in [(false, json!("Success")), (true, json!("Failed"))] {
        let mut bench = Bench::with(world(), &Options { single_login, ..Options::default() });
        bench.login(DIGEST);
        assert_eq!(bench.ask("deviceinfo/query", &json!({}))["status"], expected);
    }
}

#[test]
fn heartbeat_moves_the_reports() {
    let mut bench = Bench::new();
    let beat = json!({ "ipaddr": "10.1.1.1", "port": "8280", "url": "10.1.1.2:8281/r", "urltag": "1" });
    assert_eq!(bench.ask("heartbeat", &beat)["status"], "Success");
    let outcomes = bench.step(pbx_simulator::pbx::Happening::Control(pbx_simulator::pbx::Action::Reboot));
    let Some(Outcome::Report { receivers, .. }) = outcomes.first() else { panic!("no report: {outcomes:?}") };
    assert_eq!(
        (receivers[0].host.as_str(), receivers[0].port, receivers[0].path.as_str()),
        ("10.1.1.2", 8281, "/r")
    );
}

#[test]
fn a_reboot_takes_tokens_and_calls_and_says_so_to_those_it_knew() {
    let mut bench = Bench::new();
    bench.does(json!({ "do": "outside-calls-extension", "from": "103", "extension": "101" }));
    bench.transcript();
    bench.does(json!({ "do": "reboot" }));
    expect(&bench.transcript(), "BootUp");
    assert_eq!(bench.ask("deviceinfo/query", &json!({})), failed("20004"));
    assert!(bench.pbx.snapshot(bench.now).calls.is_empty());
}

#[test]
fn odd_requests() {
    let mut bench = Bench::new();
    let token = bench.token.clone();
    let query = [("token", token.as_str())];
    let json_of = |answer: Answer| match answer {
        Answer::Json(text) => serde_json::from_str::<Value>(&text).unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(bench.ask("no/such", &json!({})), failed("10003"));
    assert_eq!(json_of(bench.send(Method::Get, "deviceinfo/query", &query, "")), failed("20001"));
    assert_eq!(json_of(bench.send(Method::Post, "extension/hold", &query, "<xml>")), failed("20000"));
    assert_eq!(json_of(bench.send(Method::Post, "extension/hold", &query, "[]")), failed("20000"));
    assert_eq!(json_of(bench.send(Method::Post, "extensionlist/query", &query, ""))["status"], "Success");
    let snapshot = bench.pbx.snapshot(bench.now);
    assert_eq!(snapshot.times_asked("extension/hold"), 2);
    assert_eq!(snapshot.times_asked("unknown"), 1);
}

#[test]
fn a_voicemail_ticket_works_once_within_30_seconds_for_that_file_from_that_address() {
    let mut bench = Bench::new();
    let ask = json!({ "extid": "102", "voicemailfile": "msg0000.wav" });
    let ticket =
        |bench: &mut Bench| bench.ask("voicemail/get_random", &ask)["random"].as_str().unwrap().to_owned();
    let fetch = |bench: &mut Bench, random: &str| {
        let token = bench.token.clone();
        let query =
            [("extid", "102"), ("token", &token), ("voicemailfile", "msg0000.wav"), ("random", random)];
        bench.get("voicemail/download", &query)
    };
    let refused = Answer::Json(failed_text("20017"));

    let random = ticket(&mut bench);
    assert_eq!(
        fetch(&mut bench, &random),
        Answer::File { content_type: "audio/x-wav", bytes: wav::murmur(4, 1) }
    );
    assert_eq!(fetch(&mut bench, &random), refused, "once");
    let random = ticket(&mut bench);
    bench.pass(30);
    assert_eq!(fetch(&mut bench, &random), refused, "30 seconds");
    let random = ticket(&mut bench);
    bench.peer = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    assert_eq!(fetch(&mut bench, &random), refused, "from elsewhere");
    let missing = json!({ "extid": "102", "voicemailfile": "../../x.wav" });
    assert_eq!(bench.ask("voicemail/get_random", &missing), failed("20018"));
}

#[test]
fn recordings_and_bookings_are_downloaded_the_same_way() {
    let mut bench = Bench::with(recording_world(), &Options::default());
    bench.does(json!({ "do": "outside-calls-extension", "from": "103", "extension": "101" }));
    bench.does(json!({ "do": "lift", "extension": "101" }));
    bench.pass(3);
    bench.does(json!({ "do": "hang-up", "extension": "101" }));
    let recording = bench.pbx.snapshot(bench.now).recordings[0].clone();
    let random = bench.ask("recording/get_random", &json!({ "recording": recording.name }));
    let token = bench.token.clone();
    let random = random["random"].as_str().unwrap();
    let query = [("recording", recording.name.as_str()), ("random", random), ("token", &token)];
    let file = Answer::File { content_type: "audio/x-wav", bytes: recording.sound };
    assert_eq!(bench.get("recording/download", &query), file);
    assert_eq!(bench.get("recording/download", &query), Answer::Json(failed_text("20012")));
    assert_eq!(bench.ask("recording/get_random", &json!({ "recording": "x.wav" })), failed("20014"));

    let (start, end) = ("2020-05-20 00:00:00", "2020-05-20 23:59:59");
    let ask = json!({ "extid": "all", "starttime": start, "endtime": end });
    let random = bench.ask("cdr/get_random", &ask)["random"].as_str().unwrap().to_owned();
    let query =
        [("extid", "all"), ("starttime", start), ("endtime", end), ("token", &token), ("random", &random)];
    let Answer::File { content_type: "text/csv", bytes } = bench.get("cdr/download", &query) else {
        panic!("no CSV")
    };
    let csv = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(
        csv.contains("1589947952.1670,2020-05-20 07:12:32,103,101,3,3,to-18-16-2,,ANSWERED,Inbound,,exten-"),
        "{csv}"
    );
    assert_eq!(bench.get("cdr/download", &query), Answer::Json(failed_text("20020")));
    for (ask, errno) in [
        (json!({ "extid": "all", "starttime": "yesterday", "endtime": end }), "20019"),
        (json!({ "extid": "106", "starttime": start, "endtime": end }), "20021"),
        (json!({ "extid": "777", "starttime": start, "endtime": end }), "10006"),
        (json!({ "extid": "all", "endtime": end }), "10004"),
    ] {
        assert_eq!(bench.ask("cdr/get_random", &ask), failed(errno), "{ask}");
    }
}

#[test]
fn voicemail_is_listed_left_and_deleted() {
    let mut bench = Bench::new();
    let all = bench.ask("voicemail/query", &json!({}));
    assert_eq!(
        all["voicemails"],
        json!([{ "extid": "102", "voicemail": [{
            "voicemailfile": "msg0000.wav", "messagefrom": "6000",
            "voicemaildate": "2020-05-20 07:11:32", "voicemaillength": "4"
        }]}])
    );
    assert_eq!(bench.ask("voicemail/query", &json!({ "extid": "101" })), json!({ "status": "Success" }));
    bench.does(json!({ "do": "leave-voicemail", "extension": "102", "from": "7001", "seconds": 2 }));
    let delete = json!({ "extid": "102", "voicemailfile": "msg0000.wav" });
    assert_eq!(bench.ask("voicemail/delete", &delete)["status"], "Success");
    assert_eq!(bench.ask("voicemail/delete", &delete), failed("20018"));
    assert_eq!(bench.pbx.snapshot(bench.now).voicemail[0].file, "msg0001.wav");
    bench.ask("voicemail/delete", &json!({ "extid": "102", "voicemailfile": "all" }));
    assert!(bench.pbx.snapshot(bench.now).voicemail.is_empty());
}

#[test]
fn a_world_that_contradicts_itself_is_refused() {
    let mut world = world();
    world.queues[0].static_agents.push("777".to_owned());
    let now = pbx_simulator::pbx::Now { elapsed: std::time::Duration::ZERO, wall: std::time::Duration::ZERO };
    let error = pbx_simulator::pbx::Pbx::new(world, &Options::default(), 1, now).err().unwrap();
    assert_eq!(error.to_string(), "Sales names extension 777, which does not exist");
}

#[test]
fn the_demo_world_is_sound() {
    let mut bench_world = World::demo();
    bench_world.setup.api_password = pbx_protocol::Secret::new("123456");
    let mut bench = Bench::with(bench_world, &Options::demo());
    let snapshot = bench.pbx.snapshot(bench.now);
    assert_eq!(snapshot.voicemail.iter().filter(|m| m.extension.as_str() == "101").count(), 3);
    assert!(snapshot.member("6500", "101").unwrap().is_static);
    assert!(snapshot.member("6501", "101").is_none());
    let list = bench.ask("extensionlist/query", &json!({})).to_string();
    let list =
        pbx_protocol::answer::read::<pbx_protocol::endpoints::ListExtensions>(list.as_bytes()).unwrap();
    assert_eq!(list.extensions[0].username, "Li Na");
}

fn failed_text(errno: &str) -> String {
    format!(r#"{{"status":"Failed","errno":"{errno}"}}"#)
}

#[test]
fn what_other_peoples_clients_send_is_understood() {
    let mut bench = Bench::new();
    let answer = bench.ask("login", &json!({ "username": "api", "password": DIGEST, "urltag": "" }));
    let token = answer["token"].as_str().unwrap().to_owned();
    assert_eq!(bench.pbx.snapshot(bench.now).receivers[0].port, 8260, "no port: the documented one");
    let query = [("token", token.as_str())];
    let beat = bench.send(Method::Post, "heartbeat", &query, "");
    assert_eq!(beat, Answer::Json(r#"{"status":"Success"}"#.to_owned()));
    let flags = json!({ "extid": "101", "dnd": 1, "hasvoicemail": "yes" });
    assert_eq!(bench.ask_with(&token, "extension/update", &flags)["status"], "Success");
    let detail = bench.ask_with(&token, "extension/query", &json!({ "extid": 101 }));
    assert_eq!(
        (&detail["extinfos"][0]["dnd"], &detail["extinfos"][0]["hasvoicemail"]),
        (&json!("on"), &json!("on"))
    );
    assert_eq!(bench.ask_with(&token, "paginggrouplist/lists", &json!({}))["status"], "Success");
}

#[test]
fn xml_is_answered_in_xml_and_refused_in_xml() {
    let mut bench = Bench::new();
    let token = bench.token.clone();
    let query = [("token", token.as_str()), ("type", "xml")];
    let body = "<?xml version=\"1.0\"?><xml><extid>101</extid></xml>";
    let Answer::Xml(text) = bench.send(Method::Post, "extension/query", &query, body) else {
        panic!("no XML");
    };
    assert!(text.contains("<item id=\"0\">") && text.contains("<extnumber>101</extnumber>"), "{text}");
    let Answer::Xml(text) = bench.send(Method::Post, "extension/hold", &query, body) else {
        panic!("no XML")
    };
    assert!(text.contains("<status>Failed</status>") && text.contains("<errno>10015</errno>"), "{text}");
}
