//! What the state follows from, and the order in which it does.

use crate::agent_state::after_call::Length;
use crate::agent_state::view::{AgentState, CallStage, WhyUnreachable};
use crate::calls::Calls;
use crate::calls::call::Phase;
use crate::phone::PhoneStatus;
use crate::settings::Wish;

/// How things are, as far as the state follows from them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts {
    pub(crate) session: SessionFact,
    pub(crate) phone: PhoneStatus,
    pub(crate) do_not_disturb: bool,
    pub(crate) reports_silent: bool,
    /// The call that matters most.
    pub(crate) call: Option<CallStage>,
    /// The work that the conversation going on will leave.
    pub(crate) work: Option<Length>,
    /// A result is wanted of the last conversation, and there is none.
    pub(crate) lacks_result: bool,
    pub(crate) queues: QueueFacts,
}

/// Whether there is a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum SessionFact {
    #[default]
    SignedOut,
    /// It comes back by itself.
    Lost,
    Online,
}

/// The agent's place in the queues, where it was not asked to change a moment ago.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct QueueFacts {
    /// There are some on the PBX.
    pub(crate) any: bool,
    /// In so many the agent is signed in.
    pub(crate) own: usize,
    /// In so many of these paused.
    pub(crate) paused: usize,
    /// All of these have been looked at in this session, and none is asked to change.
    pub(crate) is_settled: bool,
    /// One of these lets the agent rest after a call.
    pub(crate) rests: bool,
}

impl Facts {
    /// The phone is in use for something that is no call we know.
    pub(super) fn is_off_hook(&self) -> bool {
        self.call.is_none() && matches!(self.phone, PhoneStatus::InUse | PhoneStatus::OnHold)
    }

    /// The first that holds.
    pub(super) fn state(&self, wish: &Wish, is_off_hook: bool, is_at_work: bool) -> AgentState {
        let unreachable = |why| AgentState::Unreachable { why };
        match self.session {
            SessionFact::SignedOut => return AgentState::SignedOut,
            SessionFact::Lost => return unreachable(WhyUnreachable::NoConnection),
            SessionFact::Online => {}
        }
        // Before the call: one that the PBX still believes in can't be heard without a phone.
        match self.phone {
            PhoneStatus::Unavailable => return unreachable(WhyUnreachable::PhoneUnregistered),
            PhoneStatus::Faulty => return unreachable(WhyUnreachable::PhoneFaulty),
            PhoneStatus::Unknown
            | PhoneStatus::Idle
            | PhoneStatus::Ringing
            | PhoneStatus::InUse
            | PhoneStatus::OnHold => {}
        }
        if let Some(call) = self.call.or(is_off_hook.then_some(CallStage::OffHook)) {
            return AgentState::OnCall { call };
        }
        // Before do-not-disturb: that holds behind the work too, and is told then.
        if is_at_work || self.queues.rests {
            return AgentState::WrapUp;
        }
        if self.do_not_disturb {
            return unreachable(WhyUnreachable::Dnd);
        }
        // Calls come, and nobody sees them.
        if self.reports_silent {
            return unreachable(WhyUnreachable::ReportsSilent);
        }
        // Where there are no queues at all, nobody is missing from them.
        if self.queues.any && self.queues.own == 0 {
            return unreachable(WhyUnreachable::NoQueue);
        }
        self.pause(wish).unwrap_or(AgentState::Ready)
    }

    /// What all queues say is so; where they differ, the wish decides.
    fn pause(&self, wish: &Wish) -> Option<AgentState> {
        let QueueFacts { own, paused, .. } = self.queues;
        match wish {
            Wish::Paused { reason } if own == 0 || paused > 0 => {
                Some(AgentState::Paused { reason: reason.clone(), elsewhere: false })
            }
            Wish::Ready if own > 0 && paused == own => {
                Some(AgentState::Paused { reason: None, elsewhere: true })
            }
            Wish::Paused { .. } | Wish::Ready => None,
        }
    }
}

/// How far the call is that matters most: a talk before what waits.
pub(crate) fn stage_of(calls: &Calls) -> Option<CallStage> {
    let stages = calls.all().iter().filter_map(|call| match call.phase {
        Phase::Talking { .. } => Some((0, CallStage::Talking)),
        Phase::Held { .. } => Some((1, CallStage::Held)),
        Phase::OwnPhone | Phase::Dialing => Some((2, CallStage::Dialing)),
        Phase::Ringing => Some((3, CallStage::Ringing)),
        Phase::Ended { .. } => None,
    });
    stages.min_by_key(|(rank, _)| *rank).map(|(_, stage)| stage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent_state::reasons::Reason;

    fn told(state: &AgentState) -> String {
        let json = serde_json::to_value(state).unwrap();
        ["kind", "why", "call"].into_iter().filter_map(|key| json[key].as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_first_that_holds_is_the_state() {
        let queues = QueueFacts { any: true, own: 2, paused: 0, is_settled: true, rests: true };
        // All at once, and taken away one after the other.
        let mut facts = Facts {
            session: SessionFact::SignedOut,
            phone: PhoneStatus::Unavailable,
            do_not_disturb: true,
            reports_silent: true,
            call: Some(CallStage::Held),
            work: None,
            lacks_result: false,
            queues: QueueFacts { own: 0, ..queues },
        };
        let wish = Wish::Paused { reason: Some(Reason::default()) };
        let mut seen = Vec::new();
        let mut look = |facts: &Facts, wish: &Wish| seen.push(told(&facts.state(wish, false, false)));
        look(&facts, &wish);
        facts.session = SessionFact::Lost;
        look(&facts, &wish);
        facts.session = SessionFact::Online;
        look(&facts, &wish);
        facts.phone = PhoneStatus::InUse;
        look(&facts, &wish);
        facts.call = None;
        look(&facts, &wish);
        facts.queues.rests = false;
        look(&facts, &wish);
        facts.do_not_disturb = false;
        look(&facts, &wish);
        facts.reports_silent = false;
        look(&facts, &wish);
        facts.queues = QueueFacts { paused: 1, rests: false, ..queues };
        look(&facts, &wish);
        look(&facts, &Wish::Ready);
        let expected = [
            "signed-out",
            "unreachable no-connection",
            "unreachable phone-unregistered",
            "on-call held",
            "wrap-up",
            "unreachable dnd",
            "unreachable reports-silent",
            "unreachable no-queue",
            "paused",
            "ready",
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn what_all_queues_say_is_so() {
        let facts = |own, paused| Facts {
            session: SessionFact::Online,
            queues: QueueFacts { any: own > 0, own, paused, is_settled: true, rests: false },
            ..Facts::default()
        };
        let pause = Wish::Paused { reason: None };
        for (own, paused, wish, state) in [
            (0, 0, &pause, "paused"),
            (0, 0, &Wish::Ready, "ready"),
            (2, 2, &Wish::Ready, "paused"),
            (2, 1, &Wish::Ready, "ready"),
            (2, 1, &pause, "paused"),
            (2, 0, &pause, "ready"),
        ] {
            assert_eq!(told(&facts(own, paused).state(wish, false, false)), state, "{own} {paused} {wish:?}");
        }
    }
}
