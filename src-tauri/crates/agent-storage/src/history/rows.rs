//! One row of the database as a call, and the words it has there.

use agent_core::{CallDirection, CallNote, CallOutcome, CallRecord, WallMillis};
use rusqlite::Row;
use rusqlite::types::Type;

pub(super) fn read_row(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    Ok(CallRecord {
        id: row.get("id")?,
        direction: read_word(row, "direction", &DIRECTIONS, direction_word)?,
        number: row.get("number")?,
        name: row.get("name")?,
        extension: row.get("extension")?,
        called: row.get("called")?,
        started: WallMillis(row.get("started")?),
        answered: row.get::<_, Option<i64>>("answered")?.map(WallMillis),
        ended: WallMillis(row.get("ended")?),
        outcome: read_word(row, "outcome", &OUTCOMES, outcome_word)?,
        recording: row.get("recording")?,
        channels: Vec::new(),
        note: CallNote {
            text: row.get("note")?,
            result: row.get("result")?,
            tags: row.get::<_, String>("tags")?.lines().map(str::to_owned).collect(),
        },
        filled_in: row.get("filled_in")?,
    })
}

/// A word that is none of ours: the file was edited, or is damaged in a way SQLite can't see.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no {1}")]
struct UnknownWord(String, &'static str);

fn read_word<T: Copy>(
    row: &Row<'_>,
    column: &'static str,
    values: &[T],
    word_of: fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    let found = values.iter().copied().find(|value| word_of(*value) == word);
    found.ok_or_else(|| {
        let index = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(UnknownWord(word, column)))
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

pub(super) const OUTCOMES: [CallOutcome; 6] = [
    CallOutcome::Answered,
    CallOutcome::Missed,
    CallOutcome::AnsweredElsewhere,
    CallOutcome::Declined,
    CallOutcome::NoAnswer,
    CallOutcome::Failed,
];

pub(super) fn outcome_word(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => "answered",
        CallOutcome::Missed => "missed",
        CallOutcome::AnsweredElsewhere => "answered-elsewhere",
        CallOutcome::Declined => "declined",
        CallOutcome::NoAnswer => "no-answer",
        CallOutcome::Failed => "failed",
    }
}
