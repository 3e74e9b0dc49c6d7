//! What the agent's state follows from, gathered from the parts that know it.

use super::Desk;
use crate::agent_state::facts::{Facts, SessionFact, stage_of};
use crate::notice::Notice;

impl Desk {
    /// The agent's state as it is by now.
    pub(super) fn follow_duty(&mut self) {
        let facts = self.facts();
        self.duty.follow(&facts, &mut self.queues, &mut self.shared);
    }

    fn facts(&self) -> Facts {
        let Self { session, phone, calls, queues, shared, .. } = self;
        let session = match (shared.online, session.is_known() && session.is_wanted()) {
            (true, _) => SessionFact::Online,
            (false, true) => SessionFact::Lost,
            (false, false) => SessionFact::SignedOut,
        };
        Facts {
            session,
            phone: phone.status(),
            do_not_disturb: phone.do_not_disturb(),
            reports_silent: shared.notices.any(|notice| matches!(notice, Notice::ReportsSilent { .. })),
            call: stage_of(calls),
            queues: queues.facts(),
        }
    }
}
