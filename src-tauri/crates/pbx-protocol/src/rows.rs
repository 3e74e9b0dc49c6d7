//! The rows of a list, each read by itself: an odd member costs itself where its row is of use without it, an odd row
//! costs itself alone. What was passed over is counted.

use std::cell::Cell;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// No row has more members; one that has is not looked into.
const MOST_MEMBERS: usize = 128;
/// Firmware that has so many is not known; what has more is not read at all.
const FAR_TOO_MANY_MEMBERS: usize = 1000;

thread_local! {
    /// Serde's derive hands nothing but the value out of a type, so the count of one reading is kept beside it.
    static PASSED_OVER: Cell<u32> = const { Cell::new(0) };
}

/// Reads, and counts the rows and members that were passed over meanwhile.
pub(crate) fn counting<R>(read: impl FnOnce() -> R) -> (R, u32) {
    // An outer reading's count is put back afterwards.
    let before = PASSED_OVER.replace(0);
    let read = read();
    (read, PASSED_OVER.replace(before))
}

/// The rows that can be read, and what is wrong with the first of the others.
pub(crate) fn read<T: DeserializeOwned>(rows: Vec<Value>) -> (Vec<T>, Option<String>) {
    let mut first_error = None;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        match read_one(&row) {
            Ok(read) => list.push(read),
            Err(error) => {
                // Counted before it is mended: a member that is left out is a loss as well.
                PASSED_OVER.set(PASSED_OVER.get().saturating_add(1));
                match without_odd_members(row, error) {
                    Ok(read) => list.push(read),
                    Err(error) => drop(first_error.get_or_insert(error)),
                }
            }
        }
    }
    (list, first_error)
}

/// What holds more than any row is none: reading it would take many times its bytes.
fn read_one<T: DeserializeOwned>(row: &Value) -> Result<T, String> {
    if row.as_object().is_some_and(|members| members.len() > FAR_TOO_MANY_MEMBERS) {
        return Err("more members than any row has".to_owned());
    }
    T::deserialize(row).map_err(|error| error.to_string())
}

/// Leaves out one member after the other whose absence changes what is wrong. One that the row needs stays.
fn without_odd_members<T: DeserializeOwned>(row: Value, mut error: String) -> Result<T, String> {
    let Value::Object(mut members) = row else { return Err(error) };
    // Each round may try every member, so the time grows with the square of their number.
    if members.len() > MOST_MEMBERS {
        return Err(error);
    }
    let mut names: Vec<String> = members.keys().cloned().collect();
    // What is wrong is told of one member at a time, in an order of its own.
    // serde's words: a row that lacks what it needs is not mended by taking more away.
    while !error.contains("missing field") {
        let mut is_better = false;
        for name in std::mem::take(&mut names) {
            let Some(value) = members.shift_remove(&name) else { continue };
            match T::deserialize(&members).map_err(|now| now.to_string()) {
                Ok(read) => return Ok(read),
                Err(now) if now != error && !now.contains("missing field") => {
                    (error, is_better) = (now, true);
                }
                Err(_) => {
                    members.insert(name.clone(), value);
                    names.push(name);
                }
            }
        }
        if !is_better {
            break;
        }
    }
    Err(error)
}
