//! Fills the history with what happened while the program was away: the PBX's records, those that are known already
//! left out.

use std::collections::HashSet;
use std::io::Read;

use agent_core::{CallDirection, CallOutcome, CallRecord, Filled, WallMillis};
use pbx_protocol::Party;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::cdr_file::{self, CdrRow};
use super::moment::{self, DateOrder};
use super::{columns, drafts, store, words};
use crate::error::StorageError;

/// A call seen here and its record may differ by so much: clocks, and the time a trunk takes before it rings.
const SAME_CALL_WITHIN: i64 = 60_000;
/// By such steps time zones differ; in milliseconds.
const QUARTER: i64 = 15 * 60_000;
/// The words for a call that was talked in.
const ANSWERED: [&str; 8] = ["answered", "answer", "connected", "已接", "已接听", "接听", "应答", "已应答"];

/// And for a side that was in use.
const BUSY: [&str; 3] = ["busy", "忙", "忙线"];

/// `offset_millis` is how far what the PBX's clock shows is ahead of UTC as this computer has it: its zone, and what the two
/// clocks differ by. Calls are kept by this computer's clock, by which those that were seen here are; a channel's id says
/// the second by the PBX's.
pub(crate) fn fill(
    connection: &mut Connection,
    own: &str,
    offset_millis: i64,
    file: impl Read,
) -> Result<Filled, StorageError> {
    let transaction = connection.transaction()?;
    let file = cdr_file::read(file)?;
    let (records, timeless) = records_of(&file.rows, own, offset_millis);
    let mut filled = Filled { unread: file.unread + timeless, ..Filled::default() };
    // A talk that was seen, and what a channel names, are certain; so those calls are given away first.
    let mut given = HashSet::new();
    let mut others = Vec::new();
    for (record, extra) in records {
        if store::is_forgotten(&transaction, &record)? {
            continue;
        }
        let seen = match by_talk(&transaction, &record, &given)? {
            None => by_channel(&transaction, &record, &given)?,
            seen => seen,
        };
        match seen {
            Some(seq) => settle(&transaction, seq, &record, &mut given)?,
            None => others.push((record, extra)),
        }
    }
    for (record, extra) in others {
        if let Some(seq) = by_party(&transaction, &record, &given)? {
            settle(&transaction, seq, &record, &mut given)?;
        } else if !is_filled_in(&transaction, &record)? {
            store::write_one(&transaction, &record, &extra)?;
            filled.added += 1;
            filled.missed += u32::from(record.outcome == CallOutcome::Missed);
        }
    }
    transaction.commit()?;
    Ok(filled)
}

/// The agent's calls with what their rows have besides, and of how many nobody can tell when they were.
fn records_of(rows: &[CdrRow], own: &str, offset_millis: i64) -> (Vec<(CallRecord, String)>, u32) {
    let (mut records, mut timeless) = (Vec::new(), 0);
    let zone = zone(offset_millis);
    for row in rows {
        match record_of(row, own, zone) {
            Ok(record) => {
                let record = by_our_clock(record, offset_millis - zone);
                records.push((record, if row.extra.is_empty() { String::new() } else { json(row) }));
            }
            Err(NoRecord::OfOthers) => {}
            Err(NoRecord::Timeless) => timeless += 1,
        }
    }
    (records, timeless)
}

/// What of the offset is the zone; the rest is what the clocks differ by.
pub(super) fn zone(offset_millis: i64) -> i64 {
    (offset_millis + QUARTER / 2).div_euclid(QUARTER) * QUARTER
}

/// `ahead`: how far the PBX's clock is ahead of ours. The record's id stays, so that it is known the next time.
fn by_our_clock(record: CallRecord, ahead: i64) -> CallRecord {
    let ours = |at: WallMillis| WallMillis(at.0 - ahead);
    let (started, ended) = (ours(record.started), ours(record.ended));
    CallRecord { started, ended, answered: record.answered.map(ours), ..record }
}

fn json(row: &CdrRow) -> String {
    // Texts by name are always JSON.
    serde_json::to_string(&row.extra).unwrap_or_default()
}

/// Why a row is not written.
enum NoRecord {
    /// The call is not the agent's.
    OfOthers,
    /// Nobody can tell when it was.
    Timeless,
}

