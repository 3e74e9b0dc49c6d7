//! Keys that work while another program has the keyboard: takes them from the system as the settings say, hands their
//! presses to the core, and does for it what only windows can.

use std::collections::BTreeMap;
use std::time::Duration;

use agent_core::{
    Door, DoorIntent, HotkeyAction, HotkeyIntent, HotkeyOutcome, Intent, NotRead, Refusal, Shortcut, View,
};
use agent_runtime::AgentHandle;
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager as _};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tracing::info;

use crate::app::{asks, wish};
use crate::arguments::Wanted;
use crate::platform::{self, KeyMoved, Keys};
use crate::texts::Texts;
use crate::windows::{main_window, pop};
use crate::{notifications, quit};

/// A system that tells nothing of a key's way up repeats it faster than this.
const REPEATED_WITHIN: Duration = Duration::from_secs(1);

/// Follows settings and presses until the program ends.
pub(crate) async fn follow(app: AppHandle, agent: AgentHandle) {
    let (sender, mut moves) = mpsc::unbounded_channel();
    let mut keys = Keys::start(&app, sender).await;
    let mut views = agent.watch();
    let (mut bound, mut asked) = (None, None);
    let mut held = HeldKeys::default();
    loop {
        let view = views.borrow_and_update().clone();
        let wanted = view.settings.preferences.shortcuts();
        if bound.as_ref() != Some(&wanted) {
            bind(&mut keys, &wanted, &view, &agent).await;
            bound = Some(wanted);
        }
        if asked != view.hotkeys.asked {
            asked = view.hotkeys.asked;
            if let Some((action, _)) = asked {
                do_for_core(&app, &agent, action);
            }
        }
        tokio::select! {
            changed = views.changed() => if changed.is_err() { return },
            Some(key) = moves.recv() => {
                if held.is_press(key, Instant::now()) {
                    // What was refused is told by now.
                    let _ = press(&app, &agent, Door::Hotkey, key.action).await;
                }
            }
        }
    }
}

async fn bind(keys: &mut Keys, wanted: &[(HotkeyAction, Shortcut)], view: &View, agent: &AgentHandle) {
    let texts = Texts::of(&view.settings.preferences.language);
    let named = |action| texts.get(&name_of(action), &[]);
    let (way, outcomes) = keys.bind(wanted, &named).await;
    info!(
        ?way,
        had = outcomes.iter().filter(|one| one.outcome == HotkeyOutcome::Had).count(),
        "keys are taken"
    );
    agent.hotkeys_bound(way, outcomes).await;
}

/// The message that names an action.
fn name_of(action: HotkeyAction) -> String {
    let word = serde_json::to_value(action).ok();
    format!("hotkey.{}", word.as_ref().and_then(|word| word.as_str()).unwrap_or_default())
}

/// Does what the command line wants, be it that of a second start.
pub(crate) async fn take(app: &AppHandle, wanted: &Wanted) -> Result<(), Refusal> {
    let Some(agent) = app.try_state::<AgentHandle>() else { return Err(Refusal::ShuttingDown) };
    match wanted.wish.clone() {
        wish_of_door @ Intent::Door(_) => wish(app, wanted.door, wish_of_door).await,
        Intent::Hotkey(HotkeyIntent::PressHotkey { action }) => {
            press(app, agent.inner(), wanted.door, action).await
        }
        Intent::Quit(_) => quit::by_hand(app.clone(), wanted.door).await,
        deed => {
            let may_want_a_password = matches!(deed, Intent::Queue { .. });
            let outcome = agent.dispatch_from(wanted.door, deed).await;
            tell_refused(app, agent.inner(), wanted.text.clone(), &outcome);
            // It has to be typed there.
            if may_want_a_password
                && agent.watch().borrow().queues.iter().any(|queue| queue.password_needed_for.is_some())
            {
                main_window::show(app);
            }
            outcome
        }
    }
}

