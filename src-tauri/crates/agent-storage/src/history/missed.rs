//! Missed calls as work: out of the database what the list of them is made of, and into it what the agent decided.

use std::collections::HashMap;

use agent_core::{CallOutcome, CallRecord, CallerMark, KeptMark, Reminder, WallMillis};
use rusqlite::{Connection, Row, Transaction};

use super::columns::read_row;
use super::store::PLACES;
use super::tail::{TAIL, tail};
use super::words::outcome_word;
use agent_core::Lines;

/// A list of more is worked off by nobody.
const MOST_MISSED: u32 = 2000;
/// With one number, later than its first missed call: a switchboard's number may have thousands.
const MOST_LATER: u32 = 500;

/// The calls that were missed since then, the latest of them, with all later ones of the same callers.
pub(super) fn calls(
    connection: &Connection,
    since: WallMillis,
    lines: &Lines,
) -> rusqlite::Result<Vec<CallRecord>> {
    let sql = "SELECT * FROM calls WHERE outcome = ?1 AND seq >= ?2 ORDER BY seq DESC LIMIT ?3";
    let mut missed = connection.prepare_cached(sql)?;
    let since = since.0.saturating_mul(PLACES);
    let values = (outcome_word(CallOutcome::Missed), since, MOST_MISSED);
    let mut calls: Vec<CallRecord> = missed.query_map(values, read_row)?.collect::<Result<_, _>>()?;
    // From the newest on, so that the oldest of a line is the one that stays.
    let mut first: HashMap<String, WallMillis> = HashMap::new();
    for call in &calls {
        if let Some(line) = call.number.as_deref().and_then(|number| lines.key(number)) {
            first.insert(line, call.started);
        }
    }
    for (line, since) in first {
        calls.extend(later(connection, &line, since, lines)?);
    }
    Ok(calls)
}

fn later(
    connection: &Connection,
    line: &str,
    since: WallMillis,
    lines: &Lines,
) -> rusqlite::Result<Vec<CallRecord>> {
    let sql = format!(
        "SELECT * FROM calls WHERE {TAIL} = ?1 AND number IS NOT NULL AND seq >= ?2 AND outcome <> ?3
         ORDER BY seq DESC LIMIT ?4"
    );
    let mut later = connection.prepare_cached(&sql)?;
    let missed = outcome_word(CallOutcome::Missed);
    let alike =
        later.query_map((tail(line), since.0.saturating_mul(PLACES), missed, MOST_LATER), read_row)?;
    let is_it = |record: &CallRecord| {
        record.number.as_deref().and_then(|number| lines.key(number)).as_deref() == Some(line)
    };
    alike.filter(|record| record.as_ref().map_or(true, is_it)).collect()
}

/// What the agent has decided about callers.
pub(super) fn marks(connection: &Connection) -> rusqlite::Result<Vec<KeptMark>> {
    let mut marks = connection.prepare("SELECT * FROM caller_marks")?;
    marks.query_map((), read_mark)?.collect()
}

fn read_mark(row: &Row<'_>) -> rusqlite::Result<KeptMark> {
    let reminder: Option<i64> = row.get("reminder")?;
    let told = row.get("reminder_told")?;
    Ok(KeptMark {
        caller: row.get("caller")?,
        mark: CallerMark {
            done: row.get::<_, Option<i64>>("done")?.map(WallMillis),
            reminder: reminder.map(|at| Reminder { at: WallMillis(at), told }),
        },
    })
}

pub(super) fn keep_mark(transaction: &Transaction<'_>, kept: &KeptMark) -> rusqlite::Result<()> {
    let KeptMark { caller, mark } = kept;
    if *mark == CallerMark::default() {
        transaction.prepare_cached("DELETE FROM caller_marks WHERE caller = ?1")?.execute([caller])?;
        return Ok(());
    }
    let (at, told) = mark.reminder.map_or((None, false), |reminder| (Some(reminder.at.0), reminder.told));
    transaction.prepare_cached("INSERT OR REPLACE INTO caller_marks VALUES (?1, ?2, ?3, ?4)")?.execute((
        caller,
        mark.done.map(|done| done.0),
        at,
        told,
    ))?;
    Ok(())
}

/// Calls that began before then are forgotten, and what was decided because of them too.
pub(super) fn forget_marks(transaction: &Transaction<'_>, before: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM caller_marks WHERE max(ifnull(done, 0), ifnull(reminder, 0)) < ?1";
    transaction.execute(sql, [before]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::{call, store};
    use super::super::store::{forget_all, write_all};
    use super::super::unwritten::Write;
    use super::*;

    fn of(at: i64, number: &str, outcome: CallOutcome) -> CallRecord {
        CallRecord { number: Some(number.to_owned()), outcome, ..call(at, 1) }
    }

    #[test]
    fn a_missed_call_comes_with_what_became_of_its_caller() {
        use CallOutcome::{Answered, Busy, Missed};
        let calls = [
            of(1, "13800138000", Answered),
            of(2, "13800138000", Missed),
            of(3, "+86 138 0013 8000", Busy),
            of(4, "13900138000", Answered),
            of(5, "008613800138000", Answered),
            CallRecord { number: None, ..of(6, "", Missed) },
            of(7, "101", Missed),
            of(8, "101", Answered),
        ];
        let (_dir, connection) = store(&calls);
        let found = |since: i64| {
            let calls = super::calls(&connection, WallMillis(since), &Lines::of("CN", "")).unwrap();
            let mut found: Vec<i64> = calls.iter().map(|call| call.started.0).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(found(0), [2, 3, 5, 6, 7, 8], "not the talk before, nor one with somebody else");
        assert_eq!(found(3), [6, 7, 8]);
    }

    #[test]
    fn what_was_decided_about_a_caller_is_kept_written_over_and_forgotten() {
        let (_dir, mut connection) = store(&[call(1, 1)]);
        let kept = |done: i64, reminder: Option<i64>| KeptMark {
            caller: "+8613800138000".to_owned(),
            mark: CallerMark {
                done: Some(WallMillis(done)),
                reminder: reminder.map(|at| Reminder { at: WallMillis(at), told: true }),
            },
        };
        write_all(&mut connection, &[Write::Mark(kept(5, None)), Write::Mark(kept(7, Some(9)))]).unwrap();
        assert_eq!(marks(&connection).unwrap(), [kept(7, Some(9))]);
        let nothing = KeptMark { mark: CallerMark::default(), ..kept(0, None) };
        write_all(&mut connection, &[Write::Mark(nothing)]).unwrap();
        assert_eq!(marks(&connection).unwrap(), []);
        write_all(&mut connection, &[Write::Mark(kept(7, Some(9)))]).unwrap();
        forget_all(&mut connection).unwrap();
        assert_eq!(marks(&connection).unwrap(), []);
    }
}
