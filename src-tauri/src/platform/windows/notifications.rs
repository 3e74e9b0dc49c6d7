//! Toasts. What nobody takes back is shown by the library; it gives a toast no tag, and by its tag alone Windows finds one
//! again, so those that change or go with what they tell of are shown straight (`toast`).

mod toast;

use agent_runtime::AgentHandle;
use tauri::async_runtime::spawn_blocking;
use tokio::sync::mpsc;
use tracing::{debug, warn};
use windows::core::{HSTRING, Result, h};

use crate::platform::Notice;
use crate::platform::library::made_of;
use toast::Toast;

/// Under this name Windows shows notifications; the installer gives it to the program's shortcut.
const APP_ID: &HSTRING = h!("com.openvox.uc-companion");

/// Takes away what a program left that ended in the middle of a ring: a call's toast stays until it is taken back.
pub(crate) async fn watch(_agent: AgentHandle) {
    if let Err(error) = off_the_runtime(toast::take_back_all).await {
        debug!(%error, "no notifications of an earlier start");
    }
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notice: Notice, _agent: &AgentHandle) {
    let mut notification = made_of(&notice);
    notification.app_id(&APP_ID.to_string());
    // The system's call blocks. The task is lost only when the program ends.
    let shown = spawn_blocking(move || notification.show().map(drop)).await;
    if let Ok(Err(error)) = shown {
        warn!(%error, "a notification could not be shown");
    }
}

/// Shows a notification until it is pressed or closed by the person, or until `changes` ends; gives the action that was
/// pressed, `default` for the notification itself.
pub(crate) async fn show_notification(
    notice: Notice,
    mut changes: mpsc::UnboundedReceiver<Notice>,
    _agent: &AgentHandle,
) -> Option<String> {
    let (says, mut said) = mpsc::unbounded_channel();
    let mut toast = match off_the_runtime(move || Toast::show(&notice, says)).await {
        Ok(toast) => toast,
        Err(error) => {
            warn!(%error, "a notification could not be shown");
            return None;
        }
    };
    loop {
        tokio::select! {
            change = changes.recv() => {
                let goes = change.is_none();
                let followed = off_the_runtime(move || {
                    let followed = match change {
                        Some(notice) => toast.reword(&notice),
                        None => toast.take_back(),
                    };
                    if let Err(error) = followed {
                        debug!(%error, "a notification was gone before the call");
                    }
                    Ok(toast)
                });
                toast = followed.await.ok()?;
                if goes {
                    return None;
                }
            }
            pressed = said.recv() => return pressed.flatten(),
        }
    }
}

/// The system's calls block.
async fn off_the_runtime<T: Send + 'static>(call: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(call).await.unwrap_or_else(|error| Err(std::io::Error::other(error).into()))
}
