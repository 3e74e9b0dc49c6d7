//! Calls in and out of the database.

use agent_core::{
    CallDirection, CallOutcome, CallRecord, HistoryPage, HistoryQuery, RecentNumber, WallMillis,
};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, named_params, params};

/// More than a screen shows; a longer list is asked for page by page.
const MOST_ROWS: u32 = 200;
/// As many numbers as the view shows.
const RECENT_NUMBERS: usize = 10;
/// How far back the recent numbers are looked for: the start must not read a year of calls.
const RECENT_CALLS: u32 = 200;

pub(crate) fn write(connection: &mut Connection, records: &[CallRecord]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare_cached(
            "INSERT OR REPLACE INTO calls VALUES (:id, :direction, :number, :name, :extension, :called, :started,
             :answered, :ended, :outcome, :recording)",
        )?;
        for record in records {
            statement.execute(named_params! {
                ":id": record.id,
                ":direction": direction_word(record.direction),
                ":number": record.number,
                ":name": record.name,
                ":extension": record.extension,
                ":called": record.called,
                ":started": record.started.0,
                ":answered": record.answered.map(|at| at.0),
                ":ended": record.ended.0,
                ":outcome": outcome_word(record.outcome),
                ":recording": record.recording,
            })?;
        }
    }
    transaction.commit()
}

/// Newest first. The place to go on from is a row and not a count, so calls that come in meanwhile shift nothing.
pub(crate) fn page(connection: &Connection, query: &HistoryQuery) -> rusqlite::Result<HistoryPage> {
    let limit = if query.limit == 0 { MOST_ROWS } else { query.limit.min(MOST_ROWS) };
    let (started, id) =
        query.before.as_ref().map_or((i64::MAX, ""), |(started, id)| (started.0, id.as_str()));
    let mut statement = connection.prepare_cached(
        "SELECT * FROM calls
         WHERE (started, id) < (:started, :id)
           AND (:pattern IS NULL OR number LIKE :pattern ESCAPE '\\' OR name LIKE :pattern ESCAPE '\\')
         ORDER BY started DESC, id DESC LIMIT :limit",
    )?;
    let arguments = named_params! {
        ":started": started,
        ":id": id,
        ":pattern": pattern(&query.search),
        ":limit": limit + 1,
    };
    let mut rows = statement.query_map(arguments, read_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok(HistoryPage { rows, more })
}

/// Each number once, the newest first.
pub(crate) fn recent(connection: &Connection) -> rusqlite::Result<Vec<RecentNumber>> {
    let mut statement = connection.prepare(
        "SELECT number, name FROM calls WHERE number IS NOT NULL ORDER BY started DESC, id DESC LIMIT ?1",
    )?;
    let calls = statement.query_map(params![RECENT_CALLS], |row| {
        Ok(RecentNumber { number: row.get("number")?, name: row.get("name")? })
    })?;
    let mut recent: Vec<RecentNumber> = Vec::new();
    for call in calls {
        let call = call?;
        if recent.len() < RECENT_NUMBERS && recent.iter().all(|known| known.number != call.number) {
            recent.push(call);
        }
    }
    Ok(recent)
}

/// What a person typed, anywhere in the text; its own `%` and `_` mean themselves.
fn pattern(search: &str) -> Option<String> {
    let search = search.trim();
    if search.is_empty() {
        return None;
    }
    let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Some(format!("%{escaped}%"))
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    Ok(CallRecord {
        id: row.get("id")?,
        direction: read_word(row, "direction", &DIRECTIONS, direction_word)?,
        number: row.get("number")?,
        name: row.get("name")?,
        extension: row.get("extension")?,
        called: row.get("called")?,
        started: WallMillis(row.get("started")?),
        answered: row.get::<_, Option<i64>>("answered")?.map(WallMillis),
        ended: WallMillis(row.get("ended")?),
        outcome: read_word(row, "outcome", &OUTCOMES, outcome_word)?,
        recording: row.get("recording")?,
    })
}

/// A word that is none of ours: the file was edited, or is damaged in a way SQLite can't see.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no {1}")]
struct UnknownWord(String, &'static str);

fn read_word<T: Copy>(
    row: &Row<'_>,
    column: &'static str,
    values: &[T],
    word_of: fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    let found = values.iter().copied().find(|value| word_of(*value) == word);
    found.ok_or_else(|| {
        let index = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(UnknownWord(word, column)))
    })
}

const DIRECTIONS: [CallDirection; 3] =
    [CallDirection::Inbound, CallDirection::Outbound, CallDirection::Internal];

fn direction_word(direction: CallDirection) -> &'static str {
    match direction {
        CallDirection::Inbound => "inbound",
        CallDirection::Outbound => "outbound",
        CallDirection::Internal => "internal",
    }
}

const OUTCOMES: [CallOutcome; 6] = [
    CallOutcome::Answered,
    CallOutcome::Missed,
    CallOutcome::AnsweredElsewhere,
    CallOutcome::Declined,
    CallOutcome::NoAnswer,
    CallOutcome::Failed,
];

