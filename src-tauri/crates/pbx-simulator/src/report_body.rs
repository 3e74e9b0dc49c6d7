//! A report's body with the members in the captured order, compact, in shape A, B or C. Shape A repeats a key, so
//! no JSON library's map will do.

use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{CallReport, Cdr, Event, Report, ReportParty};

use crate::options::ReportShape;

/// The bytes after the head.
pub fn report_body(report: &Report, shape: ReportShape) -> String {
    let mut members = vec![("action", text(action(&report.event)))];
    match &report.event {
        Event::BootUp | Event::Unknown { .. } => {}
        Event::ExtensionStatus { extension, status } => {
            members.push(("extension", text(extension.as_str())));
            members.push(("status", text(status_word(status))));
        }
        Event::Alert(call) => push_call(&mut members, call, shape, report.serial.is_some()),
        Event::Ring(call) | Event::Answer(call) | Event::Bye(call) | Event::Transfer(call) => {
            push_call(&mut members, call, shape, false);
        }
        Event::CallFailed { reason, call } => {
            // The captured 480 is a bare number; a reason with words can only be text.
            members.push(("reason", reason.parse().map_or_else(|_| text(reason), Json::Number)));
            push_call(&mut members, call, shape, false);
        }
        Event::NewCdr(cdr) => push_cdr(&mut members, cdr),
    }
    if let Some(serial) = &report.serial {
        members.push(("sn", text(serial)));
    }
    let mut out = String::new();
    Json::Object(members).write(&mut out);
    out
}

/// The wire's name of an event, misspelling included.
pub(crate) fn action(event: &Event) -> &str {
    match event {
        Event::BootUp => "BootUp",
        Event::ExtensionStatus { .. } => "ExtensionStatus",
        Event::Alert(_) => "ALERT",
        Event::Ring(_) => "RING",
        Event::Answer(_) => "ANSWER",
        Event::Bye(_) => "BYE",
        Event::Transfer(_) => "Tranfer",
        Event::CallFailed { .. } => "CallFailed",
        Event::NewCdr(_) => "NewCdr",
        Event::Unknown { action } => action,
    }
}

/// Reports have words of their own for what queries call `Busy` and `Unavailable`.
fn status_word(status: &ExtensionStatus) -> &str {
    match status {
        ExtensionStatus::Unavailable => "Unregistered",
        ExtensionStatus::InUse => "InUse",
        ExtensionStatus::Idle
        | ExtensionStatus::Ringing
        | ExtensionStatus::OnHold
        | ExtensionStatus::Faulty
        | ExtensionStatus::Other(_) => status.to_wire(),
    }
}

/// The captured ALERT of an internal call lists its one caller; every other lone extension is bare text.
fn push_call(members: &mut Vec<Named>, call: &CallReport, shape: ReportShape, lists_one: bool) {
    members.push(("callid", text(call.call.as_str())));
    match shape {
        ReportShape::A => members.extend(call.parties.iter().map(party)),
        ReportShape::B => {
            let list = call.parties.iter().map(|p| Json::Object(vec![party(p)])).collect();
            members.push(("call", Json::List(list)));
        }
        ReportShape::C => members.extend(grouped(&call.parties, lists_one)),
    }
}

/// Extensions together under one key, where the first of them stands.
fn grouped(parties: &[ReportParty], lists_one: bool) -> Vec<Named> {
    let numbers: Vec<&str> = parties
        .iter()
        .filter_map(|party| match party {
            ReportParty::Extension(extension) => Some(extension.as_str()),
            ReportParty::Inbound(_) | ReportParty::Outbound(_) => None,
        })
        .collect();
    let mut members = Vec::new();
    for one in parties {
        let is_extension = matches!(one, ReportParty::Extension(_));
        if !is_extension {
            members.push(party(one));
        } else if members.iter().all(|(name, _)| *name != "ext") {
            let extid = match numbers.as_slice() {
                [only] if !lists_one => text(only),
                several => Json::List(several.iter().map(|number| text(number)).collect()),
            };
            members.push(("ext", Json::Object(vec![("extid", extid)])));
        }
    }
    members
}

fn party(party: &ReportParty) -> Named {
    let outside = |from: &str, to: &str, trunk: &str, id_name, id: &str| {
        Json::Object(vec![
            ("from", text(from)),
            ("to", text(to)),
            ("trunk", text(trunk)),
            (id_name, text(id)),
        ])
    };
    match party {
        ReportParty::Extension(extension) => ("ext", Json::Object(vec![("extid", text(extension.as_str()))])),
        ReportParty::Inbound(p) => {
            let id = p.id.as_ref().map_or("", |id| id.as_str());
            ("inbound", outside(&p.from, &p.to, &p.trunk, "inboundid", id))
        }
        ReportParty::Outbound(p) => {
            let id = p.id.as_ref().map_or("", |id| id.as_str());
            ("outbound", outside(&p.from, &p.to, &p.trunk, "outboundid", id))
        }
    }
}

