//! What a key can do while another program has the keyboard.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::shortcut::Shortcut;
use crate::command::{CallCommand, Command, StateCommand};

/// What a key can do while another program has the keyboard. To answer is not among it: the PBX has no request for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HotkeyAction {
    /// Ask whether to call the number that is marked in another program.
    DialSelection,
    /// Show the window at the dial field.
    ShowDial,
    /// Bring the pop-up under the keyboard.
    PopHere,
    HangUp,
    /// Put the call on hold, or take it off hold.
    Hold,
    /// Stop being heard in the call, or be heard again.
    Mute,
    /// Show what one can be.
    PauseMenu,
    Ready,
    /// The work after the call is done.
    FinishWork,
    /// Open the caller's page in the other program.
    OpenPage,
    DismissPop,
}

impl HotkeyAction {
    /// In the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::DialSelection,
        Self::ShowDial,
        Self::PopHere,
        Self::HangUp,
        Self::Hold,
        Self::Mute,
        Self::PauseMenu,
        Self::Ready,
        Self::FinishWork,
        Self::OpenPage,
        Self::DismissPop,
    ];

    /// The shortcut that it has unless the agent chooses another one, or none. Each is one that no other program can have
    /// any more, so most have none.
    pub(crate) const fn usual(self) -> Option<&'static str> {
        match self {
            Self::DialSelection => Some("Ctrl+Alt+D"),
            Self::PopHere => Some("Ctrl+Alt+Space"),
            Self::ShowDial
            | Self::HangUp
            | Self::Hold
            | Self::Mute
            | Self::PauseMenu
            | Self::Ready
            | Self::FinishWork
            | Self::OpenPage
            | Self::DismissPop => None,
        }
    }

    /// The shortcut that holds; none: there is none, or what the file says is none.
    pub(crate) fn shortcut(self, chosen: &BTreeMap<Self, String>) -> Option<Shortcut> {
        let text = chosen.get(&self).map(String::as_str).or(self.usual())?;
        Shortcut::check(text).ok()
    }

    /// What is told where it can't be done.
    pub(crate) const fn command(self) -> Option<Command> {
        match self {
            Self::HangUp => Some(Command::Call(CallCommand::HangUp)),
            Self::Hold => Some(Command::Call(CallCommand::Hold)),
            Self::Mute => Some(Command::Call(CallCommand::Mute)),
            Self::OpenPage => Some(Command::Call(CallCommand::OpenPage)),
            Self::PauseMenu => Some(Command::State(StateCommand::TakePause)),
            Self::Ready => Some(Command::State(StateCommand::BeReady)),
            Self::FinishWork => Some(Command::State(StateCommand::FinishWork)),
            Self::DialSelection | Self::ShowDial | Self::PopHere | Self::DismissPop => None,
        }
    }
}
