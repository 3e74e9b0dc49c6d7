//! A shift of what is no matter of one call: somebody else pauses the agent, the phone comes and goes, callers are missed and
//! reached, messages are left. Two rounds of asking behind each turn the desk shows what the phone system says.

use std::collections::BTreeMap;

use agent_core::{AgentState, CallOutcome, Intent, Page, WhyUnreachable};
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::{Extension, QueueNumber};
use pbx_simulator::pbx::Action;
use proptest::prelude::*;

use crate::day::{Day, Trouble};
use crate::truth::OWN;

/// Queues are asked each half minute, the mailbox each minute.
const TWO_ROUNDS: u64 = 125_000;
const QUEUES: [&str; 2] = ["6500", "6501"];

#[derive(Debug, Clone)]
pub(crate) enum Turn {
    /// By somebody else.
    Pause(&'static str, bool),
    Unplug,
    Plug,
    /// One of these calls, and gives up.
    Misses(usize, Option<&'static str>),
    /// One of these calls, and is talked with.
    Reaches(usize),
    /// And the talk goes on.
    Talks(usize),
    HangsUp,
    LeavesMessage(usize),
}

pub(crate) fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let caller = 0..4_usize;
    let way = prop_oneof![Just(None), prop::sample::select(vec!["6500", "6501"]).prop_map(Some)];
    let turn = prop_oneof![
        3 => (prop::sample::select(vec!["6500", "6501"]), any::<bool>()).prop_map(|(queue, on)| Turn::Pause(queue, on)),
        1 => Just(Turn::Unplug),
        2 => Just(Turn::Plug),
        4 => (caller.clone(), way).prop_map(|(caller, way)| Turn::Misses(caller, way)),
        2 => caller.clone().prop_map(Turn::Reaches),
        1 => caller.clone().prop_map(Turn::Talks),
        2 => Just(Turn::HangsUp),
        2 => caller.prop_map(Turn::LeavesMessage),
    ];
    prop::collection::vec(turn, 1..20)
}

pub(crate) struct Shift {
    day: Day,
}

/// The state, callers who wait with how often they called, messages, and of how many of them there was news.
type Shown = (AgentState, BTreeMap<String, u32>, usize, usize);

impl Shift {
    pub(crate) fn begin() -> Self {
        let mut day = Day::new(Trouble::none());
        day.wish(Intent::Look { page: Some(Page::Missed) });
        day.pass(TWO_ROUNDS);
        Self { day }
    }

    pub(crate) fn take(&mut self, turn: &Turn) {
        let own = || Extension::parse(OWN).unwrap();
        let queue = |number: &str| QueueNumber::parse(number).unwrap();
        match turn {
            Turn::Pause(of, paused) => {
                self.day.act(Action::PauseMember { queue: queue(of), extension: own(), paused: *paused });
            }
            Turn::Unplug if self.is_idle() => drop(self.day.act(Action::Unregister { extension: own() })),
            Turn::Plug => drop(self.day.act(Action::Register { extension: own() })),
            Turn::Misses(caller, way) if self.is_idle() => {
                let from = number(*caller);
                let call = match way {
                    None => Action::OutsideCallsExtension { from, extension: own() },
                    Some(of) => Action::OutsideCallsQueue { from, queue: queue(of) },
                };
                self.day.act(call);
                self.day.pass(12_000);
                self.day.act(Action::OutsideHangsUp { number: number(*caller) });
            }
            Turn::Reaches(caller) if self.is_idle() => {
                self.talk(*caller);
                self.day.act(Action::HangUp { extension: own() });
            }
            Turn::Talks(caller) if self.is_idle() => self.talk(*caller),
            Turn::HangsUp => drop(self.day.act(Action::HangUp { extension: own() })),
            Turn::LeavesMessage(caller) => {
                let from = number(*caller);
                self.day.act(Action::LeaveVoicemail { extension: own(), from, seconds: 5 });
            }
            Turn::Unplug | Turn::Misses(..) | Turn::Reaches(_) | Turn::Talks(_) => {}
        }
        self.day.pass(TWO_ROUNDS);
    }

    fn talk(&mut self, caller: usize) {
        let own = || Extension::parse(OWN).unwrap();
        self.day.act(Action::OutsideCallsExtension { from: number(caller), extension: own() });
        self.day.pass(3000);
        self.day.act(Action::Lift { extension: own() });
        self.day.pass(5000);
    }

    fn is_idle(&self) -> bool {
        self.day.pbx().phone(OWN) == Some(&ExtensionStatus::Idle)
    }

    /// What is shown, and what is so.
    pub(crate) fn compared(&self) -> (Shown, Shown) {
        let (view, pbx) = (self.day.view(), self.day.pbx());
        let waiting = view.missed.rows.iter().map(|row| (row.caller.clone(), row.misses.count)).collect();
        let state = view.agent_state.state.clone();
        let shown = (state, waiting, view.voicemail.messages.len(), self.day.told_messages());
        let messages = pbx.voicemail.iter().filter(|one| one.extension.as_str() == OWN).count();
        (shown, (self.state(), self.waiting(), messages, messages))
    }

    fn state(&self) -> AgentState {
        let pbx = self.day.pbx();
        let paused = |queue: &&str| pbx.member(queue, OWN).is_some_and(|member| member.paused);
        match pbx.phone(OWN) {
            Some(ExtensionStatus::Unavailable) => {
                AgentState::Unreachable { why: WhyUnreachable::PhoneUnregistered }
            }
            Some(ExtensionStatus::InUse) => AgentState::OnCall { call: agent_core::CallStage::Talking },
            _ if QUEUES.iter().all(paused) => AgentState::Paused { reason: None, elsewhere: true },
            _ => AgentState::Ready,
        }
    }

    /// Of each caller what was missed since they were talked with.
    fn waiting(&self) -> BTreeMap<String, u32> {
        let mut waiting: BTreeMap<String, u32> = BTreeMap::new();
        for (_, caller, outcome) in self.day.over() {
            match outcome {
                CallOutcome::Missed => *waiting.entry(caller.clone()).or_default() += 1,
                CallOutcome::Answered => drop(waiting.remove(caller)),
                _ => {}
            }
        }
        waiting
    }

    pub(crate) fn story(&self) -> &str {
        self.day.story()
    }
}

fn number(caller: usize) -> String {
    format!("555200{caller}")
}
