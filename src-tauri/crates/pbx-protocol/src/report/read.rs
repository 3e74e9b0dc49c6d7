//! From a body to a [`Report`]: shapes A, B and C, action aliases, missing fields.

use std::borrow::Cow;

use super::members::{Member, Members};
use super::{CallReport, Cdr, Event, Reading, Report, ReportParty, mended};
use crate::endpoints::{ExtensionStatus, InboundParty, OutboundParty};
use crate::{CallId, Extension, InboundId, OutboundId, text};

/// Why a body is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Not JSON, or JSON that is no object.
    #[error("the report is no JSON object: {0}")]
    NotJson(String),
    /// No `action`, or a blank one.
    #[error("the report names no action")]
    NoAction,
    /// A known action without what it needs.
    #[error("the {action} report lacks a usable {field}")]
    Missing {
        /// The wire's `action`, as it came.
        action: String,
        /// The wire's name of what is missing.
        field: &'static str,
    },
}

/// Reads one report's body: strictly, and what can't be read so as forgivingly as it takes. An unknown action is a
/// report all the same.
pub fn read(body: &[u8]) -> Result<Report, ReportError> {
    match read_strictly(body) {
        Err(ReportError::NotJson(why)) => read_damaged(body, &why).swap_remove(0),
        read => read,
    }
}

/// As [`read`], for a body that may hold several reports one behind the other. At least one comes back.
pub fn read_all(body: &[u8]) -> Vec<Result<Report, ReportError>> {
    match read_strictly(body) {
        Err(ReportError::NotJson(why)) => read_damaged(body, &why),
        read => vec![read],
    }
}

fn read_strictly(body: &[u8]) -> Result<Report, ReportError> {
    let member: Member =
        serde_json::from_slice(body).map_err(|error| ReportError::NotJson(error.to_string()))?;
    let Member::Object(members) = member else {
        return Err(ReportError::NotJson("not an object".to_owned()));
    };
    report_of(&members, Reading::AsSent)
}

/// A body in another encoding than JSON's is as good as any; else it is mended.
fn read_damaged(body: &[u8], why: &str) -> Vec<Result<Report, ReportError>> {
    let text = text::decode(body);
    if text.as_bytes() != body
        // Once the bytes are text it is JSON after all; what such a report lacks is no damage.
        && let read @ (Ok(_) | Err(ReportError::NoAction | ReportError::Missing { .. })) =
            read_strictly(text.as_bytes())
    {
        return vec![read];
    }
    let objects = mended::objects(&text);
    let mut reports: Vec<_> = objects.iter().map(|members| report_of(members, Reading::Mended)).collect();
    // What stands behind a report and is none is not a second one.
    if reports.iter().any(Result::is_ok) {
        reports.retain(|report| !matches!(report, Err(ReportError::NoAction)));
    }
    if reports.is_empty() {
        reports.push(Err(ReportError::NotJson(why.to_owned())));
    }
    reports
}

fn report_of(members: &Members<'_>, reading: Reading) -> Result<Report, ReportError> {
    let action = filled(members, "action").ok_or(ReportError::NoAction)?;
    let fields = Fields { action: &action, members };
    Ok(Report { serial: fields.filled("sn"), event: fields.event()?, reading })
}

struct Fields<'a> {
    action: &'a str,
    members: &'a Members<'a>,
}

