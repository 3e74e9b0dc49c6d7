//! Notifications over D-Bus. The service may be absent, or there and silent: whoever waits here, nothing else waits for
//! him.

mod service;

use std::time::Duration;

use agent_core::{DesktopPart, Lack};
use agent_runtime::AgentHandle;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tracing::{debug, warn};
use zbus::Result;

use crate::platform::Notice;
use service::{Fate, Service};

/// Longer than any healthy service takes, and still while the phone rings.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// More notifications than a desktop shows. A service that is silent for a day gets no more than this many to catch up on.
static UNDER_WAY: Semaphore = Semaphore::const_new(16);

/// Asks once whether notifications are shown at all. The first ring finds the connection open, and the service known.
pub(crate) async fn watch(agent: AgentHandle) {
    // What is missing is told on the way.
    let _ = told(async { Service::reach().await?.meet().await }, &agent).await;
}

/// Shows a notification that nobody takes back.
pub(crate) async fn tell(notice: Notice, agent: &AgentHandle) {
    let Ok(_place) = UNDER_WAY.try_acquire() else { return };
    let _ = told(async { Service::reach().await?.show(&notice, None).await }, agent).await;
}

/// Shows a notification until it is pressed or closed by the person, or until `changes` ends; gives the action that was
/// pressed, `default` for the notification itself.
pub(crate) async fn show_notification(
    mut notice: Notice,
    mut changes: mpsc::UnboundedReceiver<Notice>,
    agent: &AgentHandle,
) -> Option<String> {
    let _place = UNDER_WAY.try_acquire().ok()?;
    let asked = async {
        let service = Service::reach().await?;
        // From before it is shown: it may be pressed at once.
        let says = service.listen();
        let shown = service.show(&notice, None).await?;
        Ok((service, says, shown))
    };
    // Shown late, perhaps after the call: what follows takes it back then.
    let (service, mut says, mut shown) = told(asked, agent).await?;
    loop {
        tokio::select! {
            change = changes.recv() => {
                let Some(new) = change else {
                    if let Err(error) = service.close(&shown).await {
                        debug!(%error, "a notification was gone before the call");
                    }
                    return None;
                };
                // It changes in its place, and its buttons stay those that are waited for.
                (notice.title, notice.body) = (new.title, new.body);
                if let Some(again) = told(service.show(&notice, Some(&shown)), agent).await {
                    shown = again;
                }
            }
            said = says.recv() => match said {
                Ok(said) => match shown.fate(&said) {
                    Some(Fate::Pressed(action)) => return Some(action),
                    Some(Fate::Closed) => return None,
                    None => {}
                },
                Err(RecvError::Lagged(_)) => {}
                // The desktop is gone, and the notification with it.
                Err(RecvError::Closed) => return None,
            },
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
