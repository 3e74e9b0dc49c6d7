//! What the agent wants of the own phone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Phone;
use super::forward::{Forward, ForwardWhen};
use crate::command::PhoneCommand;
use crate::failure::Refusal;
use crate::shared::Shared;

/// What can be wished of the agent's own phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PhoneIntent {
    /// Do something with it that needs no further word.
    Phone { command: PhoneCommand },
    /// Let calls that it does not take go elsewhere.
    Forward { when: ForwardWhen, to: Forward },
    /// Let it ring for so long before.
    SetRingTime { seconds: u32 },
}

impl PhoneIntent {
    pub(crate) const fn command(&self) -> PhoneCommand {
        match self {
            Self::Phone { command } => *command,
            Self::Forward { when, .. } => when.command(),
            Self::SetRingTime { .. } => PhoneCommand::SetRingTime,
        }
    }
}

impl Phone {
    pub(crate) fn on_intent(&mut self, intent: PhoneIntent, shared: &mut Shared) -> Result<(), Refusal> {
        match intent {
            PhoneIntent::Phone { command } => self.act(command, shared),
            PhoneIntent::Forward { when, to } => self.forward(when, to, shared),
            PhoneIntent::SetRingTime { seconds } => self.set_ring_time(seconds, shared),
        }
    }
}
