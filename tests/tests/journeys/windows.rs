//! The main window comes and goes; the program stays and hears the phone.

use anyhow::Result;
use journeys::{App, journey};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";

#[tokio::test]
async fn closing_the_window_leaves_the_program_in_the_tray() -> Result<()> {
    journey("tray", async |journey| {
        journey.sign_in().await?;
        journey.desktop.shows_window(MAIN).await?;
        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_no_window(MAIN).await?;

        journey.pbx.outside_calls_extension("13800138000", "101")?;
        journey.desktop.notification("13800138000").await?;
        journey.desktop.shows_window(POP).await?;
        journey.app()?.pop().await?.click("pop-open").await?;
        journey.desktop.shows_window(MAIN).await?;

        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_no_window(MAIN).await?;
        let app = journey.app()?;
        app.lets_main_go().await?;
        // It hears and pops without that page, and starting it again shows a new one.
        journey.pbx.outside_calls_extension("13800138001", "101")?;
        journey.desktop.shows_window(POP).await?;
        journey.desktop.run(&App::program()?.to_string_lossy(), &[])?;
        journey.desktop.shows_window(MAIN).await?;
        app.new_main().await?.see("connection[data-state=online]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_window_that_is_to_be_kept_is_back_as_it_was_left() -> Result<()> {
    journey("kept-window", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.click("settings-keep-window").await?;
        main.see("settings-keep-window[aria-checked=true]").await?;
        main.fill("settings-outside-prefix", "9").await?;
        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_no_window(MAIN).await?;

        journey.desktop.log_says("the hidden window is kept").await?;
        journey.desktop.run(&App::program()?.to_string_lossy(), &[])?;
        journey.desktop.shows_window(MAIN).await?;
        // The same page: another one would be another window of the driver's.
        main.see("settings-outside-prefix").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn the_title_says_who_calls_while_it_rings() -> Result<()> {
    journey("title", async |journey| {
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension("13800138000", "101")?;
        journey.desktop.shows_window("☎ 13800138000 · UC Companion").await?;
        journey.pbx.outside_hangs_up("13800138000")?;
        journey.desktop.shows_no_window("☎ 13800138000 · UC Companion").await?;
        journey.desktop.shows_window(MAIN).await
    })
    .await
}
