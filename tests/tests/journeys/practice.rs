//! Practice and the way back, in the window and at the phone system. Without a driver, which would lose the program that
//! starts behind the other: a screen reader looks and presses.

use anyhow::{Context as _, Result, ensure};
use journeys::{App, Journey, Look, Reader, Role, journey_with_reader, wait_for};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";

#[tokio::test]
async fn from_the_sign_in_to_practice_and_back() -> Result<()> {
    journey_with_reader("practice", async |journey| {
        let reader = Reader::start(&journey.desktop).await?;
        start(journey)?;
        reader.press(MAIN, Role::Button, "Practise").await?;
        reader.press(MAIN, Role::Button, "Call me").await?;
        journey.desktop.shows_window(POP).await?;
        ensure!(journey.pbx.snapshot().requests.is_empty(), "the real phone system heard of it");
        reader.press(MAIN, Role::Button, "End practice").await?;
        reader.see(MAIN, Role::Button, "Practise").await?;
        reader.see_no(MAIN, Role::Button, "End practice").await?;
        none_practises(journey).await
    })
    .await
}

#[tokio::test]
async fn practice_leaves_settings_password_and_history_alone() -> Result<()> {
    journey_with_reader("practice-signed-in", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.choose("settings-theme", "dark").await?;
        main.click("nav-desk").await?;
        main.click("queue[data-queue=6501] queue-sign").await?;
        main.fill("queue-password-input", "5501").await?;
        main.click("queue-password-submit").await?;
        main.see("queue[data-queue=6501][data-signed-in=true]").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        journey.pbx.hang_up("101")?;
        main.see("call[data-state=ended]").await?;
        journey.terminate().await?;

        let reader = Reader::start(&journey.desktop).await?;
        start(journey)?;
        reader.press(MAIN, Role::Link, "Settings").await?;
        let before = settings(journey)?;
        // Practice never costs a call.
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        reader.see_dimmed(MAIN, Role::Button, "Practise").await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        reader.press(MAIN, Role::Button, "Practise").await?;
        reader.press(MAIN, Role::Button, "Sign out of the queues and practise").await?;
        reader.press(MAIN, Role::Button, "Call me").await?;
        journey.desktop.shows_window(POP).await?;
        let snapshot = journey.pbx.snapshot();
        ensure!(snapshot.requests.last() == Some(&"logout"), "nobody signed out: {:?}", snapshot.requests);
        ensure!(snapshot.receivers.is_empty(), "reports still go to {:?}", snapshot.receivers);
        ensure!(settings(journey)? == before, "the settings have changed");

        reader.press(MAIN, Role::Button, "End practice").await?;
        // The password was not asked for.
        reader.see_no(MAIN, Role::Button, "End practice").await?;
        reader.press(MAIN, Role::Link, "History").await?;
        reader.see(MAIN, Role::Button, CALLER).await?;
        ensure!(settings(journey)? == before, "the settings have changed");
        none_practises(journey).await
    })
    .await
}

/// As a person starts it.
fn start(journey: &Journey) -> Result<()> {
    let data = journey.desktop.data_dir();
    let data = data.to_str().context("a path that is no text")?;
    journey.desktop.start_program(&App::program()?.to_string_lossy(), &["--data-dir", data])
}

/// What the person has set, as it is kept.
fn settings(journey: &Journey) -> Result<serde_json::Value> {
    let text = std::fs::read(journey.desktop.data_dir().join("settings.json"))?;
    let mut kept: serde_json::Value = serde_json::from_slice(&text)?;
    let settings = kept["settings"].as_object_mut().context("no settings")?;
    settings.retain(|name, _| ["account", "preferences"].contains(&name.as_str()));
    ensure!(settings.len() == 2, "only {settings:?}");
    Ok(kept)
}

async fn none_practises(journey: &Journey) -> Result<()> {
    wait_for("practice to be gone", async || {
        let left = journey.desktop.run("pgrep", &["-fa", "--", "--practice --data-dir"]).unwrap_or_default();
        let ours = journey.desktop.data_dir();
        let is_left = left.contains(ours.to_string_lossy().as_ref());
        Ok(if is_left { Look::NotYet(left) } else { Look::Found(()) })
    })
    .await
}
