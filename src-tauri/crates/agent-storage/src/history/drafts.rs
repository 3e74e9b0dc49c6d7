//! Calls that go on, on disk: what a killed program leaves becomes a call of the history at the next start.

use agent_core::{CallNote, CallRecord};
use rusqlite::{Connection, OptionalExtension, Transaction};
use tracing::warn;

use super::columns::read_row;
use super::store;

/// Unfinished calls that the program is told of; it goes on with one of them at most.
const MOST_UNFINISHED: u32 = 10;

/// Keeps what is known of a call that goes on.
pub(super) fn keep(transaction: &Transaction<'_>, record: &CallRecord) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO drafts VALUES (?1, ?2)")?
        .execute((&record.id, json(record)?))?;
    Ok(())
}

/// The call is written as one that is over.
pub(super) fn drop(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM drafts WHERE id = ?1")?.execute([id])?;
    transaction
        .prepare_cached("UPDATE calls SET unfinished = 0 WHERE id = ?1 AND unfinished = 1")?
        .execute([id])?;
    Ok(())
}

/// Makes calls of the drafts of an earlier run, and says which calls nobody has seen the end of.
pub(super) fn finish(connection: &mut Connection) -> rusqlite::Result<Vec<CallRecord>> {
    let transaction = connection.transaction()?;
    let drafts: Vec<(String, String)> = transaction
        .prepare("SELECT id, record FROM drafts")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, text) in drafts {
        match serde_json::from_str::<CallRecord>(&text) {
            Ok(record) => {
                store::write_one(&transaction, &record, "")?;
                transaction.execute("UPDATE calls SET unfinished = 1 WHERE id = ?1", [&id])?;
            }
            // Another version's: it stays for that one.
            Err(error) => {
                warn!(%error, "a call that went on can't be read");
                continue;
            }
        }
        transaction.execute("DELETE FROM drafts WHERE id = ?1", [&id])?;
    }
    let unfinished = unfinished(&transaction)?;
    transaction.commit()?;
    Ok(unfinished)
}

