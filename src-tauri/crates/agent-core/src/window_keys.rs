//! Keys of the program's own window: which deed has which, as far as it is not the usual one. What they reach is the
//! window's to know.

pub(crate) mod check;
pub(crate) mod deed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Refusal;
use crate::hotkeys::keyboard::Keyboard;
use crate::hotkeys::shortcut::Shortcut;
use crate::settings::Preferences;
use check::WrongKey;
use deed::KeyDeed;

/// What a key of the window does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowKey {
    pub deed: KeyDeed,
    /// As `Ctrl+Shift+H` is one.
    pub shortcut: String,
}

/// The keys of an agent who has chosen none, in the order in which they are shown.
pub fn usual_keys() -> Vec<WindowKey> {
    let key = |deed: KeyDeed| WindowKey { deed, shortcut: deed.usual().to_owned() };
    KeyDeed::ALL.into_iter().map(key).collect()
}

/// Those that hold and are not the usual ones. What is kept and can't be had is as usual, and costs no other deed.
pub(crate) fn view(preferences: &Preferences, keyboard: Keyboard) -> Vec<WindowKey> {
    let mut chosen: BTreeMap<KeyDeed, Shortcut> = preferences
        .keys
        .iter()
        .filter_map(|(deed, text)| Some((*deed, check::check(text).ok()?)))
        .filter(|(deed, key)| check::hotkey(*deed, &keyboard.across(key), preferences).is_none())
        .collect();
    // One that goes back to its usual key may meet there what another has chosen.
    while let Some(deed) = chosen.keys().copied().find(|deed| is_anothers(*deed, &chosen)) {
        chosen.remove(&deed);
    }
    let keys = chosen.into_iter().map(|(deed, key)| WindowKey { deed, shortcut: key.to_string() });
    keys.filter(|key| key.shortcut != key.deed.usual()).collect()
}

/// Of two that have chosen one key the first has it; none has another's usual one.
fn is_anothers(deed: KeyDeed, chosen: &BTreeMap<KeyDeed, Shortcut>) -> bool {
    let key = chosen.get(&deed);
    KeyDeed::ALL.into_iter().filter(|other| *other != deed).any(|other| match chosen.get(&other) {
        Some(theirs) => other < deed && Some(theirs) == key,
        None => key.is_some_and(|key| key.to_string() == other.usual()),
    })
}

/// Names the first that was changed and can't be had. Back to the usual one is a change too.
pub(crate) fn validate(new: &Preferences, old: &Preferences, keyboard: Keyboard) -> Result<(), Refusal> {
    for deed in KeyDeed::ALL {
        let text = deed.text(&new.keys);
        if text == deed.text(&old.keys) {
            continue;
        }
        let refused = |why| Refusal::InvalidKey { deed, why };
        let wanted = check::check(text).map_err(refused)?;
        let pressed = keyboard.across(&wanted);
        if pressed.is_of_all() {
            return Err(refused(WrongKey::OfAll));
        }
        if let Some(with) = with_key(&wanted, new).find(|other| *other != deed) {
            return Err(refused(WrongKey::Doubled { with }));
        }
        if let Some(with) = check::hotkey(deed, &pressed, new) {
            return Err(refused(WrongKey::Hotkey { with }));
        }
    }
    Ok(())
}

