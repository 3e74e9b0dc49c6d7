//! The history as a CSV file for spreadsheets. What stands in it is said in `columns`.

use std::io::{self, Write};

use agent_core::HistoryQuery;
use rusqlite::Connection;

use super::{columns, search};
use crate::error::StorageError;

const PAGE: u32 = 500;
/// Writes the calls of a query, newest first, page by page: a million calls take no more memory than a screenful.
pub(crate) fn write<'a>(
    histories: impl IntoIterator<Item = &'a Connection>,
    query: &HistoryQuery,
    mut file: impl Write,
) -> Result<u64, StorageError> {
    // Without the mark, spreadsheets take UTF-8 for something else.
    file.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(columns::header()).map_err(io::Error::from)?;
    let mut written = 0;
    for history in histories {
        let mut query = HistoryQuery { before: None, ..query.clone() };
        loop {
            let rows = search::select(history, &query, PAGE)?;
            for row in &rows {
                csv.write_record(columns::cells(row)).map_err(io::Error::from)?;
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

#[cfg(test)]
mod tests {
    use agent_core::CallRecord;

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
        // Other programs count them.
        let header = "started direction outcome number name called extension answered ended talked_seconds result \
                      note tags handed_to";
        assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>().join(" "), header);
        let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1200);
        assert!(rows.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])));
        assert!(rows.iter().any(|row| row[4].starts_with("'=HYPERLINK")));
        assert_eq!(&rows[1199][0], "1970-01-01T00:00:00Z");
    }
}
