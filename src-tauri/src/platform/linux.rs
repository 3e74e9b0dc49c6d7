//! Linux and the desktops on it: notifications over D-Bus.

use notify_rust::error::Result;
use notify_rust::{Notification, NotificationResponse, Urgency};
use tokio::sync::mpsc;
use tracing::warn;

/// Whether the notification server reads markup in the body. Blocks while it answers.
pub(crate) fn reads_markup() -> bool {
    match notify_rust::get_capabilities() {
        Ok(capabilities) => capabilities.iter().any(|capability| capability == "body-markup"),
        Err(error) => {
            warn!(%error, "there is no notification server");
            false
        }
    }
}

/// Marks a notification as one that may not wait.
pub(crate) fn make_urgent(notification: &mut Notification) {
    notification.urgency(Urgency::Critical);
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notification: Notification) -> Result<()> {
    notification.show_async().await.map(drop)
}

/// Shows a notification until it is pressed or closed by the person, or until `changes` ends; gives the action that was
/// pressed, `default` for the notification itself.
pub(crate) async fn show(
    mut notification: Notification,
    mut changes: mpsc::UnboundedReceiver<Notification>,
) -> Result<Option<String>> {
    let handle = notification.show_async().await?;
    let (press, mut pressed) = mpsc::channel::<String>(1);
    let waiting = handle.wait_for_action_async(|response: &NotificationResponse| {
        let action = match response {
            NotificationResponse::Default => "default",
            NotificationResponse::Action(action) => action,
            _ => return,
        };
        // Full or closed: one press is enough.
        let _ = press.try_send(action.to_owned());
    });
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            change = changes.recv() => {
                let Some(new) = change else {
                    handle.close_async().await;
                    return Ok(None);
                };
                // The same id: it changes in its place, and its buttons stay those that are waited for.
                notification.summary(&new.summary).body(&new.body).id(handle.id());
                if let Err(error) = notification.show_async().await {
                    warn!(%error, "a notification could not be changed");
                }
            }
            () = &mut waiting => return Ok(pressed.try_recv().ok()),
        }
    }
}
