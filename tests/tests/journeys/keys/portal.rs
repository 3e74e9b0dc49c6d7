//! Keys of a session of Wayland: by its portal, or by commands.

#![expect(clippy::used_underscore_binding, reason = "what the bus hands over is not all of use")]

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use journeys::{Lack, journey_without};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::message::Header;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, connection};

const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";

#[tokio::test]
async fn without_a_portal_the_settings_show_the_commands() -> Result<()> {
    journey_without(&[Lack::Keys], "keys-by-command", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.see("hotkeys[data-way=command]").await?;
        main.see_text("hotkey-row[data-action=hold] hotkey-command", "uc-companion hold").await?;
        main.see("hotkey-row[data-action=hold][data-state=not-possible-here]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_key_of_a_portal_works_when_it_has_arrived() -> Result<()> {
    journey_without(&[Lack::Keys], "keys-portal", async |journey| {
        let mut portal = Portal::start(journey.desktop.bus()?).await?;
        let main = journey.sign_in().await?;
        let keys = portal.bound().await?;
        ensure!(keys["pop-here"] == "CTRL+ALT+space" && keys["dial-selection"] == "CTRL+ALT+d", "{keys:?}");
        main.click("nav-settings").await?;
        main.see("hotkeys[data-way=portal]").await?;
        main.see("hotkey-row[data-action=pop-here][data-state=not-arrived]").await?;
        main.click("hotkey-row[data-action=pop-here] hotkey-test").await?;
        main.see_text("hotkey-row[data-action=pop-here] hotkey-help", "Press Ctrl+Alt+Space now").await?;
        portal.moves("pop-here", "Activated").await?;
        portal.moves("pop-here", "Deactivated").await?;
        main.see("hotkey-row[data-action=pop-here][data-state=working]").await?;
        // It was tried, and did nothing that could be refused; the next press would need a pop-up.
        let told = journey.desktop.notifications()?;
        ensure!(told.iter().all(|one| !one.summary.contains("pop-up")), "it did what it is for: {told:?}");
        portal.moves("pop-here", "Activated").await?;
        journey.desktop.notification("Bring the pop-up").await?;

        // Other keys are another session.
        main.click("hotkey-row[data-action=pop-here] hotkey-clear").await?;
        let keys = portal.bound().await?;
        ensure!(keys.len() == 1, "{keys:?}");
        main.see("hotkey-row[data-action=pop-here][data-state=off]").await?;
        Ok(())
    })
    .await
}

/// A portal that gives each key that it is asked for.
struct Portal {
    bus: Connection,
    bound: UnboundedReceiver<(OwnedObjectPath, Keys)>,
    session: Option<OwnedObjectPath>,
}

/// With what each is to be pressed.
type Keys = HashMap<String, String>;
type Options = HashMap<String, OwnedValue>;

impl Portal {
    async fn start(address: &str) -> Result<Self> {
        let (ear, bound) = unbounded_channel();
        let face = Face { ear, sessions: 0 };
        let builder = connection::Builder::address(address)?.name("org.freedesktop.portal.Desktop")?;
        let bus = builder.serve_at(PATH, face)?.build().await?;
        Ok(Self { bus, bound, session: None })
    }

    async fn bound(&mut self) -> Result<Keys> {
        let wait = tokio::time::timeout(journeys::PATIENCE, self.bound.recv());
        let (session, keys) = wait.await?.context("the portal has ended")?;
        self.session = Some(session);
        Ok(keys)
    }

    async fn moves(&self, key: &str, way: &str) -> Result<()> {
        let session = self.session.as_ref().context("no key is bound")?;
        let moved = (session, key, 0_u64, HashMap::<&str, Value<'_>>::new());
        Ok(self.bus.emit_signal(None::<()>, PATH, SHORTCUTS, way, &moved).await?)
    }
}

struct Face {
    ear: UnboundedSender<(OwnedObjectPath, Keys)>,
    sessions: u32,
}

/// The answer to a request comes as a signal, where the one who asked has said.
async fn answer(
    bus: &Connection,
    header: &Header<'_>,
    options: &Options,
    answer: HashMap<&str, Value<'_>>,
) -> zbus::fdo::Result<OwnedObjectPath> {
    let failed = |what: &str| zbus::fdo::Error::Failed(what.to_owned());
    let token = options.get("handle_token").and_then(|token| token.downcast_ref::<String>().ok());
    let token = token.ok_or_else(|| failed("no token"))?;
    let sender = header.sender().ok_or_else(|| failed("nobody"))?.trim_start_matches(':').replace('.', "_");
    let request = format!("{PATH}/request/{sender}/{token}");
    bus.emit_signal(
        None::<()>,
        request.as_str(),
        "org.freedesktop.portal.Request",
        "Response",
        &(0_u32, answer),
    )
    .await?;
    OwnedObjectPath::try_from(request).map_err(|_| failed("no path"))
}

#[expect(clippy::unused_self, reason = "the bus's face is made of what the standard says")]
#[zbus::interface(name = "org.freedesktop.portal.GlobalShortcuts")]
impl Face {
    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        1
    }

    async fn create_session(
        &mut self,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.sessions += 1;
        let session = format!("{PATH}/session/s{}", self.sessions);
        answer(bus, &header, &options, HashMap::from([("session_handle", Value::from(session))])).await
    }

    async fn bind_shortcuts(
        &self,
        session: ObjectPath<'_>,
        keys: Vec<(String, Options)>,
        _parent: String,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let given: Vec<(&str, HashMap<&str, Value<'_>>)> =
            keys.iter().map(|(id, _)| (id.as_str(), HashMap::new())).collect();
        let path = answer(bus, &header, &options, HashMap::from([("shortcuts", Value::from(given))])).await?;
        let text = |about: &Options| {
            about.get("preferred_trigger").and_then(|text| text.downcast_ref::<String>().ok())
        };
        let keys = keys.iter().filter_map(|(id, about)| Some((id.clone(), text(about)?))).collect();
        // The journey may be over.
        let _ = self.ear.send((session.into(), keys));
        Ok(path)
    }
}
