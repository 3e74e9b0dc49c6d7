//! A shortcut as it is written, `Ctrl+Alt+D`, and which of them can be had.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::action::HotkeyAction;
use crate::window_keys::deed::KeyDeed;

/// Keys by their names, besides letters, digits and F1 to F24.
const NAMED: [&str; 13] = [
    "Space", "Enter", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Insert", "Delete",
    "Pause",
];

/// What a system keeps for itself, or every program has: taken away from all of them, it would be missed at once.
const OF_ALL: [&str; 42] = [
    "Ctrl+A",
    "Ctrl+C",
    "Ctrl+F",
    "Ctrl+N",
    "Ctrl+O",
    "Ctrl+P",
    "Ctrl+S",
    "Ctrl+T",
    "Ctrl+V",
    "Ctrl+W",
    "Ctrl+X",
    "Ctrl+Y",
    "Ctrl+Z",
    "Meta+A",
    "Meta+C",
    "Meta+F",
    "Meta+H",
    "Meta+M",
    "Meta+N",
    "Meta+O",
    "Meta+P",
    "Meta+Q",
    "Meta+S",
    "Meta+T",
    "Meta+V",
    "Meta+W",
    "Meta+X",
    "Meta+Z",
    "Meta+D",
    "Meta+E",
    "Meta+I",
    "Meta+L",
    "Meta+R",
    "Meta+Space",
    "Alt+F4",
    "Alt+Space",
    "Ctrl+Insert",
    "Shift+Insert",
    "Ctrl+Alt+Delete",
    "Ctrl+Alt+L",
    "Ctrl+Alt+Q",
    "Shift+Meta+S",
];

/// What is held down with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    Ctrl,
    Alt,
    Shift,
    /// The Windows key, or Cmd.
    Meta,
}

impl Held {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Ctrl, "Ctrl"), (Self::Alt, "Alt"), (Self::Shift, "Shift"), (Self::Meta, "Meta")];
}

/// A key with what is held down; as text always in one order: `Ctrl+Alt+Shift+Meta+Key`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortcut {
    held: BTreeSet<Held>,
    key: String,
}

/// Why a shortcut can't be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WrongShortcut {
    /// No key that a shortcut can have.
    NotAKey,
    /// Nothing is held down: the key would be missing in every other program.
    NoModifier,
    /// With Shift alone it is a letter, or marks text.
    OnlyShift,
    /// The system keeps it, or every program has it.
    OfAll,
    /// Another action has it.
    Doubled { with: HotkeyAction },
    /// It calls a favourite in the program's own window.
    Favourite,
    /// It does this in the program's own window.
    InWindow { with: KeyDeed },
}

impl Shortcut {
    /// Keys that are written by Shift on one keyboard and without it on another: only a window can tell them.
    pub(crate) const SIGNS: [&'static str; 2] = ["Plus", "Minus"];

    /// Reads one that can be had, by itself.
    pub fn check(text: &str) -> Result<Self, WrongShortcut> {
        let read = Self::read(text).ok_or(WrongShortcut::NotAKey)?;
        if Self::SIGNS.contains(&read.key()) {
            return Err(WrongShortcut::NotAKey);
        }
        if read.held.is_empty() {
            return Err(WrongShortcut::NoModifier);
        }
        if read.is_of_all() {
            return Err(WrongShortcut::OfAll);
        }
        if read.held.iter().eq([&Held::Shift]) {
            return Err(WrongShortcut::OnlyShift);
        }
        Ok(read)
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut words = text.split('+').map(str::trim);
        let key = key_of(words.next_back()?)?;
        let mut held = BTreeSet::new();
        for word in words {
            let (one, _) = Held::ALL.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(word))?;
            held.insert(one);
        }
        Some(Self { held, key })
    }

    /// The system keeps it, or every program has it.
    pub(crate) fn is_of_all(&self) -> bool {
        OF_ALL.contains(&self.to_string().as_str()) || self.steps_through_desktops()
    }

