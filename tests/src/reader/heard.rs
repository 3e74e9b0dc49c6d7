//! What a screen reader is told without looking.

use anyhow::{Context as _, Result};
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout};
use zbus::zvariant::{Structure, Value};
use zbus::{MatchRule, MessageStream};

use super::{Element, Place, REGISTRY, Reader, Role};
use crate::wait::PATIENCE;

/// An element that was read out as it came.
#[derive(Debug, Clone)]
pub struct Alert {
    /// An alert, which interrupts, or a status, which waits.
    pub role: Role,
    /// All that stands in it.
    pub text: String,
    /// When it was heard.
    pub at: Instant,
}

/// Elements that come and are read out by themselves.
#[derive(Debug)]
pub struct Alerts {
    stream: MessageStream,
}

impl Alerts {
    pub(super) async fn start(reader: &Reader) -> Result<Self> {
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface("org.a11y.atspi.Event.Object")?
            .member("ChildrenChanged")?
            .build();
        let stream = MessageStream::for_match_rule(rule, &reader.bus, Some(4096)).await?;
        let wanted = ("Object:ChildrenChanged", Vec::<String>::new(), "");
        let registry = Some("org.a11y.atspi.Registry");
        let path = "/org/a11y/atspi/registry";
        reader.bus.call_method(Some(REGISTRY), path, registry, "RegisterEvent", &wanted).await?;
        Ok(Self { stream })
    }

    /// The next one.
    pub async fn next(&mut self, reader: &Reader) -> Result<Alert> {
        let heard = timeout(PATIENCE, async {
            loop {
                let message = self.stream.next().await.context("the bus has ended")??;
                let at = Instant::now();
                if let Some(element) = came(reader, &message).await
                    && [Role::Alert, Role::Status].contains(&element.role)
                {
                    let text = reader.text(&element).await;
                    return Ok(Alert { role: element.role, text, at });
                }
            }
        });
        heard.await.context("nothing was read out")?
    }
}

/// The element that came, unless it is gone again.
async fn came(reader: &Reader, message: &zbus::Message) -> Option<Element> {
    let body = message.body();
    // GTK and WebKit say different things behind the child.
    let told = body.deserialize::<Structure<'_>>().ok()?;
    let [Value::Str(what), _, _, Value::Value(child), ..] = told.fields() else { return None };
    if what.as_str() != "add" {
        return None;
    }
    let place = Place::try_from(child.try_clone().ok()?).ok()?;
    reader.element(&place).await.ok()
}
