//! A notification with buttons, each of which wishes something; pressed itself, it shows a page.

use agent_core::{Door, DoorIntent, Intent, Page};
use agent_runtime::AgentHandle;
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc;

use super::{Words, notice};
use crate::app::wish_only;
use crate::platform::{self, Notice};
use crate::windows::main_window;

/// Shown as long as this is kept.
pub(super) type Shown = mpsc::UnboundedSender<Notice>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) words: Words,
    pub(super) deeds: Vec<Deed>,
    pub(super) page: Page,
}

/// A button and what it wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// Nothing more than to see the page.
    pub(super) wish: Option<Intent>,
    /// The page is shown with it.
    pub(super) opens: bool,
}

/// Never waits for the desktop: each notification has a task of its own.
pub(super) fn start(asking: Asking, app: &AppHandle) -> Shown {
    let (sender, changes) = mpsc::unbounded_channel();
    spawn(show(asking, changes, app.clone()));
    sender
}

/// Until it is pressed, closed by the person, or taken back.
async fn show(
    Asking { words, deeds, page }: Asking,
    changes: mpsc::UnboundedReceiver<Notice>,
    app: AppHandle,
) {
    let agent = app.state::<AgentHandle>().inner().clone();
    let buttons = deeds.iter().map(|deed| (deed.name, deed.label.clone())).collect();
    let shown = Notice { buttons, ..notice(words) };
    let Some(pressed) = platform::show_notification(shown, changes, &agent).await else { return };
    let deed = deeds.into_iter().find(|deed| deed.name == pressed);
    if deed.as_ref().is_none_or(|deed| deed.opens) {
        main_window::show(&app);
        wish_only(&app, Door::Notification, Intent::Door(DoorIntent::ShowPage { page }));
    }
    if let Some(wish) = deed.and_then(|deed| deed.wish) {
        wish_only(&app, Door::Notification, wish);
    }
}
