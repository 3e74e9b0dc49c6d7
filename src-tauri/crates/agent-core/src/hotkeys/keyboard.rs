//! What stands on the agent's keyboard, as far as shortcuts are concerned.

use serde::{Deserialize, Serialize};

use super::shortcut::Shortcut;

/// Whose keyboard it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keyboard {
    #[default]
    Usual,
    /// The window's keys are pressed with Cmd where others have Ctrl, and are written as on those. Keys for all programs
    /// are written as they are pressed: `Meta` is Cmd.
    Mac,
}

impl Keyboard {
    /// A key of the window as one for all programs is written, or the other way round.
    pub(crate) fn across(self, key: &Shortcut) -> Shortcut {
        match self {
            Self::Usual => key.clone(),
            Self::Mac => key.with_ctrl_for_meta(),
        }
    }
}
