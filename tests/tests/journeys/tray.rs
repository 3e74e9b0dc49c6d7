//! The tray's menu, as the panel sees it that shows it: here a journey plays it.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the bus hands over, and asks an object"
)]

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use journeys::{Lack, Look, PATIENCE, journey_without, wait_for};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, connection};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

#[tokio::test]
async fn the_menu_of_the_tray_pauses_steers_the_call_and_shows_where_to_dial() -> Result<()> {
    journey_without(&[Lack::Tray], "tray-menu", async |journey| {
        let mut panel = Panel::start(journey.desktop.bus()?).await?;
        let main = journey.sign_in().await?;
        panel.takes_icon().await?;
        panel.press(&["Pause", "Lunch"]).await?;
        main.see("agent-state[data-state=paused][data-reason=lunch]").await?;
        panel.press(&["Back to ready"]).await?;
        main.see("agent-state[data-state=ready]").await?;

        journey.pbx.outside_calls_extension("13800138000", "101")?;
        main.see("call[data-state=ringing]").await?;
        journey.pbx.lift("101")?;
        panel.press(&["Hold"]).await?;
        main.see("call[data-state=held]").await?;
        panel.press(&["Take off hold"]).await?;
        main.see("call[data-state=talking]").await?;
        panel.press(&["Hang up"]).await?;
        main.see("call[data-state=ended]").await?;

        main.click("nav-settings").await?;
        main.see("pop-reset").await?;
        panel.press(&["Dial…"]).await?;
        main.see("dial-number").await?;
        journey.desktop.run("xdotool", &["type", "102"])?;
        main.see_text("dial-number", "102").await?;
        Ok(())
    })
    .await
}

/// A panel that shows icons.
struct Panel {
    bus: Connection,
    icons: mpsc::UnboundedReceiver<(String, String)>,
    /// Whose menu, and where.
    menu: Option<(String, OwnedObjectPath)>,
}

/// An item of a menu, and those below it.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    async fn start(address: &str) -> Result<Self> {
        let (ear, icons) = mpsc::unbounded_channel();
        let builder = connection::Builder::address(address)?.name(WATCHER)?;
        let bus = builder.serve_at("/StatusNotifierWatcher", Watcher(ear))?.build().await?;
        Ok(Self { bus, icons, menu: None })
    }

    async fn takes_icon(&mut self) -> Result<()> {
        let (owner, path) = timeout(PATIENCE, self.icons.recv()).await?.context("the bus is gone")?;
        let wish = (ITEM, "Menu");
        let properties = "org.freedesktop.DBus.Properties";
        let answer = self.bus.call_method(Some(owner.as_str()), path, Some(properties), "Get", &wish).await?;
        let menu: OwnedValue = answer.body().deserialize()?;
        self.menu = Some((owner, menu.try_into()?));
        Ok(())
    }

    /// Waits until the menu has it, and presses it. A menu that is put up anew between the look and the press has other
    /// items by then, and is looked at again.
    async fn press(&self, path: &[&str]) -> Result<()> {
        wait_for(format!("{path:?} in the tray's menu"), async || {
            let mut level = self.layout().await?;
            let mut id = None;
            for wanted in path {
                let Some((found, below)) = find(&level, wanted)? else {
                    return Ok(Look::NotYet(format!("{:?}", labels(&level))));
                };
                (id, level) = (Some(found), below);
            }
            let id = id.context("nothing to press")?;
            let pressed = self.ask("Event", &(id, "clicked", Value::from(0), 0_u32)).await;
            Ok(pressed.map_or_else(|error| Look::NotYet(error.to_string()), |_| Look::Found(())))
        })
        .await
    }

    async fn layout(&self) -> Result<Vec<OwnedValue>> {
        let nothing: [&str; 0] = [];
        let answer = self.ask("GetLayout", &(0, -1, nothing.as_slice())).await?;
        let (_, (_, _, items)): (u32, Layout) = answer.body().deserialize()?;
        Ok(items)
    }

    async fn ask<B>(&self, method: &str, body: &B) -> Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let (owner, path) = self.menu.as_ref().context("there is no menu")?;
        Ok(self.bus.call_method(Some(owner.as_str()), path, Some(MENU), method, body).await?)
    }
}

fn find(items: &[OwnedValue], wanted: &str) -> Result<Option<(i32, Vec<OwnedValue>)>> {
    for item in items {
        let (id, about, below) = Layout::try_from(item.try_clone()?)?;
        if label(&about) == wanted {
            return Ok(Some((id, below)));
        }
    }
    Ok(None)
}

fn labels(items: &[OwnedValue]) -> Vec<String> {
    let told = |item: &OwnedValue| item.try_clone().ok().and_then(|item| Layout::try_from(item).ok());
    items.iter().filter_map(told).map(|(_, about, _)| label(&about)).collect()
}

fn label(about: &HashMap<String, OwnedValue>) -> String {
    about.get("label").and_then(|label| label.downcast_ref::<String>().ok()).unwrap_or_default()
}

struct Watcher(mpsc::UnboundedSender<(String, String)>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, path: String, #[zbus(header)] header: Header<'_>) {
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        // An error says that the journey is over.
        let _ = self.0.send((owner, path));
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}
