//! Answers as rows, and rows as a table for people, as CSV, or as names alone.

use comfy_table::{ContentArrangement, Table, TableComponent, presets};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::labels::{label, word};
use crate::output::Headers;
use crate::printable::printable_word;

/// More columns than this are shown one below the other.
const WIDEST: usize = 9;
/// What a row is called by, the most telling first.
const NAMES: [&str; 12] = [
    "voicemailfile",
    "wakeupid",
    "agent",
    "extnumber",
    "trunkname",
    "queuenumber",
    "conferencenumber",
    "inboundid",
    "outboundid",
    "name",
    "number",
    "extid",
];

pub(super) fn table(answer: &Value, headers: Headers) -> String {
    let rows = rows(answer);
    if rows.iter().all(Map::is_empty) {
        // An answer that says "Success" alone, or a list with nothing in it.
        return if answer.as_object().is_some_and(|members| !members.is_empty()) { "none" } else { "done" }
            .to_owned();
    }
    let columns = columns(&rows);
    // One thing with many members reads better downwards, and more columns fit no usual terminal.
    if columns.len() > WIDEST || rows.len() == 1 && columns.len() > 4 {
        rows.iter().map(one_below_the_other).collect::<Vec<_>>().join("\n\n")
    } else {
        side_by_side(&columns, &rows, headers)
    }
}

/// A column that says nothing anywhere is left out.
fn columns(rows: &[Map<String, Value>]) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for (name, value) in rows.iter().flatten() {
        if value != "" && !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    columns
}

/// Under the API's own names, for spreadsheets and scripts.
pub(super) fn csv(answer: &Value, headers: Headers) -> Result<String, Failure> {
    let rows = rows(answer);
    let columns = columns(&rows);
    let failed = |error: csv::Error| Failure::Local(error.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    if columns.is_empty() {
        return Ok(String::new());
    }
    if headers == Headers::Shown {
        out.write_record(&columns).map_err(failed)?;
    }
    for row in &rows {
        let fields = columns.iter().map(|name| row.get(*name).map(harmless).unwrap_or_default());
        out.write_record(fields).map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(|error| Failure::Local(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// A spreadsheet must not take a caller's name for a formula.
fn harmless(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let is_number =
        text.strip_prefix(['+', '-']).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    if is_formula { format!("'{text}") } else { text }
}

/// What each row is called, one a line: for `xargs` and loops.
pub(super) fn names(answer: &Value) -> String {
    let rows = rows(answer);
    let name = |row: &Map<String, Value>| {
        let name = NAMES.iter().find_map(|name| row.get(*name).filter(|value| *value != ""));
        name.or_else(|| row.values().next()).map(|value| match value {
            Value::String(text) => printable_word(text),
            other => other.to_string(),
        })
    };
    rows.iter().filter_map(name).collect::<Vec<_>>().join("\n")
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    for line in [TableComponent::HeaderLines, TableComponent::MiddleHeaderIntersections] {
        table.set_style(line, '─');
    }
    table
}

fn side_by_side(columns: &[&str], rows: &[Map<String, Value>], headers: Headers) -> String {
    let mut table = new_table();
    if headers == Headers::Shown {
        table.set_header(columns.iter().map(|name| printable_word(&label(name))));
    }
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

pub(super) fn cell(name: &str, value: &Value) -> String {
    match value {
        Value::String(text) => printable_word(word(name, text)),
        Value::Null => String::new(),
        other => printable_word(&other.to_string()),
    }
}

/// An answer as rows: what stands around a list is repeated in each row of it.
pub(super) fn rows(value: &Value) -> Vec<Map<String, Value>> {
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
    fn nothing_and_done_are_told_apart() {
        assert_eq!(table(&json!({}), Headers::Shown), "done");
        assert_eq!(table(&json!({"trunks": []}), Headers::Shown), "none");
    }

    #[test]
    fn neither_names_nor_values_command_a_terminal() {
        assert_eq!(cell("from", &json!("\u{1b}[2Jbell\u{7}")), "\u{fffd}[2Jbell\u{fffd}");
        let rows = [json!({"\u{1b}[2Jevil": "\u{9b}31m", "b": "\u{202e}x"}), json!({"a": "1"})];
        for shown in [json!({ "list": rows }), json!({ "list": [rows[0]] })] {
            let text = table(&shown, Headers::Shown);
            assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
        }
    }

    #[test]
    fn a_spreadsheet_takes_no_name_for_a_formula() {
        let answer =
            json!({"list": [{"name": "=HYPERLINK(1)", "number": "+4930"}, {"name": "a,b", "number": "-x"}]});
        assert_eq!(
            csv(&answer, Headers::Shown).ok().as_deref(),
            Some("name,number\n'=HYPERLINK(1),+4930\n\"a,b\",'-x")
        );
        assert_eq!(csv(&answer, Headers::LeftOut).ok().map(|text| text.lines().count()), Some(2));
    }

    #[test]
    fn names_are_what_rows_are_called_by() {
        assert_eq!(
            names(&json!({"extlist": [{"extnumber": "101", "username": "x"}, {"extnumber": "102"}]})),
            "101\n102"
        );
        assert_eq!(names(&json!({"v": [{"extid": "101", "voicemail": [{"voicemailfile": "a"}]}]})), "a");
    }
}
