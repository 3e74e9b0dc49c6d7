//! What seems to be forgotten: a pause that lasts longer than its reason does as a rule, asked about then and again every
//! ten minutes; and that one is ready, where calls of queues ring in a row and nobody is there.

use std::time::Duration;

use super::Duty;
use super::chair::Chair;
use crate::agent_state::view::{AgentState, Guard};
use crate::failure::Refusal;
use crate::now::Now;

/// Soon enough to end it, and not so soon that the question is one of those that are closed unread.
const AGAIN: Duration = Duration::from_mins(10);

/// One may happen to anybody.
const IN_A_ROW: u32 = 2;

/// What is watched for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Guards {
    /// Whether the pause takes longer.
    asked: Option<Asked>,
    /// So many calls of queues in a row rang here in vain.
    unanswered: u32,
    pub(super) chair: Chair,
}

impl Guards {
    /// There is another wish.
    pub(super) fn begin_anew(&mut self) {
        (self.asked, self.unanswered) = (None, 0);
        self.chair.forget_return();
    }

    pub(super) fn forget_calls(&mut self) {
        self.unanswered = 0;
    }

    /// The pause is over, and nobody has said that it takes longer.
    pub(super) fn asks_about_pause(&self) -> bool {
        self.asked.is_some_and(|asked| !asked.is_answered)
    }
}

/// What has been asked.
#[derive(Debug, Clone, Copy)]
struct Asked {
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
            self.guards.asked = None;
        } else if self.guards.asked.is_none_or(|asked| asked.at + AGAIN <= now) {
            self.guards.asked = Some(Asked { at: now, is_answered: false });
        }
    }

    /// It takes ten minutes longer, or goes on as it is.
    pub(crate) fn stay_paused(&mut self, now: Now) -> Result<(), Refusal> {
        let is_reminded = self.chair_guard(now) == Some(Guard::Back);
        self.guards.chair.forget_return();
        match self.guards.asked.as_mut().filter(|asked| !asked.is_answered) {
            Some(asked) => asked.is_answered = true,
            None if is_reminded => {}
            None => return Err(Refusal::NotNow),
        }
        Ok(())
    }

    /// A call of a queue rang here, and was answered or not.
    pub(crate) fn on_queue_call(&mut self, answered: bool) {
        self.guards.unanswered = if answered { 0 } else { self.guards.unanswered + 1 };
    }

    /// The chair is not empty.
    pub(crate) fn stay_ready(&mut self, now: Now) -> Result<(), Refusal> {
        match self.guard(now) {
            Some(Guard::Unanswered) => self.guards.unanswered = 0,
            Some(Guard::Away) => self.guards.chair.stay(),
            _ => return Err(Refusal::NotNow),
        }
        Ok(())
    }

    fn chair_guard(&self, now: Now) -> Option<Guard> {
        self.guards.chair.guard(now.monotonic)
    }

    pub(super) fn guard(&self, now: Now) -> Option<Guard> {
        if let Some(guard) = self.chair_guard(now) {
            return Some(guard);
        }
        if self.state == AgentState::Ready && self.guards.unanswered >= IN_A_ROW {
            return Some(Guard::Unanswered);
        }
        if self.state == AgentState::WrapUp && self.is_overdue() && self.lacks_result {
            return Some(Guard::Result);
        }
        self.guards.asks_about_pause().then_some(Guard::Overrun)
    }

    pub(super) fn guard_deadline(&self, now: Now) -> Option<Duration> {
        let next = self.guards.asked.map(|asked| asked.at + AGAIN).or_else(|| self.over_at());
        next.filter(|at| *at > now.monotonic)
    }
}
