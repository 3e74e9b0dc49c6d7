//! What the agent was, told as it ends: for the log on this computer, and for another program that wants to know.

use serde::{Deserialize, Serialize};

use super::Duty;
use super::chair::AWAY;
use crate::agent_state::reasons::OTHER;
use crate::agent_state::view::AgentState;
use crate::effect::Effect;
use crate::now::WallMillis;
use crate::scripts::told::{Told, post};
use crate::shared::Shared;

/// What the agent was for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateSpan {
    pub from: WallMillis,
    pub until: WallMillis,
    /// `ready`, `paused`, `on-call`, `wrap-up`, `unreachable`.
    pub state: String,
    /// Why paused, by the reason's id or in the agent's own words; why nobody could reach the agent.
    pub reason: Option<String>,
    pub by: StateBy,
}

/// Who made it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateBy {
    Agent,
    /// Somebody else: a supervisor, another computer, a key of the phone.
    Others,
    /// Nobody: calls and the phone make it so.
    Itself,
}

/// The agent's state has changed, as another program is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateChange {
    /// The agent's extension.
    pub extension: String,
    pub from: String,
    pub to: String,
    /// As in [`StateSpan`].
    pub reason: Option<String>,
    /// When it began, by the clock of this computer.
    pub since: WallMillis,
}

impl StateBy {
    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Others => "others",
            Self::Itself => "itself",
        }
    }
}

impl AgentState {
    const fn word(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Unreachable { .. } => "unreachable",
            Self::OnCall { .. } => "on-call",
            Self::WrapUp => "wrap-up",
            Self::Paused { .. } => "paused",
            Self::Ready => "ready",
        }
    }

    fn reason(&self) -> Option<String> {
        match self {
            Self::Paused { reason, .. } => {
                let reason = reason.as_ref()?;
                Some(if reason.id == OTHER { &reason.en } else { &reason.id }.clone())
            }
            Self::Unreachable { why } => {
                serde_json::to_value(why).ok().and_then(|why| why.as_str().map(str::to_owned))
            }
            Self::SignedOut | Self::OnCall { .. } | Self::WrapUp | Self::Ready => None,
        }
    }

    fn by(&self) -> StateBy {
        match self {
            Self::Paused { elsewhere: true, .. } => StateBy::Others,
            Self::Paused { reason: Some(reason), .. } if reason.id == AWAY => StateBy::Itself,
            Self::Paused { .. } | Self::Ready | Self::SignedOut => StateBy::Agent,
            Self::Unreachable { .. } | Self::OnCall { .. } | Self::WrapUp => StateBy::Itself,
        }
    }
}

impl Duty {
    /// One state gives way to another.
    pub(super) fn tell_change(&mut self, next: &AgentState, is_changing: bool, shared: &mut Shared) {
        // While queues begin or end a pause one after the other, nobody else has done anything.
        let is_on_the_way = is_changing && matches!(next, AgentState::Paused { .. } | AgentState::Ready);
        // From one stage of a call to the next the agent is still on it.
        let is_same = self.told_state.word() == next.word() && self.told_state.reason() == next.reason();
        if is_on_the_way || is_same {
            return;
        }
        self.keep_span(shared);
        let before = std::mem::replace(&mut self.told_state, next.clone());
        self.told_since = shared.now.wall;
        let change = StateChange {
            extension: shared.own.as_ref().map(ToString::to_string).unwrap_or_default(),
            from: before.word().to_owned(),
            to: next.word().to_owned(),
            reason: next.reason(),
            since: shared.now.wall,
        };
        post(&Told::State { change }, shared);
    }

    /// What holds is written as far as it has lasted.
    pub(crate) fn keep_span(&self, shared: &mut Shared) {
        // Whoever is signed out is not at work.
        if self.told_state == AgentState::SignedOut {
            return;
        }
        let span = StateSpan {
            from: self.told_since,
            until: shared.now.wall,
            state: self.told_state.word().to_owned(),
            reason: self.told_state.reason(),
            by: self.told_state.by(),
        };
        shared.push(Effect::KeepState { span });
    }
}
