//! From a body to a [`Report`]: shapes A, B and C, action aliases, missing fields.

use super::members::{Member, Members};
use super::{CallReport, Cdr, Event, Report, ReportParty};
use crate::endpoints::{ExtensionStatus, InboundParty, OutboundParty};
use crate::{CallId, Extension, InboundId, OutboundId};

/// Why a body is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Not JSON, or JSON that is no object.
    #[error("the report is no JSON object: {0}")]
    NotJson(String),
    /// No `action`.
    #[error("the report names no action")]
    NoAction,
    /// A known action without what it needs.
    #[error("the {action} report lacks a usable {field}")]
    Missing {
        /// The action.
        action: String,
        /// The wire's name of what is missing.
        field: &'static str,
    },
}

/// Reads one report's body. An unknown action is a report all the same.
pub fn read(body: &[u8]) -> Result<Report, ReportError> {
    let member: Member =
        serde_json::from_slice(body).map_err(|error| ReportError::NotJson(error.to_string()))?;
    let Member::Object(members) = member else {
        return Err(ReportError::NotJson("not an object".to_owned()));
    };
    let action = members.get("action").and_then(Member::text).ok_or(ReportError::NoAction)?;
    let fields = Fields { action, members: &members };
    Ok(Report { serial: fields.text("sn"), event: fields.event()? })
}

struct Fields<'a> {
    action: String,
    members: &'a Members,
}

impl Fields<'_> {
    fn event(&self) -> Result<Event, ReportError> {
        Ok(match self.action.trim() {
            "BootUp" => Event::BootUp,
            "ExtensionStatus" => Event::ExtensionStatus {
                extension: self
                    .text("extension")
                    .and_then(|text| Extension::parse(&text).ok())
                    .ok_or_else(|| self.missing("extension"))?,
                status: ExtensionStatus::from_wire(&self.required("status")?),
            },
            "ALERT" => Event::Alert(self.call()?),
            "RING" => Event::Ring(self.call()?),
            "ANSWER" | "ANSWERED" => Event::Answer(self.call()?),
            "BYE" => Event::Bye(self.call()?),
            "Tranfer" | "Transfer" | "CallTransfer" => Event::Transfer(self.call()?),
            "CallFailed" => Event::CallFailed {
                reason: self.text("reason").unwrap_or_default(),
                call: self.call()?,
            },
            "NewCdr" => Event::NewCdr(self.cdr()?),
            _ => Event::Unknown { action: self.action.clone() },
        })
    }

    fn call(&self) -> Result<CallReport, ReportError> {
        let mut parties = Vec::new();
        collect_parties(self.members, &mut parties);
        Ok(CallReport { call: self.call_id()?, parties })
    }

    fn cdr(&self) -> Result<Cdr, ReportError> {
        let seconds = |name| self.text(name).and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Ok(Cdr {
            call: self.call_id()?,
            start: self.text("timestart").unwrap_or_default(),
            from: self.text("callfrom").unwrap_or_default().trim().to_owned(),
            to: self.text("callto").unwrap_or_default().trim().to_owned(),
            total_seconds: seconds("callduraction"),
            talk_seconds: seconds("talkduraction"),
            status: self.text("status").unwrap_or_default(),
            direction: self.text("type").unwrap_or_default(),
            recording: self.text("recording").filter(|name| !name.trim().is_empty()),
        })
    }

    fn call_id(&self) -> Result<CallId, ReportError> {
        let text = self.text("callid").ok_or_else(|| self.missing("callid"))?;
        CallId::parse(&text).map_err(|_| self.missing("callid"))
    }

    fn text(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(Member::text)
    }

    fn required(&self, name: &'static str) -> Result<String, ReportError> {
        self.text(name).ok_or_else(|| self.missing(name))
    }

    fn missing(&self, field: &'static str) -> ReportError {
        ReportError::Missing { action: self.action.clone(), field }
    }
}

/// Walks the members in the order sent. `call` (shape B) is a list of the same objects one level down.
fn collect_parties(members: &Members, parties: &mut Vec<ReportParty>) {
    for (name, value) in &members.0 {
        match (name.as_str(), value) {
            ("ext", Member::Object(ext)) => parties.extend(extensions(ext).map(ReportParty::Extension)),
            ("inbound", Member::Object(inbound)) => parties.push(ReportParty::Inbound(inbound_party(inbound))),
            ("outbound", Member::Object(outbound)) => {
                parties.push(ReportParty::Outbound(outbound_party(outbound)));
            }
            ("call", Member::Object(call)) => collect_parties(call, parties),
            ("ext" | "inbound" | "outbound" | "call", Member::List(list)) => {
                for item in list {
                    match item {
                        Member::Object(object) if name == "call" => collect_parties(object, parties),
                        item => collect_parties(&Members(vec![(name.clone(), item.clone())]), parties),
                    }
                }
            }
            _ => {}
        }
    }
}

/// `extid` is one number or a list of them, and repeats in shape A.
fn extensions(ext: &Members) -> impl Iterator<Item = Extension> + '_ {
    ext.0.iter().filter(|(name, _)| name == "extid").flat_map(|(_, value)| {
        let texts = match value {
            Member::List(list) => list.iter().filter_map(Member::text).collect(),
            single => single.text().into_iter().collect::<Vec<_>>(),
        };
        texts.into_iter().filter_map(|text| Extension::parse(&text).ok())
    })
}

fn inbound_party(members: &Members) -> InboundParty {
    let text = |name| members.get(name).and_then(Member::text).unwrap_or_default();
    InboundParty {
        from: text("from"),
        to: text("to"),
        trunk: text("trunk"),
        id: InboundId::parse(&text("inboundid")).ok(),
    }
}

fn outbound_party(members: &Members) -> OutboundParty {
    let text = |name| members.get(name).and_then(Member::text).unwrap_or_default();
    OutboundParty {
        from: text("from"),
        to: text("to"),
        trunk: text("trunk"),
        id: OutboundId::parse(&text("outboundid")).ok(),
    }
}
