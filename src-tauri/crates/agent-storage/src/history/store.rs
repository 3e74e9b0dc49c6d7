//! Calls into the database.

use agent_core::{CallDirection, CallNote, CallOutcome, CallRecord, WallMillis};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::columns::{read_row, write_row};
use super::drafts;
use super::grams;
use super::missed;
use super::noted;
use super::tail::{TAIL, tail};
use super::unwritten::Write;
use super::words::{direction_word, outcome_word};
use agent_core::Lines;

/// A `seq` is the start in milliseconds and this many places for calls of the same one.
pub(super) const PLACES: i64 = 1000;
/// Later than any call.
pub(super) const EVER: WallMillis = WallMillis(i64::MAX / 2000);
/// The fact up to when calls were forgotten, all of them.
const FORGOTTEN_UNTIL: &str = "forgotten until";

/// What a number is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerNames {
    /// By the agent, from now on.
    pub given: Option<String>,
    /// By the agent, until now.
    pub before: Option<String>,
    /// By the other contacts.
    pub known: Option<String>,
}

/// All or nothing.
pub(crate) fn write_all(connection: &mut Connection, writes: &[Write]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for write in writes {
        match write {
            Write::Record(record) => write_seen(&transaction, record)?,
            Write::Draft(record) => drafts::keep(&transaction, record)?,
            Write::Note { id, note } => drafts::note(&transaction, id, note)?,
            Write::Recording { channel, recording } => add_recording(&transaction, channel, recording)?,
            Write::NoteTold { id, told } => noted::keep(&transaction, id, *told)?,
            Write::Mark(mark) => missed::keep_mark(&transaction, mark)?,
        }
    }
    transaction.commit()
}

/// A call that was seen here, and is over.
pub(super) fn write_seen(transaction: &Transaction<'_>, record: &CallRecord) -> rusqlite::Result<()> {
    forget_filled_in(transaction, record)?;
    let mut record = drafts::take_beginning(transaction, record)?;
    if let Some(note) = drafts::take_early_note(transaction, &record.id)?
        && record.note.is_empty()
    {
        record.note = note;
    }
    write_one(transaction, &record, "")?;
    drafts::drop(transaction, &record.id)
}

/// The booking came when the call was written already.
fn add_recording(transaction: &Transaction<'_>, channel: &str, recording: &str) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE calls SET recording = ?2
             WHERE recording IS NULL AND seq = (SELECT seq FROM channels WHERE channel = ?1)",
        )?
        .execute((channel, recording))?;
    Ok(())
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
    write_row(transaction, seq, extra, record)?;
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

pub(super) fn direction_fact(direction: CallDirection) -> String {
    grams::fact('d', direction_word(direction))
}

pub(super) fn missed_fact() -> String {
    grams::fact('o', outcome_word(CallOutcome::Missed))
}

pub(super) fn called_fact(called: &str) -> String {
    grams::fact('c', called)
}

