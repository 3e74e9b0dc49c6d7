//! Every call flow of the document, as the reports it makes.

use std::time::Duration;

use crate::bench::{Bench, expect, recording_world, world};
use pbx_simulator::Options;
use serde_json::json;

fn call_in(bench: &mut Bench, from: &str, extension: &str) {
    bench.does(json!({ "do": "outside-calls-extension", "from": from, "extension": extension }));
}

fn calls(bench: &mut Bench, extension: &str, to: &str) {
    bench.does(json!({ "do": "extension-calls", "extension": extension, "to": to }));
}

fn lift(bench: &mut Bench, extension: &str) {
    bench.does(json!({ "do": "lift", "extension": extension }));
}

fn hang_up(bench: &mut Bench, extension: &str) {
    bench.does(json!({ "do": "hang-up", "extension": extension }));
}

#[test]
fn internal_call_is_byte_for_byte_the_capture() {
    let mut bench = Bench::new();
    calls(&mut bench, "101", "106");
    let bodies = bench.bodies();
    assert!(
        bodies.contains(
            &r#"{"action":"ALERT","callid":"1589947952.1670","ext":{"extid":["101"]},"sn":"a09805021987"}"#
                .to_owned()
        )
    );
    assert!(bodies.contains(
        &r#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#
            .to_owned()
    ));
}

#[test]
fn internal_call() {
    let mut bench = Bench::new();
    calls(&mut bench, "101", "106");
    bench.pass(5);
    lift(&mut bench, "106");
    bench.pass(5);
    hang_up(&mut bench, "106");
    expect(
        &bench.transcript(),
        "status 101 InUse
         status 106 Ringing
         ALERT #1670 101
         RING #1670 106, 101
         status 106 InUse
         ANSWER #1670 106, 101
         ANSWER #1670 101, 106
         BYE #1670 106, 101
         BYE #1672 101, 106
         status 101 Idle
         status 106 Idle
         NewCdr #1670 101 -> 106 10/5s ANSWERED Internal",
    );
}

#[test]
fn inbound_call() {
    let mut bench = Bench::new();
    call_in(&mut bench, "13800138000", "101");
    bench.pass(6);
    lift(&mut bench, "101");
    bench.pass(4);
    bench.does(json!({ "do": "outside-hangs-up", "number": "13800138000" }));
    expect(
        &bench.transcript(),
        "status 101 Ringing
         ALERT #1672 in[13800138000 to 101 #1670]
         RING #1672 101, in[13800138000 to 101 #1670]
         status 101 InUse
         ANSWER #1670 101, in[13800138000 to 101 #1670]
         ANSWER #1670 in[13800138000 to 101 #1670], 101
         BYE #1670 in[13800138000 to 101 #1670], 101
         BYE #1672 101, in[13800138000 to 101 #1672]
         status 101 Idle
         NewCdr #1670 13800138000 -> 101 10/4s ANSWERED Inbound",
    );
}

#[test]
fn outbound_call_from_the_phone() {
    let mut bench = Bench::new();
    calls(&mut bench, "106", "16103");
    bench.does(json!({ "do": "outside-answers", "number": "103" }));
    bench.pass(5);
    bench.does(json!({ "do": "outside-hangs-up", "number": "103" }));
    expect(
        &bench.transcript(),
        "status 106 InUse
         ALERT #1672 106
         RING #1670 out[106 to 103 #1670], 106
         ANSWER #1672 out[106 to 103 #1670], 106
         ANSWER #1672 106, out[106 to 103 #1670]
         BYE #1670 out[106 to 103 #1670], 106
         BYE #1672 106, out[106 to 103 #1672]
         status 106 Idle
         NewCdr #1670 106 -> 16103 5/5s ANSWERED Outbound",
    );
}

