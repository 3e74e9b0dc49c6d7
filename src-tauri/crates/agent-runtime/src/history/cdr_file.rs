//! The PBX's records as a CSV file: columns are found by their names, unknown ones are kept, odd rows passed over.

use std::collections::BTreeMap;
use std::io::Read;

/// One row, as text but for what every program understands alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CdrRow {
    pub(super) channel: String,
    /// The PBX's local time, `yyyy-mm-dd hh:mm:ss`.
    pub(super) start: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) total_seconds: i64,
    pub(super) talk_seconds: i64,
    pub(super) status: String,
    pub(super) direction: String,
    pub(super) recording: Option<String>,
    /// Columns that are none of these.
    pub(super) extra: BTreeMap<String, String>,
}

/// Names of columns: the document's, its misspelling mended, and what Asterisk calls them.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("channel", &["callid", "uniqueid"]),
    ("start", &["timestart", "starttime", "start"]),
    ("from", &["callfrom", "from", "src"]),
    ("to", &["callto", "to", "dst"]),
    ("total", &["callduraction", "callduration", "duration"]),
    ("talk", &["talkduraction", "talkduration", "billsec"]),
    ("status", &["status", "disposition"]),
    ("direction", &["type", "direction"]),
    ("recording", &["recording", "recordingfile"]),
];

/// Reads row after row; `Err` for a file that is no CSV or names neither caller, callee nor time.
pub(super) fn read(file: impl Read) -> Result<impl Iterator<Item = CdrRow>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(file);
    let names: Vec<String> = reader
        .headers()?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').to_ascii_lowercase().replace([' ', '_'], ""))
        .collect();
    let place = |key: &str| {
        let known = COLUMNS.iter().find(|(column, _)| *column == key).map_or(&[][..], |(_, names)| names);
        names.iter().position(|name| known.contains(&name.as_str()))
    };
    let places: BTreeMap<&str, usize> =
        COLUMNS.iter().filter_map(|(key, _)| Some((*key, place(key)?))).collect();
    if !["from", "to", "start"].iter().all(|key| places.contains_key(key)) {
        return Err(csv::Error::from(std::io::Error::other("no such columns")));
    }
    Ok(reader.into_records().filter_map(move |record| {
        // A row that is cut short or no text is not worth the others.
        let record = record.ok()?;
        let field = |key: &str| places.get(key).and_then(|at| record.get(*at)).unwrap_or_default().to_owned();
        let number = |key: &str| field(key).parse().unwrap_or(0);
        let is_extra = |at: &usize| !places.values().any(|known| known == at);
        let extra = names.iter().enumerate().filter(|(at, _)| is_extra(at));
        let extra = extra.filter_map(|(at, name)| Some((name.clone(), record.get(at)?.to_owned())));
        let row = CdrRow {
            channel: field("channel"),
            start: field("start"),
            from: field("from"),
            to: field("to"),
            total_seconds: number("total"),
            talk_seconds: number("talk"),
            status: field("status"),
            direction: field("direction"),
            recording: Some(field("recording")).filter(|name| !name.is_empty()),
            extra: extra.filter(|(_, value)| !value.is_empty()).collect(),
        };
        let says_nothing = row.start.is_empty() || (row.from.is_empty() && row.to.is_empty());
        (!says_nothing).then_some(row)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let csv = "\u{feff}Status,callto,CallFrom,time_start,cost,recording,talkduraction,callduraction,type,callid\r\n\
                   ANSWERED,101,\"\"\"Nord, GmbH\"\" <+4930>\",2020-05-20 10:11:22,0.07,,4,10,Inbound,1.2\r\n\
                   NO ANSWER,101,103,2020-05-20 10:12:00\r\n\
                   ,,,,\r\n";
        let rows: Vec<CdrRow> = read(csv.as_bytes()).unwrap().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].from, "\"Nord, GmbH\" <+4930>");
        assert_eq!((rows[0].total_seconds, rows[0].talk_seconds, rows[0].recording.clone()), (10, 4, None));
        assert_eq!(rows[0].extra.get("cost").map(String::as_str), Some("0.07"));
        assert_eq!((rows[1].status.as_str(), rows[1].talk_seconds), ("NO ANSWER", 0));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        assert!(read(&b"<html>login</html>"[..]).is_err());
        assert!(read(&b""[..]).is_err());
        assert!(read(&b"a,b,c\n1,2,3\n"[..]).is_err());
    }
}
