//! Programs that fill the screen. Each has a space of its own, which a window of another program enters only as what the
//! system calls auxiliary, and only while that program has no place in the Dock.

use agent_core::PopLevel;
use objc2_app_kit::{NSWindow, NSWindowCollectionBehavior};
use tauri::{ActivationPolicy, AppHandle, Manager as _, WebviewWindow};
use tracing::warn;

use crate::windows;

/// Puts the pop-up above a program that fills the screen, or below it. While it is hidden; on the main thread only.
pub(super) fn set_pop_level(pop: &WebviewWindow, level: PopLevel) -> tauri::Result<()> {
    let everywhere = NSWindowCollectionBehavior::CanJoinAllSpaces;
    let behavior = match level {
        PopLevel::Top => everywhere | NSWindowCollectionBehavior::FullScreenAuxiliary,
        PopLevel::BelowFullScreen => everywhere,
    };
    let window = pop.ns_window()?.cast::<NSWindow>();
    #[expect(
        unsafe_code,
        reason = "the window library gives its window as a bare pointer, which lives as long as the pop-up"
    )]
    // SAFETY: it is an NSWindow, as the library says, nobody else borrows it, and this is the main thread.
    let window = unsafe { window.as_ref() };
    if let Some(window) = window {
        window.setCollectionBehavior(behavior);
    }
    let app = pop.app_handle();
    let main = app.get_webview_window(windows::MAIN);
    // With its window in sight the program keeps its place; there the agent looks at it anyway.
    if level == PopLevel::Top && main.is_none_or(|main| main.is_visible().is_ok_and(|visible| !visible)) {
        app.set_activation_policy(ActivationPolicy::Accessory)?;
    }
    Ok(())
}

/// The main window is used again: back into the Dock, and into the list that Command and Tab show.
pub(super) fn be_in_the_dock(app: &AppHandle) {
    if let Err(error) = app.set_activation_policy(ActivationPolicy::Regular) {
        warn!(%error, "the program is not in the Dock");
    }
}