fn push_cdr(members: &mut Vec<Named>, cdr: &Cdr) {
    members.extend([
        ("callid", text(cdr.call.as_str())),
        ("timestart", text(&cdr.start)),
        ("callfrom", text(&cdr.from)),
        ("callto", text(&cdr.to)),
        ("callduraction", text(&cdr.total_seconds.to_string())),
        ("talkduraction", text(&cdr.talk_seconds.to_string())),
        ("status", text(&cdr.status)),
        ("type", text(&cdr.direction)),
    ]);
    if let Some(recording) = &cdr.recording {
        members.push(("recording", text(recording)));
    }
}

type Named = (&'static str, Json);

// Not serde_json's: its objects can't repeat a key, as shape A does, and do not keep the captures' order.
enum Json {
    Text(String),
    Number(u32),
    List(Vec<Json>),
    Object(Vec<Named>),
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

impl Json {
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&serde_json::Value::from(text.as_str()).to_string()),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::List(items) => separated(out, ('[', ']'), items, |out, item| item.write(out)),
            Self::Object(members) => separated(out, ('{', '}'), members, |out, (name, value)| {
                out.push('"');
                out.push_str(name);
                out.push_str("\":");
                value.write(out);
            }),
        }
    }
}

fn separated<T>(out: &mut String, (open, close): (char, char), items: &[T], write: impl Fn(&mut String, &T)) {
    out.push(open);
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bodies of the document's captures, compact; their Content-Length is their length.
    const CAPTURES: [(&str, usize); 14] = [
        (r#"{"action":"ExtensionStatus","extension":"101","status":"InUse","sn":"a09805021987"}"#, 83),
        (r#"{"action":"ALERT","callid":"1589947952.1670","ext":{"extid":["101"]},"sn":"a09805021987"}"#, 89),
        (
            r#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
            94,
        ),
        (r#"{"action":"ALERT","callid":"1589948179.1692","ext":{"extid":"106"}}"#, 67),
        (
            r#"{"action":"RING","callid":"1589948178.1690","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589948178.1690"},"ext":{"extid":"106"}}"#,
            155,
        ),
        (
            r#"{"action":"ALERT","callid":"1589948512.1709","inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"},"sn":"a09805021987"}"#,
            152,
        ),
        (
            r#"{"action":"RING","callid":"1589948512.1709","ext":{"extid":"101"},"inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"},"sn":"a09805021987"}"#,
            173,
        ),
        (
            r#"{"action":"ANSWER","callid":"1589953310.1724","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
            96,
        ),
        (
            r#"{"action":"ANSWER","callid":"1589953723.1760","ext":{"extid":"106"},"outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589953722.1758"},"sn":"a09805021987"}"#,
            177,
        ),
        (
            r#"{"action":"BYE","callid":"1589953914.1775","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#,
            93,
        ),
        (
            r#"{"action":"BYE","callid":"1589956488.1962","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589956488.1962"},"ext":{"extid":"106"},"sn":"a09805021987"}"#,
            174,
        ),
        (
            r#"{"action":"Tranfer","callid":"1589957670.2001","ext":{"extid":["102","101"]},"sn":"a09805021987"}"#,
            97,
        ),
        (
            r#"{"action":"CallFailed","reason":480,"callid":"1589958470.2092","ext":{"extid":["102","106"]},"sn":"a09805021987"}"#,
            113,
        ),
        (
            r#"{"action":"NewCdr","callid":"1589958682.2101","timestart":"2020-05-20 10:11:22","callfrom":"106","callto":"102","callduraction":"10","talkduraction":"5","status":"ANSWERED","type":"Internal","sn":"a09805021987"}"#,
            211,
        ),
    ];

    #[test]
    fn captures_are_written_as_they_were_captured() {
        for (capture, content_length) in CAPTURES {
            let report = pbx_protocol::report::read(capture.as_bytes()).unwrap();
            assert_eq!(report_body(&report, ReportShape::C), capture);
            assert_eq!(capture.len(), content_length);
        }
    }

    #[test]
    fn the_same_report_in_shapes_a_and_b() {
        let report = pbx_protocol::report::read(CAPTURES[2].0.as_bytes()).unwrap();
        assert_eq!(
            report_body(&report, ReportShape::A),
            r#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":"106"},"ext":{"extid":"101"},"sn":"a09805021987"}"#
        );
        assert_eq!(
            report_body(&report, ReportShape::B),
            r#"{"action":"RING","callid":"1589947952.1670","call":[{"ext":{"extid":"106"}},{"ext":{"extid":"101"}}],"sn":"a09805021987"}"#
        );
    }

    #[test]
    fn every_shape_reads_back_as_the_same_report() {
        for (capture, _) in CAPTURES {
            let report = pbx_protocol::report::read(capture.as_bytes()).unwrap();
            for shape in [ReportShape::A, ReportShape::B, ReportShape::C] {
                let body = report_body(&report, shape);
                assert_eq!(pbx_protocol::report::read(body.as_bytes()).unwrap(), report, "{body}");
            }
        }
    }

    #[test]
    fn text_is_escaped() {
        let capture = r#"{"action":"ExtensionStatus","extension":"101","status":"a\"<\\b>\n","sn":"x"}"#;
        let report = pbx_protocol::report::read(capture.as_bytes()).unwrap();
        let body = report_body(&report, ReportShape::C);
        assert_eq!(pbx_protocol::report::read(body.as_bytes()).unwrap(), report);
    }
}
