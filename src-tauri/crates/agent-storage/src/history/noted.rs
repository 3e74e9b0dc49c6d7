//! How far other programs know what came of a call: kept beside it, so that what is mended in a later run of the program
//! is told as the next revision.

use agent_core::{CallRecord, NoteTold};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::columns::read_row;

/// A call that is not there leaves nothing.
pub(super) fn keep(transaction: &Transaction<'_>, id: &str, told: NoteTold) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE calls SET note_revision = ?2, hold_seconds = ?3, after_call_seconds = ?4 WHERE id = ?1",
        )?
        .execute((id, told.revision, told.hold_seconds, told.after_call_seconds))?;
    Ok(())
}

pub(super) fn call(connection: &Connection, id: &str) -> rusqlite::Result<Option<(CallRecord, NoteTold)>> {
    let mut statement = connection.prepare_cached("SELECT * FROM calls WHERE id = ?1")?;
    statement.query_row([id], |row| Ok((read_row(row)?, told(row)?))).optional()
}

pub(super) fn told(row: &Row<'_>) -> rusqlite::Result<NoteTold> {
    Ok(NoteTold {
        revision: row.get("note_revision")?,
        hold_seconds: row.get("hold_seconds")?,
        after_call_seconds: row.get("after_call_seconds")?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::{call as a_call, store};
    use super::super::store::write_all;
    use super::super::unwritten::Write;
    use super::*;

    #[test]
    fn how_often_a_note_was_told_outlasts_what_is_written_about_the_call() {
        let (_dir, mut connection) = store(&[a_call(1, 1)]);
        let told = NoteTold { revision: 2, hold_seconds: 12, after_call_seconds: 3 };
        let of = |id: &str| Write::NoteTold { id: id.to_owned(), told };
        write_all(&mut connection, &[of("1-1"), of("of nobody"), Write::Record(a_call(1, 1))]).unwrap();
        assert_eq!(call(&connection, "1-1").unwrap(), Some((a_call(1, 1), told)));
        assert_eq!(call(&connection, "of nobody").unwrap(), None);
    }
}
