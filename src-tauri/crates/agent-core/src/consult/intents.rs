//! What the agent wants of asking somebody first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Consulting;
use crate::calls::Calls;
use crate::calls::view::CallKey;
use crate::command::{CallCommand, Command, ConsultCommand};
use crate::failure::Refusal;
use crate::shared::Shared;

/// What can be wished of asking first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ConsultIntent {
    /// Put a call on hold and ask somebody first whether they take it.
    AskFirst {
        call: CallKey,
        /// Extension or outside number.
        to: String,
    },
    /// What comes of that.
    Consult { command: ConsultCommand },
}

impl ConsultIntent {
    pub(crate) const fn command(&self) -> Command {
        match self {
            Self::AskFirst { .. } => Command::Call(CallCommand::AskFirst),
            Self::Consult { command } => Command::Consult(*command),
        }
    }
}

impl Consulting {
    pub(crate) fn on_intent(
        &mut self,
        intent: ConsultIntent,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match intent {
            ConsultIntent::AskFirst { call, to } => self.begin(call, &to, calls, shared),
            ConsultIntent::Consult { command } => self.act(command, calls, shared),
        }
    }
}
