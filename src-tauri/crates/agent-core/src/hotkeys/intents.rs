//! What comes by a key, and what is wished of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::action::HotkeyAction;
use crate::command::{CallCommand, Command};

/// What comes by a key, and what is wished of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum HotkeyIntent {
    /// Its key was pressed, or the program was started with its word.
    PressHotkey { action: HotkeyAction },
    /// Ask somebody first whether they take the call that goes on. Whom, a key can't say; a word on the command line can.
    StartAskFirst { to: String },
    /// The next press of its key does nothing but show that it arrives.
    TestHotkey { action: HotkeyAction },
}

impl HotkeyIntent {
    pub(crate) const fn command(&self) -> Option<Command> {
        match self {
            Self::PressHotkey { action } => action.command(),
            Self::StartAskFirst { .. } => Some(Command::Call(CallCommand::AskFirst)),
            Self::TestHotkey { .. } => None,
        }
    }
}
