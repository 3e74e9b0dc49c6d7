//! Windows: toasts.

use notify_rust::error::Result;
use notify_rust::{Notification, Urgency};
use tauri::async_runtime::spawn_blocking;
use tokio::sync::mpsc;

/// Toasts show the body as it is.
pub(crate) fn reads_markup() -> bool {
    false
}

/// Marks a notification as one that may not wait.
pub(crate) fn make_urgent(notification: &mut Notification) {
    notification.urgency(Urgency::Critical);
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notification: Notification) -> Result<()> {
    // The system's call blocks. The task is lost only when the program ends.
    spawn_blocking(move || notification.show().map(drop)).await.unwrap_or(Ok(()))
}

/// Shows a notification. The system keeps it until the person dismisses it, and tells of no press.
pub(crate) async fn show(
    notification: Notification,
    _changes: mpsc::UnboundedReceiver<Notification>,
) -> Result<Option<String>> {
    tell(notification).await.map(|()| None)
}
