//! Bodies that are no reports: each is a clear error, none is fatal.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::fixtures::REPORTS;
use pbx_protocol::report::{self, Reading, ReportError};
use proptest::prelude::*;

fn error(body: impl AsRef<[u8]>) -> ReportError {
    report::read(body.as_ref()).unwrap_err()
}

#[test]
fn what_is_no_json_object_is_no_report() {
    for body in
        ["", "  ", "null", "[]", "7", "\"RING\"", "<html></html>", "\"action\":\"RING\"", "[1,2]", "\0"]
    {
        assert!(matches!(error(body), ReportError::NotJson(_)), "{body}");
    }
    assert!(matches!(error(b"\xb0\xa1"), ReportError::NotJson(_)));
}

#[test]
fn a_report_without_an_action_says_so() {
    for body in [
        "{}",
        r#"{"callid":"1.2"}"#,
        r#"{"action":null}"#,
        r#"{"action":{}}"#,
        r#"{"action":" "}"#,
        "{} {}",
        "{'a':1}",
    ] {
        assert_eq!(error(body), ReportError::NoAction, "{body}");
    }
}

#[test]
fn a_known_action_says_what_it_lacks() {
    for (body, action, field) in [
        (r#"{"action":"RING","ext":{"extid":"101"}}"#, "RING", "callid"),
        (r#"{"action":"BYE","callid":""}"#, "BYE", "callid"),
        (r#"{"action":"BYE","callid":"../../etc"}"#, "BYE", "callid"),
        (r#"{"action":"NewCdr"}"#, "NewCdr", "callid"),
        (r#"{"action":"CallFailed","reason":480}"#, "CallFailed", "callid"),
        (r#"{"action":"ExtensionStatus","status":"Idle"}"#, "ExtensionStatus", "extension"),
        (r#"{"action":"ExtensionStatus","extension":"abc","status":"Idle"}"#, "ExtensionStatus", "extension"),
        (r#"{"action":"ExtensionStatus","extension":"101"}"#, "ExtensionStatus", "status"),
    ] {
        assert_eq!(error(body), ReportError::Missing { action: action.to_owned(), field }, "{body}");
    }
}

#[test]
fn nesting_without_end_is_an_error_and_no_overflow() {
    for (open, close) in [("[", "]"), ("{\"call\":", "}"), ("{\"call\":[", "]}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert!(matches!(error(&deep), ReportError::NotJson(_) | ReportError::NoAction));
        assert!(matches!(error(open.repeat(100_000)), ReportError::NotJson(_) | ReportError::NoAction));
        // What stands before it is no worse for it.
        let inside = format!(r#"{{"action":"RING","callid":"1.2","x":{deep}}}"#);
        match report::read(inside.as_bytes()) {
            Ok(report) => assert_eq!(report.reading, Reading::Mended),
            Err(error) => assert!(inside.len() > 256 * 1024, "{error}"),
        }
    }
}

#[test]
fn a_long_report_is_read_like_a_short_one() {
    let many = vec![r#""101""#; 100_000].join(",");
    let body = format!(r#"{{"action":"RING","callid":"1.2","ext":{{"extid":[{many}]}}}}"#);
    let report::Event::Ring(call) = report::read(body.as_bytes()).unwrap().event else { panic!("no ring") };
    assert_eq!(call.parties.len(), 100_000);
}

/// A capture with some bytes replaced, removed or doubled.
fn mutated_capture() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6);
    (prop::sample::select(REPORTS), edits).prop_map(|(capture, edits)| {
        let mut body = capture.body().to_vec();
        for (place, byte, edit) in edits {
            let at = place.index(body.len());
            match edit {
                0 => body[at] = byte,
                1 => {
                    body.remove(at);
                }
                _ => body.insert(at, body[at]),
            }
        }
        body
    })
}

/// JSON of any shape under the names that reports use.
fn any_members() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<f64>().prop_filter("JSON has no NaN", |n| n.is_finite()).prop_map(|n| n.to_string()),
        prop::sample::select(&["\"101\"", "\"1.2\"", "\"RING\"", "\"\"", "true", "480"][..])
            .prop_map(str::to_owned),
    ];
    let names = prop::sample::select(
        &["action", "callid", "ext", "extid", "call", "inbound", "outbound", "status"][..],
    );
    let value = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((names.clone(), inner), 0..4).prop_map(|members| object(&members)),
        ]
    });
    let names = prop::sample::select(
        &["callid", "ext", "call", "inbound", "outbound", "sn", "status", "extension"][..],
    );
    let actions = prop::sample::select(&["RING", "BYE", "CallFailed", "NewCdr", "ExtensionStatus", "?"][..]);
    (actions, prop::collection::vec((names, value), 0..6)).prop_map(|(action, mut members)| {
        members.push(("action", format!("\"{action}\"")));
        object(&members)
    })
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

proptest! {
    // An error is as good as a report here: the assertion is that it comes back.
    #[test]
    fn any_bytes_come_back(body in prop::collection::vec(any::<u8>(), 0..512)) {
        let _ = report::read(&body);
    }

    #[test]
    fn a_mutated_capture_comes_back_and_survives_the_journal(body in mutated_capture()) {
        if let Ok(report) = report::read(&body) {
            let journal = serde_json::to_string(&report).unwrap();
            prop_assert_eq!(serde_json::from_str::<report::Report>(&journal).unwrap(), report);
        }
    }

    #[test]
    fn members_of_any_shape_come_back_and_survive_the_journal(body in any_members()) {
        match report::read(body.as_bytes()) {
            Ok(report) => {
                let journal = serde_json::to_string(&report).unwrap();
                prop_assert_eq!(serde_json::from_str::<report::Report>(&journal).unwrap(), report);
            }
            Err(error) => prop_assert!(matches!(error, ReportError::Missing { .. }), "{error}: {body}"),
        }
    }
}