/// Which deeds of the window have this key, as they are set.
pub(crate) fn with_key<'a>(
    key: &'a Shortcut,
    preferences: &'a Preferences,
) -> impl Iterator<Item = KeyDeed> + 'a {
    KeyDeed::ALL.into_iter().filter(|deed| {
        let text = deed.text(&preferences.keys);
        match check::check(text) {
            Ok(theirs) => theirs == *key,
            Err(_) => key.to_string() == deed.usual(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hotkeys;
    use crate::hotkeys::action::HotkeyAction;
    use crate::hotkeys::shortcut::WrongShortcut;

    fn chosen(keys: &[(KeyDeed, &str)]) -> Preferences {
        let keys = keys.iter().map(|(deed, text)| (*deed, (*text).to_owned())).collect();
        Preferences { keys, ..Preferences::default() }
    }

    fn in_force(preferences: &Preferences) -> Vec<(KeyDeed, String)> {
        view(preferences, Keyboard::Usual).into_iter().map(|key| (key.deed, key.shortcut)).collect()
    }

    #[test]
    fn each_deed_has_a_usual_key_of_its_own_that_can_be_had() {
        let keys = usual_keys();
        for key in &keys {
            let read = check::check(&key.shortcut).map(|read| read.to_string());
            assert_eq!(read.as_ref(), Ok(&key.shortcut), "{:?}", key.deed);
            assert_eq!(keys.iter().filter(|other| other.shortcut == key.shortcut).count(), 1);
        }
        assert_eq!(in_force(&Preferences::default()), []);
    }

    #[test]
    fn what_is_kept_and_cant_be_had_is_as_usual_and_costs_no_other() {
        let dial = (KeyDeed::Dial, "Ctrl+Shift+K");
        let holds = [(KeyDeed::Dial, "Ctrl+Shift+K".to_owned())];
        for garbage in ["", "H", "Ctrl+", "Ctrl+C", "Ctrl+é", "Ctrl+Alt+E", "Ctrl+3", "Ctrl+Shift+M"] {
            assert_eq!(in_force(&chosen(&[dial, (KeyDeed::Hold, garbage)])), holds, "{garbage}");
        }
        let mut with_hotkey = chosen(&[dial, (KeyDeed::Hold, "Ctrl+Shift+F9")]);
        with_hotkey.hotkeys.insert(HotkeyAction::Mute, "Ctrl+Shift+F9".to_owned());
        assert_eq!(in_force(&with_hotkey), holds);
    }

    #[test]
    fn of_two_with_one_key_the_first_has_it_and_none_has_anothers_usual_one() {
        let both = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+F9"), (KeyDeed::Mute, "ctrl+shift+f9")]);
        assert_eq!(in_force(&both), [(KeyDeed::Hold, "Ctrl+Shift+F9".to_owned())]);
        // Mute goes back to its usual key, which Hold has chosen: so does Hold.
        let chain = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+M"), (KeyDeed::Mute, "nonsense")]);
        assert_eq!(in_force(&chain), []);
        // Each has the other's.
        let swapped = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+M"), (KeyDeed::Mute, "Ctrl+Shift+H")]);
        assert_eq!(in_force(&swapped).len(), 2);
    }

    #[test]
    fn keys_change_their_places_and_go_back_one_by_one() {
        let refused = |new: &Preferences, old: &Preferences| match validate(new, old, Keyboard::Usual) {
            Err(Refusal::InvalidKey { deed, why }) => Some((deed, why)),
            _ => None,
        };
        let one = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+F9")]);
        let two = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+F9"), (KeyDeed::Mute, "Ctrl+Shift+H")]);
        let three = chosen(&[(KeyDeed::Hold, "Ctrl+Shift+M"), (KeyDeed::Mute, "Ctrl+Shift+H")]);
        let none = Preferences::default();
        for (new, old) in [(&one, &none), (&two, &one), (&three, &two), (&none, &three)] {
            assert_eq!(refused(new, old), None);
        }
        let back = chosen(&[(KeyDeed::Mute, "Ctrl+Shift+H")]);
        assert_eq!(
            refused(&back, &two),
            Some((KeyDeed::Hold, WrongKey::Doubled { with: KeyDeed::Mute })),
            "its usual key is another's by now"
        );
    }

    #[test]
    fn a_key_for_all_programs_is_no_key_of_the_window_unless_it_does_the_same() {
        let with_hotkey = |action, keys: &[(KeyDeed, &str)]| {
            let mut preferences = chosen(keys);
            preferences.hotkeys.insert(action, "Ctrl+Shift+F9".to_owned());
            preferences
        };
        let keys = [(KeyDeed::Hold, "Ctrl+Shift+F9")];
        let old = with_hotkey(HotkeyAction::Mute, &[]);
        let why = WrongKey::Hotkey { with: HotkeyAction::Mute };
        assert_eq!(
            validate(&with_hotkey(HotkeyAction::Mute, &keys), &old, Keyboard::Usual),
            Err(Refusal::InvalidKey { deed: KeyDeed::Hold, why })
        );
        let same = with_hotkey(HotkeyAction::Hold, &keys);
        assert_eq!(validate(&same, &Preferences::default(), Keyboard::Usual), Ok(()));
        assert_eq!(in_force(&same), [(KeyDeed::Hold, "Ctrl+Shift+F9".to_owned())]);
    }

    #[test]
    fn a_key_of_the_window_with_cmd_is_seen_among_those_for_all_programs() {
        use Keyboard::{Mac, Usual};
        // What is pressed in the window with Cmd stands there as Ctrl; for all programs it is Meta.
        for (keyboard, of_window, of_all, clashes) in [
            (Usual, "Ctrl+Shift+F9", "Ctrl+Shift+F9", true),
            (Usual, "Ctrl+Shift+F9", "Shift+Meta+F9", false),
            (Mac, "Ctrl+Shift+F9", "Shift+Meta+F9", true),
            (Mac, "Ctrl+Shift+F9", "Ctrl+Shift+F9", false),
            (Mac, "Ctrl+Alt+Shift+F9", "Alt+Shift+Meta+F9", true),
            (Mac, "Alt+F9", "Alt+F9", true),
            (Mac, "Ctrl+J", "Meta+J", true),
            (Mac, "Ctrl+J", "Ctrl+J", false),
        ] {
            let keys = chosen(&[(KeyDeed::Note, of_window)]);
            let mut hotkeys = Preferences::default();
            hotkeys.hotkeys.insert(HotkeyAction::Mute, of_all.to_owned());
            let both = Preferences { hotkeys: hotkeys.hotkeys.clone(), ..keys.clone() };
            let case = format!("{keyboard:?}: {of_window}, {of_all}");
            // Whichever of the two is the new one, and where both stand in the file.
            assert_eq!(validate(&both, &hotkeys, keyboard).is_err(), clashes, "{case}");
            assert_eq!(hotkeys::validate(&both, &keys, keyboard).is_err(), clashes, "{case}");
            assert_eq!(view(&both, keyboard).is_empty(), clashes, "{case}");
        }
        // A usual key too.
        let mut cmd = Preferences::default();
        cmd.hotkeys.insert(HotkeyAction::Hold, "Shift+Meta+T".to_owned());
        let with = KeyDeed::Transfer;
        let why = WrongShortcut::InWindow { with };
        let refused = Err(Refusal::InvalidHotkey { action: HotkeyAction::Hold, why });
        assert_eq!(hotkeys::validate(&cmd, &Preferences::default(), Mac), refused);
        assert_eq!(hotkeys::validate(&cmd, &Preferences::default(), Usual), Ok(()));
    }

    #[test]
    fn what_the_system_or_a_favourite_has_is_neither_for_the_window_nor_for_all_programs() {
        use Keyboard::{Mac, Usual};
        for (keyboard, key, is_had) in
            [(Usual, "Ctrl+M", true), (Mac, "Ctrl+M", false), (Mac, "Ctrl+H", false)]
        {
            let had = validate(&chosen(&[(KeyDeed::Note, key)]), &Preferences::default(), keyboard);
            assert_eq!(had.is_ok(), is_had, "{keyboard:?}: {key}");
        }
        for (keyboard, key, is_had) in [
            (Usual, "Ctrl+9", false),
            (Usual, "Ctrl+0", false),
            (Mac, "Meta+9", false),
            (Mac, "Ctrl+9", true),
        ] {
            let mut new = Preferences::default();
            new.hotkeys.insert(HotkeyAction::Mute, key.to_owned());
            let had = hotkeys::validate(&new, &Preferences::default(), keyboard);
            assert_eq!(had.is_ok(), is_had, "{keyboard:?}: {key}");
        }
    }
}
