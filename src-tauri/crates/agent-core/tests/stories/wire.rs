//! Reports and parties in short: `RING #1672 101, in[13800138000 to 6500 #1670]`. The simulated PBX's own tests
//! write them the same way.

use agent_core::{Failure, Forward};
use pbx_protocol::endpoints::{ExtensionStatus, InboundParty, OutboundParty};
use pbx_protocol::report::{CallReport, Cdr, Event, Report, ReportParty};
use pbx_protocol::{CallId, Errno, Extension, InboundId, OutboundId};

/// The second of the captures; ids are `#` and the counter behind it.
const SECOND: &str = "1589947952";
pub(crate) const TRUNK: &str = "trunk-1";

pub(crate) fn report(line: &str) -> Report {
    let (action, rest) = line.split_once(' ').unwrap_or((line, ""));
    let event = match action {
        "BootUp" => Event::BootUp,
        "status" => {
            let (extension, word) = rest.split_once(' ').unwrap();
            Event::ExtensionStatus { extension: own(extension), status: ExtensionStatus::from_wire(word) }
        }
        "ALERT" => Event::Alert(call(rest)),
        "RING" => Event::Ring(call(rest)),
        "ANSWER" => Event::Answer(call(rest)),
        "BYE" => Event::Bye(call(rest)),
        "Tranfer" => Event::Transfer(call(rest)),
        "CallFailed" => {
            let (reason, call_text) = rest.split_once(" #").unwrap();
            Event::CallFailed { reason: reason.to_owned(), call: call(&format!("#{call_text}")) }
        }
        "NewCdr" => Event::NewCdr(cdr(rest)),
        other => Event::Unknown { action: other.to_owned() },
    };
    // The serial number of the captures, which the device of the stories tells as well: all of it is one PBX.
    Report { serial: Some("a09805021987".to_owned()), event, reading: pbx_protocol::report::Reading::AsSent }
}

fn own(extension: &str) -> Extension {
    Extension::parse(extension).unwrap()
}

pub(crate) fn id(text: &str) -> String {
    format!("{SECOND}.{}", text.strip_prefix('#').unwrap())
}

fn call(text: &str) -> CallReport {
    let (channel, parties) = text.split_once(' ').unwrap();
    CallReport {
        call: CallId::parse(&id(channel)).unwrap(),
        parties: parties.split(", ").map(party).collect(),
    }
}

/// `101`, `in[5551234 to 101 #1670]`, `out[101 to 5551234 #1670]`.
pub(crate) fn party(text: &str) -> ReportParty {
    let outside = |text: &str| {
        // From behind: what a trunk tells of the caller may be a name with blanks in it.
        let mut words = text.trim_end_matches(']').rsplitn(2, ' ');
        let channel = id(words.next().unwrap());
        let (from, to) = words.next().unwrap().split_once(" to ").unwrap();
        (from.to_owned(), to.to_owned(), channel)
    };
    if let Some(rest) = text.strip_prefix("in[") {
        let (from, to, channel) = outside(rest);
        let id = Some(InboundId::parse(&channel).unwrap());
        ReportParty::Inbound(InboundParty { from, to, trunk: TRUNK.to_owned(), id })
    } else if let Some(rest) = text.strip_prefix("out[") {
        let (from, to, channel) = outside(rest);
        let id = Some(OutboundId::parse(&channel).unwrap());
        ReportParty::Outbound(OutboundParty { from, to, trunk: TRUNK.to_owned(), id })
    } else {
        ReportParty::Extension(own(text))
    }
}

/// `#1670 103 -> 101 10/4s ANSWERED Inbound exten-1.wav`; the recording may be missing.
fn cdr(text: &str) -> Cdr {
    let words: Vec<&str> = text.split(' ').filter(|word| *word != "->").collect();
    let (total, talk) = words[3].trim_end_matches('s').split_once('/').unwrap();
    let recording = words.last().filter(|word| word.contains(".wav")).map(|name| (*name).to_owned());
    let status: Vec<&str> = words[4..words.len() - 1 - usize::from(recording.is_some())].to_vec();
    Cdr {
        call: CallId::parse(&id(words[0])).unwrap(),
        start: "2020-05-20 10:11:22".to_owned(),
        from: words[1].to_owned(),
        to: words[2].to_owned(),
        total_seconds: total.parse().unwrap(),
        talk_seconds: talk.parse().unwrap(),
        status: status.join(" "),
        direction: words[words.len() - 1 - usize::from(recording.is_some())].to_owned(),
        recording,
    }
}

/// `refused 10015`, or the failure's own name with its field behind it.
pub(crate) fn failure(text: &str, endpoint: &str) -> Failure {
    let (kind, detail) = text.split_once(' ').unwrap_or((text, ""));
    match kind {
        "refused" => Failure::Refused {
            errno: detail.to_owned(),
            meaning: Errno::new(detail).meaning(),
            endpoint: endpoint.to_owned(),
        },
        "unreachable" if detail == "lost" => {
            Failure::Unreachable { reason: agent_core::Unreachable::ConnectionLost }
        }
        "unreachable" => Failure::Unreachable { reason: agent_core::Unreachable::ConnectionRefused },
        "not-sent" => Failure::NotSent,
        "certificate-unknown" => Failure::CertificateUnknown { fingerprint: detail.to_owned() },
        "certificate-changed" => Failure::CertificateChanged { fingerprint: detail.to_owned() },
        "http-status" => Failure::HttpStatus { status: detail.parse().unwrap() },
        "timed-out" => Failure::TimedOut,
        "tls-mismatch" => Failure::TlsMismatch,
        "not-the-api" => Failure::NotTheApi,
        "no-password" => Failure::NoPassword,
        "password-refused" => Failure::PasswordRefused,
        "keyring-locked" => Failure::KeyringLocked,
        "disk-full" => Failure::DiskFull,
        other => panic!("no such failure: {other}"),
    }
}

/// A number as numbers are compared, in China.
pub(crate) fn line(number: &str) -> String {
    let digits = number.trim_start_matches("+86").trim_start_matches("0086").trim_start_matches('0');
    if digits.len() == 11 { format!("+86{digits}") } else { number.to_owned() }
}

/// `off`, `voicemail`, `extension 102`, `mobile 9`, `number 9 5551234`
pub(crate) fn forward(text: &str) -> Forward {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    match kind {
        "off" => Forward::Off,
        "voicemail" => Forward::Voicemail,
        "extension" => Forward::Extension { extension: rest.to_owned() },
        "mobile" => Forward::Mobile { prefix: rest.to_owned() },
        "number" => {
            let (prefix, number) = rest.split_once(' ').unwrap_or(("", rest));
            Forward::Number { prefix: prefix.to_owned(), number: number.to_owned() }
        }
        place => Forward::Elsewhere { place: place.to_owned() },
    }
}
