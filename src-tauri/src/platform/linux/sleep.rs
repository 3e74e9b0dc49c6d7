//! The machine's sleep. The clocks tell of it too, some seconds after it woke; the system's own service tells at once.

use agent_runtime::AgentHandle;
use futures_util::StreamExt as _;
use tracing::{debug, info};
use zbus::{Connection, MatchRule, MessageStream};

const SERVICE: &str = "org.freedesktop.login1";
const INTERFACE: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";

/// Says whenever the machine woke up.
pub(crate) async fn watch_sleep(agent: AgentHandle) {
    let mut signals = match signals().await {
        Ok(signals) => signals,
        Err(error) => return debug!(%error, "nobody tells of sleep but the clocks"),
    };
    while let Some(signal) = signals.next().await {
        // It is sent with "true" before the sleep, and with "false" behind it.
        if signal.is_ok_and(|signal| signal.body().deserialize() == Ok(false)) {
            info!("the system says that it woke up");
            agent.woke();
        }
    }
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
