//! The ways in which firmware writes one and the same report, and how loosely.

#![expect(clippy::panic, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{self, CallReport, Event, Report, ReportParty};

fn read(json: &str) -> Report {
    report::read(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The report as a line: action, call id, and the parties as `101`, `103>101` (inbound) or `106<103` (outbound).
fn line(json: &str) -> String {
    let named = |name: &str, call: &CallReport| {
        let parties: Vec<String> = call.parties.iter().map(party).collect();
        format!("{name} {} {}", call.call, parties.join(" ")).trim_end().to_owned()
    };
    match &read(json).event {
        Event::BootUp => "boot".to_owned(),
        Event::ExtensionStatus { extension, status } => format!("status {extension} {}", status.to_wire()),
        Event::Alert(call) => named("alert", call),
        Event::Ring(call) => named("ring", call),
        Event::Answer(call) => named("answer", call),
        Event::Bye(call) => named("bye", call),
        Event::Transfer(call) => named("transfer", call),
        Event::CallFailed { reason, call } => named(&format!("failed ({reason})"), call),
        Event::NewCdr(cdr) => format!("cdr {} {} -> {}", cdr.call, cdr.from, cdr.to),
        Event::Unknown { action } => format!("unknown {action}"),
    }
}

fn party(party: &ReportParty) -> String {
    match party {
        ReportParty::Extension(extension) => extension.to_string(),
        ReportParty::Inbound(inbound) => format!("{}>{}", inbound.from, inbound.to),
        ReportParty::Outbound(outbound) => format!("{}<{}", outbound.from, outbound.to),
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        assert_eq!(line(json), *expected, "{json}");
    }
}

#[test]
fn shape_a_repeats_the_key() {
    check(&[
        (
            r#"{"action":"RING","callid":"1.2","ext":{"extid":"1000"},"ext":{"extid":"1002"}}"#,
            "ring 1.2 1000 1002",
        ),
        (r#"{"action":"RING","callid":"1.2","ext":{"extid":"1000","extid":"1002"}}"#, "ring 1.2 1000 1002"),
        (
            r#"{"action":"BYE","callid":"1.2","outbound":{"from":"106","to":"103"},"ext":{"extid":"106"},"ext":{"extid":"107"}}"#,
            "bye 1.2 106<103 106 107",
        ),
    ]);
}

#[test]
fn shape_b_lists_the_parties_under_call() {
    check(&[
        (
            r#"{"action":"RING","callid":"1.2","call":[{"ext":{"extid":"1002"}},{"ext":{"extid":"1001"}}]}"#,
            "ring 1.2 1002 1001",
        ),
        (
            r#"{"action":"RING","callid":"1.2","call":[{"ext":{"extid":"101"}},{"inbound":{"from":"103","to":"101"}}]}"#,
            "ring 1.2 101 103>101",
        ),
        (r#"{"action":"ALERT","callid":"1.2","call":{"ext":{"extid":"1001"}}}"#, "alert 1.2 1001"),
    ]);
}

#[test]
fn shape_c_has_one_object_for_one_or_many() {
    check(&[
        (r#"{"action":"RING","callid":"1.2","ext":{"extid":"106"}}"#, "ring 1.2 106"),
        (r#"{"action":"RING","callid":"1.2","ext":{"extid":["106","101"]}}"#, "ring 1.2 106 101"),
        (r#"{"action":"RING","callid":"1.2","ext":[{"extid":"106"},{"extid":101}]}"#, "ring 1.2 106 101"),
        (r#"{"action":"RING","callid":"1.2","ext":"106"}"#, "ring 1.2 106"),
    ]);
}

#[test]
fn the_order_of_members_is_kept_and_their_place_is_free() {
    check(&[
        (
            r#"{"ext":{"extid":"106"},"sn":"x","outbound":{"to":"103","from":"106"},"callid":"1.2","action":"BYE"}"#,
            "bye 1.2 106 106<103",
        ),
        (
            r#"{"outbound":{"to":"103","from":"106"},"ext":{"extid":"106"},"callid":"1.2","action":"BYE"}"#,
            "bye 1.2 106<103 106",
        ),
    ]);
}

#[test]
fn an_action_has_several_names() {
    for (action, expected) in [
        ("ANSWER", "answer 1.2"),
        ("ANSWERED", "answer 1.2"),
        ("Tranfer", "transfer 1.2"),
        ("Transfer", "transfer 1.2"),
        ("CallTransfer", "transfer 1.2"),
        (" BYE ", "bye 1.2"),
    ] {
        assert_eq!(line(&format!(r#"{{"action":"{action}","callid":"1.2"}}"#)), expected);
    }
}

#[test]
fn the_alert_of_an_outside_caller_names_no_extension() {
    check(&[(
        r#"{"action":"ALERT","callid":"1.2","inbound":{"from":"103","to":"101","trunk":"t","inboundid":"1.1"}}"#,
        "alert 1.2 103>101",
    )]);
}

#[test]
fn numbers_and_text_are_the_same() {
    check(&[
        (r#"{"action":"ExtensionStatus","extension":101,"status":"Idle"}"#, "status 101 Idle"),
        (r#"{"action":"RING","callid":"1.2","ext":{"extid":106}}"#, "ring 1.2 106"),
        (r#"{"action":"CallFailed","reason":480,"callid":"1.2"}"#, "failed (480) 1.2"),
        (r#"{"action":"CallFailed","reason":"486 Busy Here","callid":"1.2"}"#, "failed (486 Busy Here) 1.2"),
        (r#"{"action":"CallFailed","callid":"1.2"}"#, "failed () 1.2"),
        (r#"{"action":"NewCdr","callid":"1.2","callfrom":106,"callto":102}"#, "cdr 1.2 106 -> 102"),
    ]);
    assert_eq!(read(r#"{"action":"BootUp","sn":369351034049}"#).serial.as_deref(), Some("369351034049"));
}

#[test]
fn a_booking_may_be_numbers_have_a_recording_and_miss_much() {
    let cdr = |json| match read(json).event {
        Event::NewCdr(cdr) => cdr,
        other => panic!("{other:?}"),
    };
    let full = cdr(
        r#"{"action":"NewCdr","callid":"1.2","timestart":"2020-05-20 10:11:22","callfrom":"\"Li\" <139>",
        "callto":"6200(4002)","callduraction":75,"talkduraction":" 60 ","status":"ANSWERED","type":"Inbound","recording":"a.wav"}"#,
    );
    assert_eq!((full.total_seconds, full.talk_seconds), (75, 60));
    assert_eq!((full.from.as_str(), full.to.as_str()), (r#""Li" <139>"#, "6200(4002)"));
    assert_eq!(full.recording.as_deref(), Some("a.wav"));
    let bare =
        cdr(r#"{"action":"NewCdr","callid":"1.2","callduraction":"","talkduraction":-1,"recording":""}"#);
    assert_eq!((bare.total_seconds, bare.talk_seconds, bare.recording), (0, 0, None));
}

#[test]
fn blanks_behind_values_are_no_part_of_them() {
    let json = r#" {"action":"RING","callid":"1.2 ","ext":{"extid":"101 "},"inbound":{"from":"138 ","to":" 101"},"sn":"a0 "} "#;
    assert_eq!(line(json), "ring 1.2 101 138>101");
    assert_eq!(read(json).serial.as_deref(), Some("a0"));
    assert_eq!(read("{\"action\":\"BootUp\",\"sn\":\" \"}\r\n\r\n").serial, None);
}

#[test]
fn what_is_no_party_is_passed_over() {
    check(&[
        (r#"{"action":"RING","callid":"1.2"}"#, "ring 1.2"),
        (r#"{"action":"RING","callid":"1.2","ext":null,"inbound":null,"call":null}"#, "ring 1.2"),
        (r#"{"action":"RING","callid":"1.2","ext":{},"call":[]}"#, "ring 1.2"),
        (r#"{"action":"RING","callid":"1.2","ext":{"extid":["","s",null,{"a":1},"101"]}}"#, "ring 1.2 101"),
        (
            r#"{"action":"RING","callid":"1.2","ivr":{"ivrid":"6500"},"x":[{"ext":{"extid":"9"}}]}"#,
            "ring 1.2",
        ),
        (r#"{"action":"RING","callid":"1.2","inbound":{"inboundid":"no id!"}}"#, "ring 1.2 >"),
    ]);
}

#[test]
fn an_unknown_action_is_kept() {
    check(&[
        (r#"{"action":"DialPadPressed","callid":"1.2","digit":5}"#, "unknown DialPadPressed"),
        (r#"{"action":7}"#, "unknown 7"),
    ]);
}

#[test]
fn both_vocabularies_of_states_are_one_scale() {
    for (word, status) in [
        ("Ringing", ExtensionStatus::Ringing),
        ("InUse", ExtensionStatus::InUse),
        ("Busy", ExtensionStatus::InUse),
        ("Up", ExtensionStatus::InUse),
        ("Idle", ExtensionStatus::Idle),
        ("Registered", ExtensionStatus::Idle),
        ("Unregistered", ExtensionStatus::Unavailable),
        ("Unavailable", ExtensionStatus::Unavailable),
        ("Hold", ExtensionStatus::OnHold),
        ("Malfunction", ExtensionStatus::Faulty),
        ("Fxsnoport", ExtensionStatus::Faulty),
        ("Dancing", ExtensionStatus::Other("Dancing".to_owned())),
    ] {
        let json = format!(r#"{{"action":"ExtensionStatus","extension":"101","status":"{word}"}}"#);
        let Event::ExtensionStatus { status: read, .. } = read(&json).event else { panic!("{json}") };
        assert_eq!(read, status, "{word}");
    }
}
