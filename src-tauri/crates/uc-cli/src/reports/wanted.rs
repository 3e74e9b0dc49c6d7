//! Which reports are printed, and how: a line each, with the time.

use chrono::Local;
use clap::ArgMatches;
use pbx_protocol::Report;
use pbx_protocol::report::{CallReport, Cdr, Event, ReportParty};
use serde::de::IgnoredAny;

use crate::failure::Failure;
use crate::output::{self, Reader, Shown};
use crate::printable::printable_json;

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Wanted {
    shown: Shown,
    extensions: Vec<String>,
    actions: Vec<String>,
}

impl Wanted {
    pub(super) fn of(matches: &ArgMatches) -> Self {
        let list = |name: &str| matches.get_many::<String>(name).into_iter().flatten();
        Self {
            shown: Shown::of(matches),
            extensions: list("extension").map(|number| number.trim().to_owned()).collect(),
            actions: list("action").map(|action| action.trim().to_lowercase()).collect(),
        }
    }

    pub(super) fn takes(&self, event: &Event) -> bool {
        let of_action = self.actions.is_empty() || self.actions.contains(&action(event).to_lowercase());
        let of_extension =
            self.extensions.is_empty() || self.extensions.iter().any(|number| speaks_of(event, number));
        of_action && of_extension
    }

    pub(super) fn print(&self, report: &Report, body: &[u8]) -> Result<Reader, Failure> {
        let now = Local::now();
        if !self.shown.json {
            return output::print(&format!("{} {}", now.format("%H:%M:%S"), line(&report.event)));
        }
        let time = now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        match as_sent(body, &time) {
            Some(line) => output::print(&printable_json(&line)),
            // Damaged, or several in one: what could be made of it.
            None => output::print_json(&serde_json::json!({ "time": time, "mended": report })),
        }
    }
}

/// On one line, with all members, those that are there twice included, and the time before them.
fn as_sent(body: &[u8], time: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let members = text.strip_prefix('{')?;
    // Between members alone: inside of a text JSON writes them otherwise.
    let members = members.replace(['\r', '\n', '\t'], " ");
    let comma = if members.trim_start().starts_with('}') { "" } else { "," };
    Some(format!("{{\"time\":\"{time}\"{comma}{}", members.trim_start()))
}

/// The wire's name.
fn action(event: &Event) -> &str {
    match event {
        Event::BootUp => "BootUp",
        Event::ExtensionStatus { .. } => "ExtensionStatus",
        Event::Alert(_) => "ALERT",
        Event::Ring(_) => "RING",
        Event::Answer(_) => "ANSWER",
        Event::Bye(_) => "BYE",
        Event::Transfer(_) => "Transfer",
        Event::CallFailed { .. } => "CallFailed",
        Event::NewCdr(_) => "NewCdr",
        Event::Unknown { action } => action,
    }
}

fn speaks_of(event: &Event, number: &str) -> bool {
    match event {
        // It concerns everybody.
        Event::BootUp => true,
        Event::ExtensionStatus { extension, .. } => extension.as_str() == number,
        Event::Alert(call)
        | Event::Ring(call)
        | Event::Answer(call)
        | Event::Bye(call)
        | Event::Transfer(call)
        | Event::CallFailed { call, .. } => takes_part(call, number),
        Event::NewCdr(cdr) => {
            cdr.from == number || cdr.to == number || cdr.to.ends_with(&format!("({number})"))
        }
        Event::Unknown { .. } => false,
    }
}

fn takes_part(call: &CallReport, number: &str) -> bool {
    call.parties.iter().any(|party| match party {
        ReportParty::Extension(extension) => extension.as_str() == number,
        ReportParty::Inbound(inbound) => inbound.to == number,
        ReportParty::Outbound(outbound) => outbound.from == number,
    })
}

/// One line a report: what happened, to which call, and who takes part in the order sent.
fn line(event: &Event) -> String {
    match event {
        Event::BootUp => "BOOT      the PBX has started".to_owned(),
        Event::ExtensionStatus { extension, status } => format!("STATUS    {extension} {}", status.to_wire()),
        Event::Alert(call) => call_line("ALERT", call),
        Event::Ring(call) => call_line("RING", call),
        Event::Answer(call) => call_line("ANSWER", call),
        Event::Bye(call) => call_line("BYE", call),
        Event::Transfer(call) => call_line("TRANSFER", call),
        Event::CallFailed { reason, call } => format!("{} ({reason})", call_line("FAILED", call)),
        Event::NewCdr(cdr) => booked(cdr),
        Event::Unknown { action } => format!("UNKNOWN   {action}"),
    }
}

fn call_line(action: &str, call: &CallReport) -> String {
    let parties: Vec<String> = call
        .parties
        .iter()
        .map(|party| match party {
            ReportParty::Extension(extension) => extension.to_string(),
            ReportParty::Inbound(inbound) => format!("{} -> {} (in)", inbound.from, inbound.to),
            ReportParty::Outbound(outbound) => format!("{} -> {} (out)", outbound.from, outbound.to),
        })
        .collect();
    format!("{action:<9} {} {}", call.call, parties.join(", "))
}

fn booked(cdr: &Cdr) -> String {
    format!(
        "CDR       {} {} -> {} {} s, talked {} s, {} {}",
        cdr.start,
        cdr.from,
        cdr.to,
        cdr.total_seconds,
        cdr.talk_seconds,
        cdr.status,
        cdr.recording.as_deref().unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_shown_as_it_was_sent() {
        let shape_a = br#"{"action":"RING","ext":{"extid":"1"},"ext":{"extid":"2"},"new":[1]}"#;
        assert_eq!(
            as_sent(shape_a, "t").as_deref(),
            Some(r#"{"time":"t","action":"RING","ext":{"extid":"1"},"ext":{"extid":"2"},"new":[1]}"#)
        );
        assert_eq!(as_sent(b"{\r\n \"a\": \"x y\"\n}", "t").as_deref(), Some(r#"{"time":"t","a": "x y" }"#));
        assert_eq!(as_sent(b"{}", "t").as_deref(), Some(r#"{"time":"t"}"#));
        assert_eq!(as_sent(b"{\"a\":", "t"), None);
        assert_eq!(as_sent(b"[1]", "t"), None);
    }
}
