//! What notifications are asked for, seen by a monitor on the desktop's bus.

use std::time::Duration;

use anyhow::{Context as _, Result};
use futures_util::StreamExt as _;
use journeys::Desktop;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio::time::timeout;
use zbus::fdo::MonitoringProxy;
use zbus::message::Type;
use zbus::{MatchRule, Message, MessageStream, connection};

/// A ring that tells nothing for so long is not told of.
const PATIENCE: Duration = Duration::from_secs(10);

/// Watches who asks for notifications.
#[derive(Debug)]
pub(crate) struct Bus(mpsc::UnboundedReceiver<(Instant, Message)>);

impl Bus {
    pub(crate) async fn watch(desktop: &Desktop) -> Result<Self> {
        let address = desktop.variable("DBUS_SESSION_BUS_ADDRESS").context("a desktop without a bus")?;
        let connection = connection::Builder::address(address)?.build().await?;
        let mut messages = MessageStream::from(&connection);
        let rule = MatchRule::builder().msg_type(Type::MethodCall).member("Notify")?.build();
        MonitoringProxy::new(&connection).await?.become_monitor(&[rule], 0).await?;
        let (asked, all) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = messages.next().await {
                let at = Instant::now();
                let is_asked = message.header().member().is_some_and(|member| member.as_str() == "Notify");
                if is_asked && asked.send((at, message)).is_err() {
                    return;
                }
            }
        });
        Ok(Self(all))
    }

    /// Forgets what was asked so far.
    pub(crate) fn look_away(&mut self) {
        while self.0.try_recv().is_ok() {}
    }

    /// When the next is asked for that tells of this caller.
    pub(crate) async fn tells_of(&mut self, number: &str) -> Result<Instant> {
        let told = async {
            while let Some((at, message)) = self.0.recv().await {
                let is_part = |part: &[u8]| message.data().windows(part.len()).any(|bytes| bytes == part);
                // A caller before may be told of late, as one that was missed.
                if is_part(number.as_bytes()) {
                    return Some(at);
                }
            }
            None
        };
        timeout(PATIENCE, told).await.ok().flatten().context("no notification was asked for")
    }
}
