//! A screen reader's eyes: what the program tells of itself over AT-SPI, the accessibility bus of Linux. Elements are found by
//! role and name, as somebody who sees nothing finds them, and used by their own actions or by the keyboard.

mod heard;

use anyhow::{Context as _, Result, bail};
use zbus::names::BusName;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Message, connection};

use crate::desktop::Desktop;
use crate::wait::{Look, wait_for};

pub use heard::{Alert, Alerts};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// Bits of an element's state.
const FOCUSED: u32 = 12;
const SENSITIVE: u32 = 24;
/// Deeper than any page is.
const DEEPEST: usize = 60;

/// Where an element is: a program on the bus, and a path in it.
type Place = (String, OwnedObjectPath);

/// What listens and looks on one desktop.
#[derive(Debug)]
pub struct Reader {
    bus: Connection,
}

/// What an element is for, as the bus numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Read out at once.
    Alert,
    Button,
    /// A list that opens, or a menu's button.
    Chooser,
    Dialog,
    Field,
    /// Of a menu.
    Item,
    Link,
    Password,
    /// Read out when nothing else is.
    Status,
    Switch,
    /// Any other.
    Other(u32),
}

impl Role {
    fn of(number: u32) -> Self {
        match number {
            // The second is what WebKit makes of `role=alert`.
            2 | 101 => Self::Alert,
            11 => Self::Chooser,
            16 => Self::Dialog,
            35 => Self::Item,
            40 => Self::Password,
            43 => Self::Button,
            54 => Self::Status,
            62 => Self::Switch,
            79 => Self::Field,
            88 => Self::Link,
            other => Self::Other(other),
        }
    }
}

/// An element as it is at one moment.
#[derive(Debug, Clone)]
pub struct Element {
    place: Place,
    /// What it is for.
    pub role: Role,
    /// What a screen reader says of it.
    pub name: String,
    state: u64,
}

impl Element {
    /// Whether the keyboard is on it.
    pub fn has_keyboard(&self) -> bool {
        self.is(FOCUSED)
    }

    /// Whether it would react.
    pub fn is_enabled(&self) -> bool {
        self.is(SENSITIVE)
    }

    fn is(&self, bit: u32) -> bool {
        self.state & (1 << bit) != 0
    }
}

