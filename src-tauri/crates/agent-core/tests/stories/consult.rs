//! Asking first, as lines of a story: `> ask first 102`, `> hand over`, `> take back`.

use agent_core::{CallKey, ConsultCommand, ConsultIntent, ConsultView, Intent};

use crate::told::{possible, words};

pub(crate) fn intent(verb: &str, rest: &str, call: CallKey) -> Option<Intent> {
    match (verb, rest) {
        ("ask", to) => Some(Intent::Consult(ConsultIntent::AskFirst {
            call,
            to: to.trim_start_matches("first ").to_owned(),
        })),
        ("hand", "over") => {
            Some(Intent::Consult(ConsultIntent::Consult { command: ConsultCommand::HandOver }))
        }
        ("take", "back") => Some(Intent::Consult(ConsultIntent::Consult { command: ConsultCommand::Return })),
        ("try", "again") => {
            Some(Intent::Consult(ConsultIntent::Consult { command: ConsultCommand::TryAgain }))
        }
        _ => None,
    }
}

/// `talking to 102 (Wang Wei) on call 2 while call 1 waits, hang-up-to-hand-over, can return`
pub(crate) fn line(consult: &ConsultView) -> String {
    let mut line = format!("{} {}", words(&consult.step), consult.number);
    if let Some(name) = &consult.name {
        line += &format!(" ({name})");
    }
    if let Some(leg) = consult.leg {
        line += &format!(" on call {}", leg.0);
    }
    line += &format!(" while call {} waits", consult.call.0);
    if let Some(hint) = &consult.hint {
        line += &format!(", {}", words(hint));
    }
    if let Some(pending) = consult.pending {
        line += &format!(", {} pending", words(&pending));
    }
    let can = possible(&consult.can);
    if can.is_empty() { line } else { format!("{line}, can {can}") }
}
