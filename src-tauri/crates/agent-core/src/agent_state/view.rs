//! The agent's state as it is shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::reasons::Reason;
use crate::command::StateCommand;
use crate::settings::Wish;
use crate::timer::Timer;

/// The agent's state as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgentStateView {
    pub state: AgentState,
    /// Since it began, in an earlier run of the program perhaps.
    pub timer: Timer,
    /// When the work after the call is over, by the view's `clock`.
    #[ts(type = "number | null")]
    pub until: Option<u64>,
    /// It is over, and waits for a result and to be done: no call of a queue comes before.
    pub overdue: bool,
    /// What the agent is asked.
    pub guard: Option<Guard>,
    /// When what is asked about happens by itself, by the view's `clock`.
    #[ts(type = "number | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub guard_until: Option<u64>,
    /// Queues have been asked to follow, and have not all answered.
    pub changing: bool,
    /// What comes after the call.
    pub next: Option<Wish>,
    /// Names of the agent's queues that are not as the state says: paused while ready, or not paused while paused.
    pub otherwise: Vec<String>,
    /// Why one can be paused.
    pub reasons: Vec<Reason>,
    /// None of them is no choice.
    pub reason_required: bool,
    /// What the core would accept now.
    pub can: BTreeSet<StateCommand>,
}

/// What the agent is asked, since something seems to be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// The pause has lasted longer than its reason does as a rule.
    Overrun,
    /// Calls of queues rang and were not answered.
    Unanswered,
    /// What came of the last conversation.
    Result,
    /// Ready, and nobody seems to be at the computer: paused in a moment.
    Away,
    /// The pause is over, and somebody is at the computer: ready in a moment.
    Resuming,
    /// Somebody has come back to the computer, and is still paused.
    Back,
}

/// What the agent is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum AgentState {
    #[default]
    SignedOut,
    /// Nobody can reach the agent.
    Unreachable {
        why: WhyUnreachable,
    },
    OnCall {
        /// How far it is.
        call: CallStage,
    },
    /// At work after a call.
    WrapUp,
    /// Gets no calls of queues.
    Paused {
        /// As it was chosen.
        reason: Option<Reason>,
        /// Not by the agent at this computer.
        elsewhere: bool,
    },
    Ready,
}

/// Why nobody can reach the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WhyUnreachable {
    /// Nobody knows what happens at the PBX.
    NoConnection,
    PhoneUnregistered,
    PhoneFaulty,
    /// The phone lets nobody through.
    Dnd,
    /// The phone is used and no report of it arrives here.
    ReportsSilent,
    /// There are queues, and the agent is signed in to none.
    NoQueue,
}

/// How far the call is that matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallStage {
    Ringing,
    Dialing,
    Talking,
    Held,
    /// The phone is in use, and more is not known.
    OffHook,
}

impl AgentState {
    /// Whether the time of this one begins now: a call that is put on hold is the same call.
    pub(super) fn begins_anew(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::OnCall { call: one }, Self::OnCall { call: other }) => {
                one.is_connected() != other.is_connected()
            }
            (one, other) => one != other,
        }
    }
}

impl CallStage {
    fn is_connected(self) -> bool {
        match self {
            Self::Talking | Self::Held => true,
            Self::Ringing | Self::Dialing | Self::OffHook => false,
        }
    }
}
