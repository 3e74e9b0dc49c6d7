//! Calls in and out of the database.

use agent_core::{
    CallDirection, CallNote, CallOutcome, CallRecord, HistoryPage, HistoryQuery, RecentNumber, WallMillis,
};
use rusqlite::types::{ToSql, Type};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use super::grams;

/// More than a screen shows; a longer list is asked for page by page.
const MOST_ROWS: u32 = 200;
/// As many numbers as the view shows.
const RECENT_NUMBERS: usize = 10;
/// How far back the recent numbers are looked for: the start must not read a year of calls.
const RECENT_CALLS: u32 = 200;
/// A `seq` is the start in milliseconds and this many places for calls of the same one.
const PLACES: i64 = 1000;

pub(crate) fn write(connection: &mut Connection, records: &[CallRecord]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for record in records {
        forget_filled_in(&transaction, record)?;
        write_one(&transaction, record, "")?;
    }
    transaction.commit()
}

/// What the PBX's record told of the call gives way to what was seen of it.
fn forget_filled_in(transaction: &Transaction<'_>, record: &CallRecord) -> rusqlite::Result<()> {
    for channel in &record.channels {
        let filled_in = transaction
            .prepare_cached(
                "SELECT seq FROM channels JOIN calls USING (seq)
                 WHERE channel = ?1 AND filled_in = 1 AND id <> ?2",
            )?
            .query_row((channel, &record.id), |row| row.get(0))
            .optional()?;
        if let Some(seq) = filled_in {
            delete(transaction, seq)?;
        }
    }
    Ok(())
}

pub(super) fn write_one(
    transaction: &Transaction<'_>,
    record: &CallRecord,
    extra: &str,
) -> rusqlite::Result<()> {
    let known: Option<i64> = transaction
        .prepare_cached("SELECT seq FROM calls WHERE id = ?1")?
        .query_row([&record.id], |row| row.get(0))
        .optional()?;
    let seq = match known {
        Some(seq) => seq,
        None => free_seq(transaction, record.started.0)?,
    };
    let tags = record.note.tags.join("\n");
    transaction
        .prepare_cached(
            "INSERT INTO calls VALUES (:seq, :id, :direction, :number, :name, :extension, :called, :started,
                                       :answered, :ended, :outcome, :recording, :note, :result, :tags,
                                       :filled_in, :extra)
             ON CONFLICT (id) DO UPDATE SET
                direction = excluded.direction, number = excluded.number, name = excluded.name,
                extension = excluded.extension, called = excluded.called, started = excluded.started,
                answered = excluded.answered, ended = excluded.ended, outcome = excluded.outcome,
                recording = excluded.recording, note = excluded.note, result = excluded.result,
                tags = excluded.tags, filled_in = excluded.filled_in, extra = excluded.extra",
        )?
        .execute(named_params! {
            ":seq": seq,
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
            ":note": record.note.text,
            ":result": record.note.result,
            ":tags": tags,
            ":filled_in": record.filled_in,
            ":extra": extra,
        })?;
    for channel in &record.channels {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO channels VALUES (?1, ?2)")?
            .execute((channel, seq))?;
    }
    index_record(transaction, seq, record)
}

fn index_record(transaction: &Transaction<'_>, seq: i64, record: &CallRecord) -> rusqlite::Result<()> {
    let named = [record.number.as_deref(), record.name.as_deref(), Some(&record.note.text)];
    let noted = [Some(record.note.result.as_str())].into_iter();
    let tags = record.note.tags.iter().map(|tag| Some(tag.as_str()));
    index(transaction, seq, named.into_iter().chain(noted).chain(tags).flatten(), &facts(record))
}

/// Makes the index of all calls anew.
pub(super) fn index_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut calls = transaction.prepare("SELECT * FROM calls")?;
    let mut rows = calls.query(())?;
    while let Some(row) = rows.next()? {
        index_record(transaction, row.get("seq")?, &read_row(row)?)?;
    }
    Ok(())
}

fn facts(record: &CallRecord) -> Vec<String> {
    let mut facts = vec![direction_fact(record.direction)];
    if record.outcome == CallOutcome::Missed {
        facts.push(missed_fact());
    }
    facts.extend(record.called.as_deref().map(called_fact));
    facts
}

