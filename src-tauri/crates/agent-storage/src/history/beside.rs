//! A history that a later version of this program wrote is read, and never written: what happens now goes into a file
//! beside it, which the first version that can write both takes in. Nobody loses a call by going back to an older program.

use std::path::{Path, PathBuf};

use agent_core::{CallNote, CallRecord, HistoryPage, HistoryQuery, NoteTold};
use rusqlite::{Connection, OptionalExtension, Transaction};
use tracing::{info, warn};

use super::columns::read_row;
use super::schema::{self, NEWEST};
use super::{drafts, missed, noted, search, store};
use crate::error::StorageError;

/// Begins, or goes on with, the file beside it. What the later version has forgotten or caught up with counts here too.
pub(super) fn open(file: &Path, later: &Connection) -> Result<Connection, StorageError> {
    let connection = schema::open(&path(file, NEWEST))?;
    for (name, value) in readable(facts(later)) {
        connection.execute("INSERT OR IGNORE INTO facts VALUES (?1, ?2)", (name, value))?;
    }
    Ok(connection)
}

/// The file in which a version keeps its calls beside a later one's history.
pub(super) fn path(file: &Path, version: u32) -> PathBuf {
    file.with_file_name(format!("history.beside-{version}.db"))
}

fn facts(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    pairs(connection, "SELECT name, value FROM facts")
}

/// Writes into the history what earlier versions kept beside it. What can't be read stays where it is.
pub(super) fn take_in(connection: &mut Connection, file: &Path) {
    for beside in (1..=NEWEST).map(|version| path(file, version)).filter(|beside| beside.exists()) {
        match take_in_one(connection, &beside) {
            Ok(calls) => info!(calls, "calls kept beside the history are in it"),
            Err(error) => warn!(%error, "calls kept beside the history can't be taken in"),
        }
    }
}

fn take_in_one(connection: &mut Connection, file: &Path) -> Result<usize, StorageError> {
    let beside = schema::open(file)?;
    let transaction = connection.transaction()?;
    let calls = calls(&beside)?;
    for call in &calls {
        take_in_call(&transaction, call)?;
    }
    for (id, record) in pairs(&beside, "SELECT id, record FROM drafts")? {
        transaction.execute("INSERT OR IGNORE INTO drafts VALUES (?1, ?2)", (id, record))?;
    }
    for (id, text) in pairs(&beside, "SELECT id, note FROM early_notes")? {
        match serde_json::from_str::<CallNote>(&text) {
            Ok(note) => drafts::note(&transaction, &id, &note)?,
            Err(error) => warn!(%error, "a note kept beside the history can't be read"),
        }
    }
    for (name, value) in facts(&beside)?.iter().filter(|(name, _)| name.starts_with("forgotten ")) {
        transaction.execute("INSERT OR IGNORE INTO facts VALUES (?1, ?2)", (name, value))?;
    }
    for mark in missed::marks(&beside)? {
        missed::keep_mark(&transaction, &mark)?;
    }
    transaction.commit()?;
    // SQLite makes one file of it when it is closed; a second taking in changes nothing.
    drop(beside);
    std::fs::remove_file(file)?;
    Ok(calls.len())
}

/// A row of the file beside.
struct CallBeside {
    record: CallRecord,
    extra: String,
    told_name: Option<String>,
    unfinished: bool,
    told: NoteTold,
}

fn calls(beside: &Connection) -> rusqlite::Result<Vec<CallBeside>> {
    let mut channels = beside.prepare("SELECT channel FROM channels WHERE seq = ?1")?;
    let mut calls = beside.prepare("SELECT * FROM calls ORDER BY seq")?;
    let mut rows = calls.query(())?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        let channels = channels.query_map([row.get::<_, i64>("seq")?], |row| row.get(0))?;
        read.push(CallBeside {
            record: CallRecord { channels: channels.collect::<Result<_, _>>()?, ..read_row(row)? },
            extra: row.get("extra")?,
            told_name: row.get("told_name")?,
            unfinished: row.get("unfinished")?,
            told: noted::told(row)?,
        });
    }
    Ok(read)
}

fn take_in_call(transaction: &Transaction<'_>, call: &CallBeside) -> rusqlite::Result<()> {
    // What the PBX told here, it may have told the later version as well; what was seen, this program alone has seen.
    if call.record.filled_in {
        if !is_known(transaction, &call.record.channels)? {
            store::write_one(transaction, &call.record, &call.extra)?;
        }
        return Ok(());
    }
    store::write_seen(transaction, &call.record)?;
    transaction.execute(
        "UPDATE calls SET told_name = ?2, unfinished = ?3 WHERE id = ?1",
        (&call.record.id, &call.told_name, call.unfinished),
    )?;
    noted::keep(transaction, &call.record.id, call.told)
}

/// What the PBX told of calls that the later version knows as well is told once.
pub(super) fn drop_known(own: &Connection, later: &Connection) -> rusqlite::Result<()> {
    let transaction = own.unchecked_transaction()?;
    let mut filled_in = transaction
        .prepare("SELECT seq, channel FROM channels JOIN calls USING (seq) WHERE filled_in = 1")?;
    let told: Vec<(i64, String)> =
        filled_in.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    drop(filled_in);
    for (seq, channel) in told {
        if is_known(later, &[channel])? {
            store::delete(&transaction, seq)?;
        }
    }
    transaction.commit()
}

