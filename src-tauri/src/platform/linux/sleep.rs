//! The machine's sleep. The clocks tell of it too, some seconds after it woke; the system's own service tells at once.

use std::time::Duration;

use agent_core::{Intent, QuitIntent, View};
use agent_runtime::AgentHandle;
use futures_util::StreamExt as _;
use tokio::time::timeout;
use tracing::{debug, info, warn};
use zbus::zvariant::OwnedFd;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

const SERVICE: &str = "org.freedesktop.login1";
const INTERFACE: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";
/// The system waits five seconds for all programs together.
const QUEUES_WAIT: Duration = Duration::from_secs(2);

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
                leave_queues(&agent).await;
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

/// As the policy says, as far as there is time for it.
async fn leave_queues(agent: &AgentHandle) {
    let told = async {
        // An error says that the runtime has ended.
        let _ = agent.dispatch(Intent::Quit(QuitIntent::Sleep)).await;
        let waits = |view: &View| view.queues.iter().any(|queue| queue.pending.is_some());
        agent.watch().wait_for(|view| !waits(view)).await.is_ok()
    };
    if timeout(QUEUES_WAIT, told).await.is_err() {
        warn!("the PBX was too slow to say what became of the queues");
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
