//! Rows out of calls: what a caller's calls say about whether somebody has to call back.

use std::collections::BTreeMap;

use pbx_protocol::number;

use super::view::{CallTry, CalledNumber, MissedRow, Misses};
use super::{Missed, PastCallOf, earliest};
use crate::history::CallOutcome;
use crate::now::WallMillis;
use crate::shown;

/// More than that is said by the count.
const MOST_TRIES: usize = 20;

impl Missed {
    /// Who was missed and nobody has come back to, the longest waiting first.
    pub(super) fn open_rows(&self, now: WallMillis) -> Vec<MissedRow> {
        let earliest = earliest(now);
        let mut callers: BTreeMap<String, Vec<&PastCallOf>> = BTreeMap::new();
        for call in self.calls.values() {
            // Where a desk is shared, its history holds the calls of several extensions.
            if Some(&call.record.extension) == self.own.as_ref() && call.record.started >= earliest {
                callers.entry(self.caller(&call.record)).or_default().push(call);
            }
        }
        let row = |(caller, mut calls): (String, Vec<&PastCallOf>)| {
            calls.sort_by_key(|call| call.record.started);
            let mark = self.mark(&caller);
            let row = row_of(caller, &calls, mark.done)?;
            Some(MissedRow { reminder: mark.reminder.map(|reminder| reminder.at), ..row })
        };
        let mut rows: Vec<MissedRow> = callers.into_iter().filter_map(row).collect();
        rows.sort_by_key(|row| row.misses.first);
        rows
    }
}

/// Nothing where all is done. `calls`: all with this caller, oldest first.
fn row_of(caller: String, calls: &[&PastCallOf], done: Option<WallMillis>) -> Option<MissedRow> {
    let is_missed = |call: &&&PastCallOf| call.record.outcome == CallOutcome::Missed;
    // Whichever side called: they have talked.
    let talked = calls.iter().filter(|call| call.record.outcome == CallOutcome::Answered);
    let done = talked.map(|call| call.record.started).chain(done).max();
    let is_open = |call: &&&PastCallOf| done.is_none_or(|done| call.record.started > done);
    let misses: Vec<&PastCallOf> = calls.iter().filter(is_missed).filter(is_open).copied().collect();
    let (first, last) = (misses.first()?, misses.last()?);
    let tries = calls.iter().filter(|call| call.record.started >= first.record.started);
    let tries: Vec<CallTry> = tries.filter_map(|call| try_of(call)).collect();
    // The last call's own note stands beside it already.
    let note_of = |call: &&&PastCallOf| call.record.id != last.record.id && !call.record.note.text.is_empty();
    let number = last.record.number.clone().filter(|number| !number.trim().is_empty());
    Some(MissedRow {
        caller,
        can_call: number.as_deref().is_some_and(|number| number::read(number).is_ok()),
        number,
        name: misses.iter().rev().find_map(|call| call.record.name.clone()).map(shown::name),
        company: misses.iter().rev().find_map(|call| call.company.clone()).map(shown::name),
        misses: misses_of(&misses),
        record: last.record.id.clone(),
        note: last.record.note.clone(),
        earlier_note: calls.iter().rev().find(note_of).map(|call| call.record.note.text.clone()),
        tries: tries[tries.len().saturating_sub(MOST_TRIES)..].to_vec(),
        // Misses that are not open were done with: the caller has tried anew.
        again: calls.iter().filter(is_missed).count() > misses.len(),
        reminder: None,
    })
}

fn try_of(call: &PastCallOf) -> Option<CallTry> {
    let outcome = call.record.outcome;
    let is_try = matches!(outcome, CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::Failed);
    is_try.then_some(CallTry { at: call.record.started, outcome })
}

