//! Whether there is a tray: the library that draws the icon, and on the bus the host that shows it.

use std::time::Duration;

use agent_core::{DesktopPart, Lack};
use agent_runtime::AgentHandle;
use futures_util::StreamExt as _;
use libloading::Library;
use tokio::time::timeout;
use tracing::warn;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};

use crate::platform::linux::bus;

/// Under this name on the bus stands what shows icons.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
/// A session that begins starts its panel at about the time it starts us.
const PATIENCE: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// As the crate looks for them that draws the icon, which panics without.
const LIBRARIES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];

/// Whether the library is installed.
pub(crate) fn has_library() -> bool {
    #[expect(
        unsafe_code,
        reason = "a library's own code runs when it is loaded, and this one is loaded anyway"
    )]
    let is_there = |name: &str| unsafe { Library::new(name) }.is_ok();
    LIBRARIES.iter().any(|name| is_there(name))
}

/// Says at each change whether something shows icons. Until it has said so, nothing does.
pub(crate) async fn watch(agent: AgentHandle, set: impl Fn(bool)) {
    let Ok(Ok((mut is_there, mut changes))) = timeout(ANSWER_LIMIT, first_look()).await else {
        warn!("there is no D-Bus to ask for a tray");
        set(false);
        agent.lacks(Lack::TrayHost).await;
        return;
    };
    loop {
        if is_there {
            set(true);
            agent.has(DesktopPart::Tray).await;
        }
        let next = if is_there { Ok(changes.next().await) } else { timeout(PATIENCE, changes.next()).await };
        let change = if let Ok(change) = next {
            change
        } else {
            set(false);
            agent.lacks(Lack::TrayHost).await;
            changes.next().await
        };
        // The bus is gone, and the session with it.
        let Some(change) = change else { return };
        is_there = change.args().is_ok_and(|change| change.new_owner().is_some());
    }
}

async fn first_look() -> zbus::Result<(bool, NameOwnerChangedStream)> {
    let bus = bus::session().await?;
    let proxy = DBusProxy::new(&bus).await?;
    let changes = proxy.receive_name_owner_changed_with_args(&[(0, WATCHER)]).await?;
    let is_there = proxy.name_has_owner(WATCHER.try_into()?).await?;
    Ok((is_there, changes))
}