fn direction_fact(direction: CallDirection) -> String {
    grams::fact('d', direction_word(direction))
}

fn missed_fact() -> String {
    grams::fact('o', outcome_word(CallOutcome::Missed))
}

fn called_fact(called: &str) -> String {
    grams::fact('c', called)
}

fn free_seq(transaction: &Transaction<'_>, started: i64) -> rusqlite::Result<i64> {
    let first = started.saturating_mul(PLACES);
    let last: Option<i64> = transaction
        .prepare_cached("SELECT max(seq) FROM calls WHERE seq >= ?1 AND seq < ?2")?
        .query_row((first, first.saturating_add(PLACES)), |row| row.get(0))?;
    Ok(last.map_or(first, |last| last + 1))
}

fn index<'a>(
    transaction: &Transaction<'_>,
    seq: i64,
    texts: impl Iterator<Item = &'a str>,
    facts: &[String],
) -> rusqlite::Result<()> {
    let grams = grams::of(texts);
    let short = format!("{} {}", grams.short, facts.join(" "));
    transaction.prepare_cached("DELETE FROM calls_text WHERE rowid = ?1")?.execute([seq])?;
    transaction
        .prepare_cached("INSERT INTO calls_text (rowid, three, short) VALUES (?1, ?2, ?3)")?
        .execute((seq, grams.three, short))?;
    Ok(())
}

pub(super) fn delete(transaction: &Transaction<'_>, seq: i64) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM channels WHERE seq = ?1")?.execute([seq])?;
    transaction.prepare_cached("DELETE FROM calls_text WHERE rowid = ?1")?.execute([seq])?;
    transaction.prepare_cached("DELETE FROM calls WHERE seq = ?1")?.execute([seq])?;
    Ok(())
}

/// One call, or nothing.
pub(crate) fn one(connection: &Connection, id: &str) -> rusqlite::Result<Option<CallRecord>> {
    let mut statement = connection.prepare_cached("SELECT * FROM calls WHERE id = ?1")?;
    statement.query_row([id], read_row).optional()
}

/// The latest calls with a number.
pub(crate) fn with_number(
    connection: &Connection,
    number: &str,
    limit: u32,
) -> rusqlite::Result<Vec<CallRecord>> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM calls WHERE number = ?1 ORDER BY seq DESC LIMIT ?2")?;
    statement.query_map((number, limit), read_row)?.collect()
}

/// What the agent wrote about a past call. Nothing happens for a call that is gone.
pub(crate) fn annotate(connection: &mut Connection, id: &str, note: &CallNote) -> rusqlite::Result<()> {
    let Some(record) = one(connection, id)? else { return Ok(()) };
    let transaction = connection.transaction()?;
    let extra: String =
        transaction.query_row("SELECT extra FROM calls WHERE id = ?1", [id], |row| row.get(0))?;
    write_one(&transaction, &CallRecord { note: note.clone(), ..record }, &extra)?;
    transaction.commit()
}

/// Forgets one call.
pub(crate) fn forget(connection: &mut Connection, id: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let seq: Option<i64> =
        transaction.query_row("SELECT seq FROM calls WHERE id = ?1", [id], |row| row.get(0)).optional()?;
    if let Some(seq) = seq {
        delete(&transaction, seq)?;
    }
    transaction.commit()
}

/// Forgets all calls that began before then; says how many there were.
pub(crate) fn forget_before(connection: &mut Connection, before: WallMillis) -> rusqlite::Result<usize> {
    let transaction = connection.transaction()?;
    let before = before.0.saturating_mul(PLACES);
    transaction.execute("DELETE FROM channels WHERE seq < ?1", [before])?;
    transaction.execute("DELETE FROM calls_text WHERE rowid < ?1", [before])?;
    let forgotten = transaction.execute("DELETE FROM calls WHERE seq < ?1", [before])?;
    transaction.commit()?;
    Ok(forgotten)
}

