//! The database file: opened privately, brought to the newest form step by step, never touched when it is newer.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::store;
use crate::error::StorageError;
use crate::files::create_private_file;

/// The `user_version` that this program writes.
pub(super) const NEWEST: u32 = 7;
/// The first that finds parts of words.
const SEARCHED_SINCE: u32 = 2;

const ATTEMPTS: u32 = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(20);

pub(crate) fn open(file: &Path) -> Result<Connection, StorageError> {
    create_private_file(file)?;
    let mut connection = Connection::open(file)?;
    // One row a call: waiting for the disk each time costs nothing, and a power cut costs no call.
    patiently(|| connection.pragma_update(None, "journal_mode", "WAL"))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Who deletes a call wants it gone.
    connection.pragma_update(None, "secure_delete", true)?;
    // They are few, and the same ones again and again.
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection)?;
    Ok(connection)
}

/// While somebody else opens the file, SQLite refuses this at once where it would wait for anything else.
fn patiently(mut attempt: impl FnMut() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    for _ in 0..ATTEMPTS {
        match attempt() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                std::thread::sleep(BETWEEN_ATTEMPTS);
            }
            outcome => return outcome,
        }
    }
    attempt()
}

/// Each step brings the database one `user_version` further. Append only: agents have databases of every age.
const STEPS: [&str; NEWEST as usize] = [CALLS, WIDER, TAILS, DRAFTS, MARKS, HANDED, TOLD];

