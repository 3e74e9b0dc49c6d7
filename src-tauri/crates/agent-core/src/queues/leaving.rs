//! Signing out of the queues first, and then of the phone system: whoever goes home gets no calls there any more.

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
        self.leaving = Some(Leaving { until: shared.now.monotonic + LONGEST, failed: false });
        Ok(())
    }

    /// The person has signed in again, or is out already.
    pub(crate) fn stay(&mut self) {
        self.leaving = None;
    }

    /// What the PBX answers to that; what its lists say may be from before.
    pub(super) fn on_left(&mut self, failure: &Failure) {
        if let Some(leaving) = &mut self.leaving {
            // Without an answer it may have worked: that keeps nobody from going home.
            leaving.failed |= !failure.may_have_worked();
        }
    }

    /// Whether to sign out now: the queues are left. Where one could not be left, the person is told why and stays
    /// signed in.
    pub(crate) fn are_left(&mut self, shared: &mut Shared) -> bool {
        let Some(leaving) = self.leaving else { return false };
        let waits = self.is_leaving();
        if waits && !leaving.is_over(shared.now) {
            return false;
        }
        self.leaving = None;
        if waits {
            self.tell_unknown(QueueCommand::Leave, shared);
        }
        waits || !leaving.failed
    }
}
