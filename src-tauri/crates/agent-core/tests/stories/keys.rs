//! Keys for all programs, what is marked in one, and the question that comes of it.

use agent_core::{BoundHotkey, DoorIntent, HotkeyAction, HotkeyIntent, Input, Intent, Preferences, View};

use crate::bench::Bench;
use crate::told::words;

/// `press hold`, `start asking 102`, `try key hold`, `mark 030 123456, 103`, `mark unread: password`, `choose 1: 0`
pub(crate) fn intent(verb: &str, rest: &str) -> Option<Intent> {
    let action = |word: &str| serde_json::from_value::<HotkeyAction>(word.into()).unwrap();
    Some(match (verb, rest) {
        ("press", _) => Intent::Hotkey(HotkeyIntent::PressHotkey { action: action(rest) }),
        ("start", asking) if asking.starts_with("asking ") => {
            let to = asking.trim_start_matches("asking ").to_owned();
            Intent::Hotkey(HotkeyIntent::StartAskFirst { to })
        }
        ("try", key) if key.starts_with("key ") => {
            Intent::Hotkey(HotkeyIntent::TestHotkey { action: action(key.trim_start_matches("key ")) })
        }
        ("mark", what) if what.starts_with("unread: ") => {
            let why = serde_json::from_value(what.trim_start_matches("unread: ").into()).unwrap();
            Intent::Door(DoorIntent::DialMarked { numbers: Err(why) })
        }
        ("mark", text) => {
            let text = text.trim_start_matches("words").replace(", ", "\n");
            Intent::Door(DoorIntent::DialMarked { numbers: Ok(agent_core::numbers_in(&text, "DE")) })
        }
        ("choose", _) => {
            let (id, at) = rest.split_once(": ").unwrap();
            Intent::Door(DoorIntent::ChooseDial { id: id.parse().unwrap(), at: at.parse().unwrap() })
        }
        _ => return None,
    })
}

/// `hold Ctrl+Alt+H, mute none`
pub(crate) fn preferences(rest: &str) -> Preferences {
    let one = |text: &str| {
        let (action, shortcut) = text.split_once(' ').unwrap();
        let shortcut = if shortcut == "none" { "" } else { shortcut };
        (serde_json::from_value(action.into()).unwrap(), shortcut.to_owned())
    };
    Preferences { hotkeys: rest.split(", ").map(one).collect(), ..Preferences::default() }
}

/// `hold Ctrl+Shift+F9, mute usual`
pub(crate) fn window_preferences(rest: &str) -> Preferences {
    let one = |text: &str| {
        let (deed, shortcut) = text.split_once(' ').unwrap();
        (shortcut != "usual").then(|| (serde_json::from_value(deed.into()).unwrap(), shortcut.to_owned()))
    };
    Preferences { keys: rest.split(", ").filter_map(one).collect(), ..Preferences::default() }
}

/// `portal`, `keys: hold taken`: the others are had.
pub(crate) fn bound(bench: &Bench, text: &str) -> Input {
    let (way, others) = text.split_once(": ").unwrap_or((text, ""));
    let keys = bench.view().settings.preferences.shortcuts().into_iter().map(|(action, shortcut)| {
        let name = words(&action);
        let told = others.split(", ").find_map(|one| one.strip_prefix(&format!("{name} ")));
        let outcome = serde_json::from_value(told.unwrap_or("had").into()).unwrap();
        BoundHotkey { action, shortcut: shortcut.to_string(), outcome }
    });
    Input::HotkeysBound { way: serde_json::from_value(way.into()).unwrap(), keys: keys.collect() }
}

pub(crate) fn lines(view: &View) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |key: String, text: String| lines.push((key, text));
    for key in &view.hotkeys.keys {
        let shortcut = key.shortcut.as_deref().unwrap_or("(none)");
        add(format!("key {}", words(&key.action)), format!("{shortcut} {}", words(&key.state)));
    }
    for key in &view.keys {
        add(format!("window key {}", words(&key.deed)), key.shortcut.clone());
    }
    if let Some(action) = view.hotkeys.testing {
        add("key to press now".to_owned(), words(&action));
    }
    if let Some((action, times)) = view.hotkeys.asked {
        add("windows".to_owned(), format!("are asked to {}, time {times}", words(&action)));
    }
    if let Some(question) = &view.dial.question {
        let name = question.name.as_deref().map_or_else(String::new, |name| format!(" ({name})"));
        let how = if question.by_itself { "by itself" } else { "if wanted" };
        let by = words(&question.source);
        let dials =
            question.dials.as_ref().map_or_else(String::new, |dials| format!(", which dials {dials}"));
        let text = format!("call {}{name} for {by}{dials}, {how}", question.number);
        add(format!("question {}", question.id), text);
    }
    if let Some(choice) = &view.dial.choice {
        add(format!("choice {}", choice.id), choice.numbers.join(" or "));
    }
    lines
}
