//! Reminders come by the clock on the wall, since that is what the agent named: after a sleep of the computer late, and
//! behind a call, but never more than ten minutes behind their time.

use std::time::Duration;

use super::view::{DueReminder, MissedRow};
use super::{CallerMark, Missed, Reminder, millis};
use crate::now::{Now, WallMillis};
use crate::shared::Shared;

/// A reminder in the middle of a conversation is one that is closed unread.
const WAITS_FOR_A_CALL: Duration = Duration::from_mins(10);
/// From here on it is said that it comes late.
const LATE: Duration = Duration::from_mins(2);

/// A reminder that was told in this run of the program.
#[derive(Debug, Clone)]
pub(super) struct Fired {
    caller: String,
    at: WallMillis,
    id: u32,
    late: bool,
}

impl Missed {
    fn waiting(&self) -> impl Iterator<Item = (&MissedRow, WallMillis)> {
        self.rows.iter().filter_map(|row| {
            let Reminder { at, told } = self.mark(&row.caller).reminder?;
            (!told).then_some((row, at))
        })
    }

    /// Who was called since a reminder was told needs no further word; and whose row is gone has nothing to be
    /// reminded of.
    pub(super) fn end_reminders(&mut self, shared: &mut Shared) {
        let is_over = |caller: &String, mark: &CallerMark| {
            let Some(reminder) = mark.reminder else { return false };
            // Before the history is read, nobody knows who is a row.
            let row = self.rows.iter().find(|row| row.caller == *caller);
            let is_gone = row.is_none() && self.is_read && self.is_of_this_agent(caller);
            let is_tried = |row: &MissedRow| row.tries.iter().any(|one| one.at >= reminder.at);
            is_gone || reminder.told && row.is_some_and(is_tried)
        };
        let over: Vec<String> = self
            .marks
            .iter()
            .filter(|(caller, mark)| is_over(caller, mark))
            .map(|(caller, _)| caller.clone())
            .collect();
        for caller in over {
            self.set_mark(&caller, CallerMark { reminder: None, ..self.mark(&caller) }, shared);
        }
    }

    /// Another agent's callers are no rows of this one, and keep their reminders.
    fn is_of_this_agent(&self, caller: &str) -> bool {
        self.calls.values().any(|call| {
            Some(&call.record.extension) == self.own.as_ref() && self.caller(&call.record) == caller
        })
    }

    pub(super) fn fire_reminders(&mut self, on_call: bool, shared: &mut Shared) {
        let now = shared.now.wall;
        let waited = |at: WallMillis| now.0.saturating_sub(at.0);
        let is_due = |at: WallMillis| at <= now && (!on_call || waited(at) >= millis(WAITS_FOR_A_CALL));
        let due: Vec<(String, WallMillis)> =
            self.waiting().filter(|(_, at)| is_due(*at)).map(|(row, at)| (row.caller.clone(), at)).collect();
        for (caller, at) in due {
            let reminder = Some(Reminder { at, told: true });
            self.set_mark(&caller, CallerMark { reminder, ..self.mark(&caller) }, shared);
            let id = self.fired.last().map_or(0, |fired| fired.id) + 1;
            self.fired.retain(|fired| fired.caller != caller);
            self.fired.push(Fired { caller, at, id, late: waited(at) >= millis(LATE) });
        }
    }

    /// Those whose time has come, the oldest first.
    pub(super) fn due(&self) -> Vec<DueReminder> {
        let due = |row: &MissedRow| {
            let Reminder { at, told: true } = self.mark(&row.caller).reminder? else { return None };
            let fired = self.fired.iter().find(|fired| fired.caller == row.caller && fired.at == at);
            Some(DueReminder {
                caller: row.caller.clone(),
                number: row.number.clone(),
                can_call: row.can_call,
                name: row.name.clone(),
                at,
                late: fired.is_some_and(|fired| fired.late),
                told: fired.map_or(0, |fired| fired.id),
            })
        };
        let mut due: Vec<DueReminder> = self.rows.iter().filter_map(due).collect();
        due.sort_by_key(|reminder| reminder.at);
        due
    }

    /// When the next reminder comes, or the way back ends.
    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        let wall = now.wall.0;
        // Behind a call there is nothing to wait for by the clock but the end of the longest wait.
        let moments = |at: WallMillis| [at.0, at.0.saturating_add(millis(WAITS_FOR_A_CALL))];
        let ahead = self.waiting().flat_map(|(_, at)| moments(at)).filter(|at| *at > wall).min();
        let ahead = ahead.and_then(|at| u64::try_from(at - wall).ok());
        let ahead = ahead.map(|millis| now.monotonic + Duration::from_millis(millis));
        let team = self.next_team().filter(|at| *at > now.monotonic);
        ahead.into_iter().chain(team).chain(self.undo.as_ref().map(|undo| undo.until)).min()
    }
}