fn unfinished(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<CallRecord>> {
    let mut calls =
        transaction.prepare("SELECT * FROM calls WHERE unfinished = 1 ORDER BY seq DESC LIMIT ?1")?;
    let rows = calls.query_map([MOST_UNFINISHED], |row| Ok((row.get("seq")?, read_row(row)?)))?;
    let mut channels = transaction.prepare("SELECT channel FROM channels WHERE seq = ?1")?;
    rows.map(|row| {
        let (seq, record): (i64, CallRecord) = row?;
        let channels = channels.query_map([seq], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(CallRecord { channels, ..record })
    })
    .collect()
}

/// The call, with its beginning where an earlier run of the program saw that: the history was not open when this one could
/// have gone on with the draft.
pub(super) fn take_beginning(
    transaction: &Transaction<'_>,
    record: &CallRecord,
) -> rusqlite::Result<CallRecord> {
    let mut whole = record.clone();
    let mut beginnings = transaction.prepare_cached(
        "SELECT calls.* FROM channels JOIN calls USING (seq)
         WHERE channel = ?1 AND unfinished = 1 AND id <> ?2",
    )?;
    for channel in &record.channels {
        let beginning = beginnings
            .query_row((channel, &record.id), |row| Ok((row.get("seq")?, read_row(row)?)))
            .optional()?;
        let Some((seq, beginning)) = beginning else { continue };
        store::delete(transaction, seq)?;
        whole.started = beginning.started;
        whole.answered = beginning.answered.or(whole.answered);
        if whole.note.is_empty() {
            whole.note = beginning.note;
        }
    }
    Ok(whole)
}

/// What the agent wrote about a call: into it, into its draft, or kept until it is written.
pub(super) fn note(transaction: &Transaction<'_>, id: &str, note: &CallNote) -> rusqlite::Result<()> {
    // The call may have ended while the agent was typing.
    if store::annotate(transaction, id, note)? {
        return Ok(());
    }
    let draft: Option<String> = transaction
        .query_row("SELECT record FROM drafts WHERE id = ?1", [id], |row| row.get(0))
        .optional()?;
    if let Some(record) = draft.and_then(|text| serde_json::from_str::<CallRecord>(&text).ok()) {
        return keep(transaction, &CallRecord { note: note.clone(), ..record });
    }
    let sql = "INSERT OR REPLACE INTO early_notes VALUES (?1, ?2)";
    transaction.execute(sql, (id, json(note)?)).map(|_| ())
}

/// The note that came before its call.
pub(super) fn take_early_note(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<CallNote>> {
    let note: Option<String> = transaction
        .prepare_cached("DELETE FROM early_notes WHERE id = ?1 RETURNING note")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(note.and_then(|text| serde_json::from_str(&text).ok()))
}

fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

#[cfg(test)]
mod tests {
    use agent_core::{CallOutcome, HistoryQuery, WallMillis};

    use super::super::store::tests::{call, store};
    use super::super::unwritten::Write;
    use super::super::{merge, search};
    use super::*;

    fn rows(connection: &Connection) -> Vec<CallRecord> {
        search::page(connection, &HistoryQuery::default()).unwrap().rows
    }

    fn noted(text: &str) -> CallRecord {
        let note = CallNote { text: text.to_owned(), ..CallNote::default() };
        CallRecord { channels: vec!["1670".to_owned()], note, ..call(5000, 1) }
    }

    #[test]
    fn a_call_that_goes_on_is_no_past_call_until_the_program_has_ended() {
        let (_dir, mut connection) = store(&[]);
        store::write_all(&mut connection, &[Write::Draft(noted("will pay"))]).unwrap();
        assert_eq!(rows(&connection), []);
        assert_eq!(finish(&mut connection).unwrap(), [noted("will pay")]);
        assert_eq!(rows(&connection)[0].note, noted("will pay").note);
        assert_eq!(finish(&mut connection).unwrap(), [noted("will pay")], "its end is not known yet");
        store::write_all(&mut connection, &[Write::Record(noted("will pay on friday"))]).unwrap();
        assert_eq!(rows(&connection).len(), 1);
        assert_eq!(finish(&mut connection).unwrap(), []);
    }

    #[test]
    fn a_call_that_ended_before_the_history_was_open_is_one_with_its_beginning() {
        let (_dir, mut connection) = store(&[]);
        store::write_all(&mut connection, &[Write::Draft(noted("will pay"))]).unwrap();
        finish(&mut connection).unwrap();
        // The next run of the program saw it under an id of its own.
        let end = CallRecord { channels: vec!["1670".to_owned()], ..call(8000, 1) };
        store::write_all(&mut connection, &[Write::Record(end)]).unwrap();
        let rows = rows(&connection);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].started, rows[0].note.text.as_str()), (WallMillis(5000), "will pay"));
        assert_eq!(finish(&mut connection).unwrap(), []);
    }

    #[test]
    fn a_call_that_has_ended_leaves_no_draft() {
        let (_dir, mut connection) = store(&[]);
        store::write_all(&mut connection, &[Write::Draft(noted("a")), Write::Record(noted("b"))]).unwrap();
        assert_eq!(finish(&mut connection).unwrap(), []);
        assert_eq!(rows(&connection)[0].note.text, "b");
    }

    #[test]
    fn of_a_call_whose_end_was_not_seen_the_pbx_knows_better() {
        let (_dir, mut connection) = store(&[]);
        let draft = CallRecord { ended: WallMillis(9_000), ..noted("will pay") };
        store::write_all(&mut connection, &[Write::Draft(draft)]).unwrap();
        finish(&mut connection).unwrap();
        let csv = "callid,timestart,callfrom,callto,callduraction,talkduraction,status,type,recording\n\
            1670,1970-01-01 00:00:05,13800138000,101,90,86,ANSWERED,Inbound,a.wav\n";
        merge::fill(&mut connection, "101", 0, csv.as_bytes()).unwrap();
        let rows = rows(&connection);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].ended, rows[0].recording.as_deref()), (WallMillis(95_000), Some("a.wav")));
        assert_eq!((rows[0].outcome, rows[0].note.text.as_str()), (CallOutcome::Answered, "will pay"));
        assert_eq!(finish(&mut connection).unwrap(), []);
    }

    #[test]
    fn a_note_that_comes_before_its_call_is_kept_with_it() {
        let (_dir, mut connection) = store(&[]);
        let early = Write::Note { id: call(5000, 1).id, note: noted("will pay").note };
        store::write_all(&mut connection, &[early]).unwrap();
        store::write_all(&mut connection, &[Write::Record(call(5000, 1))]).unwrap();
        assert_eq!(rows(&connection)[0].note.text, "will pay");
        let later = Write::Record(CallRecord { note: noted("will pay on friday").note, ..call(5000, 1) });
        store::write_all(&mut connection, &[later]).unwrap();
        assert_eq!(rows(&connection)[0].note.text, "will pay on friday", "it is taken once");
    }
}