#[test]
fn ringing_outside_line_is_reported_without_serial_as_captured() {
    let mut bench = Bench::new();
    calls(&mut bench, "106", "16103");
    let bodies = bench.bodies();
    assert_eq!(bodies[1], r#"{"action":"ALERT","callid":"1589947952.1672","ext":{"extid":"106"}}"#);
    assert!(
        bodies[2].starts_with(
            r#"{"action":"RING","callid":"1589947952.1670","outbound":{"from":"106","to":"103""#
        )
    );
    assert!(bodies[2].ends_with(r#""ext":{"extid":"106"}}"#));
}

#[test]
fn dialled_over_the_api_the_own_phone_rings_first() {
    let mut bench = Bench::new();
    let answer = bench.ask("extension/dial_outbound", &json!({ "extid": "101", "outto": "16103" }));
    assert_eq!(answer, json!({ "status": "Success" }));
    lift(&mut bench, "101");
    expect(
        &bench.transcript(),
        "status 101 Ringing
         RING #1670 101, out[101 to 103 #1670]
         status 101 InUse
         ALERT #1672 101
         RING #1670 out[101 to 103 #1670], 101",
    );
}

#[test]
fn with_autoanswer_the_own_phone_lifts_itself() {
    let mut bench = Bench::new();
    bench.ask("extension/dial_extension", &json!({ "caller": "101", "callee": "102", "autoanswer": "yes" }));
    expect(
        &bench.transcript(),
        "status 101 Ringing
         RING #1670 101, 102
         status 101 InUse
         status 102 Ringing
         ALERT #1670 101
         RING #1670 102, 101",
    );
}

#[test]
fn an_own_phone_that_is_not_lifted_fails_the_call() {
    let mut bench = Bench::new();
    bench.ask("extension/dial_extension", &json!({ "caller": "101", "callee": "102" }));
    bench.transcript();
    assert_eq!(bench.pbx.next_deadline(), Some(Duration::from_secs(30)));
    bench.pass(30);
    expect(
        &bench.transcript(),
        "CallFailed 480 #1670 101, 102
         status 101 Idle
         NewCdr #1670 101 -> 102 30/0s NO ANSWER Internal",
    );
}

#[test]
fn nobody_answers() {
    let mut bench = Bench::new();
    calls(&mut bench, "106", "102");
    bench.transcript();
    bench.pass(29);
    expect(&bench.transcript(), "");
    bench.pass(1);
    expect(
        &bench.transcript(),
        "CallFailed 480 #1670 102, 106
         status 102 Idle
         status 106 Idle
         NewCdr #1670 106 -> 102 30/0s NO ANSWER Internal",
    );
}

#[test]
fn callee_refuses() {
    let mut bench = Bench::new();
    call_in(&mut bench, "103", "101");
    bench.transcript();
    bench.ask("extension/hangup", &json!({ "extid": "101" }));
    expect(
        &bench.transcript(),
        "CallFailed 486 Busy Here #1672 101, in[103 to 101 #1670]
         status 101 Idle
         NewCdr #1670 103 -> 101 0/0s BUSY Inbound",
    );
}

#[test]
fn caller_gives_up() {
    let mut bench = Bench::new();
    call_in(&mut bench, "103", "101");
    bench.transcript();
    bench.pass(3);
    bench.does(json!({ "do": "outside-hangs-up", "number": "103" }));
    expect(
        &bench.transcript(),
        "BYE #1670 in[103 to 101 #1670], 101
         BYE #1672 101, in[103 to 101 #1672]
         status 101 Idle
         NewCdr #1670 103 -> 101 3/0s NO ANSWER Inbound",
    );
}

#[test]
fn busy_unregistered_and_busy_outside() {
    let mut bench = Bench::new();
    calls(&mut bench, "101", "102");
    lift(&mut bench, "102");
    bench.transcript();
    calls(&mut bench, "103", "102");
    calls(&mut bench, "103", "104");
    calls(&mut bench, "103", "16999");
    expect(
        &bench.transcript(),
        "status 103 InUse
         CallFailed 486 Busy Here #1674 102, 103
         status 103 Idle
         NewCdr #1674 103 -> 102 0/0s BUSY Internal
         status 103 InUse
         CallFailed 480 #1678 104, 103
         status 103 Idle
         NewCdr #1678 103 -> 104 0/0s NO ANSWER Internal
         status 103 InUse
         CallFailed 486 Busy Here #1682 out[103 to 999 #1682], 103
         status 103 Idle
         NewCdr #1682 103 -> 16999 0/0s BUSY Outbound",
    );
}

#[test]
fn transfer_over_the_api_is_not_reported_as_one() {
    let mut bench = Bench::new();
    call_in(&mut bench, "103", "101");
    lift(&mut bench, "101");
    bench.transcript();
    bench.pass(7);
    let transfer = json!({ "callid": "1589947952.1670", "transferor": "101", "transferto": "102" });
    assert_eq!(bench.ask("calltransfer", &transfer)["status"], "Success");
    lift(&mut bench, "102");
    bench.pass(3);
    hang_up(&mut bench, "102");
    expect(
        &bench.transcript(),
        "BYE #1672 101, in[103 to 101 #1670]
         status 101 Idle
         NewCdr #1670 103 -> 101 7/7s ANSWERED Inbound
         status 102 Ringing
         ALERT #1674 in[103 to 101 #1670]
         RING #1674 102, in[103 to 101 #1670]
         status 102 InUse
         ANSWER #1670 102, in[103 to 101 #1670]
         ANSWER #1670 in[103 to 101 #1670], 102
         BYE #1670 102, in[103 to 101 #1670]
         BYE #1674 in[103 to 101 #1674], 102
         status 102 Idle
         NewCdr #1670 103 -> 102 3/3s ANSWERED Inbound",
    );
}

#[test]
fn transfer_by_the_caller_to_the_outside() {
    let mut bench = Bench::new();
    calls(&mut bench, "101", "102");
    lift(&mut bench, "102");
    bench.transcript();
    let transfer = json!({ "callid": "1589947952.1672", "transferor": "101", "transferto": "16103" });
    assert_eq!(bench.ask("calltransfer", &transfer)["status"], "Success");
    expect(
        &bench.transcript(),
        "BYE #1670 101, 102
         status 101 Idle
         NewCdr #1670 101 -> 102 0/0s ANSWERED Internal
         ALERT #1674 102
         RING #1672 out[101 to 103 #1672], 102",
    );
}

#[test]
fn transfer_back_to_the_other_party_is_busy() {
    let mut world = world();
    world.phones[0].call_waiting = true;
    let mut bench = Bench::with(world, &Options::default());
    calls(&mut bench, "102", "101");
    lift(&mut bench, "101");
    bench.transcript();
    bench.ask(
        "calltransfer",
        &json!({ "callid": "1589947952.1670", "transferor": "102", "transferto": "101" }),
    );
    expect(
        &bench.transcript(),
        "BYE #1670 102, 101
         status 102 Idle
         NewCdr #1670 102 -> 101 0/0s ANSWERED Internal
         CallFailed 486 Busy Here #1672 101, 101
         status 101 Idle
         NewCdr #1672 101 -> 101 0/0s BUSY Internal",
    );
}

#[test]
fn transfer_on_the_phone_is_reported() {
    let mut bench = Bench::new();
    calls(&mut bench, "102", "101");
    lift(&mut bench, "101");
    bench.transcript();
    bench.does(json!({ "do": "transfer-on-phone", "extension": "101", "to": "106" }));
    let transcript = bench.transcript();
    assert!(transcript.starts_with("Tranfer #1670 102, 101\nBYE #1672 101, 102\n"), "{transcript}");
}

#[test]
fn hold_and_mute_are_silent_and_seen() {
    let mut bench = Bench::new();
    let hold = json!({ "extid": "101" });
    assert_eq!(bench.ask("extension/hold", &hold)["errno"], "10015");
    call_in(&mut bench, "103", "101");
    assert_eq!(bench.ask("extension/hold", &hold)["errno"], "10015", "ringing is not talking");
    lift(&mut bench, "101");
    bench.transcript();
    assert_eq!(bench.ask("extension/hold", &hold), json!({ "status": "Success" }));
    assert_eq!(bench.ask("extension/mute", &hold), json!({ "status": "Success" }));
    expect(&bench.transcript(), "");
    let snapshot = bench.pbx.snapshot(bench.now);
    let party = snapshot.parties("101").next().unwrap();
    assert!(party.muted);
    assert_eq!(party.state, pbx_simulator::snapshot::PartyState::Held);
    let detail = bench.ask("extension/query", &hold);
    assert_eq!(detail["extinfos"][0]["status"], "Hold");
    assert_eq!(detail["extinfos"][0]["inbound"]["from"], "103");
    bench.ask("extension/unhold", &hold);
    bench.ask("extension/unmute", &hold);
    assert_eq!(bench.ask("extension/query", &hold)["extinfos"][0]["status"], "Busy");
}

#[test]
fn a_second_call_waits_and_lifting_it_holds_the_first() {
    let mut world = world();
    world.phones[0].call_waiting = true;
    let mut bench = Bench::with(world, &Options::default());
    call_in(&mut bench, "103", "101");
    lift(&mut bench, "101");
    call_in(&mut bench, "555", "101");
    bench.transcript();
    lift(&mut bench, "101");
    let snapshot = bench.pbx.snapshot(bench.now);
    let states: Vec<_> = snapshot.parties("101").map(|party| party.state).collect();
    assert_eq!(states, [pbx_simulator::snapshot::PartyState::Held, pbx_simulator::snapshot::PartyState::Up]);
    hang_up(&mut bench, "101");
    expect(
        &bench.transcript(),
        "ANSWER #1674 101, in[555 to 101 #1674]
         ANSWER #1674 in[555 to 101 #1674], 101
         BYE #1674 101, in[555 to 101 #1674]
         BYE #1676 in[555 to 101 #1676], 101
         NewCdr #1674 555 -> 101 0/0s ANSWERED Inbound",
    );
    assert_eq!(bench.pbx.snapshot(bench.now).calls.len(), 1, "the first call is still held");
}

#[test]
fn outside_answers_by_itself_when_told_to() {
    let options = Options { outside_answers_after: Some(Duration::from_secs(4)), ..Options::default() };
    let mut bench = Bench::with(world(), &options);
    calls(&mut bench, "106", "16103");
    assert_eq!(bench.pbx.next_deadline(), Some(Duration::from_secs(4)));
    bench.pass(4);
    assert!(bench.transcript().contains("ANSWER"));
    assert_eq!(bench.pbx.next_deadline(), None);
}

#[test]
fn phones_without_status_monitor_are_not_reported() {
    let mut world = world();
    for phone in &mut world.phones {
        phone.monitored = false;
    }
    let mut bench = Bench::with(world, &Options::default());
    call_in(&mut bench, "103", "101");
    lift(&mut bench, "101");
    hang_up(&mut bench, "101");
    expect(&bench.transcript(), "");
}

#[test]
fn answered_calls_are_recorded_and_the_booking_names_the_file() {
    let mut bench = Bench::with(recording_world(), &Options::default());
    call_in(&mut bench, "\"Eve\" <103>", "101");
    lift(&mut bench, "101");
    bench.pass(5);
    hang_up(&mut bench, "101");
    let last = bench.bodies().pop().unwrap();
    let name = "exten-Eve103-101-20200520-071232-1589947952.1670.wav";
    assert!(last.contains(&format!(r#""recording":"{name}""#)), "{last}");
    let snapshot = bench.pbx.snapshot(bench.now);
    assert_eq!(pbx_simulator::wav::seconds(&snapshot.recordings[0].sound), 5);
    assert_eq!(snapshot.recordings[0].name, name);
}

#[test]
fn calls_are_refused_for_the_right_reason() {
    let mut bench = Bench::new();
    call_in(&mut bench, "103", "101");
    for (endpoint, body, errno) in [
        ("extension/dial_extension", json!({ "caller": "106", "callee": "777" }), "10011"),
        ("extension/dial_extension", json!({ "caller": "777", "callee": "101" }), "10006"),
        ("extension/dial_extension", json!({ "caller": "101", "callee": "102" }), "10008"),
        ("extension/dial_extension", json!({ "caller": "104", "callee": "102" }), "10008"),
        ("extension/dial_extension", json!({ "caller": "106" }), "10004"),
        ("extension/dial_outbound", json!({ "extid": "106", "outto": "103" }), "10011"),
        ("extension/dial_outbound", json!({ "extid": "106", "outto": "one two" }), "10031"),
        ("extension/hangup", json!({ "extid": "106" }), "10007"),
        ("extension/hangup", json!({ "extid": "abc" }), "10006"),
        ("inbound/hangup", json!({ "inboundid": "1.1" }), "10007"),
        ("inbound/query", json!({ "inboundid": "1.1" }), "10007"),
        ("outbound/hangup", json!({ "outboundid": "1589947952.1670" }), "10007"),
        ("calltransfer", json!({ "callid": "1.1", "transferor": "101", "transferto": "102" }), "10005"),
        (
            "calltransfer",
            json!({ "callid": "1589947952.1670", "transferor": "101", "transferto": "102" }),
            "10015",
        ),
        (
            "calltransfer",
            json!({ "callid": "1589947952.1670", "transferor": "106", "transferto": "102" }),
            "10007",
        ),
        ("extension/unmute", json!({ "extid": "777" }), "10006"),
    ] {
        assert_eq!(
            bench.ask(endpoint, &body),
            json!({ "status": "Failed", "errno": errno }),
            "{endpoint} {body}"
        );
    }
}

#[test]
fn inbound_and_outbound_calls_can_be_looked_up_and_hung_up_by_any_of_their_ids() {
    let mut bench = Bench::new();
    call_in(&mut bench, "103", "101");
    lift(&mut bench, "101");
    calls(&mut bench, "106", "16103");
    let inbound = bench.ask("inbound/query", &json!({ "inboundid": "1589947952.1672" }));
    assert_eq!(inbound["inbound"][0]["callee"]["extid"], "101");
    assert_eq!(inbound["inbound"][0]["status"], "Talking");
    let outbound = bench.ask("outbound/query", &json!({}));
    assert_eq!(outbound["outbound"][0]["to"], "103");
    bench.transcript();
    bench.ask("inbound/hangup", &json!({ "inboundid": "1589947952.1672" }));
    assert!(bench.transcript().starts_with("BYE #1670 in[103 to 101 #1670], 101\n"));
}

#[test]
fn a_phone_that_registers_and_goes_is_reported() {
    let mut bench = Bench::new();
    bench.does(json!({ "do": "unregister", "extension": "101" }));
    bench.does(json!({ "do": "register", "extension": "101" }));
    expect(&bench.transcript(), "status 101 Unregistered\nstatus 101 Registered");
}
