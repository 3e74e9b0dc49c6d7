//! The machine's sleep. The clocks tell of it too, some seconds after it woke; the system's own service tells at once.

use agent_runtime::AgentHandle;
use futures_util::StreamExt as _;
use tracing::{debug, info};
use zbus::zvariant::OwnedFd;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use crate::quit;

const SERVICE: &str = "org.freedesktop.login1";
const INTERFACE: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";

/// Says whenever the machine woke up, and before it sleeps does what the administrator wants of the queues: it waits for
/// that, up to the system's own limit.
pub(crate) async fn watch_sleep(agent: AgentHandle) {
    let mut signals = match signals().await {
        Ok(signals) => signals,
        Err(error) => return debug!(%error, "nobody tells of sleep but the clocks"),
    };
    let mut delay = hold_up().await;
    while let Some(signal) = signals.next().await {
        // It is sent with "true" before the sleep, and with "false" behind it.
        match signal.map(|signal| signal.body().deserialize()) {
            Ok(Ok(true)) => {
                quit::before_sleep(&agent).await;
                drop(delay.take());
            }
            Ok(Ok(false)) => {
                info!("the system says that it woke up");
                agent.woke();
                delay = hold_up().await;
            }
            _ => {}
        }
    }
}

/// As long as it is kept, the machine waits a few seconds before it sleeps.
async fn hold_up() -> Option<OwnedFd> {
    let asked = async {
        let manager = Proxy::new(&Connection::system().await?, SERVICE, PATH, INTERFACE).await?;
        let why = ("sleep", "UC Companion", "Leaves the agent's queues", "delay");
        manager.call("Inhibit", &why).await
    };
    asked.await.inspect_err(|error: &zbus::Error| debug!(%error, "sleep does not wait for the queues")).ok()
}

async fn signals() -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        // The bus lets nobody else pass for it.
        .sender(SERVICE)?
        .path(PATH)?
        .interface(INTERFACE)?
        .member("PrepareForSleep")?
        .build();
    MessageStream::for_match_rule(rule, &Connection::system().await?, None).await
}
