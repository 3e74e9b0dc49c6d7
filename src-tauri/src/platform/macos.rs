//! macOS: the notification centre.

mod autostart;
mod caret;
mod marked;
mod presence;
mod sleep;
mod spaces;

use std::convert::Infallible;
use std::process::Command;

use agent_core::{Door, DoorIntent, Intent, Keyboard, PopLevel};
use agent_runtime::AgentHandle;
use doctor::Fact;
use rfd::{AsyncMessageDialog, MessageButtons, MessageDialog, MessageDialogResult, MessageLevel};
use tauri::async_runtime::spawn_blocking;
use tauri::menu::{MenuItem, MenuItemKind};
use tauri::{
    AppHandle, Builder, LogicalSize, Monitor, PhysicalPosition, RunEvent, Webview, WebviewWindow,
    WebviewWindowBuilder, WindowEvent, Wry,
};
use tokio::sync::mpsc;
use tracing::warn;

use crate::app::wish_only;
use crate::arguments::Rendering;
use crate::platform::{Notice, Question, library};
use crate::windows::{self, main_window};

pub(crate) use super::anywhere::{beside, make_windows};
pub(crate) use super::global_keys::{Keys, focus_pop, marked_text, unfocus_pop};
pub(crate) use autostart::{autostart, set_autostart};
pub(crate) use caret::caret_on;
pub(crate) use presence::Watch;
pub(crate) use sleep::watch_sleep;

pub(super) use marked::read_marked;

/// What the agent's shortcuts stand on.
pub(crate) const KEYBOARD: Keyboard = Keyboard::Mac;

/// There always is one.
#[expect(clippy::unnecessary_wraps, reason = "other systems may have none")]
pub(crate) fn find_display() -> Result<(), Infallible> {
    Ok(())
}

/// The pop-up leaves the keyboard where it is.
pub(crate) fn may_pop() -> bool {
    true
}

/// What this computer is called on its network.
pub(crate) fn computer_name() -> String {
    let told = Command::new("/bin/hostname").output().map(|output| output.stdout);
    String::from_utf8_lossy(&told.unwrap_or_default()).trim().to_owned()
}

/// The system draws the icon itself.
pub(crate) fn has_tray_library() -> bool {
    true
}

/// Tells of each page whose process has ended. One that hangs is not known.
pub(crate) fn watch_pages(
    builder: Builder<Wry>,
    ended: impl Fn(&Webview) + Send + Sync + 'static,
) -> Builder<Wry> {
    builder.on_web_content_process_terminate(ended)
}

/// There always is a tray.
pub(crate) async fn watch_tray(_agent: AgentHandle, set: impl Fn(bool)) {
    set(true);
}

/// Notifications are a part of the system.
pub(crate) async fn watch_notifications(_agent: AgentHandle) {}

/// The bundle's own file offers it, which no program changes while it is signed. Links that are not wanted are refused
/// when they come.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may fail")]
pub(crate) fn offer_links(_on: bool) -> std::io::Result<()> {
    Ok(())
}

/// In place of the system's own item (Cmd+Q), which ends the program at once: this one asks as the tray's does.
pub(crate) fn put_quit_in_the_menu(app: &AppHandle, id: &str, text: &str) -> tauri::Result<()> {
    let Some(menu) = app.menu() else { return Ok(()) };
    // The first is the application's, and quitting stands last in it.
    let Some(MenuItemKind::Submenu(own)) = menu.items()?.into_iter().next() else { return Ok(()) };
    if let Some(last) = own.items()?.len().checked_sub(1) {
        own.remove_at(last)?;
    }
    own.append(&MenuItem::with_id(app, id, text, true, Some("Cmd+Q"))?)
}

/// A link that is pressed and a click on the Dock are handed to the program that runs; nobody starts it again for them.
pub(crate) fn on_event(app: &AppHandle, event: &RunEvent) {
    match event {
        RunEvent::Opened { urls } => {
            for url in urls {
                wish_only(app, Door::Link, Intent::Door(DoorIntent::Dial { number: url.to_string() }));
            }
        }
        RunEvent::Reopen { .. } => main_window::show(app),
        RunEvent::WindowEvent { label, event: WindowEvent::Focused(true), .. } if label == windows::MAIN => {
            spaces::be_in_the_dock(app);
        }
        _ => {}
    }
}

/// How many wait, at the program's icon, where the desktop has a place for it.
pub(crate) fn set_badge(window: &WebviewWindow, count: u32) -> tauri::Result<()> {
    window.set_badge_count((count > 0).then_some(count.into()))
}

/// The pop-up as it is before the first call.
pub(crate) fn prepare_pop(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    builder.visible(false)
}

pub(crate) fn show_pop(
    pop: &WebviewWindow,
    level: PopLevel,
    size: LogicalSize<f64>,
    at: Option<(PhysicalPosition<i32>, Monitor)>,
) -> tauri::Result<()> {
    spaces::set_pop_level(pop, level)?;
    pop.set_size(size)?;
    at.map_or(Ok(()), |(at, _)| pop.set_position(at))?;
    pop.show()
}

pub(crate) fn hide_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    pop.hide()
}

/// The system's own webview knows best what it draws with.
pub(crate) fn choose_rendering(_wanted: Rendering) {}

/// Nothing was chosen.
pub(crate) fn choose_rendering_anew(_next: &mut Command) {}

/// Nobody but the system knows.
pub(crate) fn drawing() -> Option<Fact> {
    None
}

/// Runs this now: here, what the tray shows costs nothing.
pub(crate) fn behind_the_pop_up(act: impl FnOnce()) {
    act();
}

/// When a screen goes, the system itself moves what stood there to one that is left.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may fail")]
pub(crate) fn watch_screens(_pop: &WebviewWindow, _changed: impl Fn() + 'static) -> tauri::Result<()> {
    Ok(())
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notice: Notice, _agent: &AgentHandle) {
    let notification = library::made_of(&notice);
    // The system's call blocks. The task is lost only when the program ends.
    let shown = spawn_blocking(move || notification.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        warn!(%error, "a notification could not be shown");
    }
}

/// Shows a notification. The system keeps it until the person dismisses it, and tells of no press.
pub(crate) async fn show_notification(
    notice: Notice,
    _changes: mpsc::UnboundedReceiver<Notice>,
    agent: &AgentHandle,
) -> Option<String> {
    tell(notice, agent).await;
    None
}

/// The window library hears it from the system.
pub(crate) async fn told_to_end() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        warn!(%error, "a wish to end will not be heard");
        std::future::pending::<()>().await;
    }
}

/// Says why the program can't start, and returns when it was read. On the main thread only.
pub(crate) fn tell_trouble(title: &str, text: &str) {
    MessageDialog::new().set_level(MessageLevel::Error).set_title(title).set_description(text).show();
}

/// Asks; closing the window is a no.
pub(crate) async fn ask(_app: &AppHandle, question: Question) -> bool {
    let Question { title, text, yes, no } = question;
    let dialog =
        AsyncMessageDialog::new().set_level(MessageLevel::Warning).set_title(title).set_description(text);
    let dialog = dialog.set_buttons(MessageButtons::OkCancelCustom(yes.clone(), no));
    match dialog.show().await {
        MessageDialogResult::Custom(pressed) => pressed == yes,
        MessageDialogResult::Ok | MessageDialogResult::Yes => true,
        MessageDialogResult::Cancel | MessageDialogResult::No => false,
    }
}