fn record_of(row: &CdrRow, own: &str, offset_millis: i64) -> Result<CallRecord, NoRecord> {
    // `6200(4002)` is a queue or group, and who answered.
    let group = row.to.strip_suffix(')').and_then(|to| to.split_once('('));
    // Either may come with a name: `"Li Na" <101>`.
    let is_own = |text: &str| text == own || Party::parse(text).number.as_deref() == Some(own);
    let ours_came_in = is_own(&row.to) || group.is_some_and(|(_, answered_by)| answered_by == own);
    let ours_went_out = is_own(&row.from);
    if !ours_came_in && !ours_went_out {
        return Err(NoRecord::OfOthers);
    }
    let started = started(row, offset_millis).ok_or(NoRecord::Timeless)?;
    let status = row.status.to_lowercase();
    let talked = is_answered(row);
    let outcome = match (talked, ours_came_in) {
        (true, _) => CallOutcome::Answered,
        (false, true) => CallOutcome::Missed,
        (false, false) if BUSY.contains(&status.as_str()) => CallOutcome::Busy,
        (false, false) => CallOutcome::NoAnswer,
    };
    let other = Party::parse(if ours_came_in { &row.from } else { &row.to });
    let ended = started + row.total_seconds.max(0) * 1000;
    let answered = talked.then(|| WallMillis((ended - row.talk_seconds.max(0) * 1000).max(started)));
    // The page's export names no channel, and two callers may come in one second.
    let apart =
        if row.channel.is_empty() { other.number.as_deref().unwrap_or_default() } else { &row.channel };
    Ok(CallRecord {
        id: format!("cdr-{started}-{apart}"),
        direction: direction_of(row, ours_went_out),
        number: other.number,
        name: other.name,
        extension: own.to_owned(),
        called: group.map(|(called, _)| called.to_owned()),
        started: WallMillis(started),
        answered,
        ended: WallMillis(ended),
        outcome,
        recording: row.recording.clone(),
        channels: Some(row.channel.clone()).filter(|channel| !channel.is_empty()).into_iter().collect(),
        filled_in: true,
        ..CallRecord::default()
    })
}

/// Somebody was talked with, or a machine.
pub(super) fn is_answered(row: &CdrRow) -> bool {
    ANSWERED.contains(&row.status.to_lowercase().as_str())
}

fn direction_of(row: &CdrRow, ours_went_out: bool) -> CallDirection {
    match row.direction.to_lowercase().as_str() {
        "internal" | "内部" | "内线" | "分机互拨" => CallDirection::Internal,
        "outbound" | "outgoing" | "呼出" | "去电" | "外呼" => CallDirection::Outbound,
        "inbound" | "incoming" | "呼入" | "来电" => CallDirection::Inbound,
        // Many exports have no such column.
        _ if ours_went_out => CallDirection::Outbound,
        _ => CallDirection::Inbound,
    }
}

/// A channel's id begins with its second in UTC; else the local time, less the offset.
pub(super) fn started(row: &CdrRow, offset_millis: i64) -> Option<i64> {
    let epoch = row.channel.split('.').next().and_then(|second| second.parse::<i64>().ok());
    let plausible = epoch.filter(|second| (946_684_800..=32_503_680_000).contains(second));
    plausible.map(|second| second * 1000).or_else(|| Some(row.start?.utc(offset_millis)))
}

/// `2020-05-20 10:11:22` as milliseconds since 1970, as if it were UTC.
pub fn local_millis(text: &str) -> Option<i64> {
    moment::read(text, DateOrder::Unknown).map(|moment| moment.local)
}

/// The conversation that the record tells of: a queue may have rung us before, in vain, on the same channel.
fn by_talk(
    transaction: &Transaction<'_>,
    record: &CallRecord,
    given: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    let Some(answered) = record.answered else { return Ok(None) };
    let mut statement = transaction.prepare_cached(
        "SELECT seq FROM calls WHERE seq BETWEEN ?1 AND ?2 AND number IS ?3 AND direction = ?4
             AND answered IS NOT NULL AND abs(answered - ?5) <= ?6 ORDER BY abs(answered - ?5)",
    )?;
    let direction = words::direction_word(record.direction);
    let from = (record.started.0 - SAME_CALL_WITHIN) * 1000;
    let to = (record.ended.0 + SAME_CALL_WITHIN) * 1000;
    let near = statement
        .query_map((from, to, &record.number, direction, answered.0, SAME_CALL_WITHIN), |row| row.get(0))?;
    first_free(near, given)
}

