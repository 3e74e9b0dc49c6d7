//! The document's 22 reports (21 of them with a `Content-Length`): what is sent, and what each one says.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::endpoints::{ExtensionStatus, InboundParty, OutboundParty};
use pbx_protocol::fixtures::{Capture, REPORTS};
use pbx_protocol::report::{self, CallReport, Cdr, Event, Reading, Report, ReportParty};
use pbx_protocol::{CallId, Extension, InboundId, OutboundId, request_line};

#[test]
fn every_content_length_is_the_bodys_to_the_byte() {
    let mut with_length = 0;
    for capture in REPORTS {
        let Some(length) = content_length(capture) else { continue };
        assert_eq!(length, capture.body().len(), "{}", capture.name);
        with_length += 1;
    }
    assert_eq!((REPORTS.len(), with_length), (22, 21));
}

#[test]
fn every_request_line_can_be_repaired() {
    for capture in REPORTS {
        let line = capture.head().next().unwrap();
        assert_eq!(request_line::repair(line).as_deref(), Ok(&b"POST / HTTP/1.1"[..]), "{}", capture.name);
    }
}

#[test]
fn the_request_lines_are_the_documents() {
    let count = |line: &[u8]| REPORTS.iter().filter(|c| c.head().next() == Some(line)).count();
    assert_eq!(count(b"POST / HTTP/1.1"), 1, "BootUp");
    assert_eq!(count(b"POST  HTTP/1.1"), 17);
    assert_eq!(count(b"POST HTTP/1.1"), 4, "BYE");
}

#[test]
fn every_capture_says_what_happened() {
    let expected = expected();
    assert_eq!(expected.len(), REPORTS.len());
    for (capture, (name, report)) in REPORTS.iter().zip(expected) {
        assert_eq!(capture.name, name);
        assert_eq!(report::read(capture.body()), Ok(report), "{name}");
    }
}

fn expected() -> Vec<(&'static str, Report)> {
    use Event::{Alert, Answer, Bye, Ring, Transfer};
    vec![
        (
            "01-bootup",
            Report {
                serial: Some("369351034049".to_owned()),
                event: Event::BootUp,
                reading: Reading::AsSent,
            },
        ),
        (
            "02-extension-status-in-use",
            says(Event::ExtensionStatus { extension: number("101"), status: ExtensionStatus::InUse }),
        ),
        ("03-alert-101-calls-106", says(Alert(call("1589947952.1670", [ext("101")])))),
        ("04-ring-101-calls-106", says(Ring(call("1589947952.1670", [ext("106"), ext("101")])))),
        ("05-alert-106-calls-outside", nameless(Alert(call("1589948179.1692", [ext("106")])))),
        (
            "06-ring-106-calls-outside",
            nameless(Ring(call("1589948178.1690", [outbound("1589948178.1690"), ext("106")]))),
        ),
        (
            "07-alert-outside-calls-101",
            says(Alert(call("1589948512.1709", [inbound("103", "101", "1589948512.1707")]))),
        ),
        (
            "08-ring-outside-calls-101",
            says(Ring(call("1589948512.1709", [ext("101"), inbound("103", "101", "1589948512.1707")]))),
        ),
        ("09-answer-106-answers-101", says(Answer(call("1589953310.1724", [ext("106"), ext("101")])))),
        (
            "10-answer-101-answers-outside",
            says(Answer(call("1589953417.1743", [ext("101"), inbound("103", "101", "1589953417.1743")]))),
        ),
        ("11-answer-101-is-answered-by-106", says(Answer(call("1589953310.1724", [ext("101"), ext("106")])))),
        (
            "12-answer-106-is-answered-by-outside",
            says(Answer(call("1589953723.1760", [ext("106"), outbound("1589953722.1758")]))),
        ),
        ("13-bye-106-hangs-up", says(Bye(call("1589953914.1775", [ext("106"), ext("101")])))),
        ("14-bye-101-is-hung-up", says(Bye(call("1589953914.1777", [ext("101"), ext("106")])))),
        (
            "15-bye-outside-hangs-up",
            says(Bye(call("1589956488.1962", [outbound("1589956488.1962"), ext("106")]))),
        ),
        (
            "16-bye-106-is-hung-up",
            says(Bye(call("1589956489.1964", [ext("106"), outbound("1589956489.1964")]))),
        ),
        ("17-transfer-101-hands-over-102", says(Transfer(call("1589957670.2001", [ext("102"), ext("101")])))),
        (
            "18-transfer-102-hands-over-outside",
            says(Transfer(call("1589957892.2030", [ext("102"), inbound("101", "102", "1589957892.2030")]))),
        ),
        (
            "19-callfailed-102-does-not-answer",
            says(Event::CallFailed {
                reason: "480".to_owned(),
                call: call("1589958470.2092", [ext("102"), ext("106")]),
            }),
        ),
        (
            "20-newcdr-internal",
            says(booking("1589958682.2101", "2020-05-20 10:11:22", ("106", "102"), (10, 5), "Internal")),
        ),
        (
            "21-newcdr-outbound",
            says(booking("1589958787.2118", "2020-05-20 10:13:07", ("106", "16101"), (10, 5), "Outbound")),
        ),
        (
            "22-newcdr-inbound",
            says(booking("1589959139.2135", "2020-05-20 10:18:59", ("101", "102"), (10, 4), "Inbound")),
        ),
    ]
}

fn content_length(capture: &Capture) -> Option<usize> {
    let value = capture.head().find_map(|line| line.strip_prefix(b"Content-Length:"))?;
    Some(std::str::from_utf8(value).unwrap().parse().unwrap())
}

fn says(event: Event) -> Report {
    Report { serial: Some("a09805021987".to_owned()), event, reading: Reading::AsSent }
}

fn nameless(event: Event) -> Report {
    Report { serial: None, event, reading: Reading::AsSent }
}

fn number(text: &str) -> Extension {
    Extension::parse(text).unwrap()
}

fn call<const N: usize>(id: &str, parties: [ReportParty; N]) -> CallReport {
    CallReport { call: CallId::parse(id).unwrap(), parties: parties.into() }
}

fn ext(text: &str) -> ReportParty {
    ReportParty::Extension(number(text))
}

fn inbound(from: &str, to: &str, id: &str) -> ReportParty {
    ReportParty::Inbound(InboundParty {
        from: from.to_owned(),
        to: to.to_owned(),
        trunk: "to-18-16-2".to_owned(),
        id: Some(InboundId::parse(id).unwrap()),
    })
}

/// Every outbound call of the document is 106 calling 103.
fn outbound(id: &str) -> ReportParty {
    ReportParty::Outbound(OutboundParty {
        from: "106".to_owned(),
        to: "103".to_owned(),
        trunk: "to-18-16-2".to_owned(),
        id: Some(OutboundId::parse(id).unwrap()),
    })
}

fn booking(id: &str, start: &str, (from, to): (&str, &str), seconds: (u32, u32), direction: &str) -> Event {
    Event::NewCdr(Cdr {
        call: CallId::parse(id).unwrap(),
        start: start.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        total_seconds: seconds.0,
        talk_seconds: seconds.1,
        status: "ANSWERED".to_owned(),
        direction: direction.to_owned(),
        recording: None,
    })
}
