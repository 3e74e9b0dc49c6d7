//! Answers as tables for people or JSON for scripts, with passwords masked in both.

use std::io::{self, Write as _};

use clap::ArgMatches;
use comfy_table::{ContentArrangement, Table, TableComponent, presets};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::labels::{label, word};
use crate::printable::{printable, printable_json, printable_word};

/// More columns than this are shown one below the other.
const WIDEST: usize = 9;
const MASK: &str = "********";
/// What the name of a member says whose value opens something.
const SECRET_WORDS: [&str; 3] = ["password", "secret", "passwd"];

/// How to show an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) json: bool,
    pub(crate) secrets: bool,
}

impl Shown {
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        Self { json: matches.get_flag("json"), secrets: matches.get_flag("show-secrets") }
    }
}

/// Prints an answer.
pub(crate) fn show(answer: &Value, shown: Shown) -> Result<(), Failure> {
    let answer = if shown.secrets { answer.clone() } else { masked(answer) };
    print(&if shown.json { pretty(&answer) } else { table(&answer) })?;
    Ok(())
}

/// Whether there is still somebody who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Reads,
    /// It has seen enough, as `head` has.
    Gone,
}

/// Everything written to standard output goes through here.
pub(crate) fn print(text: &str) -> Result<Reader, Failure> {
    match writeln!(io::stdout(), "{}", printable(text)) {
        Ok(()) => Ok(Reader::Reads),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::Local(error.to_string())),
    }
}

/// Everything written to standard error goes through here.
pub(crate) fn say_aside(text: &str) {
    // Nowhere is left to complain to.
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// JSON on one line.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<Reader, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::Local(error.to_string()))?;
    print(&printable_json(&text))
}

fn pretty(value: &Value) -> String {
    // A value always serialises.
    printable_json(&serde_json::to_string_pretty(value).unwrap_or_default())
}

fn masked(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mask = |(name, value): (&String, &Value)| {
                // Whether there is a password may be seen: a missing one is what somebody looks for.
                let is_set = !matches!(value, Value::Null) && value != "";
                let is_secret = SECRET_WORDS.iter().any(|word| name.to_lowercase().contains(word));
                let value = if is_secret && is_set { Value::from(MASK) } else { masked(value) };
                (name.clone(), value)
            };
            Value::Object(members.iter().map(mask).collect())
        }
        Value::Array(list) => list.iter().map(masked).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn table(answer: &Value) -> String {
    let rows = rows(answer);
    if rows.iter().all(Map::is_empty) {
        // An answer that says "Success" alone, or a list with nothing in it.
        return if answer.as_object().is_some_and(|members| !members.is_empty()) { "none" } else { "done" }
            .to_owned();
    }
    let mut columns: Vec<&str> = Vec::new();
    for (name, value) in rows.iter().flatten() {
        // A column that says nothing anywhere is left out.
        if value != "" && !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    // One thing with many members reads better downwards, and more columns fit no usual terminal.
    if columns.len() > WIDEST || rows.len() == 1 && columns.len() > 4 {
        rows.iter().map(one_below_the_other).collect::<Vec<_>>().join("\n\n")
    } else {
        side_by_side(&columns, &rows)
    }
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    for line in [TableComponent::HeaderLines, TableComponent::MiddleHeaderIntersections] {
        table.set_style(line, '─');
    }
    table
}

fn side_by_side(columns: &[&str], rows: &[Map<String, Value>]) -> String {
    let mut table = new_table();
    table.set_header(columns.iter().map(|name| printable_word(&label(name))));
    for row in rows {
        table.add_row(
            columns.iter().map(|name| row.get(*name).map(|value| cell(name, value)).unwrap_or_default()),
        );
    }
    table.to_string()
}

fn one_below_the_other(row: &Map<String, Value>) -> String {
    let mut table = new_table();
    for (name, value) in row {
        table.add_row([printable_word(&label(name)), cell(name, value)]);
    }
    table.to_string()
}

fn cell(name: &str, value: &Value) -> String {
    match value {
        Value::String(text) => printable_word(word(name, text)),
        Value::Null => String::new(),
        other => printable_word(&other.to_string()),
    }
}

/// An answer as rows: what stands around a list is repeated in each row of it.
fn rows(value: &Value) -> Vec<Map<String, Value>> {
    let Value::Object(members) = value else { return Vec::new() };
    let mut around = Map::new();
    let mut lists: Vec<Map<String, Value>> = Vec::new();
    for (name, value) in members {
        match value {
            Value::Array(list) if list.iter().all(Value::is_object) => {
                lists.extend(list.iter().flat_map(rows));
            }
            Value::Object(_) => {
                let mut inner = rows(value);
                match inner.len() {
                    1 => around.extend(inner.remove(0)),
                    _ => lists.extend(inner),
                }
            }
            scalar => {
                around.insert(name.clone(), scalar.clone());
            }
        }
    }
    if lists.is_empty() {
        return vec![around];
    }
    let with_around = |row: Map<String, Value>| {
        let mut whole = around.clone();
        whole.extend(row);
        whole
    };
    lists.into_iter().map(with_around).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_stands_around_a_list_is_in_each_row() {
        let answer = json!({"voicemails": [
            {"extid": "102", "voicemail": [{"voicemailfile": "a"}, {"voicemailfile": "b"}]},
            {"extid": "103", "voicemail": []},
        ]});
        let expected = json!([
            {"extid": "102", "voicemailfile": "a"}, {"extid": "102", "voicemailfile": "b"}, {"extid": "103"}
        ]);
        assert_eq!(json!(rows(&answer)), expected);
        let status = json!({"queue": {"queuenumber": "6500", "queuestatus": {
            "members": [{"agent": "101"}, {"agent": "102"}], "callercount": "2"
        }}});
        assert_eq!(
            json!(rows(&status)),
            json!([
                {"queuenumber": "6500", "callercount": "2", "agent": "101"},
                {"queuenumber": "6500", "callercount": "2", "agent": "102"},
            ])
        );
    }

    #[test]
    fn passwords_are_masked_wherever_they_are() {
        let answer = json!({"a": [{"registerpassword": "x", "vmsecret": "1", "participantepassword": "", "name": "n"}]});
        let expected = json!({"a": [{"registerpassword": MASK, "vmsecret": MASK, "participantepassword": "", "name": "n"}]});
        assert_eq!(masked(&answer), expected);
    }

    #[test]
    fn nothing_and_done_are_told_apart() {
        assert_eq!(table(&json!({})), "done");
        assert_eq!(table(&json!({"trunks": []})), "none");
    }

    #[test]
    fn neither_names_nor_values_command_a_terminal() {
        assert_eq!(cell("from", &json!("\u{1b}[2Jbell\u{7}")), "\u{fffd}[2Jbell\u{fffd}");
        let rows = [json!({"\u{1b}[2Jevil": "\u{9b}31m", "b": "\u{202e}x"}), json!({"a": "1"})];
        for shown in [json!({ "list": rows }), json!({ "list": [rows[0]] })] {
            let text = table(&shown);
            assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
        }
    }
}
