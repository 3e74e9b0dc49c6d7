//! The PBX's records as a CSV file, from its API or exported from its pages: columns are found by their names, unknown ones
//! are kept, and a row that can't be read is counted.

use std::collections::BTreeMap;
use std::io::Read;

use pbx_protocol::text;

use super::moment::{self, DateOrder, Moment};

/// The records of the longest absence are far below.
const LARGEST: u64 = 256 * 1024 * 1024;
/// Titles, blank lines and `sep=;` before the names of the columns.
const MOST_LINES_BEFORE: usize = 12;

/// One row, as text but for what every program understands alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CdrRow {
    pub(super) channel: String,
    pub(super) start: Option<Moment>,
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

/// The rows of a file, and how many of it are none.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) rows: Vec<CdrRow>,
    /// Cut short, or without what every record has.
    pub(super) unread: u32,
}

/// Names of columns without blanks and marks: the document's, its misspelling mended, what Asterisk calls them, and what
/// pages of phone systems call them in English and Chinese.
const COLUMNS: [(Column, &str); 11] = [
    (Column::Channel, "callid uniqueid linkedid 通话id 呼叫id 唯一标识 通话编号"),
    (
        Column::Start,
        "timestart starttime start calldate datetime calltime begintime callstart startdate 开始时间
         呼叫时间 起始时间 来电时间 拨打时间 通话开始时间 呼叫开始时间 日期时间",
    ),
    (Column::Date, "date 日期"),
    (Column::Time, "time 时间"),
    (
        Column::From,
        "callfrom from src source caller callerid callernumber callingnumber clid 主叫 主叫号码
         主叫方 呼叫方 来电号码 源号码 呼叫来源 主叫分机",
    ),
    (
        Column::To,
        "callto to dst destination callee called calleenumber callednumber 被叫 被叫号码 被叫方
         呼叫目的 目的号码 目标号码 呼叫对象 被叫分机",
    ),
    (
        Column::Total,
        "callduraction callduration duration totalduration 呼叫时长 总时长 时长 呼叫持续时间
         持续时间 呼叫时长秒",
    ),
    (Column::Talk, "talkduraction talkduration billsec talktime billduration 通话时长 通话持续时间 计费时长"),
    (Column::Status, "status disposition callstatus result 状态 呼叫状态 通话状态 接听状态 应答状态"),
    (
        Column::Direction,
        "type direction calltype communicationtype 类型 呼叫类型 通话类型 呼叫方向 方向 通信类型",
    ),
    (Column::Recording, "recording recordingfile recordfile record 录音 录音文件 录音文件名"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Channel,
    Start,
    /// The day alone, where the time has a column of its own.
    Date,
    Time,
    From,
    To,
    Total,
    Talk,
    Status,
    Direction,
    Recording,
}

type ColumnPlaces = BTreeMap<Column, usize>;

/// Reads all rows; `Err` for a file that is no CSV or names neither caller, callee nor time.
pub(super) fn read(file: impl Read) -> Result<Records, csv::Error> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(refused("too large"));
    }
    let text = text::decode(&bytes);
    let mut rest: &str = &text;
    for _ in 0..MOST_LINES_BEFORE {
        for delimiter in [b',', b';', b'\t', b'|'] {
            let mut reader = reader(rest, delimiter);
            let names: Vec<String> = reader.headers()?.iter().map(normalised).collect();
            if let Some(places) = places(&names) {
                return Ok(records(reader, &names, &places));
            }
        }
        let Some((_, behind)) = rest.split_once('\n') else { break };
        rest = behind;
    }
    Err(refused("no such columns"))
}

