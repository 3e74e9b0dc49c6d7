//! Keys for all programs as they are shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::action::HotkeyAction;

/// By which way a desktop gives keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HotkeyWay {
    /// The program takes them itself; what it has got arrives.
    Keys,
    /// It asks the desktop for them, which says yes whether they will arrive or not.
    Portal,
    /// Not at all: the desktop's own settings can start the program with a word.
    Command,
}

/// Whether a shortcut could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HotkeyOutcome {
    Had,
    /// Another program has it.
    Taken,
    /// The keyboard has no such key, or what it does can't be done on this system.
    Impossible,
}

/// What became of a shortcut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoundHotkey {
    pub action: HotkeyAction,
    pub shortcut: String,
    pub outcome: HotkeyOutcome,
}

/// What is known of a shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HotkeyState {
    /// There is none.
    Off,
    Working,
    /// It has been asked for, and no press of it has arrived yet.
    NotArrived,
    /// Another program has it.
    Taken,
    NotPossibleHere,
}

/// An action with its shortcut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HotkeyView {
    pub action: HotkeyAction,
    /// As `Ctrl+Alt+D` is one.
    pub shortcut: Option<String>,
    pub state: HotkeyState,
}

/// Keys that work while another program has the keyboard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HotkeysView {
    /// `None`: not known yet.
    pub way: Option<HotkeyWay>,
    /// Those that are not off.
    pub keys: Vec<HotkeyView>,
    /// The person has been asked to press this one.
    pub testing: Option<HotkeyAction>,
    /// What a key wants of the windows, and how many times any did.
    pub asked: Option<(HotkeyAction, u32)>,
}
