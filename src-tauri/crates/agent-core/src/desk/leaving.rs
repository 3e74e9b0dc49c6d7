//! Signing out of the queues first, and then of the phone system: whoever goes home gets no calls there any more.

use std::time::Duration;

use super::Desk;
use crate::{Failure, Now, QueueCommand, Refusal};

/// Somebody who goes home waits no longer than that for a PBX that does not answer.
const LONGEST: Duration = Duration::from_secs(10);

/// The person has signed out, and the queues are being left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaving {
    until: Duration,
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

impl Desk {
    /// Leaves all queues that can be left, and signs out when the PBX has answered.
    pub(super) fn leave_and_sign_out(&mut self) -> Result<(), Refusal> {
        self.queues.act(None, QueueCommand::Leave, &mut self.shared)?;
        self.leaving = Some(Leaving { until: self.shared.now.monotonic + LONGEST, failed: false });
        Ok(())
    }

    /// What the PBX answers to that; what its lists say may be from before.
    pub(super) fn on_left(&mut self, command: QueueCommand, failure: Option<&Failure>) {
        if let (QueueCommand::Leave, Some(leaving), Some(failure)) = (command, &mut self.leaving, failure) {
            leaving.failed |= !failure.may_have_worked();
        }
    }

    /// Goes when the queues are left. Where one could not be left, the person is told why and stays signed in.
    pub(super) fn go_when_left(&mut self) {
        let Some(leaving) = self.leaving else { return };
        let waits = self.queues.is_leaving();
        if waits && !leaving.is_over(self.shared.now) {
            return;
        }
        self.leaving = None;
        if waits {
            self.queues.tell_unknown(QueueCommand::Leave, &mut self.shared);
        } else if leaving.failed {
            return;
        }
        self.sign_out_for_good();
    }
}