impl Fields<'_> {
    fn event(&self) -> Result<Event, ReportError> {
        Ok(match self.action {
            "BootUp" => Event::BootUp,
            "ExtensionStatus" => Event::ExtensionStatus {
                extension: Extension::parse(&trimmed(self.members, "extension"))
                    .map_err(|_| self.missing("extension"))?,
                status: self
                    .filled("status")
                    .map(|word| ExtensionStatus::from_wire(&word))
                    .ok_or_else(|| self.missing("status"))?,
            },
            "ALERT" => Event::Alert(self.call()?),
            "RING" => Event::Ring(self.call()?),
            "ANSWER" | "ANSWERED" => Event::Answer(self.call()?),
            "BYE" => Event::Bye(self.call()?),
            // The document's own spelling first; other firmware has the others.
            "Tranfer" | "Transfer" | "CallTransfer" => Event::Transfer(self.call()?),
            "CallFailed" => Event::CallFailed { reason: self.text("reason"), call: self.call()? },
            "NewCdr" => Event::NewCdr(self.cdr()?),
            _ => Event::Unknown { action: self.action.to_owned() },
        })
    }

    fn call(&self) -> Result<CallReport, ReportError> {
        let mut parties = Vec::new();
        collect_parties(self.members, &mut parties);
        Ok(CallReport { call: self.call_id()?, parties })
    }

    fn cdr(&self) -> Result<Cdr, ReportError> {
        // A booking without usable durations is a booking all the same.
        let seconds = |name| trimmed(self.members, name).parse().unwrap_or(0);
        Ok(Cdr {
            call: self.call_id()?,
            start: self.text("timestart"),
            from: self.text("callfrom"),
            to: self.text("callto"),
            total_seconds: seconds("callduraction"),
            talk_seconds: seconds("talkduraction"),
            status: self.text("status"),
            direction: self.text("type"),
            recording: self.filled("recording"),
        })
    }

    fn call_id(&self) -> Result<CallId, ReportError> {
        CallId::parse(&trimmed(self.members, "callid")).map_err(|_| self.missing("callid"))
    }

    fn text(&self, name: &str) -> String {
        trimmed(self.members, name).into_owned()
    }

    fn filled(&self, name: &str) -> Option<String> {
        filled(self.members, name).map(Cow::into_owned)
    }

    fn missing(&self, field: &'static str) -> ReportError {
        ReportError::Missing { action: self.action.to_owned(), field }
    }
}

/// Walks the members in the order sent.
fn collect_parties(members: &Members<'_>, parties: &mut Vec<ReportParty>) {
    for (name, value) in &members.0 {
        collect_party(&name.0, value, parties);
    }
}

/// A party is one object or a list of them; `call` (shape B) holds the same objects one level down.
fn collect_party(name: &str, value: &Member<'_>, parties: &mut Vec<ReportParty>) {
    match (name, value) {
        ("ext" | "inbound" | "outbound" | "call", Member::List(list)) => {
            for item in list {
                collect_party(name, item, parties);
            }
        }
        ("call", Member::Object(call)) => collect_parties(call, parties),
        ("ext", Member::Object(ext)) => parties.extend(extensions(ext).map(ReportParty::Extension)),
        // The document's tables call `ext` text or a number, though its captures have an object.
        ("ext", Member::Text(_) | Member::Other(_)) => {
            parties.extend(extension(value).map(ReportParty::Extension));
        }
        ("inbound", Member::Object(inbound)) => parties.push(ReportParty::Inbound(inbound_party(inbound))),
        ("outbound", Member::Object(outbound)) => {
            parties.push(ReportParty::Outbound(outbound_party(outbound)));
        }
        _ => {}
    }
}

/// `extid` is one number or a list of them, and may repeat.
fn extensions<'a>(ext: &'a Members<'_>) -> impl Iterator<Item = Extension> + 'a {
    ext.0.iter().filter(|(name, _)| name.0 == "extid").flat_map(|(_, value)| match value {
        Member::List(list) => list.iter().filter_map(extension).collect::<Vec<_>>(),
        single => extension(single).into_iter().collect(),
    })
}

/// What is no extension's number is no party.
fn extension(value: &Member<'_>) -> Option<Extension> {
    Extension::parse(&value.text()?).ok()
}

fn inbound_party(members: &Members<'_>) -> InboundParty {
    InboundParty {
        from: trimmed(members, "from").into_owned(),
        to: trimmed(members, "to").into_owned(),
        trunk: trimmed(members, "trunk").into_owned(),
        id: InboundId::parse(&trimmed(members, "inboundid")).ok(),
    }
}

fn outbound_party(members: &Members<'_>) -> OutboundParty {
    OutboundParty {
        from: trimmed(members, "from").into_owned(),
        to: trimmed(members, "to").into_owned(),
        trunk: trimmed(members, "trunk").into_owned(),
        id: OutboundId::parse(&trimmed(members, "outboundid")).ok(),
    }
}

/// Trunks leave blanks behind a number, and C programs what ends a text there.
fn trimmed<'a>(members: &'a Members<'_>, name: &str) -> Cow<'a, str> {
    let is_margin = |c: char| c.is_whitespace() || c.is_control();
    match members.get(name).and_then(Member::text) {
        None => Cow::Borrowed(""),
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim_matches(is_margin)),
        Some(Cow::Owned(text)) => Cow::Owned(text.trim_matches(is_margin).to_owned()),
    }
}

fn filled<'a>(members: &'a Members<'_>, name: &str) -> Option<Cow<'a, str>> {
    Some(trimmed(members, name)).filter(|text| !text.is_empty())
}