/// All steps that are missing, or none.
fn migrate(connection: &mut Connection) -> Result<(), StorageError> {
    // Whoever else opens the file at this moment waits, and then finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    if version == NEWEST {
        return Ok(());
    }
    let missing = STEPS.get(version as usize..).ok_or(StorageError::LaterVersion)?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    if version < SEARCHED_SINCE {
        // At the end, for a row is read as the newest form has it.
        store::index_all(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    Ok(transaction.commit()?)
}

const CALLS: &str = "
    CREATE TABLE calls (
        id        TEXT NOT NULL PRIMARY KEY,
        direction TEXT NOT NULL,
        number    TEXT,
        name      TEXT,
        extension TEXT NOT NULL,
        called    TEXT,
        started   INTEGER NOT NULL, -- milliseconds since 1970, as all times here
        answered  INTEGER,
        ended     INTEGER NOT NULL,
        outcome   TEXT NOT NULL,
        recording TEXT
    ) STRICT;
    CREATE INDEX calls_newest_first ON calls (started, id);
";

/// `seq` is the start in milliseconds with three digits behind it, so that rows lie in the order of time and a search
/// walks back from the newest; `calls_text` finds parts of words, see `grams`.
const WIDER: &str = "
    ALTER TABLE calls RENAME TO calls_1;
    DROP INDEX calls_newest_first;
    CREATE TABLE calls (
        seq       INTEGER PRIMARY KEY,
        id        TEXT NOT NULL UNIQUE,
        direction TEXT NOT NULL,
        number    TEXT,
        name      TEXT,
        extension TEXT NOT NULL,
        called    TEXT,
        started   INTEGER NOT NULL,
        answered  INTEGER,
        ended     INTEGER NOT NULL,
        outcome   TEXT NOT NULL,
        recording TEXT,
        note      TEXT NOT NULL DEFAULT '',
        result    TEXT NOT NULL DEFAULT '',
        tags      TEXT NOT NULL DEFAULT '', -- one a line
        filled_in INTEGER NOT NULL DEFAULT 0,
        extra     TEXT NOT NULL DEFAULT '' -- what the PBX's record has besides, as JSON
    ) STRICT;
    CREATE INDEX calls_by_direction ON calls (direction, seq);
    CREATE INDEX calls_by_outcome ON calls (outcome, seq);
    CREATE INDEX calls_by_called ON calls (called, seq) WHERE called IS NOT NULL;
    CREATE INDEX calls_by_number ON calls (number, seq) WHERE number IS NOT NULL;
    CREATE TABLE channels (
        channel TEXT NOT NULL PRIMARY KEY,
        seq     INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX channels_of_call ON channels (seq);
    CREATE VIRTUAL TABLE calls_text USING fts5(
        three, short, content='', contentless_delete=1, detail=full, tokenize='ascii'
    );
    CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO calls (seq, id, direction, number, name, extension, called, started, answered, ended, outcome,
                       recording)
    SELECT started * 1000 + row_number() OVER (PARTITION BY started ORDER BY id) - 1, id, direction, number, name,
           extension, called, started, answered, ended, outcome, recording
    FROM calls_1;
    DROP TABLE calls_1;
";

/// A caller is one caller in every spelling of the number: an index of what `tail` asks for.
const TAILS: &str = "
    DROP INDEX calls_by_number;
    CREATE INDEX calls_by_tail ON calls (
        substr(replace(replace(replace(replace(number, ' ', ''), '-', ''), '(', ''), ')', ''), -6), seq
    ) WHERE number IS NOT NULL;
";

/// Calls that go on, and notes of calls that are not written yet, both as JSON. `told_name`: the PBX's name where the
/// agent has given another; empty: it told none.
const DRAFTS: &str = "
    CREATE TABLE drafts (id TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE early_notes (id TEXT NOT NULL PRIMARY KEY, note TEXT NOT NULL) STRICT, WITHOUT ROWID;
    ALTER TABLE calls ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE calls ADD COLUMN told_name TEXT;
    CREATE INDEX calls_unfinished ON calls (seq) WHERE unfinished = 1;
";

/// What the agent has decided about missed callers, by the lines of their numbers: until when all is done, and when to be
/// reminded.
const MARKS: &str = "
    CREATE TABLE caller_marks (
        caller        TEXT NOT NULL PRIMARY KEY,
        done          INTEGER,
        reminder      INTEGER,
        reminder_told INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
";

/// To whom the agent handed a call over; empty: nobody knows to whom.
const HANDED: &str = "
    ALTER TABLE calls ADD COLUMN handed_to TEXT;
";

/// How often other programs were told what came of a call, and the times that only the run that saw it knew. How often
/// versions before this one have told it nobody knows: less than a hundred times, and a delivery's id must not come again.
const TOLD: &str = "
    ALTER TABLE calls ADD COLUMN note_revision INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE calls ADD COLUMN hold_seconds INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE calls ADD COLUMN after_call_seconds INTEGER NOT NULL DEFAULT 0;
    UPDATE calls SET note_revision = 100 WHERE answered IS NOT NULL AND filled_in = 0 AND direction <> 'internal';
";

#[cfg(test)]
mod tests {
    use super::super::tail::TAIL;
    use super::*;

    #[test]
    fn two_who_open_a_new_file_at_once_make_it_once() {
        for _ in 0..20 {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join("history.db");
            let open_it = || {
                std::thread::scope(|scope| {
                    let both =
                        [scope.spawn(|| open(&file).map(|_| ())), scope.spawn(|| open(&file).map(|_| ()))];
                    both.map(|one| one.join().unwrap())
                })
            };
            for opened in open_it() {
                opened.unwrap();
            }
        }
    }

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        for _ in 0..2 {
            let connection = open(&file).unwrap();
            let version: u32 = connection.query_row("PRAGMA user_version", (), |row| row.get(0)).unwrap();
            assert_eq!(version, NEWEST);
        }
        assert!(TAILS.contains(TAIL), "an index of anything else is not used");
    }

    #[test]
    fn a_later_versions_database_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        open(&file).unwrap().pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(open(&file), Err(StorageError::LaterVersion)));
    }

    #[test]
    fn the_calls_of_the_first_version_are_kept_and_found() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let old = Connection::open(&file).unwrap();
        old.execute_batch(CALLS).unwrap();
        old.execute_batch(
            "INSERT INTO calls VALUES ('5-1','inbound','13800138000','李娜','101','6500',5,NULL,9,'missed',NULL),
                                      ('5-2','outbound','102',NULL,'101',NULL,5,6,9,'answered','a.wav');
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let connection = open(&file).unwrap();
        let query =
            agent_core::HistoryQuery { search: "李娜".to_owned(), ..agent_core::HistoryQuery::default() };
        let found = crate::history::search::page(&connection, &query).unwrap();
        assert_eq!(found.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["5-1"]);
        let all = crate::history::search::page(&connection, &agent_core::HistoryQuery::default()).unwrap();
        assert_eq!(all.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["5-2", "5-1"]);
    }

    #[test]
    fn what_an_earlier_version_told_of_a_talk_is_told_under_no_number_of_its_own_again() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let old = Connection::open(&file).unwrap();
        for step in &STEPS[..6] {
            old.execute_batch(step).unwrap();
        }
        let row = |seq: u32, direction: &str, answered: &str, filled_in: u32| {
            format!(
                "INSERT INTO calls (seq, id, direction, extension, started, answered, ended, outcome, note, filled_in)
                 VALUES ({seq}, '{seq}', '{direction}', '101', {seq}, {answered}, 9, 'answered', 'pays', {filled_in});"
            )
        };
        let rows = [row(1, "inbound", "5", 0), row(2, "inbound", "NULL", 0), row(3, "internal", "5", 0)];
        old.execute_batch(&rows.concat()).unwrap();
        old.execute_batch(&format!("{}PRAGMA user_version = 6;", row(4, "inbound", "5", 1))).unwrap();
        drop(old);
        let connection = open(&file).unwrap();
        let told = ["1", "2", "3", "4"].map(|id| {
            let (record, told) = crate::history::noted::call(&connection, id).unwrap().unwrap();
            (record.note.text, told.revision)
        });
        let pays = |revision: u32| ("pays".to_owned(), revision);
        assert_eq!(told, [pays(100), pays(0), pays(0), pays(0)]);
    }
}
