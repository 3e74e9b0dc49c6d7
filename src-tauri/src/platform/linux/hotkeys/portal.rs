//! Keys of Wayland: the desktop's portal gives them, and may ask the person. What it calls given has been seen not to
//! arrive, so that only a press proves anything. A session of the portal is bound once: other keys are another session.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use agent_core::{BoundHotkey, Held, HotkeyAction, HotkeyOutcome, Shortcut};
use anyhow::Context as _;
use futures_util::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};
use tracing::debug;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MatchRule, MessageStream};

use super::super::bus;
use crate::platform::KeyMoved;

const SERVICE: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
/// Who the program is, for desktops that want to know it before they give keys.
const APPLICATION: &str = "com.openvox.uc-companion";
/// The person may be asked, and think about it.
const ANSWERED_WITHIN: Duration = Duration::from_mins(2);

/// A session, a key, when, and more.
type Moved = (OwnedObjectPath, String, u64, HashMap<String, OwnedValue>);
type Options<'a> = HashMap<&'a str, Value<'a>>;

/// The portal, and the session whose keys hold.
#[derive(Debug)]
pub(crate) struct Portal {
    bus: Connection,
    moved: UnboundedSender<KeyMoved>,
    session: Option<Session>,
}

#[derive(Debug)]
struct Session {
    path: OwnedObjectPath,
    listener: JoinHandle<()>,
}

impl Portal {
    /// An error says that there is none.
    pub(super) async fn find(moved: UnboundedSender<KeyMoved>) -> anyhow::Result<Self> {
        let bus = bus::session().await?;
        let properties = Some("org.freedesktop.DBus.Properties");
        bus.call_method(Some(SERVICE), PATH, properties, "Get", &(SHORTCUTS, "version")).await?;
        let registry = Some("org.freedesktop.host.portal.Registry");
        let registered =
            bus.call_method(Some(SERVICE), PATH, registry, "Register", &(APPLICATION, Options::new())).await;
        if let Err(error) = registered {
            debug!(%error, "the portal does not ask who a program is");
        }
        Ok(Self { bus, moved, session: None })
    }

