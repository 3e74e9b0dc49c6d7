//! Keys of Windows and macOS while another program has the keyboard: the system gives each to whoever asks first. And what
//! is marked in that program, which it is asked for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use agent_core::{BoundHotkey, HotkeyAction, HotkeyOutcome, HotkeyWay, NotRead, Shortcut};
use global_hotkey::hotkey::HotKey;
use global_hotkey::{Error, GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};
use tauri::{AppHandle, WebviewWindow};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::warn;

use super::{KeyMoved, system};

/// A program that is busy tells nothing of what is marked in it.
pub(super) const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// A program is being asked. One that hangs holds up the thread that asks it, and no second one.
static ASKING: AtomicBool = AtomicBool::new(false);

/// What is marked in the program that has the keyboard. The clipboard is left alone.
pub(crate) async fn marked_text(_app: &AppHandle) -> Result<String, NotRead> {
    let (told, text) = oneshot::channel();
    // Whoever asked may have given up.
    ask_program(system::read_marked, move |text| drop(told.send(text)));
    match timeout(TOLD_WITHIN, text).await {
        Ok(Ok(text)) => text,
        Ok(Err(_)) | Err(_) => Err(NotRead::NotTold),
    }
}

/// Asks the program with the keyboard, on a thread of its own, and hands on the answer; not while another question waits
/// for one.
pub(super) fn ask_program<T: 'static>(ask: fn() -> T, told: impl FnOnce(T) + Send + 'static) {
    if ASKING.swap(true, Ordering::AcqRel) {
        return;
    }
    let asks = std::thread::Builder::new().name("asks a program".to_owned()).spawn(move || {
        let answer = ask();
        ASKING.store(false, Ordering::Release);
        told(answer);
    });
    if let Err(error) = asks {
        warn!(%error, "a program can't be asked");
        ASKING.store(false, Ordering::Release);
    }
}

/// Gives the pop-up the keyboard.
pub(crate) fn focus_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    pop.set_focusable(true)?;
    pop.set_focus()
}

/// The pop-up takes it no more; the system decides who has it then.
pub(crate) fn unfocus_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    pop.set_focusable(false)
}

type Bound = Arc<Mutex<BTreeMap<u32, (HotkeyAction, HotKey)>>>;

thread_local! {
    /// It belongs to the thread whose loop hears the keys.
    static MANAGER: std::cell::RefCell<Option<GlobalHotKeyManager>> = const { std::cell::RefCell::new(None) };
}

/// The keys that hold.
#[derive(Debug)]
pub(crate) struct Keys {
    app: AppHandle,
    bound: Bound,
}

impl Keys {
    pub(crate) async fn start(app: &AppHandle, moved: mpsc::UnboundedSender<KeyMoved>) -> Self {
        let bound = Bound::default();
        let on = Arc::clone(&bound);
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            let action =
                on.lock().unwrap_or_else(PoisonError::into_inner).get(&event.id()).map(|(action, _)| *action);
            if let Some(action) = action {
                // Nobody to tell: the program is ending.
                let _ = moved.send(KeyMoved { action, down: event.state() == HotKeyState::Pressed });
            }
        }));
        Self { app: app.clone(), bound }
    }

    /// Takes these in place of those before.
    pub(crate) async fn bind(
        &mut self,
        wanted: &[(HotkeyAction, Shortcut)],
        _named: &(dyn Fn(HotkeyAction) -> String + Sync),
    ) -> (HotkeyWay, Vec<BoundHotkey>) {
        let (bound, wanted) = (Arc::clone(&self.bound), wanted.to_vec());
        let (done, outcomes) = oneshot::channel();
        let bind = move || {
            // Whoever asked has gone when the program ends.
            let _ = done.send(bind_all(&bound, &wanted));
        };
        // An error says that the program is ending.
        let _ = self.app.run_on_main_thread(bind);
        match outcomes.await.ok().flatten() {
            Some(outcomes) => (HotkeyWay::Keys, outcomes),
            None => (HotkeyWay::Command, Vec::new()),
        }
    }
}

/// On the main thread only. Nothing where the system gives no keys at all.
fn bind_all(bound: &Bound, wanted: &[(HotkeyAction, Shortcut)]) -> Option<Vec<BoundHotkey>> {
    MANAGER.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = GlobalHotKeyManager::new().inspect_err(|error| warn!(%error, "no keys can be had")).ok();
        }
        let manager = kept.as_ref()?;
        let mut bound = bound.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, (_, key)) in std::mem::take(&mut *bound) {
            if let Err(error) = manager.unregister(key) {
                warn!(%error, "a key could not be given back");
            }
        }
        let outcomes = wanted.iter().map(|(action, shortcut)| {
            let shortcut = shortcut.to_string();
            let outcome = match shortcut.parse::<HotKey>() {
                Err(_) => HotkeyOutcome::Impossible,
                Ok(key) => match manager.register(key) {
                    Ok(()) => {
                        bound.insert(key.id(), (*action, key));
                        HotkeyOutcome::Had
                    }
                    Err(Error::AlreadyRegistered(_)) => HotkeyOutcome::Taken,
                    Err(error) => {
                        warn!(%error, shortcut, "a key could not be had");
                        HotkeyOutcome::Impossible
                    }
                },
            };
            BoundHotkey { action: *action, shortcut, outcome }
        });
        Some(outcomes.collect())
    })
}