/// The agent looks at another program: a refusal is told by a notification, and no window comes.
async fn press(
    app: &AppHandle,
    agent: &AgentHandle,
    door: Door,
    action: HotkeyAction,
) -> Result<(), Refusal> {
    let outcome = agent.dispatch_from(door, Intent::Hotkey(HotkeyIntent::PressHotkey { action })).await;
    tell_refused(app, agent, title_of(action, agent), &outcome);
    outcome
}

fn title_of(action: HotkeyAction, agent: &AgentHandle) -> String {
    Texts::of(&agent.watch().borrow().settings.preferences.language).get(&name_of(action), &[])
}

fn tell_refused(app: &AppHandle, agent: &AgentHandle, what: String, outcome: &Result<(), Refusal>) {
    let Err(refusal) = outcome else { return };
    info!(?refusal, "what a key or a word is for is not possible now");
    let texts = Texts::of(&agent.watch().borrow().settings.preferences.language);
    let why = match refusal {
        // Elsewhere it speaks of what the person sees, and here that is another program.
        Refusal::NotNow | Refusal::NoSuchItem => texts.get("notification.hotkey.not-now", &[]),
        refusal => texts.refusal(refusal),
    };
    notifications::tell_plainly(what, why, app);
}

fn do_for_core(app: &AppHandle, agent: &AgentHandle, action: HotkeyAction) {
    match action {
        HotkeyAction::DialSelection => drop(spawn(dial_marked(app.clone(), agent.clone()))),
        HotkeyAction::ShowDial | HotkeyAction::PauseMenu => main_window::show(app),
        HotkeyAction::PopHere => {
            let on = app.clone();
            // An error says that the program is ending.
            let _ = app.run_on_main_thread(move || pop::take_keyboard(&on));
        }
        // What has to do with a call is no matter of windows.
        _ => {}
    }
}

/// Of what is marked only the numbers go any further: the rest is nobody's business.
async fn dial_marked(app: AppHandle, agent: AgentHandle) {
    let country = agent.watch().borrow().settings.preferences.country.clone();
    let numbers = platform::marked_text(&app).await.and_then(|text| match text.trim() {
        "" => Err(NotRead::NothingMarked),
        text => Ok(agent_core::numbers_in(text, &country)),
    });
    let intent = Intent::Door(DoorIntent::DialMarked { numbers });
    let outcome = agent.dispatch_from(Door::Hotkey, intent).await;
    if asks(&agent) {
        main_window::show(&app);
    }
    tell_refused(&app, &agent, title_of(HotkeyAction::DialSelection, &agent), &outcome);
}

/// Keys that are down. One that is held does what it does once.
#[derive(Debug, Default)]
struct HeldKeys(BTreeMap<HotkeyAction, Instant>);

impl HeldKeys {
    fn is_press(&mut self, KeyMoved { action, down }: KeyMoved, now: Instant) -> bool {
        if !down {
            self.0.remove(&action);
            return false;
        }
        // Where no way up is told, the key that is pressed again after a while has been up.
        let before = self.0.insert(action, now);
        before.is_none_or(|before| now.duration_since(before) > REPEATED_WITHIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_held_does_one_deed() {
        let mut keys = HeldKeys::default();
        let start = Instant::now();
        let mut moved = |action, down, millis| {
            keys.is_press(KeyMoved { action, down }, start + Duration::from_millis(millis))
        };
        let hold = HotkeyAction::Hold;
        assert!(moved(hold, true, 0));
        // The first repetition waits longest, then they come for as long as it is held.
        assert!((600..5_000).step_by(30).all(|millis| !moved(hold, true, millis)));
        assert!(moved(HotkeyAction::Mute, true, 5_000), "another key is another key");
        assert!(!moved(hold, false, 5_000));
        assert!(moved(hold, true, 5_010));
        // Its way up was never told.
        assert!(moved(hold, true, 7_000));
    }

    #[test]
    fn each_action_has_a_name() {
        for tag in ["en", "zh-CN"] {
            for action in HotkeyAction::ALL {
                let key = name_of(action);
                assert_ne!(Texts::speaking(tag).get(&key, &[]), key, "{tag}");
            }
        }
    }
}