    pub(super) async fn bind(
        &mut self,
        wanted: &[(HotkeyAction, Shortcut)],
        named: &(dyn Fn(HotkeyAction) -> String + Sync),
    ) -> anyhow::Result<Vec<BoundHotkey>> {
        if let Some(before) = self.session.take() {
            before.listener.abort();
            let session = Some("org.freedesktop.portal.Session");
            let closed = self.bus.call_method(Some(SERVICE), &before.path, session, "Close", &()).await;
            if let Err(error) = closed {
                debug!(%error, "the session was gone before");
            }
        }
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let path = self.create_session().await?;
        let listener = self.listen(&path).await?;
        self.session = Some(Session { path: path.clone(), listener });
        let keys: Vec<(String, Options<'_>)> = wanted
            .iter()
            .map(|(action, shortcut)| {
                let about = [("description", named(*action)), ("preferred_trigger", trigger_of(shortcut))];
                (id_of(*action), about.into_iter().map(|(key, text)| (key, Value::from(text))).collect())
            })
            .collect();
        let answer = self.ask("BindShortcuts", |options| (path.clone(), keys.clone(), "", options)).await?;
        let given = ids_in(&answer);
        let outcome = |action| {
            let is_given = given.contains(&id_of(action));
            if is_given { HotkeyOutcome::Had } else { HotkeyOutcome::Taken }
        };
        Ok(wanted
            .iter()
            .map(|(action, shortcut)| BoundHotkey {
                action: *action,
                shortcut: shortcut.to_string(),
                outcome: outcome(*action),
            })
            .collect())
    }

    async fn create_session(&self) -> anyhow::Result<OwnedObjectPath> {
        let answer = self
            .ask("CreateSession", |mut options| {
                options.insert("session_handle_token", Value::from("uc_companion"));
                (options,)
            })
            .await?;
        let handle = answer.get("session_handle").context("the portal names no session")?;
        // It is told as a text, though it is a path.
        let path = <&str>::try_from(handle)
            .map(str::to_owned)
            .or_else(|_| ObjectPath::try_from(handle.try_clone()?).map(|path| path.to_string()));
        Ok(OwnedObjectPath::try_from(path?)?)
    }

    /// Asks, and waits for the answer, which comes as a signal.
    async fn ask<B>(
        &self,
        method: &str,
        body: impl FnOnce(Options<'static>) -> B,
    ) -> anyhow::Result<HashMap<String, OwnedValue>>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        static ASKED: AtomicU32 = AtomicU32::new(0);
        let token = format!("uc_companion_{}", ASKED.fetch_add(1, Ordering::Relaxed));
        let name = self.bus.unique_name().context("the bus has no name for us")?;
        let sender = name.trim_start_matches(':').replace('.', "_");
        let request = format!("{PATH}/request/{sender}/{token}");
        // Before it is asked: the answer may be quicker than the call's own.
        let mut answers =
            signals(&self.bus, "org.freedesktop.portal.Request", &request, Some("Response")).await?;
        let options = Options::from([("handle_token", Value::from(token))]);
        self.bus.call_method(Some(SERVICE), PATH, Some(SHORTCUTS), method, &body(options)).await?;
        let answer = timeout(ANSWERED_WITHIN, answers.next()).await?.context("the bus has closed")??;
        let (code, answer): (u32, HashMap<String, OwnedValue>) = answer.body().deserialize()?;
        anyhow::ensure!(code == 0, "{method} was answered with {code}");
        Ok(answer)
    }

    async fn listen(&self, session: &OwnedObjectPath) -> zbus::Result<JoinHandle<()>> {
        let mut signals = signals(&self.bus, SHORTCUTS, PATH, None).await?;
        let (session, moved) = (session.clone(), self.moved.clone());
        Ok(tokio::spawn(async move {
            while let Some(Ok(signal)) = signals.next().await {
                let header = signal.header();
                let down = match header.member().map(zbus::names::MemberName::as_str) {
                    Some("Activated") => true,
                    Some("Deactivated") => false,
                    _ => continue,
                };
                let Ok((of, id, _, _)) = signal.body().deserialize::<Moved>() else { continue };
                let Some(action) = action_of(&id).filter(|_| of == session) else { continue };
                if moved.send(KeyMoved { action, down }).is_err() {
                    return;
                }
            }
        }))
    }
}

async fn signals(
    bus: &Connection,
    interface: &str,
    path: &str,
    member: Option<&str>,
) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal).sender(SERVICE)?;
    let rule = rule.interface(interface)?.path(path)?;
    let rule = match member {
        Some(member) => rule.member(member)?,
        None => rule,
    };
    MessageStream::for_match_rule(rule.build(), bus, None).await
}

fn id_of(action: HotkeyAction) -> String {
    let word = serde_json::to_value(action).ok();
    word.as_ref().and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}

fn action_of(id: &str) -> Option<HotkeyAction> {
    serde_json::from_value(id.into()).ok()
}

fn ids_in(answer: &HashMap<String, OwnedValue>) -> Vec<String> {
    let Some(Value::Array(given)) = answer.get("shortcuts").map(|given| &**given) else { return Vec::new() };
    let id = |one: &Value<'_>| match one {
        Value::Structure(one) => one.fields().first().and_then(|id| id.downcast_ref::<String>().ok()),
        _ => None,
    };
    given.iter().filter_map(id).collect()
}

/// As the portals write a shortcut: `CTRL+ALT+d`.
fn trigger_of(shortcut: &Shortcut) -> String {
    let names = shortcut.held().map(|held| match held {
        Held::Ctrl => "CTRL",
        Held::Alt => "ALT",
        Held::Shift => "SHIFT",
        Held::Meta => "LOGO",
    });
    let key = match shortcut.key() {
        "Space" => "space".to_owned(),
        "Enter" => "Return".to_owned(),
        "PageUp" => "Page_Up".to_owned(),
        "PageDown" => "Page_Down".to_owned(),
        one if one.len() == 1 => one.to_ascii_lowercase(),
        other => other.to_owned(),
    };
    names.map(str::to_owned).chain([key]).collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_is_written_as_portals_do() {
        for (text, trigger) in [
            ("Ctrl+Alt+D", "CTRL+ALT+d"),
            ("Ctrl+Alt+Space", "CTRL+ALT+space"),
            ("Shift+Meta+F9", "SHIFT+LOGO+F9"),
            ("Alt+PageUp", "ALT+Page_Up"),
        ] {
            assert_eq!(trigger_of(&Shortcut::check(text).unwrap()), trigger);
        }
        assert!(HotkeyAction::ALL.into_iter().all(|action| action_of(&id_of(action)) == Some(action)));
        assert_eq!(action_of("answer"), None);
    }
}