fn outcome_word(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => "answered",
        CallOutcome::Missed => "missed",
        CallOutcome::AnsweredElsewhere => "answered-elsewhere",
        CallOutcome::Declined => "declined",
        CallOutcome::NoAnswer => "no-answer",
        CallOutcome::Failed => "failed",
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::history::schema;

    pub(crate) fn call(started: i64, key: u32) -> CallRecord {
        CallRecord {
            id: format!("{started}-{key}"),
            direction: CallDirection::Inbound,
            number: Some("13800138000".to_owned()),
            name: Some("李娜".to_owned()),
            extension: "101".to_owned(),
            called: Some("6500".to_owned()),
            started: WallMillis(started),
            answered: Some(WallMillis(started + 4000)),
            ended: WallMillis(started + 60_000),
            outcome: CallOutcome::Answered,
            recording: None,
        }
    }

    fn store(records: &[CallRecord]) -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let mut connection = schema::open(&dir.path().join("history.db")).unwrap();
        write(&mut connection, records).unwrap();
        (dir, connection)
    }

    fn ids(connection: &Connection, query: &HistoryQuery) -> Vec<String> {
        page(connection, query).unwrap().rows.into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn every_direction_and_outcome_reads_back() {
        let mut records = Vec::new();
        for (started, direction) in (0..).zip(DIRECTIONS) {
            for (key, outcome) in (0..).zip(OUTCOMES) {
                records.push(CallRecord { direction, outcome, ..call(started, key) });
            }
        }
        records.push(CallRecord { number: None, name: None, called: None, answered: None, ..call(-1, 1) });
        let (_dir, connection) = store(&records);
        let mut rows = page(&connection, &HistoryQuery::default()).unwrap().rows;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        records.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(rows, records);
    }

    #[test]
    fn the_same_id_is_one_row() {
        let (_dir, mut connection) = store(&[call(1, 1)]);
        let with_recording = CallRecord { recording: Some("a.wav".to_owned()), ..call(1, 1) };
        write(&mut connection, std::slice::from_ref(&with_recording)).unwrap();
        assert_eq!(page(&connection, &HistoryQuery::default()).unwrap().rows, [with_recording]);
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        // Three calls began in the same millisecond, at the seam of two pages.
        let records: Vec<CallRecord> =
            [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1)].map(|(at, key)| call(at, key)).into();
        let (_dir, mut connection) = store(&records);
        let first = page(&connection, &HistoryQuery { limit: 2, ..HistoryQuery::default() }).unwrap();
        assert!(first.more);
        let last = first.rows.last().unwrap();
        let before = Some((last.started, last.id.clone()));
        // A call that comes in meanwhile shifts nothing.
        write(&mut connection, &[call(4, 1)]).unwrap();
        let second =
            page(&connection, &HistoryQuery { limit: 3, before, ..HistoryQuery::default() }).unwrap();
        assert!(!second.more);
        let ids: Vec<&str> = first.rows.iter().chain(&second.rows).map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["3-1", "2-3", "2-2", "2-1", "1-1"]);
    }

    #[test]
    fn a_page_is_never_larger_than_the_cap() {
        let records: Vec<CallRecord> = (0..201).map(|at| call(at, 1)).collect();
        let (_dir, connection) = store(&records);
        for limit in [0, 200, 201, u32::MAX] {
            let page = page(&connection, &HistoryQuery { limit, ..HistoryQuery::default() }).unwrap();
            assert_eq!((page.rows.len(), page.more), (200, true), "{limit}");
        }
    }

    #[test]
    fn search_finds_parts_and_takes_signs_for_themselves() {
        let named = |at, name: &str| CallRecord { name: Some(name.to_owned()), number: None, ..call(at, 1) };
        let (_dir, connection) =
            store(&[call(1, 1), named(2, "100% Ltd"), named(3, "100 Ltd"), named(4, "a_b\\c")]);
        for (search, found) in [
            ("0013", vec!["1-1"]),
            ("李", vec!["1-1"]),
            ("LTD", vec!["3-1", "2-1"]),
            ("100%", vec!["2-1"]),
            ("a_", vec!["4-1"]),
            ("b\\", vec!["4-1"]),
            ("'; DROP TABLE calls; --", vec![]),
            ("  ", vec!["4-1", "3-1", "2-1", "1-1"]),
        ] {
            let query = HistoryQuery { search: search.to_owned(), ..HistoryQuery::default() };
            assert_eq!(ids(&connection, &query), found, "{search:?}");
        }
    }

    #[test]
    fn recent_numbers_come_once_each_and_newest_first() {
        let to = |at, number: &str, name: &str| CallRecord {
            number: Some(number.to_owned()),
            name: Some(name.to_owned()),
            ..call(at, 1)
        };
        let mut records = vec![to(1, "102", "old name"), to(3, "102", "Wang Wei"), to(2, "103", "陈静")];
        records.push(CallRecord { number: None, ..call(4, 1) });
        let (_dir, mut connection) = store(&records);
        let numbers = recent(&connection).unwrap();
        let wang = RecentNumber { number: "102".to_owned(), name: Some("Wang Wei".to_owned()) };
        assert_eq!(numbers[0], wang);
        assert_eq!(numbers.len(), 2);
        let many: Vec<CallRecord> = (10..40).map(|at| to(at, &at.to_string(), "x")).collect();
        write(&mut connection, &many).unwrap();
        assert_eq!(recent(&connection).unwrap().len(), RECENT_NUMBERS);
    }
}
