//! What a key of the window does, and which key that is as a rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::hotkeys::action::HotkeyAction;

/// What a key of the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum KeyDeed {
    /// Type a number.
    Dial,
    /// Go to the ringing call.
    Ringing,
    /// Put the call on hold, or take it off hold.
    Hold,
    /// Stop being heard in the call, or be heard again.
    Mute,
    Transfer,
    AskFirst,
    HangUp,
    Note,
    /// Show what one can be.
    Pause,
    Ready,
    /// Hide names, or show them again.
    Names,
    Desk,
    Missed,
    History,
    Voicemail,
    Team,
    Settings,
    /// Go to the next part of the window.
    NextRegion,
    PreviousRegion,
    Larger,
    Smaller,
    UsualSize,
    Quit,
    /// Show all keys.
    Sheet,
}

impl KeyDeed {
    /// In the order in which they are shown.
    pub const ALL: [Self; 24] = [
        Self::Dial,
        Self::Ringing,
        Self::Hold,
        Self::Mute,
        Self::Transfer,
        Self::AskFirst,
        Self::HangUp,
        Self::Note,
        Self::Pause,
        Self::Ready,
        Self::Names,
        Self::Desk,
        Self::Missed,
        Self::History,
        Self::Voicemail,
        Self::Team,
        Self::Settings,
        Self::NextRegion,
        Self::PreviousRegion,
        Self::Larger,
        Self::Smaller,
        Self::UsualSize,
        Self::Quit,
        Self::Sheet,
    ];

    /// The key that it has unless the agent chooses another one.
    pub const fn usual(self) -> &'static str {
        match self {
            Self::Dial => "Ctrl+K",
            Self::Ringing => "Ctrl+Shift+J",
            Self::Hold => "Ctrl+Shift+H",
            Self::Mute => "Ctrl+Shift+M",
            Self::Transfer => "Ctrl+Shift+T",
            Self::AskFirst => "Ctrl+Shift+Y",
            Self::HangUp => "Ctrl+Shift+E",
            Self::Note => "Ctrl+Shift+N",
            Self::Pause => "Ctrl+Shift+P",
            Self::Ready => "Ctrl+Shift+R",
            Self::Names => "Ctrl+Shift+X",
            Self::Desk => "Alt+1",
            Self::Missed => "Alt+2",
            Self::History => "Alt+3",
            Self::Voicemail => "Alt+4",
            Self::Team => "Alt+5",
            Self::Settings => "Alt+6",
            Self::NextRegion => "F6",
            Self::PreviousRegion => "Shift+F6",
            Self::Larger => "Ctrl+Plus",
            Self::Smaller => "Ctrl+Minus",
            Self::UsualSize => "Ctrl+0",
            Self::Quit => "Ctrl+Q",
            Self::Sheet => "F1",
        }
    }

    /// As it is set, whether it can be had or not.
    pub(crate) fn text(self, chosen: &BTreeMap<Self, String>) -> &str {
        chosen.get(&self).map_or(self.usual(), String::as_str)
    }

    /// A key for all programs does the same: one shortcut for both is no clash.
    pub(crate) const fn is(self, action: HotkeyAction) -> bool {
        matches!(
            (self, action),
            (Self::Dial, HotkeyAction::ShowDial)
                | (Self::Hold, HotkeyAction::Hold)
                | (Self::Mute, HotkeyAction::Mute)
                | (Self::HangUp, HotkeyAction::HangUp)
                | (Self::Pause, HotkeyAction::PauseMenu)
                | (Self::Ready, HotkeyAction::Ready)
        )
    }
}
