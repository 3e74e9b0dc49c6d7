//! Toasts. Windows finds one again by a tag alone, and the library that shows them sets none: so a toast is neither
//! reworded nor taken back, and goes by itself after half a minute.

use agent_runtime::AgentHandle;
use notify_rust::{Notification, NotificationResponse};
use tauri::async_runtime::spawn_blocking;
use tokio::sync::{Semaphore, mpsc};
use tracing::warn;

use crate::platform::Notice;
use crate::platform::library::{made_of, pressed};

/// Under this name Windows shows notifications; the installer gives it to the program's shortcut.
const APP_ID: &str = "com.openvox.uc-companion";
/// Each of those that may be pressed holds a thread. Windows shows three at once; of one that it keeps back it may never
/// say how it ended.
static MAY_BE_PRESSED: Semaphore = Semaphore::const_new(16);

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notice: Notice, _agent: &AgentHandle) {
    let notification = toast(&notice);
    // The system's call blocks. The task is lost only when the program ends.
    let shown = spawn_blocking(move || notification.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        warn!(%error, "a notification could not be shown");
    }
}

/// Shows a notification until it is pressed or goes; gives the action that was pressed, `default` for the notification
/// itself. One of a call that has ended by then says so: the core refuses it, and tells.
pub(crate) async fn show_notification(
    notice: Notice,
    _changes: mpsc::UnboundedReceiver<Notice>,
    agent: &AgentHandle,
) -> Option<String> {
    let Ok(_place) = MAY_BE_PRESSED.try_acquire() else {
        tell(notice, agent).await;
        return None;
    };
    let notification = toast(&notice);
    let waited = spawn_blocking(move || {
        let mut action = None;
        let shown = notification.show()?;
        shown.wait_for_response(|response: &NotificationResponse| action = pressed(response))?;
        Ok::<_, notify_rust::error::Error>(action)
    });
    match waited.await {
        Ok(Ok(action)) => action,
        Ok(Err(error)) => {
            warn!(%error, "a notification could not be shown");
            None
        }
        Err(_) => None,
    }
}

fn toast(notice: &Notice) -> Notification {
    let mut notification = made_of(notice);
    notification.app_id(APP_ID);
    notification
}
