//! What the agent wants to be, and says to the questions about it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Duty;
use crate::command::StateCommand;
use crate::failure::Refusal;
use crate::queues::Queues;
use crate::shared::Shared;

/// What can be wished of the agent's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StateIntent {
    /// Be ready for calls of queues; during a call: after it.
    BeReady,
    /// Get no calls of queues; during a call: after it.
    TakePause {
        /// Its id; none: without a reason.
        #[serde(default)]
        reason: Option<String>,
        /// In the agent's own words, for the reason "other".
        #[serde(default)]
        text: String,
    },
    /// After the call nothing is to change.
    DropNext,
    /// The pause takes longer than its reason does, or goes on.
    StayPaused,
    /// Stay ready, though calls of queues rang unanswered, or nobody seemed to be there.
    StayReady,
    /// The work after the call takes a little longer.
    ExtendWrapUp,
}

impl StateIntent {
    pub(crate) const fn command(&self) -> StateCommand {
        match self {
            Self::BeReady => StateCommand::BeReady,
            Self::TakePause { .. } => StateCommand::TakePause,
            Self::DropNext => StateCommand::DropNext,
            Self::StayPaused => StateCommand::StayPaused,
            Self::StayReady => StateCommand::StayReady,
            Self::ExtendWrapUp => StateCommand::ExtendWork,
        }
    }
}

impl Duty {
    pub(crate) fn on_intent(
        &mut self,
        intent: StateIntent,
        queues: &mut Queues,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match intent {
            StateIntent::BeReady => self.be_ready(queues, shared),
            StateIntent::TakePause { reason, text } => {
                self.take_pause(reason.as_deref(), &text, queues, shared)
            }
            StateIntent::DropNext => self.drop_next(),
            StateIntent::StayPaused => self.stay_paused(shared.now),
            StateIntent::StayReady => self.stay_ready(shared.now),
            StateIntent::ExtendWrapUp => self.extend_work(),
        }
    }
}
