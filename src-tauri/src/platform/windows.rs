//! Windows.

mod autostart;
mod caret;
mod links;
mod marked;
mod notifications;
mod pages;
mod presence;
mod sleep;

use std::convert::Infallible;
use std::process::Command;

use agent_core::{Keyboard, PopLevel};
use agent_runtime::AgentHandle;
use doctor::Fact;
use rfd::{AsyncMessageDialog, MessageButtons, MessageDialog, MessageDialogResult, MessageLevel};
use tauri::image::Image;
use tauri::{
    AppHandle, LogicalSize, Monitor, PhysicalPosition, RunEvent, WebviewWindow, WebviewWindowBuilder, Wry,
};
use tracing::warn;

use crate::arguments::Rendering;
use crate::platform::Question;

pub(crate) use super::anywhere::{beside, make_windows};
pub(crate) use super::each_page::watch_pages;
pub(crate) use super::global_keys::{Keys, focus_pop, marked_text, unfocus_pop};
pub(crate) use autostart::{autostart, set_autostart};
pub(crate) use caret::caret_on;
pub(crate) use links::offer_links;
pub(crate) use notifications::{show_notification, tell, watch as watch_notifications};
pub(crate) use pages::follow_page;
pub(crate) use presence::Watch;
pub(crate) use sleep::watch_sleep;

pub(super) use marked::read_marked;

/// What the agent's shortcuts stand on.
pub(crate) const KEYBOARD: Keyboard = Keyboard::Usual;

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
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// The system draws the icon itself.
pub(crate) fn has_tray_library() -> bool {
    true
}

/// There always is a tray.
pub(crate) async fn watch_tray(_agent: AgentHandle, set: impl Fn(bool)) {
    set(true);
}

/// Links and second starts come by the command line.
pub(crate) fn on_event(_app: &AppHandle, _event: &RunEvent) {}

/// Its windows have no menu.
#[expect(clippy::unnecessary_wraps, reason = "on macOS it may fail")]
pub(crate) fn put_quit_in_the_menu(_app: &AppHandle, _id: &str, _text: &str) -> tauri::Result<()> {
    Ok(())
}

/// A dot at the program's icon while somebody waits; Windows has no figures there.
pub(crate) fn set_badge(window: &WebviewWindow, count: u32) -> tauri::Result<()> {
    window.set_overlay_icon((count > 0).then(dot))
}

fn dot() -> Image<'static> {
    const SIDE: u32 = 16;
    let red = |at: u32| {
        let (x, y) = (at % SIDE, at / SIDE);
        // Twice the distance from the middle, which lies between four of them.
        let (x, y) = ((2 * x + 1).abs_diff(SIDE), (2 * y + 1).abs_diff(SIDE));
        if x * x + y * y <= SIDE * SIDE { [0xc6, 0x28, 0x28, 0xff] } else { [0; 4] }
    };
    Image::new_owned((0..SIDE * SIDE).flat_map(red).collect(), SIDE, SIDE)
}

/// Where no screen reaches: the place that the system itself gives to minimized windows.
const ASIDE: i32 = -32_000;

/// The pop-up as it is before the first call: shown, out of sight. The window library shows a window that was hidden in a
/// way that gives it the keyboard, also one that asked not to have it; only a window that is created as shown gets none.
pub(crate) fn prepare_pop(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    builder.visible(true).position(ASIDE.into(), ASIDE.into())
}

/// It is shown already, elsewhere. A window that is always on top lies above programs that fill the screen.
pub(crate) fn show_pop(
    pop: &WebviewWindow,
    _level: PopLevel,
    size: LogicalSize<f64>,
    at: Option<(PhysicalPosition<i32>, Monitor)>,
) -> tauri::Result<()> {
    pop.set_size(size)?;
    at.map_or(Ok(()), |(at, _)| pop.set_position(at))
}

pub(crate) fn hide_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    pop.set_position(PhysicalPosition::new(ASIDE, ASIDE))
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

/// Windows ends programs with a window by a message of its own, which the window library takes for the end of its loop.
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
