//! The rows of a list, each read by itself: an odd member costs itself where its row is of use without it, an odd row
//! costs itself alone. What was passed over is counted.

use std::cell::Cell;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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
                // Each try would count the rows inside this one again.
                match counting(|| without_odd_members(row, error)).0 {
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

/// What the row can't be without, and each other member with which it can still be read.
fn without_odd_members<T: DeserializeOwned>(row: Value, error: String) -> Result<T, String> {
    let Value::Object(members) = row else { return Err(error) };
    // Each member is tried, so the time grows with the square of their number.
    if members.len() > MOST_MEMBERS {
        return Err(error);
    }
    let mut kept = Map::new();
    let mut read = needed(&members, &mut kept).map_err(|_| error)?;
    for (name, value) in members {
        if kept.contains_key(&name) {
            continue;
        }
        kept.insert(name.clone(), value);
        match T::deserialize(&kept) {
            Ok(more) => read = more,
            Err(_) => drop(kept.shift_remove(&name)),
        }
    }
    Ok(read)
}

/// Reads the members that serde says are missing, one after the other, and puts them aside.
fn needed<T: DeserializeOwned>(
    members: &Map<String, Value>,
    kept: &mut Map<String, Value>,
) -> Result<T, String> {
    loop {
        let error = match T::deserialize(&*kept) {
            Ok(read) => return Ok(read),
            Err(error) => error.to_string(),
        };
        // Its words: "missing field `extnumber`".
        let name = error.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match name.and_then(|name| members.get_key_value(name)) {
            Some((name, value)) if !kept.contains_key(name) => drop(kept.insert(name.clone(), value.clone())),
            _ => return Err(error),
        }
    }
}
