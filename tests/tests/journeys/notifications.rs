//! Notifications, as the service sees them that shows them: here a journey plays it.

#![expect(clippy::used_underscore_binding, reason = "what the bus hands over is not all of use")]

use std::collections::HashMap;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use journeys::{Desktop, Journey, Lack, Look, PATIENCE, journey_without, wait_for};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::message::Header;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, connection};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const CALLER: &str = "13800138000";
const NEXT: &str = "13900139000";

#[tokio::test]
async fn a_press_on_the_notification_hangs_up_and_the_connection_is_kept() -> Result<()> {
    journey_without(&[Lack::Notifications], "press", async |journey| {
        let mut service = Played::start(&journey.desktop).await?;
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let first = service.asked(CALLER).await?;
        service.presses(first.id, "hang-up").await?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        journey.pbx.outside_calls_extension(NEXT, "101")?;
        let second = service.asked(NEXT).await?;
        ensure!(second.from == first.from, "another connection: {first:?}, {second:?}");
        ensure!(service.greeted == 1, "asked {} times how it reads", service.greeted);
        journey.pbx.outside_hangs_up(NEXT)?;
        service.takes_back(second.id).await
    })
    .await
}

#[tokio::test]
async fn another_service_in_the_old_ones_place_is_asked_how_it_reads() -> Result<()> {
    journey_without(&[Lack::Notifications], "next-service", async |journey| {
        let mut old = Played::start(&journey.desktop).await?;
        journey.sign_in().await?;
        rings(journey, CALLER, &mut old).await?;
        old.bus.close().await?;
        let mut new = Played::start(&journey.desktop).await?;
        rings(journey, NEXT, &mut new).await?;
        new.greets().await
    })
    .await
}

#[tokio::test]
async fn a_bus_that_goes_and_comes_again_is_spoken_to_again() -> Result<()> {
    journey_without(&[Lack::Bus], "bus-again", async |journey| {
        journey.sign_in().await?;
        for caller in [CALLER, NEXT] {
            let mut bus = start_bus(&journey.desktop).await?;
            let mut service = Played::start(&journey.desktop).await?;
            rings(journey, caller, &mut service).await?;
            bus.kill()?;
            bus.wait()?;
        }
        Ok(())
    })
    .await
}

/// The service is told of a call, which goes.
async fn rings(journey: &Journey, caller: &str, service: &mut Played) -> Result<()> {
    journey.pbx.outside_calls_extension(caller, "101")?;
    let asked = service.asked(caller).await?;
    ensure!(asked.buttons.iter().any(|button| button == "hang-up"), "{asked:?}");
    journey.pbx.outside_hangs_up(caller)?;
    service.takes_back(asked.id).await
}

/// A bus where this desktop has none.
async fn start_bus(desktop: &Desktop) -> Result<std::process::Child> {
    let words = ["--session", "--nofork", "--nopidfile", &format!("--address={}", desktop.bus()?)];
    let bus = desktop.command("dbus-daemon", &words).stdout(Stdio::null()).spawn()?;
    wait_for("the bus", async || {
        let open = connection::Builder::address(desktop.bus()?)?.build().await;
        Ok(open.map_or_else(|error| Look::NotYet(error.to_string()), |_| Look::Found(())))
    })
    .await?;
    Ok(bus)
}

/// The service, as this journey plays it.
pub(crate) struct Played {
    bus: Connection,
    heard: mpsc::UnboundedReceiver<Heard>,
    /// How often somebody has asked how it reads.
    greeted: u32,
}

/// What it is asked.
#[derive(Debug)]
enum Heard {
    Greeting,
    Show(Asked),
    TakeBack(u32),
}

/// A wish for a notification.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The connection it came on.
    from: String,
    pub(crate) id: u32,
    text: String,
    pub(crate) buttons: Vec<String>,
}

impl Played {
    pub(crate) async fn start(desktop: &Desktop) -> Result<Self> {
        let (ear, heard) = mpsc::unbounded_channel();
        let face = Face { ear, shown: 0 };
        let builder = connection::Builder::address(desktop.bus()?)?.serve_at(PATH, face)?.name(SERVICE)?;
        Ok(Self { bus: builder.build().await?, heard, greeted: 0 })
    }

    async fn next(&mut self) -> Result<Heard> {
        let heard = timeout(PATIENCE, self.heard.recv()).await.context("nothing was asked")?;
        let heard = heard.context("the service is gone")?;
        self.greeted += u32::from(matches!(heard, Heard::Greeting));
        Ok(heard)
    }

    /// Waits until somebody asks how it reads, if nobody has.
    async fn greets(&mut self) -> Result<()> {
        while self.greeted == 0 {
            self.next().await?;
        }
        Ok(())
    }

    pub(crate) async fn asked(&mut self, number: &str) -> Result<Asked> {
        loop {
            match self.next().await? {
                Heard::Show(asked) if asked.text.contains(number) => return Ok(asked),
                Heard::Greeting | Heard::Show(_) | Heard::TakeBack(_) => {}
            }
        }
    }

    pub(crate) async fn takes_back(&mut self, id: u32) -> Result<()> {
        while !matches!(self.next().await?, Heard::TakeBack(back) if back == id) {}
        Ok(())
    }

    /// Somebody presses a button of it.
    pub(crate) async fn presses(&self, id: u32, action: &str) -> Result<()> {
        Ok(self.bus.emit_signal(None::<()>, PATH, SERVICE, "ActionInvoked", &(id, action)).await?)
    }
}

/// What stands on the bus.
struct Face {
    ear: mpsc::UnboundedSender<Heard>,
    shown: u32,
}

impl Face {
    fn hears(&self, heard: Heard) {
        // The journey may be over.
        let _ = self.ear.send(heard);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the bus hands all of it over")]
#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Face {
    fn get_capabilities(&self) -> Vec<String> {
        self.hears(Heard::Greeting);
        vec!["actions".to_owned(), "body".to_owned()]
    }

    #[expect(clippy::too_many_arguments, reason = "the standard has so many")]
    fn notify(
        &mut self,
        #[zbus(header)] header: Header<'_>,
        _program: &str,
        replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _lasts: i32,
    ) -> u32 {
        self.shown += u32::from(replaces == 0);
        let id = if replaces == 0 { self.shown } else { replaces };
        let from = header.sender().map(ToString::to_string).unwrap_or_default();
        self.hears(Heard::Show(Asked { from, id, text: format!("{summary}\n{body}"), buttons: actions }));
        id
    }

    fn close_notification(&self, id: u32) {
        self.hears(Heard::TakeBack(id));
    }
}
