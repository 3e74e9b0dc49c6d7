//! What the agent's state follows from, gathered from the parts that know it.

use super::Desk;
use crate::agent_state::after_call::Length;
use crate::agent_state::facts::{Facts, SessionFact, stage_of};
use crate::calls::view::CallDirection;
use crate::notice::Notice;

impl Desk {
    /// The agent's state as it is by now.
    pub(super) fn follow_duty(&mut self) {
        let facts = self.facts();
        self.duty.follow(&facts, &mut self.queues, &mut self.shared);
        self.followers.count_work(self.duty.is_at_work(), &mut self.shared);
    }

    /// The work that a conversation with somebody outside will leave: as long as its queue says, else the administrator.
    fn work_ahead(&self) -> Option<Length> {
        let is_outside = |direction| direction != CallDirection::Internal;
        let mut talks = self.calls.all().iter().filter(|call| call.is_connected());
        let talk = talks.find(|call| is_outside(call.parties.direction))?;
        let of_queue = talk.parties.called.as_deref().and_then(|number| self.queues.rest_after(number));
        let of_policy = self.shared.governed.policy().after_call();
        let length = |by_pbx| move |time| Length { time, by_pbx };
        of_queue.map(length(true)).or_else(|| of_policy.map(length(false)))
    }

    fn facts(&self) -> Facts {
        let Self { session, phone, calls, followers, queues, shared, .. } = self;
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
            work: self.work_ahead(),
            lacks_result: followers.work.lacks_result(None, shared),
            queues: queues.facts(),
        }
    }
}