impl Reader {
    /// Looks at a desktop that was started for readers.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let session = connection::Builder::address(desktop.bus()?)?.build().await?;
        let told = session.call_method(
            Some("org.a11y.Bus"),
            "/org/a11y/bus",
            Some("org.a11y.Bus"),
            "GetAddress",
            &(),
        );
        let address: String = told.await?.body().deserialize()?;
        // Programs tell more where somebody reads.
        for status in ["IsEnabled", "ScreenReaderEnabled"] {
            let on = ("org.a11y.Status", status, Value::from(true));
            let properties = Some("org.freedesktop.DBus.Properties");
            session.call_method(Some("org.a11y.Bus"), "/org/a11y/bus", properties, "Set", &on).await?;
        }
        let bus = connection::Builder::address(address.as_str())?.build().await?;
        Ok(Self { bus })
    }

    /// Hears of each element that comes with the role of an alert, from now on.
    pub async fn alerts(&self) -> Result<Alerts> {
        Alerts::start(self).await
    }

    /// All elements that can be read in the window with this title, in their order.
    pub async fn page(&self, window: &str) -> Result<Vec<Element>> {
        let mut found = Vec::new();
        for program in self.children(&(REGISTRY.to_owned(), OwnedObjectPath::try_from(ROOT)?)).await? {
            for frame in self.children(&program).await.unwrap_or_default() {
                // What goes while it is read was not there.
                let Some(top) = self.element(&frame).await.ok().filter(|top| top.name == window) else {
                    continue;
                };
                self.gather(&top, &mut found).await;
            }
        }
        Ok(found)
    }

    /// Waits for the element with this role whose name holds this text.
    pub async fn see(&self, window: &str, role: Role, name: &str) -> Result<Element> {
        self.see_that(window, role, name, |_| true).await
    }

    /// The same, once it would react.
    pub async fn see_enabled(&self, window: &str, role: Role, name: &str) -> Result<Element> {
        self.see_that(window, role, name, Element::is_enabled).await
    }

    /// The same, while it would not.
    pub async fn see_dimmed(&self, window: &str, role: Role, name: &str) -> Result<Element> {
        self.see_that(window, role, name, |one| !one.is_enabled()).await
    }

    async fn see_that(
        &self,
        window: &str,
        role: Role,
        name: &str,
        wanted: impl Fn(&Element) -> bool,
    ) -> Result<Element> {
        wait_for(format!("the {role:?} {name:?} in {window:?}"), async || {
            let page = self.page(window).await?;
            let found = page.iter().find(|one| one.role == role && one.name.contains(name) && wanted(one));
            Ok(match found {
                Some(element) => Look::Found(element.clone()),
                None => Look::NotYet(spoken(&page)),
            })
        })
        .await
    }

    /// Waits until nothing with this role has a name that holds this text.
    pub async fn see_no(&self, window: &str, role: Role, name: &str) -> Result<()> {
        wait_for(format!("the {role:?} {name:?} in {window:?} to go"), async || {
            let page = self.page(window).await?;
            let is_there = page.iter().any(|one| one.role == role && one.name.contains(name));
            Ok(if is_there { Look::NotYet(spoken(&page)) } else { Look::Found(()) })
        })
        .await
    }

    /// Does what an element is for, as soon as it is there and would react.
    pub async fn press(&self, window: &str, role: Role, name: &str) -> Result<()> {
        let element = self.see_enabled(window, role, name).await?;
        let done: bool = self
            .ask(&element.place, "org.a11y.atspi.Action", "DoAction", &(0_i32))
            .await?
            .body()
            .deserialize()?;
        if !done {
            bail!("the {role:?} {name:?} does nothing");
        }
        Ok(())
    }

    /// Puts the keyboard on an element.
    pub async fn put_keyboard(&self, window: &str, role: Role, name: &str) -> Result<()> {
        let element = self.see_enabled(window, role, name).await?;
        self.ask(&element.place, "org.a11y.atspi.Component", "GrabFocus", &()).await?;
        self.see_that(window, role, name, Element::has_keyboard).await.map(|_| ())
    }

    /// All that is said in an element and below it.
    pub async fn text(&self, element: &Element) -> String {
        let mut below = Vec::new();
        self.gather(element, &mut below).await;
        let mut said = String::new();
        for one in &below {
            said.push_str(&one.name);
            said.push(' ');
            said.push_str(&self.own_text(&one.place).await.unwrap_or_default());
            said.push(' ');
        }
        said
    }

    async fn own_text(&self, place: &Place) -> Result<String> {
        let all = self.ask(place, "org.a11y.atspi.Text", "GetText", &(0_i32, -1_i32)).await?;
        Ok(all.body().deserialize()?)
    }

    /// An element and all below it.
    async fn gather(&self, top: &Element, found: &mut Vec<Element>) {
        let mut next = vec![(top.clone(), 0)];
        while let Some((element, depth)) = next.pop() {
            if depth < DEEPEST {
                let mut below = Vec::new();
                for place in self.children(&element.place).await.unwrap_or_default() {
                    below.extend(self.element(&place).await.ok());
                }
                next.extend(below.into_iter().rev().map(|one| (one, depth + 1)));
            }
            found.push(element);
        }
    }

    async fn children(&self, place: &Place) -> Result<Vec<Place>> {
        let listed: Vec<Place> =
            self.ask(place, ACCESSIBLE, "GetChildren", &()).await?.body().deserialize()?;
        if !listed.is_empty() {
            return Ok(listed);
        }
        // Where a page of another process hangs in a window, it is counted and not listed.
        let count: i32 = self.property(place, "ChildCount").await?.try_into()?;
        if count == 0 {
            return Ok(Vec::new());
        }
        Ok(vec![self.ask(place, ACCESSIBLE, "GetChildAtIndex", &(0_i32)).await?.body().deserialize()?])
    }

    async fn element(&self, place: &Place) -> Result<Element> {
        let role = Role::of(self.ask(place, ACCESSIBLE, "GetRole", &()).await?.body().deserialize()?);
        let words: Vec<u32> = self.ask(place, ACCESSIBLE, "GetState", &()).await?.body().deserialize()?;
        let word = |at: usize| u64::from(words.get(at).copied().unwrap_or_default());
        let name = self.property(place, "Name").await?;
        let name = String::try_from(name).context("a name that is no text")?;
        Ok(Element { place: place.clone(), role, name, state: word(0) | word(1) << 32 })
    }

    async fn property(&self, place: &Place, name: &str) -> Result<OwnedValue> {
        let asked = (ACCESSIBLE, name);
        let told = self.ask(place, "org.freedesktop.DBus.Properties", "Get", &asked).await?;
        Ok(told.body().deserialize()?)
    }

    async fn ask<B: serde::Serialize + DynamicType>(
        &self,
        (program, path): &Place,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Result<Message> {
        let to = BusName::try_from(program.as_str())?;
        Ok(self.bus.call_method(Some(to), path, Some(interface), method, body).await?)
    }
}

/// Roles and names in a line each, for the error message.
fn spoken(page: &[Element]) -> String {
    let lines =
        page.iter().filter(|one| !one.name.is_empty()).map(|one| format!("{:?} {:?}", one.role, one.name));
    format!("\n{}", lines.collect::<Vec<_>>().join("\n"))
}
