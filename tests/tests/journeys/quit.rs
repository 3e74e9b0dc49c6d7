//! Quitting while in queues: what the agent answers is what the phone system hears before the program ends.

#![expect(clippy::used_underscore_binding, reason = "what the bus hands over is not all of use")]

use std::io::Read as _;
use std::os::fd::OwnedFd;

use anyhow::{Context as _, Result, ensure};
use journeys::{Journey, PATIENCE, Window, journey};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use zbus::zvariant;

const LOGIN: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// The agent is in 6500 by the phone system's configuration, and now in two more.
async fn join(main: &Window) -> Result<()> {
    for (queue, password) in [("6501", "5501"), ("6502", "5502")] {
        main.click(&format!("queue[data-queue={queue}] queue-sign")).await?;
        main.fill(&format!("queue[data-queue={queue}] queue-password-input"), password).await?;
        main.click("queue-password-submit").await?;
        main.see(&format!("queue[data-queue={queue}][data-signed-in=true]")).await?;
    }
    Ok(())
}

/// In that queue, and paused there; `None`: not in it.
fn place(journey: &Journey, queue: &str) -> Option<bool> {
    journey.pbx.snapshot().member(queue, "101").map(|member| member.paused)
}

fn places(journey: &Journey) -> [Option<bool>; 3] {
    ["6500", "6501", "6502"].map(|queue| place(journey, queue))
}

/// The window may be gone before it has told of the press.
async fn answer(journey: &mut Journey, main: &Window, button: &str) -> Result<()> {
    main.see(button).await?;
    let _ = main.click(button).await;
    journey.has_quit().await
}

#[tokio::test]
async fn quitting_while_in_queues_asks_and_does_what_is_answered() -> Result<()> {
    journey("quit", async |journey| {
        let main = journey.sign_in().await?;
        join(&main).await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        main.see_text("quit-question", "You are still signed in to").await?;
        main.click("quit-cancel").await?;
        main.see_no("quit-question").await?;

        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-stay").await?;
        ensure!(places(journey) == [Some(false); 3], "{:?}", places(journey));

        let main = journey.open().await?;
        main.see("queue[data-queue=6502][data-signed-in=true]").await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-pause").await?;
        ensure!(places(journey) == [Some(true); 3], "{:?}", places(journey));

        let main = journey.open().await?;
        main.see("agent-state[data-state=paused]").await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-leave").await?;
        ensure!(places(journey)[1..] == [None; 2], "{:?}", places(journey));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn at_the_end_of_the_session_the_policy_answers() -> Result<()> {
    journey("quit-session-end", async |journey| {
        let main = journey.sign_in().await?;
        join(&main).await?;
        journey.terminate().await?;
        ensure!(places(journey) == [Some(false); 3], "without a policy they stay: {:?}", places(journey));

        journey.desktop.policy(r#"{ "quit": { "queues": "leave" } }"#)?;
        let main = journey.open().await?;
        main.see("queue[data-queue=6502][data-signed-in=true]").await?;
        journey.terminate().await?;
        ensure!(places(journey)[1..] == [None; 2], "{:?}", places(journey));
        Ok(())
    })
    .await
}

/// What logind says of the machine.
struct Machine(mpsc::UnboundedSender<std::io::PipeReader>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Machine {
    /// It is held up until the other end is closed.
    fn inhibit(
        &self,
        what: &str,
        _who: &str,
        _why: &str,
        mode: &str,
    ) -> zbus::fdo::Result<zvariant::OwnedFd> {
        let wrong = |error: std::io::Error| zbus::fdo::Error::Failed(error.to_string());
        if (what, mode) != ("sleep", "delay") {
            return Err(zbus::fdo::Error::InvalidArgs(format!("{what} {mode}")));
        }
        let (kept, given) = std::io::pipe().map_err(wrong)?;
        // The journey may be over.
        let _ = self.0.send(kept);
        Ok(OwnedFd::from(given).into())
    }
}

#[tokio::test]
async fn the_machine_sleeps_when_the_queues_are_left_as_the_policy_says() -> Result<()> {
    journey("sleep", async |journey| {
        journey.desktop.policy(r#"{ "quit": { "queues": "leave" } }"#)?;
        let (asked, mut holds) = mpsc::unbounded_channel();
        let bus = zbus::connection::Builder::address(journey.desktop.bus()?)?
            .serve_at("/org/freedesktop/login1", Machine(asked))?
            .name("org.freedesktop.login1")?
            .build()
            .await?;
        let main = journey.sign_in().await?;
        join(&main).await?;
        let mut hold = timeout(PATIENCE, holds.recv()).await?.context("sleep is not held up")?;
        bus.emit_signal(None::<()>, LOGIN, MANAGER, "PrepareForSleep", &true).await?;
        // Its end is told by the other end.
        let released = spawn_blocking(move || hold.read(&mut [0]));
        ensure!(timeout(PATIENCE, released).await??? == 0, "sleep is held up for ever");
        ensure!(places(journey)[1..] == [None; 2], "it slept in its queues: {:?}", places(journey));
        bus.emit_signal(None::<()>, LOGIN, MANAGER, "PrepareForSleep", &false).await?;
        timeout(PATIENCE, holds.recv()).await?.context("the next sleep is not held up")?;
        main.see("queue[data-queue=6502][data-signed-in=false]").await?;
        Ok(())
    })
    .await
}
