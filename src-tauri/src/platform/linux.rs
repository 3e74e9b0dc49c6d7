//! Linux and the desktops on it. None of them has everything; each part here says what is missing and goes on.

mod notifications;
mod tray;

use agent_core::PopLevel;
use gtk::prelude::{GtkWindowExt as _, WidgetExt as _};
use tauri::WebviewWindow;

pub(crate) use notifications::{make_urgent, show, tell, watch as watch_notifications};
pub(crate) use tray::{has_library as has_tray_library, watch as watch_tray};

/// There is nothing to draw windows on.
#[derive(Debug, thiserror::Error)]
#[error("there is no display to show windows on; start it on a desktop, or set DISPLAY to one")]
pub(crate) struct NoDisplay;

/// Looks for a display, because the window library panics where there is none. On the main thread only.
pub(crate) fn find_display() -> Result<(), NoDisplay> {
    gtk::init().map_err(|_| NoDisplay)
}

/// Puts the pop-up above programs that fill the screen, or below them. While it is hidden; on the main thread only.
///
/// Window managers keep a window that fills the screen above all others that they manage, so ours must be none of them:
/// X shows it where and when we say, and gives it no keyboard. Wayland has no such windows.
pub(crate) fn set_pop_level(window: &WebviewWindow, level: PopLevel) -> tauri::Result<()> {
    let window = window.gtk_window()?;
    window.realize();
    if let Some(surface) = window.window() {
        surface.set_override_redirect(level == PopLevel::Top);
    }
    window.set_keep_above(true);
    Ok(())
}
