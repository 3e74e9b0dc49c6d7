//! A history of a million calls: opening the list and any search within 50 ms.
//!
//! `cargo bench -p agent-storage` (makes the file first, which takes a minute or two)

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::time::{Duration, Instant};

use agent_core::{CallDirection, CallNote, CallOutcome, CallRecord, HistoryQuery, WallMillis};
use agent_storage::HistoryFile;

const CALLS: i64 = 1_000_000;
const BATCH: i64 = 10_000;
const LIMIT: Duration = Duration::from_millis(50);
const TRIES: usize = 15;
/// One call a minute up to now.
const FIRST: i64 = 1_700_000_000_000;
const BETWEEN: i64 = 60_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = HistoryFile::open(&path).unwrap();
    let began = Instant::now();
    for batch in 0..CALLS / BATCH {
        let calls: Vec<CallRecord> = (batch * BATCH..(batch + 1) * BATCH).map(call).collect();
        history.write(&calls).unwrap();
    }
    let megabytes = std::fs::metadata(&path).unwrap().len() / 1_000_000;
    println!("{CALLS} calls written in {:.0?}, {megabytes} MB", began.elapsed());

    let mut slowest = Duration::ZERO;
    for (what, query) in queries() {
        let rows = history.page(&query).unwrap().rows.len();
        let median = median_of(&history, &query);
        println!("{what:<44} {rows:>3} rows {median:>10.2?}");
        slowest = slowest.max(median);
    }
    drop(history);
    let median = median(|| {
        let history = HistoryFile::open(&path).unwrap();
        history.page(&HistoryQuery { limit: 50, ..HistoryQuery::default() }).unwrap();
    });
    println!("{:<44} {:>8} {median:>10.2?}", "opening the file and the list", "");
    slowest = slowest.max(median);
    println!("slowest {slowest:.2?}, limit {LIMIT:?}");
    assert!(slowest <= LIMIT, "too slow");
}

fn median_of(history: &HistoryFile, query: &HistoryQuery) -> Duration {
    median(|| drop(history.page(query).unwrap()))
}

fn median(work: impl Fn()) -> Duration {
    let mut tries: Vec<Duration> = (0..TRIES)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    tries.sort();
    tries[TRIES / 2]
}

fn queries() -> Vec<(&'static str, HistoryQuery)> {
    let all = HistoryQuery { limit: 50, ..HistoryQuery::default() };
    let search = |text: &str| HistoryQuery { search: text.to_owned(), ..all.clone() };
    let deep = WallMillis(FIRST + CALLS / 2 * BETWEEN);
    vec![
        ("the newest", all.clone()),
        ("from the middle on", HistoryQuery { before: Some((deep, String::new())), ..all.clone() }),
        ("typed: 1", search("1")),
        ("typed: 13", search("13")),
        ("typed: 138", search("138")),
        ("typed: a whole number", search("13800499999")),
        ("typed: a number that is not there", search("99999999999")),
        ("typed: a common name", search("Wang")),
        ("typed: 李娜", search("李娜")),
        ("typed: two letters that are nowhere", search("qq")),
        ("typed: a rare word of a note", search("zebra 777")),
        ("typed: a common word of a note", search("delivery")),
        ("missed", HistoryQuery { missed: true, ..all.clone() }),
        ("outgoing", HistoryQuery { direction: Some(CallDirection::Outbound), ..all.clone() }),
        ("a rare queue", HistoryQuery { called: Some("6599".to_owned()), ..all.clone() }),
        (
            "missed, of a queue, typed: 138",
            HistoryQuery { missed: true, called: Some("6500".to_owned()), ..search("138") },
        ),
        (
            "outgoing, typed: a name of callers only",
            HistoryQuery { direction: Some(CallDirection::Outbound), ..search("Nordwind") },
        ),
        (
            "one day",
            HistoryQuery { from: Some(deep), to: Some(WallMillis(deep.0 + 86_400_000)), ..all.clone() },
        ),
    ]
}

fn call(at: i64) -> CallRecord {
    let started = FIRST + at * BETWEEN;
    let names = ["Wang Wei", "李娜", "James Miller", "Nordwind GmbH", "陈静", "Sophie Turner"];
    let direction = match at % 6 {
        1 => CallDirection::Outbound,
        4 => CallDirection::Internal,
        _ => CallDirection::Inbound,
    };
    let outcome = if at % 9 == 0 { CallOutcome::Missed } else { CallOutcome::Answered };
    let text = match at % 10 {
        0 => format!("asked about the delivery of order {at}"),
        5 if at % 100_000 == 77_775 => "zebra 777".to_owned(),
        _ => String::new(),
    };
    CallRecord {
        id: format!("{started}-1"),
        direction,
        number: Some(format!("1380{:07}", (at * 7919) % 1_000_000)),
        name: Some(names[usize::try_from(at % 6).unwrap()].to_owned()).filter(|_| at % 12 != 2),
        extension: "101".to_owned(),
        called: Some(if at % 50_000 == 3 { "6599" } else { "6500" }.to_owned()).filter(|_| at % 3 == 0),
        started: WallMillis(started),
        answered: (outcome == CallOutcome::Answered).then_some(WallMillis(started + 5000)),
        ended: WallMillis(started + 60_000),
        outcome,
        channels: vec![format!("{}.{}", started / 1000, at)],
        note: CallNote { text, ..CallNote::default() },
        ..CallRecord::default()
    }
}
