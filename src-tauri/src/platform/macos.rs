//! macOS: the notification centre.

use std::convert::Infallible;

use agent_core::PopLevel;
use agent_runtime::AgentHandle;
use notify_rust::Notification;
use tauri::WebviewWindow;
use tauri::async_runtime::spawn_blocking;
use tokio::sync::mpsc;
use tracing::warn;

/// There always is one.
#[expect(clippy::unnecessary_wraps, reason = "other systems may have none")]
pub(crate) fn find_display() -> Result<(), Infallible> {
    Ok(())
}

/// The system draws the icon itself.
pub(crate) fn has_tray_library() -> bool {
    true
}

/// There always is a tray.
pub(crate) async fn watch_tray(_agent: AgentHandle, set: impl Fn(bool)) {
    set(true);
}

/// Notifications are a part of the system.
pub(crate) async fn watch_notifications(_agent: AgentHandle) {}

/// A program that fills the screen has a space of its own, which other programs' windows do not enter.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may fail")]
pub(crate) fn set_pop_level(_window: &WebviewWindow, _level: PopLevel) -> tauri::Result<()> {
    Ok(())
}

/// The centre knows no urgency for a program that is not signed.
pub(crate) fn make_urgent(_notification: &mut Notification) {}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notification: Notification, _agent: &AgentHandle) {
    // The system's call blocks. The task is lost only when the program ends.
    let shown = spawn_blocking(move || notification.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        warn!(%error, "a notification could not be shown");
    }
}

/// Shows a notification. The system keeps it until the person dismisses it, and tells of no press.
pub(crate) async fn show(
    notification: Notification,
    _changes: mpsc::UnboundedReceiver<Notification>,
    agent: &AgentHandle,
) -> Option<String> {
    tell(notification, agent).await;
    None
}