fn free_seq(transaction: &Transaction<'_>, started: i64) -> rusqlite::Result<i64> {
    let first = started.saturating_mul(PLACES);
    let last: Option<i64> = transaction
        .prepare_cached("SELECT max(seq) FROM calls WHERE seq >= ?1 AND seq < ?2")?
        .query_row((first, first.saturating_add(PLACES)), |row| row.get(0))?;
    // One agent never has a thousand calls that begin in one millisecond.
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

/// What the agent wrote about a past call; whether there is such a call.
pub(super) fn annotate(transaction: &Transaction<'_>, id: &str, note: &CallNote) -> rusqlite::Result<bool> {
    let Some(record) = one(transaction, id)? else { return Ok(false) };
    let extra: String =
        transaction.query_row("SELECT extra FROM calls WHERE id = ?1", [id], |row| row.get(0))?;
    write_one(transaction, &CallRecord { note: note.clone(), ..record }, &extra)?;
    Ok(true)
}

/// Another name for all calls with a number, however it was spelt: the one `given`, in place of `before`. When a name is
/// taken back, each call has the one again that the PBX told of it, or else `known`.
pub(crate) fn rename(
    connection: &mut Connection,
    number: &str,
    names: &CallerNames,
    lines: &Lines,
) -> rusqlite::Result<()> {
    let Some(key) = lines.key(number) else { return Ok(()) };
    let transaction = connection.transaction()?;
    let sql = format!("SELECT * FROM calls WHERE {TAIL} = ?1 AND number IS NOT NULL");
    let alike: Vec<(CallRecord, String, Option<String>)> = transaction
        .prepare_cached(&sql)?
        .query_map([tail(&key)], |row| Ok((read_row(row)?, row.get("extra")?, row.get("told_name")?)))?
        .collect::<Result<_, _>>()?;
    let is_it = |record: &CallRecord| {
        record.number.as_deref().and_then(|other| lines.key(other)).as_ref() == Some(&key)
    };
    for (record, extra, told) in alike.into_iter().filter(|(record, ..)| is_it(record)) {
        let told = match told {
            Some(told) => Some(told).filter(|told| !told.is_empty()),
            // It had a given name when it was written, and the PBX's was not kept.
            None if names.before.is_some() && record.name == names.before => None,
            None => record.name.clone(),
        };
        transaction
            .prepare_cached("UPDATE calls SET told_name = ?2 WHERE id = ?1")?
            .execute((&record.id, told.clone().unwrap_or_default()))?;
        let name = names.given.clone().or(told).or_else(|| names.known.clone());
        write_one(&transaction, &CallRecord { name, ..record }, &extra)?;
    }
    transaction.commit()
}

/// Forgets one call; its recording, where it has one.
pub(crate) fn forget(connection: &mut Connection, id: &str) -> rusqlite::Result<Option<String>> {
    let transaction = connection.transaction()?;
    let call: Option<(i64, Option<String>)> = transaction
        .query_row("SELECT seq, recording FROM calls WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    transaction.execute("DELETE FROM early_notes WHERE id = ?1", [id])?;
    if let Some((seq, _)) = call {
        transaction.execute(
            "INSERT OR REPLACE INTO facts SELECT 'forgotten ' || channel, '' FROM channels WHERE seq = ?1",
            [seq],
        )?;
        delete(&transaction, seq)?;
    }
    transaction.commit()?;
    leave_no_trace(connection)?;
    Ok(call.and_then(|(_, recording)| recording))
}

/// What was deleted is overwritten in the file; the log of the last changes has it too, until it is empty.
fn leave_no_trace(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
}

/// The agent has forgotten the call; the PBX's records must not bring it back.
pub(super) fn is_forgotten(transaction: &Transaction<'_>, record: &CallRecord) -> rusqlite::Result<bool> {
    let mut fact = transaction.prepare_cached("SELECT value FROM facts WHERE name = ?1")?;
    let until: Option<String> = fact.query_row([FORGOTTEN_UNTIL], |row| row.get(0)).optional()?;
    if until.and_then(|until| until.parse().ok()).is_some_and(|until: i64| record.started.0 <= until) {
        return Ok(true);
    }
    for channel in &record.channels {
        if fact.exists([format!("forgotten {channel}")])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets all calls that began before then; their recordings.
pub(crate) fn forget_before(
    connection: &mut Connection,
    before: WallMillis,
) -> rusqlite::Result<Vec<String>> {
    let transaction = connection.transaction()?;
    let before = before.0.saturating_mul(PLACES);
    transaction.execute(
        "INSERT OR REPLACE INTO facts
         SELECT ?1, max(ended) FROM calls WHERE seq < ?2 HAVING max(ended) IS NOT NULL",
        (FORGOTTEN_UNTIL, before),
    )?;
    let recordings = transaction
        .prepare("SELECT recording FROM calls WHERE seq < ?1 AND recording IS NOT NULL")?
        .query_map([before], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    missed::forget_marks(&transaction, before / PLACES)?;
    transaction.execute("DELETE FROM channels WHERE seq < ?1", [before])?;
    transaction.execute("DELETE FROM calls_text WHERE rowid < ?1", [before])?;
    let forgotten = transaction.execute("DELETE FROM calls WHERE seq < ?1", [before])?;
    transaction.commit()?;
    if forgotten > 0 {
        // The index marks words as deleted, and drops them when it is put together anew.
        connection.execute("INSERT INTO calls_text (calls_text) VALUES ('optimize')", ())?;
        leave_no_trace(connection)?;
    }
    Ok(recordings)
}

/// Forgets every call, and what was written about calls that are not here yet.
pub(crate) fn forget_all(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM early_notes", ())?;
    forget_before(connection, EVER).map(|_| ())
}

#[cfg(test)]
pub(crate) mod tests {
    use agent_core::HistoryQuery;

    use super::super::search::page;
    use super::super::words::{DIRECTIONS, OUTCOMES};
    use super::*;
    use crate::history::schema;

    pub(crate) fn write(connection: &mut Connection, records: &[CallRecord]) -> rusqlite::Result<()> {
        let writes: Vec<Write> = records.iter().cloned().map(Write::Record).collect();
        write_all(connection, &writes)
    }

    pub(crate) fn call(started: i64, key: u32) -> CallRecord {
        CallRecord {
            id: format!("{started}-{key}"),
            number: Some("13800138000".to_owned()),
            name: Some("李娜".to_owned()),
            extension: "101".to_owned(),
            called: Some("6500".to_owned()),
            started: WallMillis(started),
            answered: Some(WallMillis(started + 4000)),
            ended: WallMillis(started + 60_000),
            ..CallRecord::default()
        }
    }

    pub(crate) fn store(records: &[CallRecord]) -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let mut connection = schema::open(&dir.path().join("history.db")).unwrap();
        write(&mut connection, records).unwrap();
        (dir, connection)
    }

    #[test]
    fn every_field_reads_back_in_every_direction_and_outcome() {
        let mut records = Vec::new();
        for (started, direction) in (0..).zip(DIRECTIONS) {
            for (key, outcome) in (0..).zip(OUTCOMES) {
                records.push(CallRecord { direction, outcome, ..call(started, key) });
            }
        }
        records.push(CallRecord { number: None, name: None, called: None, answered: None, ..call(-1, 1) });
        let note = CallNote {
            text: "will pay".to_owned(),
            result: "sold".to_owned(),
            tags: vec!["vip".to_owned(), "late payer".to_owned()],
        };
        let recording = Some("a.wav".to_owned());
        records.push(CallRecord { recording, note, filled_in: true, ..call(-2, 1) });
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
    fn a_name_that_is_taken_back_leaves_the_one_that_the_pbx_told() {
        let lines = Lines::of("CN", "");
        let anonymous = CallRecord { name: None, ..call(2, 1) };
        let (_dir, mut connection) = store(&[call(1, 1), anonymous]);
        let names = |connection: &Connection| -> Vec<Option<String>> {
            let rows = page(connection, &HistoryQuery::default()).unwrap().rows;
            rows.into_iter().map(|row| row.name).collect()
        };
        let li = || Some("李娜".to_owned());
        let ada = || Some("Ada".to_owned());
        rename(&mut connection, "13800138000", &CallerNames::default(), &lines).unwrap();
        assert_eq!(names(&connection), [None, li()], "nothing was given, nothing is taken");
        rename(
            &mut connection,
            "13800138000",
            &CallerNames { given: ada(), ..CallerNames::default() },
            &lines,
        )
        .unwrap();
        assert_eq!(names(&connection), [ada(), ada()]);
        // A call that came while the name was given.
        write(&mut connection, &[CallRecord { name: ada(), ..call(3, 1) }]).unwrap();
        rename(
            &mut connection,
            "13800138000",
            &CallerNames { before: ada(), ..CallerNames::default() },
            &lines,
        )
        .unwrap();
        assert_eq!(names(&connection), [None, None, li()]);
    }

    #[test]
    fn a_booking_that_comes_late_names_the_recording_of_its_call() {
        let (_dir, mut connection) = store(&[CallRecord { channels: vec!["1670".to_owned()], ..call(1, 1) }]);
        let booking = |recording: &str| Write::Recording {
            channel: "1670".to_owned(),
            recording: recording.to_owned(),
        };
        write_all(&mut connection, &[booking("a.wav"), booking("b.wav")]).unwrap();
        assert_eq!(one(&connection, "1-1").unwrap().unwrap().recording.as_deref(), Some("a.wav"));
    }

    #[test]
    fn what_is_forgotten_leaves_no_trace_in_the_files() {
        let noted = |at: i64, text: &str| CallRecord {
            note: CallNote { text: text.to_owned(), ..CallNote::default() },
            recording: Some(format!("{text}.wav")),
            ..call(at, 1)
        };
        let (dir, mut connection) =
            store(&[noted(1, "privatissimum"), noted(2, "confidential"), noted(3, "quintessence")]);
        let traces = |word: &str| {
            let files =
                std::fs::read_dir(dir.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()));
            let found = |bytes: Vec<u8>| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            files.filter(|bytes| found(bytes.as_ref().unwrap().clone())).count()
        };
        assert!(traces("privatissimum") > 0 && traces("confidential") > 0);
        assert_eq!(forget_before(&mut connection, WallMillis(2)).unwrap(), ["privatissimum.wav"]);
        assert_eq!((traces("privatissimum"), traces("confidential") > 0), (0, true));
        assert_eq!(forget(&mut connection, "2-1").unwrap().as_deref(), Some("confidential.wav"));
        assert_eq!(traces("confidential"), 0);
        forget_all(&mut connection).unwrap();
        // The index has runs of three signs; none of them is left either.
        assert_eq!((traces("quintessence"), traces("0013"), traces("qui")), (0, 0, 0));
    }
}
