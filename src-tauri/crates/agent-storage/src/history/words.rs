//! The words that directions and outcomes have in the database. They are not those of the contract with the windows, which
//! may change: agents have databases of every age.

use agent_core::{CallDirection, CallOutcome};
use rusqlite::Row;
use rusqlite::types::Type;

/// A word that is none of ours: the file was edited, or is damaged in a way SQLite can't see.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no {1}")]
struct OddWord(String, &'static str);

pub(super) fn read_word<T: Copy>(
    row: &Row<'_>,
    column: &'static str,
    values: &[T],
    word_of: fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    let found = values.iter().copied().find(|value| word_of(*value) == word);
    found.ok_or_else(|| {
        let index = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(OddWord(word, column)))
    })
}

pub(super) const DIRECTIONS: [CallDirection; 3] =
    [CallDirection::Inbound, CallDirection::Outbound, CallDirection::Internal];

pub(super) fn direction_word(direction: CallDirection) -> &'static str {
    match direction {
        CallDirection::Inbound => "inbound",
        CallDirection::Outbound => "outbound",
        CallDirection::Internal => "internal",
    }
}

pub(super) const OUTCOMES: [CallOutcome; 7] = [
    CallOutcome::Answered,
    CallOutcome::Missed,
    CallOutcome::AnsweredElsewhere,
    CallOutcome::Declined,
    CallOutcome::NoAnswer,
    CallOutcome::Failed,
    CallOutcome::Busy,
];

pub(super) fn outcome_word(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => "answered",
        CallOutcome::Missed => "missed",
        CallOutcome::AnsweredElsewhere => "answered-elsewhere",
        CallOutcome::Declined => "declined",
        CallOutcome::NoAnswer => "no-answer",
        CallOutcome::Failed => "failed",
        CallOutcome::Busy => "busy",
    }
}
