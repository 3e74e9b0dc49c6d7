//! What the agent decides about callers: done, and back again; remind me.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CallerMark, Missed, Reminder, millis};
use crate::failure::Refusal;
use crate::now::{Now, WallMillis};
use crate::shared::Shared;

/// How long it can be taken back.
const UNDO: Duration = Duration::from_secs(10);
/// A row lives no longer, so a reminder could not come.
const LATEST: Duration = Duration::from_hours(24 * 60);

/// What was done with a moment ago.
#[derive(Debug)]
pub(super) struct Undo {
    pub(super) before: Vec<(String, CallerMark)>,
    pub(super) until: Duration,
}

/// When to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "when", rename_all = "kebab-case")]
pub enum RemindWhen {
    /// From now.
    In {
        minutes: u32,
    },
    At {
        at: WallMillis,
    },
}

/// What can be wished of missed callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum MissedIntent {
    /// Nobody has to call them back.
    FinishMissed { callers: Vec<String> },
    /// Those that were done with last are open again.
    UndoMissed,
    /// Remind the agent of a caller.
    Remind { caller: String, when: RemindWhen },
    /// No reminder of them any more.
    DropReminder { caller: String },
}

impl RemindWhen {
    fn at(self, now: Now) -> Result<WallMillis, Refusal> {
        let at = match self {
            Self::In { minutes } => WallMillis(now.wall.0.saturating_add(i64::from(minutes) * 60_000)),
            Self::At { at } => at,
        };
        if at <= now.wall {
            return Err(Refusal::TimeIsPast);
        }
        if at.0 > now.wall.0.saturating_add(millis(LATEST)) {
            return Err(Refusal::TimeIsTooFar);
        }
        Ok(at)
    }
}

impl Missed {
    pub(crate) fn on_intent(&mut self, intent: MissedIntent, shared: &mut Shared) -> Result<(), Refusal> {
        match intent {
            MissedIntent::FinishMissed { callers } => self.finish(&callers, shared),
            MissedIntent::UndoMissed => self.undo(shared),
            MissedIntent::Remind { caller, when } => self.remind(&caller, when, shared),
            MissedIntent::DropReminder { caller } => self.drop_reminder(&caller, shared),
        }
    }

    /// Nobody has to call them back. Those that are no rows are passed over, unless none of them is one.
    fn finish(&mut self, callers: &[String], shared: &mut Shared) -> Result<(), Refusal> {
        let open = self.rows.iter().filter(|row| callers.contains(&row.caller));
        let open: Vec<(String, WallMillis)> = open.map(|row| (row.caller.clone(), row.misses.last)).collect();
        if open.is_empty() {
            return Err(Refusal::NoSuchItem);
        }
        let before = open.iter().map(|(caller, _)| (caller.clone(), self.mark(caller))).collect();
        for (caller, last) in open {
            self.set_mark(&caller, CallerMark { done: Some(last), reminder: None }, shared);
        }
        self.undo = Some(Undo { before, until: shared.now.monotonic + UNDO });
        Ok(())
    }

    /// What was done with last is open again.
    fn undo(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        let undo = self.undo.take().ok_or(Refusal::NotNow)?;
        for (caller, mark) in undo.before {
            self.set_mark(&caller, mark, shared);
        }
        Ok(())
    }

    fn remind(&mut self, caller: &str, when: RemindWhen, shared: &mut Shared) -> Result<(), Refusal> {
        self.is_open(caller)?;
        let reminder = Some(Reminder { at: when.at(shared.now)?, told: false });
        self.set_mark(caller, CallerMark { reminder, ..self.mark(caller) }, shared);
        Ok(())
    }

    /// The agent wants no reminder of them any more.
    fn drop_reminder(&mut self, caller: &str, shared: &mut Shared) -> Result<(), Refusal> {
        self.is_open(caller)?;
        let mark = self.mark(caller);
        mark.reminder.ok_or(Refusal::NotNow)?;
        self.set_mark(caller, CallerMark { reminder: None, ..mark }, shared);
        Ok(())
    }

    fn is_open(&self, caller: &str) -> Result<(), Refusal> {
        self.rows.iter().any(|row| row.caller == caller).then_some(()).ok_or(Refusal::NoSuchItem)
    }
}
