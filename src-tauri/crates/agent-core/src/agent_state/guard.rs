//! What seems to be forgotten: a pause that lasts longer than its reason does as a rule, asked about then and again every
//! ten minutes; and that one is ready, where calls of queues ring in a row and nobody is there.

use std::time::Duration;

use super::Duty;
use crate::agent_state::view::{AgentState, Guard};
use crate::failure::Refusal;
use crate::now::Now;

/// Soon enough to end it, and not so soon that the question is one of those that are closed unread.
const AGAIN: Duration = Duration::from_mins(10);

/// One may happen to anybody.
const IN_A_ROW: u32 = 2;

/// What has been asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    at: Duration,
    /// The agent has answered that it takes longer.
    is_answered: bool,
}

impl Duty {
    /// When the pause has lasted as long as its reason does.
    fn over_at(&self) -> Option<Duration> {
        let AgentState::Paused { reason: Some(reason), elsewhere: false } = &self.state else { return None };
        let limit = Duration::from_mins(reason.minutes?.into());
        let wished = self.wished?;
        Some(wished.began + limit.saturating_sub(wished.lasted))
    }

    pub(super) fn watch_pause(&mut self, now: Now) {
        let now = now.monotonic;
        if self.over_at().is_none_or(|over| over > now) {
            self.asked = None;
        } else if self.asked.is_none_or(|asked| asked.at + AGAIN <= now) {
            self.asked = Some(Asked { at: now, is_answered: false });
        }
    }

    /// It takes ten minutes longer.
    pub(crate) fn stay_paused(&mut self) -> Result<(), Refusal> {
        let asked = self.asked.as_mut().filter(|asked| !asked.is_answered).ok_or(Refusal::NotNow)?;
        asked.is_answered = true;
        Ok(())
    }

    /// A call of a queue rang here, and was answered or not.
    pub(crate) fn on_queue_call(&mut self, answered: bool) {
        self.unanswered = if answered { 0 } else { self.unanswered + 1 };
    }

    /// The chair is not empty.
    pub(crate) fn stay_ready(&mut self) -> Result<(), Refusal> {
        if self.guard() != Some(Guard::Unanswered) {
            return Err(Refusal::NotNow);
        }
        self.unanswered = 0;
        Ok(())
    }

    pub(super) fn guard(&self) -> Option<Guard> {
        if self.state == AgentState::Ready && self.unanswered >= IN_A_ROW {
            return Some(Guard::Unanswered);
        }
        if self.state == AgentState::WrapUp && self.is_overdue() && self.lacks_result {
            return Some(Guard::Result);
        }
        self.asked.filter(|asked| !asked.is_answered).map(|_| Guard::Overrun)
    }

    pub(super) fn guard_deadline(&self, now: Now) -> Option<Duration> {
        let next = self.asked.map(|asked| asked.at + AGAIN).or_else(|| self.over_at());
        next.filter(|at| *at > now.monotonic)
    }
}
