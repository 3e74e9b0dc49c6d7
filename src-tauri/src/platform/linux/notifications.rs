//! Notifications over D-Bus. The service may be absent, or there and silent: whoever waits here, nothing else waits for
//! him.

use std::time::Duration;

use agent_core::{DesktopPart, Lack};
use agent_runtime::AgentHandle;
use notify_rust::error::Result;
use notify_rust::{Notification, NotificationHandle, NotificationResponse, Urgency};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tracing::warn;

use crate::platform::pressed as pressed_action;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// Longer than any healthy service takes, and still while the phone rings.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// More notifications than a desktop shows. A service that is silent for a day gets no more than this many to catch up on.
static UNDER_WAY: Semaphore = Semaphore::const_new(16);

/// Asks once whether notifications are shown at all.
pub(crate) async fn watch(agent: AgentHandle) {
    // What is missing is told on the way.
    let _ = told(reads_markup(), &agent).await;
}

/// Marks a notification as one that may not wait.
pub(crate) fn make_urgent(notification: &mut Notification) {
    notification.urgency(Urgency::Critical);
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(mut notification: Notification, agent: &AgentHandle) {
    let Ok(_place) = UNDER_WAY.try_acquire() else { return };
    let _ = told(send(&mut notification), agent).await;
}

/// Shows a notification until it is pressed or closed by the person, or until `changes` ends; gives the action that was
/// pressed, `default` for the notification itself.
pub(crate) async fn show_notification(
    mut notification: Notification,
    mut changes: mpsc::UnboundedReceiver<Notification>,
    agent: &AgentHandle,
) -> Option<String> {
    let _place = UNDER_WAY.try_acquire().ok()?;
    // Shown late, perhaps after the call: what follows takes it back then.
    let handle = told(send(&mut notification), agent).await?;
    let (press, mut pressed) = mpsc::channel::<String>(1);
    let waiting = handle.wait_for_action_async(|response: &NotificationResponse| {
        if let Some(action) = pressed_action(response) {
            // Full or closed: one press is enough.
            let _ = press.try_send(action);
        }
    });
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            change = changes.recv() => {
                let Some(new) = change else {
                    handle.close_async().await;
                    return None;
                };
                // The same id: it changes in its place, and its buttons stay those that are waited for.
                notification.summary(&new.summary).body(&new.body).id(handle.id());
                told(send(&mut notification), agent).await;
            }
            () = &mut waiting => return pressed.try_recv().ok(),
        }
    }
}

/// Waits for the service's answer, and tells the agent when none comes in time or none will come.
async fn told<T>(answer: impl Future<Output = Result<T>>, agent: &AgentHandle) -> Option<T> {
    tokio::pin!(answer);
    let answered = if let Ok(answered) = timeout(ANSWER_LIMIT, &mut answer).await {
        answered
    } else {
        warn!("the notification service does not answer");
        agent.lacks(Lack::NotificationAnswer).await;
        answer.await
    };
    match answered {
        Ok(answered) => {
            agent.has(DesktopPart::Notifications).await;
            Some(answered)
        }
        Err(error) => {
            warn!(%error, "there is no notification service");
            agent.lacks(Lack::NotificationService).await;
            None
        }
    }
}

async fn send(notification: &mut Notification) -> Result<NotificationHandle> {
    // What callers send must not be taken for markup.
    if reads_markup().await? {
        notification.body = escape(&notification.body);
    }
    notification.show_async().await
}

async fn reads_markup() -> Result<bool> {
    let bus = zbus::Connection::session().await?;
    let answer = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "GetCapabilities", &()).await?;
    let capabilities: Vec<String> = answer.body().deserialize()?;
    Ok(capabilities.iter().any(|capability| capability == "body-markup"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape("<b>Eve</b> & Co"), "&lt;b&gt;Eve&lt;/b&gt; &amp; Co");
    }
}