fn misses_of(calls: &[&PastCallOf]) -> Misses {
    let mut queues: Vec<CalledNumber> = Vec::new();
    for called in calls.iter().filter_map(|call| call.record.called.as_ref()) {
        if !queues.iter().any(|queue| queue.number == *called) {
            queues.push(CalledNumber { number: called.clone(), name: None });
        }
    }
    let seconds = |call: &&PastCallOf| (call.record.ended.0 - call.record.started.0) / 1000;
    let moment = |call: Option<&&PastCallOf>| call.map(|call| call.record.started).unwrap_or_default();
    Misses {
        count: u32::try_from(calls.len()).unwrap_or(u32::MAX),
        first: moment(calls.first()),
        last: moment(calls.last()),
        longest_ring: u32::try_from(calls.iter().map(seconds).max().unwrap_or_default()).unwrap_or_default(),
        queues,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::CallRecord;

    fn call(second: i64, number: &str, outcome: CallOutcome) -> PastCallOf {
        let line =
            number.strip_prefix('+').map_or_else(|| format!("+49{}", &number[1..]), |_| number.to_owned());
        let record = CallRecord {
            id: format!("{second}"),
            number: Some(number.to_owned()),
            extension: "101".to_owned(),
            started: WallMillis(second * 1000),
            ended: WallMillis((second + 7) * 1000),
            outcome,
            ..CallRecord::default()
        };
        PastCallOf { record, line: Some(line), company: None }
    }

    fn list(calls: Vec<PastCallOf>) -> Missed {
        let mut missed = Missed { own: Some("101".to_owned()), ..Missed::default() };
        for call in calls {
            missed.on_ended(call);
        }
        missed
    }

    fn rows(calls: Vec<PastCallOf>) -> Vec<(String, u32, usize, bool)> {
        let rows = list(calls).open_rows(WallMillis(10_000_000)).into_iter();
        rows.map(|row| (row.caller, row.misses.count, row.tries.len(), row.again)).collect()
    }

    #[test]
    fn who_has_been_talked_with_since_is_no_row() {
        use CallOutcome::{Answered, AnsweredElsewhere, Busy, Missed, NoAnswer};
        let row = |count, tries, again| vec![("+4930123456".to_owned(), count, tries, again)];
        let number = "030123456";
        for (outcomes, open, why) in [
            (vec![Missed], row(1, 0, false), "nobody came back"),
            (vec![Missed, Missed, Missed], row(3, 0, false), "thrice"),
            (vec![Missed, Answered], vec![], "talked since"),
            (vec![Answered, Missed], row(1, 0, false), "talked before"),
            (vec![Missed, Busy, NoAnswer], row(1, 2, false), "tried twice"),
            (vec![Busy, Missed], row(1, 0, false), "tried before"),
            (vec![Missed, Busy, Answered], vec![], "reached in the end"),
            (vec![Missed, Missed, Answered, Missed], row(1, 0, true), "called again"),
            (vec![Missed, AnsweredElsewhere], row(1, 0, false), "a colleague's word is not known"),
        ] {
            let calls = (100..).step_by(100).zip(outcomes).map(|(at, outcome)| call(at, number, outcome));
            assert_eq!(rows(calls.collect()), open, "{why}");
        }
    }

    #[test]
    fn two_spellings_are_one_caller_and_the_withheld_are_each_their_own() {
        let missed = CallOutcome::Missed;
        let withheld = |second| {
            let call = call(second, "030123456", missed);
            PastCallOf { record: CallRecord { number: None, ..call.record }, line: None, company: None }
        };
        let calls = vec![
            call(100, "030123456", missed),
            call(200, "+4930123456", missed),
            withheld(300),
            withheld(400),
            call(500, "030123457", missed),
        ];
        let found: Vec<u32> = rows(calls).into_iter().map(|(_, count, ..)| count).collect();
        assert_eq!(found, [2, 1, 1, 1]);
    }

    #[test]
    fn what_is_older_than_a_season_and_what_is_anothers_is_left_out() {
        let day = 24 * 3_600_000;
        let missed = list(vec![call(0, "030123456", CallOutcome::Missed)]);
        assert_eq!(missed.open_rows(WallMillis(90 * day)).len(), 1);
        assert_eq!(missed.open_rows(WallMillis(90 * day + 1)).len(), 0);
        let others = Missed { own: Some("102".to_owned()), ..missed };
        assert_eq!(others.open_rows(WallMillis(90 * day)).len(), 0);
    }

    #[test]
    fn a_row_tells_who_where_and_how_long() {
        let mut first = call(100, "030123456", CallOutcome::Missed);
        first.record.called = Some("6500".to_owned());
        first.record.name = Some("Wang Fang".to_owned());
        first.record.note.text = "wants an offer".to_owned();
        let mut second = call(200, "+4930123456", CallOutcome::Missed);
        second.record.called = Some("6501".to_owned());
        second.record.ended = WallMillis(230_000);
        let row = list(vec![first, second]).open_rows(WallMillis(10_000_000)).remove(0);
        let queues: Vec<&str> = row.misses.queues.iter().map(|queue| queue.number.as_str()).collect();
        assert_eq!((row.misses.longest_ring, queues), (30, vec!["6500", "6501"]));
        assert_eq!((row.name.as_deref(), row.record.as_str()), (Some("Wang Fang"), "200"));
        assert_eq!(row.earlier_note.as_deref(), Some("wants an offer"));
        assert!(row.can_call);
    }
}
