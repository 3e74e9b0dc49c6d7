//! Keys while another program has the keyboard. X gives them to whoever asks first. On Wayland there is a portal for them
//! on some desktops; a grab of X would work there only while a program that speaks X has the keyboard.

mod portal;
mod x;

use agent_core::{BoundHotkey, HotkeyAction, HotkeyWay, NotRead, Shortcut};
use gtk::gdk;
use tauri::AppHandle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, timeout};
use tracing::{info, warn};

use super::wayland;
use crate::platform::KeyMoved;
use portal::Portal;
use x::Grabs;

/// A program that is busy tells nothing of what is marked in it.
const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// Whoever gives keys here.
#[derive(Debug)]
pub(crate) enum Keys {
    X(Grabs),
    Portal(Portal),
    None,
}

impl Keys {
    pub(crate) async fn start(_app: &AppHandle, moved: mpsc::UnboundedSender<KeyMoved>) -> Self {
        if wayland::is_the_session() {
            return match Portal::find(moved).await {
                Ok(portal) => Self::Portal(portal),
                Err(error) => {
                    info!(%error, "this desktop has no portal for keys");
                    Self::None
                }
            };
        }
        match Grabs::start(moved) {
            Ok(grabs) => Self::X(grabs),
            Err(error) => {
                warn!(%error, "no keys can be had");
                Self::None
            }
        }
    }

    /// Takes these in place of those before. `named`: what a key does, in the agent's words.
    pub(crate) async fn bind(
        &mut self,
        wanted: &[(HotkeyAction, Shortcut)],
        named: &(dyn Fn(HotkeyAction) -> String + Sync),
    ) -> (HotkeyWay, Vec<BoundHotkey>) {
        let outcomes = match self {
            Self::X(grabs) => grabs.bind(wanted),
            Self::Portal(portal) => match portal.bind(wanted, named).await {
                Ok(outcomes) => return (HotkeyWay::Portal, outcomes),
                Err(error) => Err(error),
            },
            Self::None => return (HotkeyWay::Command, Vec::new()),
        };
        match outcomes {
            Ok(outcomes) => (HotkeyWay::Keys, outcomes),
            Err(error) => {
                warn!(%error, "keys could not be had");
                (HotkeyWay::Command, Vec::new())
            }
        }
    }
}

/// What is marked in whichever program, as a press of the mouse's middle button would insert it. The clipboard is another
/// thing, and is left alone.
pub(crate) async fn marked_text(app: &AppHandle) -> Result<String, NotRead> {
    let (told, text) = oneshot::channel();
    let ask = move || {
        gtk::Clipboard::get(&gdk::SELECTION_PRIMARY).request_text(move |_, text| {
            // Whoever asked may have given up.
            let _ = told.send(text.map(str::to_owned));
        });
    };
    // An error says that the program is ending.
    let _ = app.run_on_main_thread(ask);
    match timeout(TOLD_WITHIN, text).await {
        Ok(Ok(text)) => text.ok_or(NotRead::NothingMarked),
        Ok(Err(_)) | Err(_) => Err(NotRead::NotTold),
    }
}