    /// From window to window and from desktop to desktop, and on Linux from console to console.
    fn steps_through_desktops(&self) -> bool {
        self.held.iter().eq([&Held::Ctrl, &Held::Alt]) && self.is_function()
    }

    /// F1 to F24, which write nothing.
    pub(crate) fn is_function(&self) -> bool {
        self.key.starts_with('F') && self.key.len() > 1
    }

    /// As a key of the window it calls one of the first nine.
    pub(crate) fn calls_a_favourite(&self) -> bool {
        self.held.iter().eq([&Held::Ctrl]) && matches!(self.key.as_bytes(), [b'1'..=b'9'])
    }

    /// Ctrl in place of Meta, and the other way round.
    pub(crate) fn with_ctrl_for_meta(&self) -> Self {
        let other = |held: Held| match held {
            Held::Ctrl => Held::Meta,
            Held::Meta => Held::Ctrl,
            Held::Alt | Held::Shift => held,
        };
        Self { held: self.held().map(other).collect(), key: self.key.clone() }
    }

    /// What is held down with it.
    pub fn held(&self) -> impl Iterator<Item = Held> + '_ {
        self.held.iter().copied()
    }

    /// The key's name: `D`, `7`, `F9`, `Space`.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in Held::ALL {
            if self.held.contains(&held) {
                write!(f, "{name}+")?;
            }
        }
        f.write_str(&self.key)
    }
}

fn key_of(word: &str) -> Option<String> {
    let upper = word.to_ascii_uppercase();
    let is_sign = upper.len() == 1 && upper.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // Without a sign or a nought in front, which a number may have.
    let number =
        upper.strip_prefix('F').filter(|digits| digits.starts_with(|c: char| matches!(c, '1'..='9')));
    let is_function = number.and_then(|digits| digits.parse().ok()).is_some_and(|at: u8| at <= 24);
    if is_sign || is_function {
        return Some(upper);
    }
    NAMED
        .iter()
        .chain(&Shortcut::SIGNS)
        .find(|name| name.eq_ignore_ascii_case(word))
        .map(|name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_is_had_or_refused_with_the_reason() {
        let had = |text: &str| Shortcut::check(text).map(|shortcut| shortcut.to_string());
        for (text, read) in [
            ("ctrl + alt + d", "Ctrl+Alt+D"),
            ("Alt+Ctrl+Space", "Ctrl+Alt+Space"),
            ("Shift+Ctrl+F12", "Ctrl+Shift+F12"),
            ("Meta+Shift+9", "Shift+Meta+9"),
            ("Alt+PageUp", "Alt+PageUp"),
            ("Ctrl+H", "Ctrl+H"),
        ] {
            assert_eq!(had(text).as_deref(), Ok(read), "{text}");
        }
        for (text, why) in [
            ("F9", WrongShortcut::NoModifier),
            ("D", WrongShortcut::NoModifier),
            ("Shift+D", WrongShortcut::OnlyShift),
            ("Shift+F9", WrongShortcut::OnlyShift),
            ("Meta+L", WrongShortcut::OfAll),
            ("Ctrl+Alt+Delete", WrongShortcut::OfAll),
            ("ctrl+c", WrongShortcut::OfAll),
            ("Shift+Insert", WrongShortcut::OfAll),
            ("Ctrl+Alt+F3", WrongShortcut::OfAll),
            ("Alt+F4", WrongShortcut::OfAll),
            ("", WrongShortcut::NotAKey),
            ("Ctrl+", WrongShortcut::NotAKey),
            ("Ctrl+Alt", WrongShortcut::NotAKey),
            ("Ctrl+F25", WrongShortcut::NotAKey),
            ("Ctrl+F+1", WrongShortcut::NotAKey),
            ("Hyper+D", WrongShortcut::NotAKey),
            ("Ctrl+é", WrongShortcut::NotAKey),
            ("Ctrl+Alt+Plus", WrongShortcut::NotAKey),
        ] {
            assert_eq!(had(text), Err(why), "{text}");
        }
    }
}