fn first_free(
    calls: impl Iterator<Item = rusqlite::Result<i64>>,
    given: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    for seq in calls {
        let seq = seq?;
        if !given.contains(&seq) {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}

/// The call that a channel of the record names, unless another record has it: two follow each other on one channel when
/// a colleague hands us on.
fn by_channel(
    transaction: &Transaction<'_>,
    record: &CallRecord,
    given: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    for channel in &record.channels {
        let known = transaction
            .prepare_cached(
                "SELECT seq FROM channels JOIN calls USING (seq) WHERE channel = ?1 AND number IS ?2",
            )?
            .query_row((channel, &record.number), |row| row.get(0))
            .optional()?;
        if let Some(seq) = known.filter(|seq| !given.contains(seq)) {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}

/// The call with the same other party that was seen here nearest to that time, and that no other record has.
fn by_party(
    transaction: &Transaction<'_>,
    record: &CallRecord,
    given: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    let span = |millis: i64| (record.started.0 + millis) * 1000;
    let mut statement = transaction.prepare_cached(
        "SELECT seq FROM calls WHERE seq BETWEEN ?1 AND ?2 AND number IS ?3 AND direction = ?4 AND filled_in = 0
         ORDER BY abs(started - ?5)",
    )?;
    let direction = words::direction_word(record.direction);
    let (from, to) = (span(-SAME_CALL_WITHIN), span(SAME_CALL_WITHIN));
    let near =
        statement.query_map((from, to, &record.number, direction, record.started.0), |row| row.get(0))?;
    first_free(near, given)
}

/// The same record was filled in before.
fn is_filled_in(transaction: &Transaction<'_>, record: &CallRecord) -> rusqlite::Result<bool> {
    let mut statement = transaction.prepare_cached("SELECT 1 FROM calls WHERE id = ?1")?;
    Ok(statement.query_row([&record.id], |_| Ok(())).optional()?.is_some())
}

/// A call that was seen is told as it was seen; but of an answer that was not reported, of an end that nobody saw, and
/// of the recording, the record knows better.
fn settle(
    transaction: &Transaction<'_>,
    seq: i64,
    record: &CallRecord,
    given: &mut HashSet<i64>,
) -> rusqlite::Result<()> {
    given.insert(seq);
    let (seen, extra, unfinished): (CallRecord, String, bool) = transaction
        .prepare_cached("SELECT * FROM calls WHERE seq = ?1")?
        .query_row([seq], |row| Ok((columns::read_row(row)?, row.get("extra")?, row.get("unfinished")?)))?;
    let mut known = seen.clone();
    if known.recording.is_none() {
        known.recording.clone_from(&record.recording);
    }
    let answer_is_news = record.outcome == CallOutcome::Answered && seen.outcome != CallOutcome::Answered;
    if unfinished || answer_is_news {
        known.ended = record.ended;
        known.outcome = record.outcome;
        known.answered = record.answered.map(|told| seen.answered.unwrap_or(told));
        drafts::drop(transaction, &seen.id)?;
    }
    if known == seen { Ok(()) } else { store::write_one(transaction, &known, &extra) }
}

#[cfg(test)]
mod tests {
    use agent_core::HistoryQuery;

    use super::*;
    use crate::history::schema;
    use crate::history::store::tests::call;

    const HOUR: i64 = 3_600_000;
    const CSV: &str = "callid,timestart,callfrom,callto,callduraction,talkduraction,status,type,recording,cost\r\n\
        1589947952.1670,2020-05-20 07:12:32,13800138000,101,20,0,NO ANSWER,Inbound,,1\r\n\
        1589948000.1680,2020-05-20 07:13:20,\"\"\"Nordwind\"\" <+4930>\",6500(101),60,50,ANSWERED,Inbound,a.wav,\r\n\
        x,2020-05-20 10:20:00,101,102,9,0,NO ANSWER,Internal,,\r\n\
        1589948100.1690,2020-05-20 07:15:00,103,104,9,5,ANSWERED,Internal,,\r\n\
        odd,yesterday,101,102,9,0,NO ANSWER,Internal,,\r\n";

    fn open() -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let connection = schema::open(&dir.path().join("history.db")).unwrap();
        (dir, connection)
    }

    fn rows(connection: &Connection) -> Vec<CallRecord> {
        crate::history::search::page(connection, &HistoryQuery::default()).unwrap().rows
    }

    #[test]
    fn what_was_missed_is_filled_in_once() {
        let (_dir, mut connection) = open();
        let filled = fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap();
        assert_eq!(filled, Filled { added: 3, missed: 1, unread: 1 }, "one says yesterday");
        let rows_now = rows(&connection);
        let told: Vec<(i64, Option<&str>, CallOutcome)> =
            rows_now.iter().map(|row| (row.started.0, row.number.as_deref(), row.outcome)).collect();
        assert_eq!(
            told,
            [
                (1_589_959_200_000, Some("102"), CallOutcome::NoAnswer),
                (1_589_948_000_000, Some("+4930"), CallOutcome::Answered),
                (1_589_947_952_000, Some("13800138000"), CallOutcome::Missed),
            ],
            "by the channel's second, else by the PBX's local time"
        );
        assert_eq!(rows_now[1].called.as_deref(), Some("6500"));
        assert_eq!(rows_now[1].answered, Some(WallMillis(1_589_948_010_000)));
        let again = fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap();
        assert_eq!(again, Filled { unread: 1, ..Filled::default() });
        assert_eq!(rows(&connection).len(), 3);
        let extra: String = connection
            .query_row("SELECT extra FROM calls WHERE number = '13800138000'", (), |row| row.get(0))
            .unwrap();
        assert_eq!(extra, "{\"cost\":\"1\"}");
    }

    #[test]
    fn what_a_record_has_besides_is_kept_as_json() {
        let (_dir, mut connection) = open();
        let csv = CSV.replace(",Inbound,,1\r\n", ",Inbound,,\u{202e}\u{7f}1\r\n");
        fill(&mut connection, "101", 3 * HOUR, csv.as_bytes()).unwrap();
        let extra: String = connection
            .query_row("SELECT extra FROM calls WHERE number = '13800138000'", (), |row| row.get(0))
            .unwrap();
        let read: serde_json::Value = serde_json::from_str(&extra).unwrap();
        assert_eq!(read, serde_json::json!({ "cost": "\u{202e}\u{7f}1" }));
    }

    #[test]
    fn a_chinese_page_export_is_filled_in() {
        let (_dir, mut connection) = open();
        let text = "开始时间,主叫号码,被叫号码,呼叫时长,通话时长,状态,呼叫类型\n\
            2026年11月22日 10:18:59,\"\"\"北方电气\"\" <13800138441>\",\"\"\"李娜\"\" <101>\",00:01:00,00:00:50,已接,呼入\n\
            2026年11月22日 10:20:00,13800138442,101,30,0,未接,呼入\n";
        let gbk = encoding_rs::GBK.encode(text).0;
        let filled = fill(&mut connection, "101", 8 * HOUR, &gbk[..]).unwrap();
        assert_eq!(filled, Filled { added: 2, missed: 1, unread: 0 });
        let rows = rows(&connection);
        assert_eq!(
            (rows[1].name.as_deref(), rows[1].number.as_deref()),
            (Some("北方电气"), Some("13800138441"))
        );
        assert_eq!(rows[1].started, WallMillis(1_795_342_739_000 - 8 * HOUR));
        assert_eq!(rows[1].outcome, CallOutcome::Answered);
    }

    #[test]
    fn two_callers_of_one_second_are_two() {
        let (_dir, mut connection) = open();
        let text = "开始时间,主叫号码,被叫号码,呼叫时长,通话时长,状态,呼叫类型\n\
            2026年11月22日 10:20:00,13800138441,101,30,0,未接,呼入\n\
            2026年11月22日 10:20:00,13800138442,101,20,0,未接,呼入\n";
        for added in [2, 0] {
            assert_eq!(fill(&mut connection, "101", 8 * HOUR, text.as_bytes()).unwrap().added, added);
        }
    }

    #[test]
    fn what_the_agent_deleted_does_not_come_back() {
        let (_dir, mut connection) = open();
        fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap();
        let missed = rows(&connection)[2].id.clone();
        store::forget(&mut connection, &missed).unwrap();
        assert_eq!(fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap().added, 0);
        assert_eq!(rows(&connection).len(), 2);
        store::forget_before(&mut connection, WallMillis(i64::MAX / 2000)).unwrap();
        assert_eq!(fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap().added, 0);
        assert_eq!(rows(&connection).len(), 0);
        let later = CSV.replace("1589948000.1680", "1590048000.1680");
        assert_eq!(
            fill(&mut connection, "101", 3 * HOUR, later.as_bytes()).unwrap().added,
            1,
            "what is new does"
        );
    }

    #[test]
    fn what_was_seen_here_is_not_doubled() {
        let (_dir, mut connection) = open();
        let by_channel =
            CallRecord { channels: vec!["1589947952.1670".to_owned()], ..call(1_589_900_000_000, 1) };
        let by_party = CallRecord { number: Some("+4930".to_owned()), ..call(1_589_948_003_000, 1) };
        store::tests::write(&mut connection, &[by_channel, by_party]).unwrap();
        let filled = fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap();
        assert_eq!(filled, Filled { added: 1, missed: 0, unread: 1 });
    }

    #[test]
    fn a_call_is_one_when_the_clocks_differ_by_minutes() {
        for ahead in [-7 * 60_000, -180_000, 0, 90_000, 7 * 60_000] {
            let (_dir, mut connection) = open();
            // Seen here by our clock, under another of its channels.
            let seen = CallRecord {
                number: Some("+4930".to_owned()),
                channels: vec!["1589948000.1682".to_owned()],
                ..call(1_589_948_000_000 - ahead, 1)
            };
            store::tests::write(&mut connection, &[seen]).unwrap();
            let filled = fill(&mut connection, "101", 3 * HOUR + ahead, CSV.as_bytes()).unwrap();
            assert_eq!((filled.added, filled.missed), (2, 1), "{ahead}");
            let missed = rows(&connection).into_iter().find(|row| {
                row.filled_in && row.answered.is_none() && row.direction == CallDirection::Inbound
            });
            assert_eq!(missed.unwrap().started, WallMillis(1_589_947_952_000 - ahead), "by our clock");
            let again = fill(&mut connection, "101", 3 * HOUR + ahead + 2000, CSV.as_bytes()).unwrap();
            assert_eq!(again.added, 0, "asked again some seconds later");
        }
    }

    #[test]
    fn a_recording_whose_report_was_lost_is_found() {
        let (_dir, mut connection) = open();
        let seen = CallRecord {
            number: Some("+4930".to_owned()),
            channels: vec!["1589948000.1680".to_owned()],
            ..call(1_589_948_000_500, 1)
        };
        store::tests::write(&mut connection, std::slice::from_ref(&seen)).unwrap();
        fill(&mut connection, "101", 3 * HOUR, CSV.as_bytes()).unwrap();
        let found = rows(&connection).into_iter().find(|row| row.id == seen.id).unwrap();
        assert_eq!(found, CallRecord { recording: Some("a.wav".to_owned()), channels: vec![], ..seen });
    }

    #[test]
    fn what_is_seen_later_takes_the_place_of_the_record() {
        let (_dir, mut connection) = open();
        fill(&mut connection, "101", 0, CSV.as_bytes()).unwrap();
        let seen = CallRecord { channels: vec!["1589947952.1670".to_owned()], ..call(1_589_947_952_500, 1) };
        store::tests::write(&mut connection, &[seen]).unwrap();
        let of_it: Vec<CallRecord> = rows(&connection)
            .into_iter()
            .filter(|row| row.number.as_deref() == Some("13800138000"))
            .collect();
        assert_eq!(of_it.len(), 1);
        assert!(!of_it[0].filled_in);
    }
}
