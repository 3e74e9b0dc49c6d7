//! Signing out of the queues first, or pausing in all of them, and then out of the phone system or of the program: whoever
//! goes home gets no calls there any more.

use std::time::Duration;

use super::Queues;
use crate::command::QueueCommand;
use crate::failure::{Failure, Refusal};
use crate::now::Now;
use crate::shared::Shared;

/// Somebody who goes home waits no longer than that for a PBX that does not answer.
const LONGEST: Duration = Duration::from_secs(10);

/// What comes behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    SignOut,
    Quit,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    pub(crate) command: QueueCommand,
    pub(crate) then: Then,
    /// The queues are left, or pause the agent, or did not answer; else one could not be, and the person is told why.
    pub(crate) is_done: bool,
}

/// The person goes home, and the queues are being left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaving {
    until: Duration,
    /// What is asked of them first.
    command: QueueCommand,
    then: Then,
    /// One of them could not be left, as the PBX says.
    failed: bool,
}

impl Leaving {
    pub(super) fn next_deadline(self) -> Duration {
        self.until
    }

    fn is_over(self, now: Now) -> bool {
        self.until <= now.monotonic
    }
}

impl Queues {
    /// Names of those that can be left.
    pub(crate) fn names_to_leave(&self, shared: &Shared) -> Vec<String> {
        let left = self.that_can(QueueCommand::Leave, shared.online);
        left.iter().map(|number| shared.directory.name_of_queue(number)).collect()
    }

    /// Leaves all queues that can be left; the person goes when the PBX has answered.
    pub(crate) fn leave_all(&mut self, then: Then, shared: &mut Shared) -> Result<(), Refusal> {
        self.act(None, QueueCommand::Leave, shared)?;
        self.leave_after(QueueCommand::Leave, then, shared);
        Ok(())
    }

    /// Pauses in all queues; the person goes when the PBX has answered.
    pub(crate) fn pause_all(&mut self, then: Then, shared: &mut Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        // Who is paused everywhere already has nothing to wait for.
        self.follow_wish(true, shared);
        self.leave_after(QueueCommand::Pause, then, shared);
        Ok(())
    }

    fn leave_after(&mut self, command: QueueCommand, then: Then, shared: &Shared) {
        let until = shared.now.monotonic + LONGEST;
        self.leaving = Some(Leaving { until, command, then, failed: false });
    }

    /// The person goes on working, or is out already.
    pub(crate) fn stay(&mut self) {
        self.leaving = None;
    }

    /// What the PBX answers to that; what its lists say may be from before.
    pub(super) fn on_left(&mut self, command: QueueCommand, failure: &Failure) {
        if let Some(leaving) = self.leaving.as_mut().filter(|leaving| leaving.command == command) {
            // Without an answer it may have worked: that keeps nobody from going home.
            leaving.failed |= !failure.may_have_worked();
        }
    }

    /// What came of it, when it is time to go.
    pub(crate) fn take_left(&mut self, shared: &mut Shared) -> Option<Left> {
        let Leaving { command, then, failed, .. } = self.leaving?;
        let waits = self.waits_for(command);
        if waits && !self.leaving.is_some_and(|leaving| leaving.is_over(shared.now)) {
            return None;
        }
        self.leaving = None;
        if waits {
            self.tell_unknown(command, shared);
        }
        Some(Left { command, then, is_done: waits || !failed })
    }
}
