//! What stays of calls: booked rows and recordings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bytes::Bytes;
use pbx_protocol::CallId;
use pbx_protocol::report::Cdr;

use crate::model::wall_time::LocalTime;
use crate::world::Setup;

#[derive(Debug, Default)]
pub(crate) struct Archive {
    /// In the order in which calls ended; those from before the start by their own.
    pub(crate) rows: Vec<Cdr>,
    pub(crate) recordings: BTreeMap<String, Bytes>,
}

impl Archive {
    /// The rows that began within the span and have one of the numbers (all, when none is named) as CSV; `None` when
    /// there are none.
    pub(crate) fn csv(
        &self,
        setup: &Setup,
        numbers: Option<&[String]>,
        (start, end): (&str, &str),
    ) -> Option<String> {
        let rows: Vec<&Cdr> = self
            .rows
            .iter()
            .filter(|row| row.start.as_str() >= start && row.start.as_str() <= end)
            .filter(|row| numbers.is_none_or(|numbers| numbers.iter().any(|number| names(row, number))))
            .collect();
        (!rows.is_empty()).then(|| write_csv(setup, &rows))
    }
}

/// Whether the number is a party: caller, callee, or who answered in `6500(101)`.
fn names(row: &Cdr, number: &str) -> bool {
    row.from == number || row.to == number || row.to.ends_with(&format!("({number})"))
}

/// The order that programs in the wild rely on; what this PBX does not know stays empty.
const COLUMNS: &str = "callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrunkname,\
    status,type,pincode,recording,didnumber,sn";

fn write_csv(setup: &Setup, rows: &[&Cdr]) -> String {
    let mut csv = format!("{COLUMNS}\r\n");
    for row in rows {
        let trunk_of = |direction: &str| if row.direction == direction { setup.trunk.as_str() } else { "" };
        // `6500(101)`: what was called, and who answered.
        let did = if row.direction == "Inbound" { row.to.split('(').next() } else { None };
        let fields = [
            row.call.as_str(),
            &row.start,
            &row.from,
            &row.to,
            &row.total_seconds.to_string(),
            &row.talk_seconds.to_string(),
            trunk_of("Inbound"),
            trunk_of("Outbound"),
            &row.status,
            &row.direction,
            "",
            row.recording.as_deref().unwrap_or_default(),
            did.unwrap_or_default(),
            &setup.device.serial,
        ];
        // Writing to a String can't fail.
        let _ = write!(csv, "{}\r\n", fields.map(quoted).join(","));
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
