//! Desktops as they are: none has everything, and on all of them the program starts, pops, and says what is missing.

use anyhow::{Result, ensure};
use journeys::{App, Journey, Lack, Look, Window, journey, journey_without, wait_for};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Presentation";

#[tokio::test]
async fn a_silent_notification_service_holds_up_no_pop_up() -> Result<()> {
    journey_without(&[Lack::NotificationAnswers], "silent-notifications", async |journey| {
        let main = journey.sign_in().await?;
        pops(journey).await?;
        is_told_once(journey, &main, "do not answer").await
    })
    .await
}

#[tokio::test]
async fn without_a_notification_service_it_pops_and_says_so_once() -> Result<()> {
    journey_without(&[Lack::Notifications], "no-notifications", async |journey| {
        let main = journey.sign_in().await?;
        pops(journey).await?;
        is_told_once(journey, &main, "no notifications").await
    })
    .await
}

#[tokio::test]
async fn without_the_trays_library_it_starts_and_closing_minimizes() -> Result<()> {
    journey_without(&[Lack::TrayLibrary], "no-tray-library", async |journey| {
        let main = journey.sign_in().await?;
        main.see_text("message[data-kind=desktop-lacks]", "no icon in the tray").await?;
        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_minimized(MAIN).await?;
        pops(journey).await
    })
    .await
}

#[tokio::test]
async fn without_a_tray_nothing_vanishes() -> Result<()> {
    journey_without(&[Lack::Tray], "no-tray", async |journey| {
        let main = journey.sign_in().await?;
        is_told_once(journey, &main, "no tray").await?;
        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_minimized(MAIN).await?;
        journey.close().await?;
        journey.open_with(&["--hidden"]).await?;
        journey.desktop.shows_minimized(MAIN).await
    })
    .await
}

#[tokio::test]
async fn without_a_bus_it_starts_pops_and_says_what_is_missing() -> Result<()> {
    journey_without(&[Lack::Bus], "no-bus", async |journey| {
        let main = journey.sign_in().await?;
        main.see_text("message", "no tray").await?;
        main.see_text("message", "no notifications").await?;
        main.see("message[data-kind=password-session-only]").await?;
        pops(journey).await
    })
    .await
}

#[tokio::test]
async fn without_a_display_it_says_so_in_one_line() -> Result<()> {
    let output = tokio::process::Command::new(App::program()?)
        .env_remove("WAYLAND_DISPLAY")
        .env("DISPLAY", ":999")
        .output()
        .await?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.code() == Some(1), "{}", output.status);
    ensure!(said.lines().count() == 1 && said.contains("no display"), "{said}");
    Ok(())
}

#[tokio::test]
async fn the_pop_up_lies_above_a_program_that_fills_the_screen_if_wanted() -> Result<()> {
    journey("full-screen", async |journey| {
        let main = journey.sign_in().await?;
        journey.desktop.start_program("xmessage", &["-title", OTHER_WORK, "slide 1"])?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        journey.desktop.run("wmctrl", &["-r", OTHER_WORK, "-b", "add,fullscreen"])?;
        let screen = journey.desktop.screen();
        journey.desktop.lies(OTHER_WORK, "all over the screen", |area| area == screen).await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        is_seen(journey, POP).await?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.desktop.shows_no_window(POP).await?;

        main.click("nav-settings").await?;
        main.click("settings-pop-level[aria-checked=true]").await?;
        main.see("settings-pop-level[aria-checked=false]").await?;
        journey.desktop.run("wmctrl", &["-a", OTHER_WORK])?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await?;
        is_seen(journey, OTHER_WORK).await
    })
    .await
}

/// A call pops up, can be looked at, and goes.
async fn pops(journey: &Journey) -> Result<()> {
    journey.pbx.outside_calls_extension(CALLER, "101")?;
    journey.desktop.shows_window(POP).await?;
    journey.app()?.pop().await?.see_text("pop-number", CALLER).await?;
    journey.pbx.outside_hangs_up(CALLER)?;
    journey.desktop.shows_no_window(POP).await
}

/// The agent reads it, closes it, and does not find it again after the next start.
async fn is_told_once(journey: &mut Journey, main: &Window, words: &str) -> Result<()> {
    main.see_text("message[data-kind=desktop-lacks]", words).await?;
    journey.close().await?;
    let main = journey.open().await?;
    main.see("connection[data-state=online]").await?;
    pops(journey).await?;
    main.see_no("message[data-kind=desktop-lacks]").await
}

/// Waits until this lies above the other, where both are shown.
async fn is_seen(journey: &Journey, title: &str) -> Result<()> {
    wait_for(format!("{title:?} to be seen"), async || {
        let seen = journey.desktop.topmost(&[OTHER_WORK, POP])?;
        Ok(if seen == Some(title) { Look::Found(()) } else { Look::NotYet(format!("{seen:?}")) })
    })
    .await
}
