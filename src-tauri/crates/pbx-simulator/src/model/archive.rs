//! What stays of calls: booked rows and recordings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bytes::Bytes;
use pbx_protocol::CallId;
use pbx_protocol::report::Cdr;

use crate::model::wall_time::LocalTime;

#[derive(Debug, Default)]
pub(crate) struct Archive {
    /// In the order in which calls ended; those from before the start by their own.
    pub(crate) rows: Vec<Cdr>,
    pub(crate) recordings: BTreeMap<String, Bytes>,
}

impl Archive {
    /// The rows that began within the span and have one of the numbers (all, when none is named) as CSV; `None` when
    /// there are none.
    pub(crate) fn csv(&self, numbers: Option<&[String]>, start: &str, end: &str) -> Option<String> {
        let rows: Vec<&Cdr> = self
            .rows
            .iter()
            .filter(|row| row.start.as_str() >= start && row.start.as_str() <= end)
            .filter(|row| numbers.is_none_or(|numbers| numbers.iter().any(|number| names(row, number))))
            .collect();
        (!rows.is_empty()).then(|| write_csv(&rows))
    }
}

/// Whether the number is a party: caller, callee, or who answered in `6500(101)`.
fn names(row: &Cdr, number: &str) -> bool {
    row.from == number || row.to == number || row.to.ends_with(&format!("({number})"))
}

fn write_csv(rows: &[&Cdr]) -> String {
    let mut csv =
        "callid,timestart,callfrom,callto,callduraction,talkduraction,status,type,recording\r\n".to_owned();
    for row in rows {
        let recording = row.recording.as_deref().unwrap_or_default();
        // Writing to a String can't fail.
        let _ = write!(
            csv,
            "{},{},{},{},{},{},{},{},{}\r\n",
            row.call,
            row.start,
            quoted(&row.from),
            quoted(&row.to),
            row.total_seconds,
            row.talk_seconds,
            row.status,
            row.direction,
            quoted(recording),
        );
    }
    csv
}

fn quoted(field: &str) -> String {
    let needs_quotes = field.contains([',', '"', '\r', '\n']);
    if needs_quotes { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

/// `exten-101-106-20200505-042135-1588641695.1772.wav`, with whatever is no letter or digit left out of the numbers.
pub(crate) fn recording_name(from: &str, to: &str, start: LocalTime, channel: &CallId) -> String {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    format!("exten-{}-{}-{}-{channel}.wav", plain(from), plain(to), start.in_file_name())
}
