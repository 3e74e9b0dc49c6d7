//! Signing out of the queues first, or pausing in all of them, and then out of the phone system: whoever goes home gets no
//! calls there any more.

use std::time::Duration;

use super::Queues;
use crate::command::QueueCommand;
use crate::failure::{Failure, Refusal};
use crate::now::Now;
use crate::shared::Shared;

/// Somebody who goes home waits no longer than that for a PBX that does not answer.
const LONGEST: Duration = Duration::from_secs(10);

/// The person has signed out, and the queues are being left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaving {
    until: Duration,
    /// What is asked of them first.
    command: QueueCommand,
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
    /// Leaves all queues that can be left; the person is signed out when the PBX has answered.
    pub(crate) fn leave_all(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        self.act(None, QueueCommand::Leave, shared)?;
        self.leave_after(QueueCommand::Leave, shared);
        Ok(())
    }

    /// Pauses in all queues; the person is signed out when the PBX has answered.
    pub(crate) fn pause_all(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        // Who is paused everywhere already has nothing to wait for.
        self.follow_wish(true, shared);
        self.leave_after(QueueCommand::Pause, shared);
        Ok(())
    }

    fn leave_after(&mut self, command: QueueCommand, shared: &Shared) {
        let until = shared.now.monotonic + LONGEST;
        self.leaving = Some(Leaving { until, command, failed: false });
    }

    /// The person has signed in again, or is out already.
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

    /// What was done, when it is time to sign out: the queues are left, or pause the agent. Where one could not be, the
    /// person is told why and stays signed in.
    pub(crate) fn take_left(&mut self, shared: &mut Shared) -> Option<QueueCommand> {
        let Leaving { command, failed, .. } = self.leaving?;
        let waits = self.waits_for(command);
        if waits && !self.leaving.is_some_and(|leaving| leaving.is_over(shared.now)) {
            return None;
        }
        self.leaving = None;
        if waits {
            self.tell_unknown(command, shared);
        }
        (waits || !failed).then_some(command)
    }
}
