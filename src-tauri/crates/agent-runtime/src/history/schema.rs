//! The database file: opened privately, brought to the newest form step by step, never touched when it is newer.

use std::path::Path;

use rusqlite::Connection;

/// The `user_version` that this program writes.
const NEWEST: u32 = 1;

/// Each brings the database one `user_version` further. Append only: agents have databases of every age.
const MIGRATIONS: [&str; NEWEST as usize] = ["
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
"];

/// Why a database can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The file can't be created.
    #[error("the history can't be opened: {0}")]
    Io(#[from] std::io::Error),
    /// The database can't be opened or brought to the newest form.
    #[error("the history can't be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// A later version of this program wrote it.
    #[error("a later version of this program wrote the history")]
    Newer,
}

pub(crate) fn open(file: &Path) -> Result<Connection, OpenError> {
    crate::files::create_private_file(file)?;
    let mut connection = Connection::open(file)?;
    // One row a call: waiting for the disk each time costs nothing, and a power cut costs no call.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let version: u32 = connection.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    if version > NEWEST {
        return Err(OpenError::Newer);
    }
    for (number, sql) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        for _ in 0..2 {
            let connection = open(&file).unwrap();
            let version: u32 = connection.query_row("PRAGMA user_version", (), |row| row.get(0)).unwrap();
            assert_eq!(version, NEWEST);
        }
    }

    #[test]
    fn a_later_versions_database_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        open(&file).unwrap().pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(open(&file), Err(OpenError::Newer)));
    }
}
