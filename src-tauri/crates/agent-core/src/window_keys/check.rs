//! Which keys a deed of the window can have: none that writes, edits text or steers the system.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::deed::KeyDeed;
use crate::hotkeys::action::HotkeyAction;
use crate::hotkeys::shortcut::{Held, Shortcut};
use crate::settings::Preferences;

/// What text fields and web views take besides what every program has: to redo, to paste as plain text, to write a sign
/// by its number (GTK), to load anew, menus, the whole screen, tools.
const OF_WINDOW: [&str; 9] =
    ["Ctrl+Shift+Z", "Ctrl+Shift+V", "Ctrl+Shift+U", "Ctrl+R", "F5", "F10", "Shift+F10", "F11", "F12"];

/// Why a deed of the window can't have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WrongKey {
    /// No key that the window can tell from others.
    NotAKey,
    /// Nothing is held down: it would be done to somebody who types or dictates.
    NoModifier,
    /// With Shift alone it is a letter.
    OnlyShift,
    /// With Ctrl and Alt, which is `AltGr`, many keyboards write a sign.
    WritesSign,
    /// Text fields, the window or the system need it.
    OfAll,
    /// It calls a favourite.
    Favourite,
    /// Another deed has it.
    Doubled { with: KeyDeed },
    /// It does this in all programs.
    Hotkey { with: HotkeyAction },
}

/// Reads one that can be had, by itself.
pub(crate) fn check(text: &str) -> Result<Shortcut, WrongKey> {
    let read = Shortcut::read(text).ok_or(WrongKey::NotAKey)?;
    let held: Vec<Held> = read.held().collect();
    let is_sign = Shortcut::SIGNS.contains(&read.key());
    let is_function = read.is_function();
    // Shift is part of how a sign is written, on each keyboard another one.
    if is_sign && held.contains(&Held::Shift) {
        return Err(WrongKey::NotAKey);
    }
    if !is_function && held.is_empty() {
        return Err(WrongKey::NoModifier);
    }
    if read.is_of_all() || OF_WINDOW.contains(&read.to_string().as_str()) || held.contains(&Held::Meta) {
        return Err(WrongKey::OfAll);
    }
    if !is_function && held == [Held::Shift] {
        return Err(WrongKey::OnlyShift);
    }
    // The caret goes by all of the others, with whatever is held.
    if !(is_function || is_sign || read.key().len() == 1) {
        return Err(WrongKey::OfAll);
    }
    if !is_function && held.starts_with(&[Held::Ctrl, Held::Alt]) {
        return Err(WrongKey::WritesSign);
    }
    if read.calls_a_favourite() {
        return Err(WrongKey::Favourite);
    }
    Ok(read)
}

/// What the key, as it is written for all programs, does in them, where that is something else.
pub(crate) fn hotkey(deed: KeyDeed, key: &Shortcut, preferences: &Preferences) -> Option<HotkeyAction> {
    let has_it = |action: &HotkeyAction| action.shortcut(&preferences.hotkeys).as_ref() == Some(key);
    HotkeyAction::ALL.into_iter().filter(|action| !deed.is(*action)).find(has_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_had_or_refused_with_the_reason() {
        let had = |text: &str| check(text).map(|key| key.to_string());
        for (text, read) in [
            ("shift+ctrl+h", "Ctrl+Shift+H"),
            ("Alt+H", "Alt+H"),
            ("F2", "F2"),
            ("Shift+F2", "Shift+F2"),
            ("Ctrl+Plus", "Ctrl+Plus"),
            ("Ctrl+Shift+1", "Ctrl+Shift+1"),
            ("Ctrl+0", "Ctrl+0"),
        ] {
            assert_eq!(had(text).as_deref(), Ok(read), "{text}");
        }
        for (text, why) in [
            ("H", WrongKey::NoModifier),
            ("7", WrongKey::NoModifier),
            ("Space", WrongKey::NoModifier),
            ("Minus", WrongKey::NoModifier),
            ("Shift+H", WrongKey::OnlyShift),
            ("Ctrl+Alt+E", WrongKey::WritesSign),
            ("Ctrl+Alt+Shift+7", WrongKey::WritesSign),
            ("Ctrl+Alt+Plus", WrongKey::WritesSign),
            ("Ctrl+C", WrongKey::OfAll),
            ("Ctrl+Shift+Z", WrongKey::OfAll),
            ("Ctrl+Left", WrongKey::OfAll),
            ("Alt+Up", WrongKey::OfAll),
            ("Ctrl+Space", WrongKey::OfAll),
            ("Alt+F4", WrongKey::OfAll),
            ("Ctrl+Alt+F2", WrongKey::OfAll),
            ("Meta+H", WrongKey::OfAll),
            ("Shift+Meta+H", WrongKey::OfAll),
            ("F5", WrongKey::OfAll),
            ("Ctrl+1", WrongKey::Favourite),
            ("Ctrl+9", WrongKey::Favourite),
            ("Ctrl+Shift+Plus", WrongKey::NotAKey),
            ("Ctrl+ß", WrongKey::NotAKey),
            ("Ctrl+", WrongKey::NotAKey),
            ("", WrongKey::NotAKey),
            ("F25", WrongKey::NotAKey),
        ] {
            assert_eq!(had(text), Err(why), "{text}");
        }
    }
}
