//! A pause that lasts longer than its reason does as a rule: asked about then, and again every ten minutes.

use std::time::Duration;

use super::Duty;
use crate::agent_state::view::{AgentState, Guard};
use crate::failure::Refusal;
use crate::now::Now;

/// Soon enough to end it, and not so soon that the question is one of those that are closed unread.
const AGAIN: Duration = Duration::from_mins(10);

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

    pub(super) fn guard(&self) -> Option<Guard> {
        self.asked.filter(|asked| !asked.is_answered).map(|_| Guard::Overrun)
    }

    pub(super) fn guard_deadline(&self, now: Now) -> Option<Duration> {
        let next = self.asked.map(|asked| asked.at + AGAIN).or_else(|| self.over_at());
        next.filter(|at| *at > now.monotonic)
    }
}