fn refused(why: &str) -> csv::Error {
    csv::Error::from(std::io::Error::other(why))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

/// `Call Duration (s)` is `calldurations`.
fn normalised(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where each column stands, if those are there that every record has.
fn places(names: &[String]) -> Option<ColumnPlaces> {
    let is = |name: &str, known: &str| {
        name == known || name.strip_suffix('s').or(name.strip_suffix("seconds")) == Some(known)
    };
    let place = |known: &str| {
        let known: Vec<&str> = known.split_whitespace().collect();
        names.iter().position(|name| known.iter().any(|known| is(name, known)))
    };
    let places: ColumnPlaces =
        COLUMNS.iter().filter_map(|(column, known)| Some((*column, place(known)?))).collect();
    let has = |column| places.contains_key(&column);
    let has_start = has(Column::Start) || (has(Column::Date) || has(Column::Time));
    (has_start && has(Column::From) && has(Column::To)).then_some(places)
}

fn records(mut reader: csv::Reader<&[u8]>, names: &[String], places: &ColumnPlaces) -> Records {
    let mut records = Records { rows: Vec::new(), unread: 0 };
    let mut starts = Vec::new();
    for record in reader.records() {
        // A broken row is not worth the others.
        let Ok(record) = record else {
            records.unread += 1;
            continue;
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let start = start(&record, places);
        let row = row(&record, names, places);
        if start.is_empty() || (row.from.is_empty() && row.to.is_empty()) {
            records.unread += 1;
        } else {
            starts.push(start);
            records.rows.push(row);
        }
    }
    // One date alone may not tell what comes first; all of them together mostly do.
    let order = DateOrder::of(starts.iter().map(String::as_str));
    for (row, start) in records.rows.iter_mut().zip(&starts) {
        row.start = moment::read(start, order);
    }
    records
}

fn field<'a>(record: &'a csv::StringRecord, places: &ColumnPlaces, column: Column) -> &'a str {
    places.get(&column).and_then(|at| record.get(*at)).unwrap_or_default()
}

fn start(record: &csv::StringRecord, places: &ColumnPlaces) -> String {
    let [start, date, time] =
        [Column::Start, Column::Date, Column::Time].map(|column| field(record, places, column));
    if start.is_empty() { format!("{date} {time}").trim().to_owned() } else { start.to_owned() }
}

fn row(record: &csv::StringRecord, names: &[String], places: &ColumnPlaces) -> CdrRow {
    let text = |column| field(record, places, column).to_owned();
    let is_extra = |at: &usize| !places.values().any(|known| known == at);
    let extra = names.iter().enumerate().filter(|(at, _)| is_extra(at));
    let extra = extra.filter_map(|(at, name)| Some((name.clone(), record.get(at)?.to_owned())));
    CdrRow {
        channel: text(Column::Channel),
        start: None,
        from: text(Column::From),
        to: text(Column::To),
        total_seconds: moment::seconds(field(record, places, Column::Total)),
        talk_seconds: moment::seconds(field(record, places, Column::Talk)),
        status: text(Column::Status),
        direction: text(Column::Direction),
        recording: Some(text(Column::Recording)).filter(|name| !name.is_empty()),
        extra: extra.filter(|(_, value)| !value.is_empty()).collect(),
    }
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
        let rows = read(csv.as_bytes()).unwrap().rows;
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].from, "\"Nord, GmbH\" <+4930>");
        assert_eq!((rows[0].total_seconds, rows[0].talk_seconds, rows[0].recording.clone()), (10, 4, None));
        assert_eq!(rows[0].extra.get("cost").map(String::as_str), Some("0.07"));
        assert_eq!((rows[1].status.as_str(), rows[1].talk_seconds), ("NO ANSWER", 0));
    }

    /// Caller, callee, start and both durations of the only row.
    fn only_row(bytes: &[u8]) -> (String, String, Option<i64>, i64, i64) {
        let mut records = read(bytes).unwrap();
        assert_eq!((records.rows.len(), records.unread), (1, 0), "{}", String::from_utf8_lossy(bytes));
        let row = records.rows.remove(0);
        (row.from, row.to, row.start.map(|start| start.local), row.total_seconds, row.talk_seconds)
    }

    #[test]
    fn files_of_the_api_and_of_pages_say_the_same() {
        let meant = ("北方电气 <13800138441>".to_owned(), "101".to_owned(), Some(1_795_342_739_000), 30, 5);
        for text in [
            "callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrcunkname,status,type,pincode,recording,didnumber,sn\n1.2,2026-11-22 10:18:59,北方电气 <13800138441>,101,30,5,t,,NO ANSWER,Inbound,,,,a0\n",
            "sep=;\r\nCall ID;Start Time;Call From;Call To;Call Duration(s);Talk Duration(s);Status\r\n1.2;22.11.2026 10:18:59;北方电气 <13800138441>;101;00:00:30;00:00:05;Answered\r\n",
            "通话记录\n\n开始时间,主叫号码,被叫号码,呼叫时长,通话时长,状态,呼叫类型\n2026年11月22日 10:18:59,北方电气 <13800138441>,101,30秒,5秒,已接,呼入\n",
            "Date\tTime\tSource\tDestination\tDuration\tBillsec\tDisposition\n22/11/2026\t10:18:59\t北方电气 <13800138441>\t101\t0:30\t0:05\tANSWERED\n",
            "日期|时间|主叫|被叫|总时长|计费时长\n2026/11/22|10:18:59|北方电气 <13800138441>|101|30|5\n",
        ] {
            assert_eq!(only_row(text.as_bytes()), meant, "{text}");
            assert_eq!(only_row(&encoding_rs::GB18030.encode(text).0), meant, "{text}");
            assert_eq!(only_row(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), meant, "{text}");
            let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
            assert_eq!(
                only_row(&b"\xff\xfe".iter().copied().chain(utf16).collect::<Vec<u8>>()),
                meant,
                "{text}"
            );
        }
        let western = b"calldate;src;dst\n2026-11-22 10:18:59;M\xfcller <030>;101\n";
        assert_eq!(only_row(western).0, "Müller <030>");
    }

    #[test]
    fn rows_of_several_encodings_in_one_file_are_read() {
        let head = b"callid,timestart,callfrom,callto\n".as_slice();
        let gbk = encoding_rs::GBK.encode("北方电气").0;
        let row = |name: &[u8]| [b"1.2,2026-11-22 10:18:59,\"", name, b" <138>\",101\n"].concat();
        let file =
            [head, &row(&gbk), &row("李娜".as_bytes()), &row(b"M\xfcller"), &row(&"北方".as_bytes()[..5])];
        let names: Vec<String> =
            read(&file.concat()[..]).unwrap().rows.into_iter().map(|row| row.from).collect();
        assert_eq!(names, ["北方电气 <138>", "李娜 <138>", "Müller <138>", "北 <138>"]);
    }

    #[test]
    fn a_row_that_can_not_be_read_is_counted() {
        let csv =
            "timestart,callfrom,callto\n2026-11-22 10:18:59,1,101\n,2,101\n2026-11-22 10:18:59,,\n\n,,\n";
        let records = read(csv.as_bytes()).unwrap();
        assert_eq!((records.rows.len(), records.unread), (1, 2));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        assert!(read(&b"<html>login</html>"[..]).is_err());
        assert!(read(&b""[..]).is_err());
        assert!(read(&b"a,b,c\n1,2,3\n"[..]).is_err());
    }
}
