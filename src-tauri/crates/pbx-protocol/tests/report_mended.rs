//! Reports as programs without a JSON library put them together: the call is read, and nothing is made up.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::time::{Duration, Instant};

use pbx_protocol::fixtures::REPORTS;
use pbx_protocol::report::{self, CallReport, Event, Reading, Report, ReportError, ReportParty};
use proptest::prelude::*;

const RING: &str = r#"{"action":"RING","callid":"1790012200.2","ext":{"extid":"101"},"inbound":{"from":"Nord <13800138422>","to":"101","trunk":"to-18-16-2","inboundid":"1790012200.1"},"sn":"a09805021987"}"#;

fn ring_of(report: Report) -> (CallReport, Reading) {
    match report.event {
        Event::Ring(call) => (call, report.reading),
        other => panic!("no ring: {other:?}"),
    }
}

fn read(body: &[u8]) -> (CallReport, Reading) {
    ring_of(report::read(body).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(body))))
}

/// What the call says of its caller.
fn caller(call: &CallReport) -> Option<&str> {
    call.parties.iter().find_map(|party| match party {
        ReportParty::Inbound(inbound) => Some(inbound.from.as_str()),
        ReportParty::Extension(_) | ReportParty::Outbound(_) => None,
    })
}

fn extensions(call: &CallReport) -> Vec<&str> {
    let numbers = call.parties.iter().filter_map(|party| match party {
        ReportParty::Extension(extension) => Some(extension.as_str()),
        ReportParty::Inbound(_) | ReportParty::Outbound(_) => None,
    });
    numbers.collect()
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// The whole of [`RING`] with another caller.
fn ring_from(from: &[u8]) -> Vec<u8> {
    let (before, behind) = RING.split_once("Nord <13800138422>").unwrap();
    [before.as_bytes(), from, behind.as_bytes()].concat()
}

#[test]
fn another_encoding_is_no_damage() {
    let cut = &"北方电气有限公司".as_bytes()[..23];
    for (from, meant) in [
        (gb18030("北方电气 <13800138411>"), "北方电气 <13800138411>"),
        (gb18030("朱镕基 <1>"), "朱镕基 <1>"),
        (gb18030("柳頔 <1>"), "柳頔 <1>"), // its last byte is a backslash
        (gb18030("陶喆"), "陶喆"),
        (b"M\xfcller <+4930555411>".to_vec(), "Müller <+4930555411>"),
        (b"Jos\xe9".to_vec(), "José"),
        ([cut, b" <13800138413>"].concat(), "北方电气有限公 <13800138413>"),
        (cut.to_vec(), "北方电气有限公"),
    ] {
        let (call, reading) = read(&ring_from(&from));
        assert_eq!((caller(&call), reading), (Some(meant), Reading::AsSent));
        assert_eq!(extensions(&call), ["101"]);
    }
    let (call, reading) = read(&[b"\xef\xbb\xbf", RING.as_bytes()].concat());
    assert_eq!((caller(&call), reading), (Some("Nord <13800138422>"), Reading::AsSent));
}

#[test]
fn a_name_never_costs_a_call() {
    for (from, meant) in [
        (r#""Nord, Anna" <13800138421>"#, r#""Nord, Anna" <13800138421>"#),
        (r#""Nord" "Anna" <1>"#, r#""Nord" "Anna" <1>"#),
        (r#"Anna "the boss" Nord <1>"#, r#"Anna "the boss" Nord <1>"#),
        (r#""""#, r#""""#),
        (r#"Nord""#, r#"Nord""#),
        (r#"{"Nord"} <1>"#, r#"{"Nord"} <1>"#),
        (r#"["a","b"] <1>"#, r#"["a","b"] <1>"#),
        (r#"a: "b", c <1>"#, r#"a: "b", c <1>"#),
        (r"NORD\anna <13800138422>", r"NORD\anna <13800138422>"),
        (r"Bob\", r"Bob\"),
        (r"Bob\ <1>", r"Bob\ <1>"),
        (r"\x4e\u53\uzzzz <1>", r"\x4e\u53\uzzzz <1>"),
        (r#"\"Nord\", \q <1>"#, r#""Nord", \q <1>"#),
        (r"\ud83d\ude00 \q <1>", "😀 \\q <1>"),
        (r"\ud83d <1>", "\u{fffd} <1>"),
        ("Nord\tAnna <1>", "Nord Anna <1>"),
        ("Nord\r\nAnna <1>", "Nord  Anna <1>"),
        ("Nord\0\0\0", "Nord"),
        ("\u{1}Nord\u{1b}[1m <1>", "Nord [1m <1>"),
        ("It's <1>\u{7}", "It's <1>"),
    ] {
        let (call, reading) = read(&ring_from(from.as_bytes()));
        assert_eq!((caller(&call), reading), (Some(meant), Reading::Mended), "{from}");
        assert_eq!((call.call.as_str(), extensions(&call)), ("1790012200.2", vec!["101"]), "{from}");
        let ReportParty::Inbound(inbound) = &call.parties[1] else { panic!("{from}") };
        assert_eq!((inbound.to.as_str(), inbound.trunk.as_str()), ("101", "to-18-16-2"), "{from}");
        assert_eq!(inbound.id.as_ref().unwrap().as_str(), "1790012200.1", "{from}");
    }
}

#[test]
fn two_damages_at_once_are_mended() {
    let from = gb18030("\"北方\\李\" <1>");
    let (call, reading) = read(&ring_from(&from));
    assert_eq!((caller(&call), reading), (Some("\"北方\\李\" <1>"), Reading::Mended));
}

#[test]
fn the_frame_around_the_members_may_be_damaged() {
    let bare = RING.replace("\"101\"", "101").replace("\"1790012200.2\"", "1790012200.2");
    for body in [
        format!("{RING}\0"),
        format!("\0\0{RING}"),
        format!("{RING}\r\n\r\nGET / HTTP/1.1"),
        format!("{RING}}}"),
        format!("{RING}]"),
        format!("{RING} \"text\""),
        format!("json={RING}"),
        format!("[{RING}]"),
        RING.replace("}}", "},}"),
        RING.replace(",\"sn\"", ",,\"sn\""),
        RING.replace(r#""a09805021987"}"#, r#""a09805021987",}"#),
        RING.replace(r#""101"}"#, r#""101",}"#),
        RING.replace(r#","sn":"a09805021987"}"#, ""),
        RING.replace(r#"},"sn":"a09805021987"}"#, ""),
        RING.replace(r#"1"},"sn""#, r#"1","sn""#),
        RING.replace(r#""101"},"inbound""#, r#""101","inbound""#),
        RING.replace(r#""101"},"inbound""#, r#""101"}},"inbound""#),
        RING.replace(r#"{"extid":"101"}"#, r#"{"extid":["101"}"#),
        RING.replace(r#"{"extid":"101"}"#, r#"{"extid":["101",]}"#),
        RING.replace(r#","to""#, r#" "to""#),
        RING.replace(r#"22>","to""#, r#"22>,"to""#),
        RING.replace('"', "'"),
        RING.replace("\"action\"", "action").replace("\"callid\"", "callid"),
        RING.replace("\"RING\"", "RING"),
        format!("{bare} "),
        RING.replace(':', " :\0"),
    ] {
        let (call, _) = read(body.as_bytes());
        assert_eq!(caller(&call), Some("Nord <13800138422>"), "{body}");
        assert_eq!((call.call.as_str(), extensions(&call)), ("1790012200.2", vec!["101"]), "{body}");
    }
}

#[test]
fn shapes_a_and_b_are_mended_too() {
    let bodies = [
        r#"{"action":"RING","callid":"1.2","ext":{"extid":"101"},"ext":{"extid":"102"},"note":"a "b" c",}"#,
        r#"{"action":"RING","callid":"1.2","call":[{"ext":{"extid":"101"}},{"ext":{"extid":"102"}}],"note":"a "b" c"}"#,
        r#"{"action":"RING","callid":"1.2","call":[{"ext":{"extid":"101"}},{"ext":{"extid":"102"}}]"#,
        r#"{"action":"RING","callid":"1.2","ext":{"extid":["101","102"]},"note":"\q"}"#,
        r#"{"action":"RING","callid":"1.2","ext":{"extid":["101","102","10"#,
    ];
    for body in bodies {
        let (call, reading) = read(body.as_bytes());
        assert_eq!((extensions(&call), reading), (vec!["101", "102"], Reading::Mended), "{body}");
    }
}

#[test]
fn what_the_end_cuts_off_is_left_out_rather_than_taken_for_less() {
    for end in 1..RING.len() {
        match report::read(&RING.as_bytes()[..end]) {
            Ok(report) => {
                let (call, reading) = ring_of(report);
                assert_eq!((call.call.as_str(), reading), ("1790012200.2", Reading::Mended), "{end}");
                assert!(extensions(&call).iter().all(|extension| *extension == "101"), "{end}");
                assert!(matches!(caller(&call), None | Some("" | "Nord <13800138422>")), "{end}: {call:?}");
            }
            Err(error) => assert!(
                matches!(
                    error,
                    ReportError::NotJson(_) | ReportError::NoAction | ReportError::Missing { .. }
                ),
                "{end}"
            ),
        }
    }
    let cut = RING.split_once(r#","inbound""#).unwrap().0;
    assert_eq!(extensions(&read(cut.as_bytes()).0), ["101"]);
}

#[test]
fn no_two_halves_become_a_whole() {
    let body = "{\"action\":\"BYE\",\"callid\":\"17900\u{1}12200.2\",\"ext\":{\"extid\":\"10\u{1}1\"}}";
    let missing = ReportError::Missing { action: "BYE".to_owned(), field: "callid" };
    assert_eq!(report::read(body.as_bytes()), Err(missing.clone()));
    let number = "{\"action\":\"RING\",\"callid\":\"1.2\",\"inbound\":{\"from\":\"138\u{1}422\"}}";
    assert_eq!(caller(&read(number.as_bytes()).0), Some("138 422"));
    // Nor does a name of a caller become a member.
    let bye = r#"{"action":"BYE","ext":{"extid":"101"},"inbound":{"from":"a "b" ","callid":"1.2","#;
    assert_eq!(report::read(bye.as_bytes()), Err(missing));
}

#[test]
fn each_of_two_reports_in_one_body_is_read() {
    let second = RING.replace("1790012200", "1790012300");
    for between in ["", "\r\n", ",", "\0"] {
        let bodies = format!("{RING}{between}{second}");
        let calls: Vec<CallReport> =
            report::read_all(bodies.as_bytes()).into_iter().map(|read| ring_of(read.unwrap()).0).collect();
        assert_eq!(calls.len(), 2, "{between:?}");
        assert_eq!(calls[1].call.as_str(), "1790012300.2");
    }
    let with_rubbish = format!("{RING}{{}}{{\"a\":1}}");
    assert_eq!(report::read_all(with_rubbish.as_bytes()).len(), 1);
    let with_a_broken_one = format!("{RING}{{\"action\":\"RING\"}}");
    assert!(matches!(report::read_all(with_a_broken_one.as_bytes())[..], [Ok(_), Err(_)]));
    let endless = RING.repeat(1000);
    assert_eq!(report::read_all(endless.as_bytes()).len(), 16);
    assert_eq!(report::read_all(b"<html>").len(), 1);
}

#[test]
fn the_worst_text_is_read_in_time_that_grows_with_its_length() {
    let front = r#"{"action":"RING","callid":"1.2","from":""#;
    for piece in [
        "\"", "\\", "\"}", "\",", "\" ", "{", "[", "{\"", "\\\"", "'", ",", ",\"", ":", "\"a\":", " ", "\"]",
        "a", "\",\"a\"", "}\"", "[{", "\\u", "\0", "\u{85}", "北",
    ] {
        let body = format!("{front}{}", piece.repeat(250_000 / piece.len()));
        let started = now();
        drop(report::read_all(body.as_bytes()));
        assert!(started.elapsed() < Duration::from_secs(2), "{piece}: {:?}", started.elapsed());
    }
}

#[expect(clippy::disallowed_methods, reason = "the test measures time")]
fn now() -> Instant {
    Instant::now()
}

/// A capture with some bytes replaced, removed or doubled.
fn damaged(body: &[u8], edits: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut body = body.to_vec();
    for (place, byte, edit) in edits {
        let at = place.index(body.len());
        match edit {
            0 => body[at] = *byte,
            1 => body.insert(at, *byte),
            _ => body.insert(at, body[at]),
        }
    }
    body
}

proptest! {
    #[test]
    fn any_name_leaves_the_call(name in prop::collection::vec(any::<u8>(), 0..40)) {
        let body = ring_from(&name);
        let read = report::read(&body);
        prop_assert!(read.is_ok(), "{:?}: {}", read, String::from_utf8_lossy(&body));
        let (call, _) = ring_of(read.unwrap());
        prop_assert_eq!((call.call.as_str(), extensions(&call)), ("1790012200.2", vec!["101"]));
    }

    #[test]
    fn a_strict_report_is_the_same_when_it_is_mended(at in 0..REPORTS.len()) {
        let sent = report::read(REPORTS[at].body()).unwrap();
        let mended = report::read(&[REPORTS[at].body(), b"\0"].concat()).unwrap();
        prop_assert_eq!(Report { reading: Reading::AsSent, ..mended }, sent);
    }

    #[test]
    fn a_damaged_capture_survives_the_journal(
        at in 0..REPORTS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        for report in report::read_all(&damaged(REPORTS[at].body(), &edits)).into_iter().flatten() {
            let kept = serde_json::to_string(&report).unwrap();
            prop_assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
        }
    }
}
