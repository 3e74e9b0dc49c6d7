//! The history as a CSV file for spreadsheets, which take `=`, `+`, `-` and `@` at the front of a cell for a formula.

use std::io::{self, Write};

use agent_core::{CallRecord, HistoryQuery, WallMillis};
use rusqlite::Connection;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{rows, search};
use crate::error::StorageError;

const PAGE: u32 = 500;
const HEADER: [&str; 13] = [
    "started",
    "direction",
    "outcome",
    "number",
    "name",
    "called",
    "extension",
    "answered",
    "ended",
    "talked_seconds",
    "result",
    "note",
    "tags",
];

/// Writes the calls of a query, newest first, page by page: a million calls take no more memory than a screenful.
pub(crate) fn write<'a>(
    histories: impl IntoIterator<Item = &'a Connection>,
    query: &HistoryQuery,
    mut file: impl Write,
) -> Result<u64, StorageError> {
    // Without the mark, spreadsheets take UTF-8 for something else.
    file.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(HEADER).map_err(io::Error::from)?;
    let mut written = 0;
    for history in histories {
        let mut query = HistoryQuery { before: None, ..query.clone() };
        loop {
            let rows = search::select(history, &query, PAGE)?;
            for row in &rows {
                csv.write_record(cells(row)).map_err(io::Error::from)?;
            }
            written += rows.len() as u64;
            match rows.last() {
                Some(last) if rows.len() == PAGE as usize => {
                    query.before = Some((last.started, last.id.clone()));
                }
                _ => break,
            }
        }
    }
    csv.flush()?;
    Ok(written)
}

fn cells(row: &CallRecord) -> [String; 13] {
    let text = |text: Option<&str>| harmless(text.unwrap_or_default());
    let time = |at: Option<WallMillis>| at.map(iso).unwrap_or_default();
    let talked = row.answered.map(|answered| ((row.ended.0 - answered.0) / 1000).to_string());
    [
        iso(row.started),
        rows::direction_word(row.direction).to_owned(),
        rows::outcome_word(row.outcome).to_owned(),
        text(row.number.as_deref()),
        text(row.name.as_deref()),
        text(row.called.as_deref()),
        text(Some(&row.extension)),
        time(row.answered),
        iso(row.ended),
        talked.unwrap_or_default(),
        text(Some(&row.note.result)),
        text(Some(&row.note.text)),
        text(Some(&row.note.tags.join(", "))),
    ]
}

/// An apostrophe in front makes text of it, as the spreadsheets' makers advise.
fn harmless(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// UTC, e.g. `2020-05-20T07:12:32Z`.
fn iso(at: WallMillis) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1000)).ok();
    moment.and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::schema;
    use crate::history::store::tests::call;

    #[test]
    fn all_calls_are_written_and_none_is_a_formula() {
        let dir = tempfile::tempdir().unwrap();
        let mut connection = schema::open(&dir.path().join("history.db")).unwrap();
        let mut records: Vec<CallRecord> = (0..1200).map(|at| call(at * 1000, 1)).collect();
        records[7].name = Some("=HYPERLINK(\"http://x\",\"y\")".to_owned());
        records[8].number = Some("+8613800138000".to_owned());
        records[9].note.text = " @SUM(A1)\nand, a \"quote\"".to_owned();
        crate::history::store::tests::write(&mut connection, &records).unwrap();
        let mut file = Vec::new();
        assert_eq!(write([&connection], &HistoryQuery::default(), &mut file).unwrap(), 1200);
        let text = String::from_utf8(file).unwrap();
        let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1200);
        assert!(rows.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])));
        assert!(rows.iter().any(|row| row[4].starts_with("'=HYPERLINK")));
        assert_eq!(&rows[1199][0], "1970-01-01T00:00:00Z");
    }
}
