//! The work after a conversation: a countdown, behind which the agent is what was wished. Queues are held off meanwhile,
//! for the PBX's own rest may end early, and where it has none the next caller would ring at once.

use std::time::Duration;

use super::Duty;
use crate::agent_state::facts::Facts;
use crate::failure::Refusal;
use crate::now::Now;
use crate::queues::Queues;
use crate::shared::Shared;

const LONGER: Duration = Duration::from_secs(30);
const MOST_LONGER: u32 = 3;
/// A call in between leaves so much of it.
const AT_LEAST: Duration = Duration::from_secs(15);

/// How long the work after a conversation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) time: Duration,
    /// The queue on the PBX has it, which then rings nobody meanwhile.
    pub(crate) by_pbx: bool,
}

/// The countdown.
#[derive(Debug, Clone, Copy)]
pub(super) struct AfterCall {
    pub(super) until: Duration,
    longer: u32,
    /// It is over, and waits for a result and then for the agent, who is not back by being slow to choose.
    is_over: bool,
}

impl Duty {
    /// Counts down behind a conversation that leaves work.
    pub(super) fn follow_work(&mut self, facts: &Facts, queues: &mut Queues, shared: &mut Shared) {
        let now = shared.now.monotonic;
        if let Some(length) = facts.work {
            self.talk = Some(length);
            // The next call of a queue may come in the moment in which this one ends.
            if !length.by_pbx {
                hold(queues, shared);
            }
        }
        if facts.call.is_some() {
            return;
        }
        if let Some(length) = self.talk.take() {
            self.begin_work(length, now);
            hold(queues, shared);
        } else if self.is_on_call() {
            self.leave_time(now);
        }
        self.lacks_result = facts.lacks_result;
        if let Some(after) = self.after.as_mut().filter(|after| after.until <= now) {
            after.is_over |= facts.lacks_result;
        }
        self.after.take_if(|after| after.until <= now && !after.is_over);
    }

    fn begin_work(&mut self, length: Length, now: Duration) {
        let before = self.after.map_or(Duration::ZERO, |after| after.until);
        self.after = Some(AfterCall { until: (now + length.time).max(before), longer: 0, is_over: false });
    }

    fn leave_time(&mut self, now: Duration) {
        if let Some(after) = &mut self.after {
            after.until = after.until.max(now + AT_LEAST);
        }
    }

    /// What was held off is let through again, as soon as the queues can be told.
    pub(super) fn release(&mut self, facts: &Facts, queues: &mut Queues, shared: &mut Shared) {
        let queue_facts = queues.facts();
        let is_over = facts.call.is_none() && self.after.is_none() && shared.settings.wish.holding;
        // A start after an end in the middle of it knows no queue yet.
        if !is_over || !shared.online || !queue_facts.any || !queue_facts.is_settled {
            return;
        }
        shared.settings.wish.holding = false;
        shared.save_settings();
        queues.release(shared);
    }

    /// The agent is done with it.
    pub(crate) fn finish_work(&mut self) -> bool {
        self.after.take().is_some()
    }

    /// The agent needs a little longer.
    pub(crate) fn extend_work(&mut self) -> Result<(), Refusal> {
        let after = self.after.as_mut().filter(|after| after.longer < MOST_LONGER).ok_or(Refusal::NotNow)?;
        after.until += LONGER;
        after.longer += 1;
        after.is_over = false;
        Ok(())
    }

    pub(crate) fn is_at_work(&self) -> bool {
        self.after.is_some()
    }

    /// It is over, and not done: no call comes before.
    pub(super) fn is_overdue(&self) -> bool {
        self.after.is_some_and(|after| after.is_over)
    }

    pub(super) fn can_extend_work(&self) -> bool {
        self.after.is_some_and(|after| after.longer < MOST_LONGER)
    }

    pub(super) fn work_deadline(&self, now: Now) -> Option<Duration> {
        self.after.map(|after| after.until).filter(|until| *until > now.monotonic)
    }
}

/// The queues ring nobody until the work is done.
fn hold(queues: &mut Queues, shared: &mut Shared) {
    let kept = &shared.settings.wish;
    let is_asked_for = !kept.wish.is_pause() && !kept.holding && shared.governed.policy().holds_off();
    if !is_asked_for || !queues.could_follow(true, shared.online) {
        return;
    }
    // Kept, so that an end of the program in the middle of it leaves no pause behind that nobody wanted.
    shared.settings.wish.holding = true;
    shared.save_settings();
    queues.hold(shared);
}
