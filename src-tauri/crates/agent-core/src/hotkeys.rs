//! Keys that work while another program has the keyboard: which there are, what became of each, and whether it arrives.
//! Who takes them from the system stands elsewhere; what they do is what any other way does.

pub(crate) mod action;
pub(crate) mod intents;
pub(crate) mod keyboard;
pub(crate) mod shortcut;
pub(crate) mod view;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::failure::Refusal;
use crate::settings::Preferences;
use crate::shared::Shared;
use crate::window_keys;
use action::HotkeyAction;
use keyboard::Keyboard;
use shortcut::WrongShortcut;
use view::{BoundHotkey, HotkeyOutcome, HotkeyState, HotkeyView, HotkeyWay, HotkeysView};

/// How long the person has for "press it now".
const PRESSED_WITHIN: Duration = Duration::from_secs(10);

/// What is asked of the windows is asked of those that there are by then: a page that is made later is not meant.
const ASKED_FOR: Duration = Duration::from_secs(5);

/// What is known of the keys.
#[derive(Debug, Default)]
pub(crate) struct Hotkeys {
    way: Option<HotkeyWay>,
    bound: BTreeMap<HotkeyAction, BoundHotkey>,
    /// With which shortcut an action was tried last, and whether that arrived.
    tried: BTreeMap<HotkeyAction, (String, bool)>,
    testing: Option<(HotkeyAction, Duration)>,
    asked: Option<(HotkeyAction, Duration)>,
    times_asked: u32,
}

impl Hotkeys {
    pub(crate) fn on_bound(&mut self, way: HotkeyWay, keys: Vec<BoundHotkey>) {
        self.way = Some(way);
        self.bound = keys.into_iter().map(|key| (key.action, key)).collect();
    }

    pub(crate) fn test(&mut self, action: HotkeyAction, shared: &Shared) -> Result<(), Refusal> {
        if !matches!(self.state(action, shared), HotkeyState::Working | HotkeyState::NotArrived) {
            return Err(Refusal::NotNow);
        }
        self.testing = Some((action, shared.now.monotonic + PRESSED_WITHIN));
        Ok(())
    }

    /// A key has arrived; whether it was no more than tried.
    pub(crate) fn arrives(&mut self, action: HotkeyAction, shared: &Shared) -> bool {
        if let Some(shortcut) = shortcut_of(action, shared) {
            self.tried.insert(action, (shortcut, true));
        }
        self.testing.take_if(|(testing, _)| *testing == action).is_some()
    }

    /// Something is wanted of the windows, which follow the view.
    pub(crate) fn ask(&mut self, action: HotkeyAction, shared: &Shared) {
        self.times_asked = self.times_asked.wrapping_add(1);
        self.asked = Some((action, shared.now.monotonic + ASKED_FOR));
    }

    pub(crate) fn let_time_pass(&mut self, shared: &Shared) {
        self.asked.take_if(|(_, until)| *until <= shared.now.monotonic);
        let Some((action, _)) = self.testing.take_if(|(_, until)| *until <= shared.now.monotonic) else {
            return;
        };
        if let Some(shortcut) = shortcut_of(action, shared) {
            self.tried.insert(action, (shortcut, false));
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.testing.into_iter().chain(self.asked).map(|(_, until)| until).min()
    }

    pub(crate) fn view(&self, shared: &Shared) -> HotkeysView {
        let keys = HotkeyAction::ALL.into_iter().map(|action| HotkeyView {
            action,
            shortcut: shortcut_of(action, shared),
            state: self.state(action, shared),
        });
        HotkeysView {
            way: self.way,
            keys: keys.filter(|key| key.state != HotkeyState::Off).collect(),
            testing: self.testing.map(|(action, _)| action),
            asked: self.asked.map(|(action, _)| (action, self.times_asked)),
        }
    }

    fn state(&self, action: HotkeyAction, shared: &Shared) -> HotkeyState {
        let Some(way) = self.way else { return HotkeyState::Off };
        if way == HotkeyWay::Command {
            return HotkeyState::NotPossibleHere;
        }
        let Some(shortcut) = shortcut_of(action, shared) else { return HotkeyState::Off };
        // Until it is bound anew, what was heard of the one before says nothing.
        let outcome = self.bound.get(&action).filter(|key| key.shortcut == shortcut).map(|key| key.outcome);
        let arrived =
            self.tried.get(&action).filter(|(tried, _)| *tried == shortcut).map(|(_, arrived)| *arrived);
        match outcome {
            Some(HotkeyOutcome::Impossible) => HotkeyState::NotPossibleHere,
            Some(HotkeyOutcome::Taken) => HotkeyState::Taken,
            Some(HotkeyOutcome::Had) if arrived.unwrap_or(way == HotkeyWay::Keys) => HotkeyState::Working,
            None | Some(HotkeyOutcome::Had) => HotkeyState::NotArrived,
        }
    }
}

fn shortcut_of(action: HotkeyAction, shared: &Shared) -> Option<String> {
    action.shortcut(&shared.settings.preferences.hotkeys).map(|shortcut| shortcut.to_string())
}

/// Names the first that was changed and can't be had.
pub(crate) fn validate(new: &Preferences, old: &Preferences, keyboard: Keyboard) -> Result<(), Refusal> {
    for (action, text) in &new.hotkeys {
        if text.is_empty() || old.hotkeys.get(action) == Some(text) {
            continue;
        }
        let refused = |why| Refusal::InvalidHotkey { action: *action, why };
        let wanted = shortcut::Shortcut::check(text).map_err(refused)?;
        let others = HotkeyAction::ALL.into_iter().filter(|other| other != action);
        for with in others {
            if with.shortcut(&new.hotkeys).as_ref() == Some(&wanted) {
                return Err(refused(WrongShortcut::Doubled { with }));
            }
        }
        let in_window = keyboard.across(&wanted);
        if in_window.calls_a_favourite() {
            return Err(refused(WrongShortcut::Favourite));
        }
        if let Some(with) = window_keys::with_key(&in_window, new).find(|deed| !deed.is(*action)) {
            return Err(refused(WrongShortcut::InWindow { with }));
        }
    }
    Ok(())
}

impl Preferences {
    /// The shortcuts that hold, each with what it does.
    pub fn shortcuts(&self) -> Vec<(HotkeyAction, shortcut::Shortcut)> {
        let of = |action: HotkeyAction| Some((action, action.shortcut(&self.hotkeys)?));
        HotkeyAction::ALL.into_iter().filter_map(of).collect()
    }
}