fn is_known(connection: &Connection, channels: &[String]) -> rusqlite::Result<bool> {
    let mut known = connection.prepare_cached("SELECT 1 FROM channels WHERE channel = ?1")?;
    for channel in channels {
        if known.exists([channel])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What could be read of a later version's history, which may have changed in any way.
pub(super) fn readable<T: Default>(read: rusqlite::Result<T>) -> T {
    read.unwrap_or_else(|error| {
        warn!(%error, "a later version's history can't be read");
        T::default()
    })
}

/// A page of both files, newest first. What is written now about an older call stands beside it.
pub(super) fn page(
    own: &Connection,
    later: &Connection,
    query: &HistoryQuery,
) -> rusqlite::Result<HistoryPage> {
    // A full page of each: which rows are the newest is seen side by side only.
    let page = search::page(own, query)?;
    let older = readable(search::page(later, query));
    let most = search::limit(query) as usize;
    let mut rows = page.rows;
    rows.extend(older.rows);
    rows.sort_by_key(|row| std::cmp::Reverse(row.started));
    let more = page.more || older.more || rows.len() > most;
    rows.truncate(most);
    for row in &mut rows {
        let noted = own
            .prepare_cached("SELECT note FROM early_notes WHERE id = ?1")?
            .query_row([&row.id], |row| row.get::<_, String>(0))
            .optional()?;
        if let Some(note) = noted.and_then(|text| serde_json::from_str(&text).ok()) {
            row.note = note;
        }
    }
    Ok(HistoryPage { rows, more })
}

fn pairs(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<(String, String)>> {
    connection.prepare(sql)?.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use super::super::HistoryFile;
    use super::super::store::tests::call;
    use super::super::unwritten::Write;
    use super::*;

    /// As a later version leaves it: two calls, and tables of which nobody here knows.
    fn of_a_later_version(file: &Path) {
        let mut history = HistoryFile::open(file).unwrap();
        history.write(&[call(1000, 1), call(2000, 1)]).unwrap();
        drop(history);
        let connection = Connection::open(file).unwrap();
        connection.execute_batch("CREATE TABLE moods (x); PRAGMA user_version = 999").unwrap();
    }

    /// The later version is started again.
    fn comes_back(file: &Path) {
        Connection::open(file).unwrap().pragma_update(None, "user_version", NEWEST).unwrap();
    }

    fn ids(history: &HistoryFile, query: &HistoryQuery) -> Vec<String> {
        history.page(query).unwrap().rows.into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn a_later_versions_history_is_read_and_new_calls_go_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        of_a_later_version(&file);
        let untouched = std::fs::read(&file).unwrap();

        let mut history = HistoryFile::open(&file).unwrap();
        assert!(history.is_beside());
        let noted = CallNote { text: "will pay".to_owned(), ..CallNote::default() };
        let writes = [
            Write::Record(call(3000, 1)),
            Write::Draft(call(4000, 1)),
            Write::Note { id: call(2000, 1).id, note: noted.clone() },
        ];
        history.write_all(&writes).unwrap();
        assert_eq!(ids(&history, &HistoryQuery::default()), ["3000-1", "2000-1", "1000-1"]);
        let first = HistoryQuery { limit: 2, ..HistoryQuery::default() };
        assert_eq!(ids(&history, &first), ["3000-1", "2000-1"]);
        assert!(history.page(&first).unwrap().more);
        let rest = HistoryQuery { before: Some((call(2000, 1).started, call(2000, 1).id)), ..first };
        assert_eq!(ids(&history, &rest), ["1000-1"]);
        assert_eq!(history.page(&HistoryQuery::default()).unwrap().rows[1].note, noted);
        assert!(matches!(history.forget(&call(1000, 1).id), Err(StorageError::LaterVersion)));
        assert!(matches!(history.forget_all(), Err(StorageError::LaterVersion)));
        drop(history);
        assert_eq!(std::fs::read(&file).unwrap(), untouched);

        // And the one who looks in while the phone rings sees both as well.
        let seen = HistoryFile::look_into(&file).unwrap();
        assert_eq!(ids(&seen, &HistoryQuery::default()), ["3000-1", "2000-1", "1000-1"]);
    }

    #[test]
    fn what_was_kept_beside_it_is_taken_in_by_the_version_that_can_write_both() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        of_a_later_version(&file);
        let mut beside = HistoryFile::open(&file).unwrap();
        let noted = CallNote { text: "will pay".to_owned(), ..CallNote::default() };
        let note = Write::Note { id: call(2000, 1).id, note: noted.clone() };
        beside.write_all(&[Write::Record(call(3000, 1)), Write::Draft(call(4000, 1)), note]).unwrap();
        drop(beside);

        comes_back(&file);
        let mut history = HistoryFile::open(&file).unwrap();
        assert!(!history.is_beside());
        assert!(!path(&file, NEWEST).exists());
        assert_eq!(history.finish_drafts().unwrap().len(), 1);
        let rows = history.page(&HistoryQuery::default()).unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.started.0).collect::<Vec<_>>(), [4000, 3000, 2000, 1000]);
        assert_eq!(rows[2].note, noted);
        assert_eq!(history.complaints().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_the_pbx_tells_of_a_call_that_both_know_is_told_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let mut history = HistoryFile::open(&file).unwrap();
        let known = CallRecord { channels: vec!["1670".to_owned()], ..call(5000, 1) };
        history.write(&[known]).unwrap();
        drop(history);
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 999).unwrap();

        let csv = "callid,timestart,callfrom,callto,callduration,talkduration,status,type,recording\n\
            1670,1970-01-01 00:00:05,13800138000,101,90,86,ANSWERED,Inbound,\n\
            1700,1970-01-01 00:02:00,13900139000,101,90,86,ANSWERED,Inbound,\n";
        let mut history = HistoryFile::open(&file).unwrap();
        history.fill("101", 0, csv.as_bytes()).unwrap();
        let rows = history.page(&HistoryQuery::default()).unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.started.0).collect::<Vec<_>>(), [120_000, 5000]);
    }
}
