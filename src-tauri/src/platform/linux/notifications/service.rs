//! The service that shows notifications, spoken to over the kept connection.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::StreamExt as _;
use tokio::sync::{Mutex, broadcast};
use tracing::trace;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream, Result};

use crate::platform::linux::bus;
use crate::platform::{Notice, Urgency};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// In a desktop's own icons.
const ICON: &str = "call-start";
/// Who does not listen for so many has missed what it is told.
const UNHEARD: usize = 64;
/// As the service counts time: until somebody closes it.
const UNTIL_CLOSED: i32 = 0;
/// As long as the service thinks right.
const AS_USUAL: i32 = -1;

static KEPT: Mutex<Option<Arc<Service>>> = Mutex::const_new(None);

/// What is said to the service and heard from it, as long as the connection lasts.
#[derive(Debug)]
pub(super) struct Service {
    bus: Connection,
    says: broadcast::Receiver<Message>,
    server: Mutex<Option<Server>>,
}

/// The program behind the name, which another may take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Server {
    at: OwnedUniqueName,
    /// Whether it takes `<b>` for a wish to write bold.
    reads_markup: bool,
}

/// One that is shown. Another server counts its own from one again, so that a number alone says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    id: u32,
    by: OwnedUniqueName,
}

/// What became of one that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pressed(String),
    Closed,
}

impl Service {
    /// The service; over a new connection where the last is gone.
    pub(super) async fn reach() -> Result<Arc<Self>> {
        let mut kept = KEPT.lock().await;
        if let Some(service) = kept.as_ref().filter(|service| !service.bus.is_closed()) {
            return Ok(Arc::clone(service));
        }
        let bus = bus::session().await?;
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            // The bus lets nobody else pass for it.
            .sender(NAME)?
            .path(PATH)?
            .interface(NAME)?
            .build();
        let signals = MessageStream::for_match_rule(rule, &bus, None).await?;
        let (heard, says) = broadcast::channel(UNHEARD);
        tokio::spawn(pass_on(signals, heard));
        let service = Arc::new(Self { bus, says, server: Mutex::new(None) });
        *kept = Some(Arc::clone(&service));
        Ok(service)
    }

    /// All that it says from now on; it ends with the connection.
    pub(super) fn listen(&self) -> broadcast::Receiver<Message> {
        self.says.resubscribe()
    }

    /// Asks which program answers, and how it reads.
    pub(super) async fn meet(&self) -> Result<()> {
        self.server().await.map(drop)
    }

    /// Shows it, in the place of another one or in its own.
    pub(super) async fn show(&self, notice: &Notice, instead: Option<&Shown>) -> Result<Shown> {
        let expected = self.server().await?;
        let shown = self.notify(notice, expected.reads_markup, instead.map_or(0, |shown| shown.id)).await?;
        if shown.by == expected.at {
            return Ok(shown);
        }
        // Another program has taken the name meanwhile, and may read otherwise.
        *self.server.lock().await = None;
        let met = self.server().await?;
        if met.reads_markup == expected.reads_markup {
            return Ok(shown);
        }
        self.notify(notice, met.reads_markup, shown.id).await
    }

    /// Takes it back. One that is gone already is no trouble.
    pub(super) async fn close(&self, shown: &Shown) -> Result<()> {
        self.bus
            .call_method(Some(&shown.by), PATH, Some(NAME), "CloseNotification", &shown.id)
            .await
            .map(drop)
    }

    async fn server(&self) -> Result<Server> {
        let mut known = self.server.lock().await;
        if let Some(server) = known.as_ref() {
            return Ok(server.clone());
        }
        let answer = self.bus.call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &()).await?;
        let capabilities: Vec<String> = answer.body().deserialize()?;
        let reads_markup = capabilities.iter().any(|capability| capability == "body-markup");
        let server = Server { at: sender(&answer)?, reads_markup };
        *known = Some(server.clone());
        Ok(server)
    }

    async fn notify(&self, notice: &Notice, reads_markup: bool, replaces: u32) -> Result<Shown> {
        let Notice { title, body, urgency, buttons } = notice;
        // What callers send must not be taken for markup.
        let body = if reads_markup { escape(body) } else { body.clone() };
        let buttons: Vec<&str> =
            buttons.iter().flat_map(|(action, label)| [*action, label.as_str()]).collect();
        let (level, lasts) = match urgency {
            Urgency::Usual => (1_u8, AS_USUAL),
            Urgency::Rings => (2_u8, UNTIL_CLOSED),
        };
        let hints = HashMap::from([("urgency", Value::from(level))]);
        let wish = (Notice::FROM, replaces, ICON, title, body, buttons, hints, lasts);
        trace!(target: "hops", "asked for the notification");
        let answer = self.bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &wish).await?;
        trace!(target: "hops", "the bus answered");
        Ok(Shown { id: answer.body().deserialize()?, by: sender(&answer)? })
    }
}

impl Shown {
    /// What this says of it; `None`: nothing.
    pub(super) fn fate(&self, said: &Message) -> Option<Fate> {
        let header = said.header();
        if header.sender() != Some(&*self.by) {
            return None;
        }
        let body = said.body();
        let (id, fate) = match header.member()?.as_str() {
            "ActionInvoked" => {
                let (id, action): (u32, String) = body.deserialize().ok()?;
                (id, Fate::Pressed(action))
            }
            "NotificationClosed" => {
                let (id, _why): (u32, u32) = body.deserialize().ok()?;
                (id, Fate::Closed)
            }
            _ => return None,
        };
        (id == self.id).then_some(fate)
    }
}

/// The library's own way of listening holds up all that comes on the connection where one listener is slow.
async fn pass_on(mut signals: MessageStream, heard: broadcast::Sender<Message>) {
    while let Some(Ok(signal)) = signals.next().await {
        // Nobody may wait for it.
        let _ = heard.send(signal);
    }
}

fn sender(answer: &Message) -> Result<OwnedUniqueName> {
    let header = answer.header();
    header.sender().map(|name| name.to_owned().into()).ok_or(zbus::Error::MissingField)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: &str, member: &str, body: &(u32, &str)) -> Message {
        Message::signal(PATH, NAME, member).unwrap().sender(by).unwrap().build(body).unwrap()
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape("<b>Eve</b> & Co"), "&lt;b&gt;Eve&lt;/b&gt; &amp; Co");
    }

    #[test]
    fn a_press_counts_for_its_own_notification_alone() {
        let shown = Shown { id: 7, by: OwnedUniqueName::try_from(":1.20").unwrap() };
        let pressed = Some(Fate::Pressed("hang-up".to_owned()));
        assert_eq!(shown.fate(&said(":1.20", "ActionInvoked", &(7, "hang-up"))), pressed);
        assert_eq!(shown.fate(&said(":1.20", "ActionInvoked", &(8, "hang-up"))), None);
        assert_eq!(shown.fate(&said(":1.21", "ActionInvoked", &(7, "hang-up"))), None, "another server's 7");
        assert_eq!(shown.fate(&said(":1.20", "ActivationToken", &(7, "hang-up"))), None);
        let closed = Message::signal(PATH, NAME, "NotificationClosed").unwrap().sender(":1.20").unwrap();
        assert_eq!(shown.fate(&closed.build(&(7_u32, 2_u32)).unwrap()), Some(Fate::Closed));
    }
}
