//! macOS: the notification centre.

use notify_rust::Notification;
use notify_rust::error::Result;
use tauri::async_runtime::spawn_blocking;
use tokio::sync::mpsc;

/// The centre shows the body as it is.
pub(crate) fn reads_markup() -> bool {
    false
}

/// The centre knows no urgency for a program that is not signed.
pub(crate) fn make_urgent(_notification: &mut Notification) {}

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