/// Newest first. The place to go on from is a row and not a count, so calls that come in meanwhile shift nothing.
pub(crate) fn page(connection: &Connection, query: &HistoryQuery) -> rusqlite::Result<HistoryPage> {
    let limit = if query.limit == 0 { MOST_ROWS } else { query.limit.min(MOST_ROWS) };
    let mut rows = select(connection, query, limit + 1)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok(HistoryPage { rows, more })
}

/// Only what is asked for stands in the statement, so that the database takes the index that fits.
pub(super) fn select(
    connection: &Connection,
    query: &HistoryQuery,
    limit: u32,
) -> rusqlite::Result<Vec<CallRecord>> {
    let mut filter = Filter::default();
    filter.add("seq < ?", before(connection, query)?);
    filter.add("seq >= ?", query.from.map(|from| from.0.saturating_mul(PLACES)));
    filter.add("seq < ?", query.to.map(|to| to.0.saturating_mul(PLACES)));
    let text = grams::query(&query.search);
    if let Some(text) = text {
        let facts = [
            query.direction.map(direction_fact),
            query.missed.then(missed_fact),
            query.called.as_deref().map(called_fact),
        ];
        let narrowed =
            facts.into_iter().flatten().fold(text, |text, fact| format!("{text} AND short : {fact}"));
        filter.add("calls_text MATCH ?", Some(narrowed));
        let sql = format!(
            "SELECT calls.* FROM calls_text CROSS JOIN calls ON calls.seq = calls_text.rowid
             WHERE {} ORDER BY calls_text.rowid DESC LIMIT ?",
            filter.clauses("calls_text.rowid")
        );
        return filter.run(connection, &sql, limit);
    }
    filter.add("direction = ?", query.direction.map(direction_word));
    filter.add("outcome = ?", query.missed.then_some(outcome_word(CallOutcome::Missed)));
    filter.add("called = ?", query.called.clone());
    let sql = format!("SELECT * FROM calls WHERE {} ORDER BY seq DESC LIMIT ?", filter.clauses("seq"));
    filter.run(connection, &sql, limit)
}

/// The place to go on from; that of a call that was deleted meanwhile is where it was.
fn before(connection: &Connection, query: &HistoryQuery) -> rusqlite::Result<Option<i64>> {
    let Some((started, id)) = &query.before else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT seq FROM calls WHERE id = ?1")?;
    let seq = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(Some(seq.unwrap_or_else(|| started.0.saturating_mul(PLACES))))
}

/// Conditions with their values.
#[derive(Default)]
struct Filter(Vec<(&'static str, Box<dyn ToSql>)>);

impl Filter {
    fn add(&mut self, clause: &'static str, value: Option<impl ToSql + 'static>) {
        if let Some(value) = value {
            self.0.push((clause, Box::new(value)));
        }
    }

    fn clauses(&self, seq: &str) -> String {
        let clauses = self.0.iter().map(|(clause, _)| match clause.strip_prefix("seq") {
            Some(rest) => format!("{seq}{rest}"),
            None => (*clause).to_owned(),
        });
        std::iter::once("1".to_owned()).chain(clauses).collect::<Vec<_>>().join(" AND ")
    }

    fn run(self, connection: &Connection, sql: &str, limit: u32) -> rusqlite::Result<Vec<CallRecord>> {
        let mut values: Vec<Box<dyn ToSql>> = self.0.into_iter().map(|(_, value)| value).collect();
        values.push(Box::new(limit));
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map(rusqlite::params_from_iter(values), read_row)?.collect()
    }
}

/// Each number once, the newest first.
pub(crate) fn recent(connection: &Connection) -> rusqlite::Result<Vec<RecentNumber>> {
    let mut statement = connection
        .prepare("SELECT number, name FROM calls WHERE number IS NOT NULL ORDER BY seq DESC LIMIT ?1")?;
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
        channels: Vec::new(),
        note: CallNote {
            text: row.get("note")?,
            result: row.get("result")?,
            tags: row.get::<_, String>("tags")?.lines().map(str::to_owned).collect(),
        },
        filled_in: row.get("filled_in")?,
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

pub(super) fn direction_word(direction: CallDirection) -> &'static str {
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

pub(super) fn outcome_word(outcome: CallOutcome) -> &'static str {
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
            channels: Vec::new(),
            note: CallNote::default(),
            filled_in: false,
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
