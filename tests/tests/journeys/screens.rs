//! Windows stand where they can be seen, whatever the screens are and were.

use anyhow::{Result, ensure};
use journeys::{Area, Journey, Look, Window, journey, journey_on_fine_screen, wait_for};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Where the program keeps where its window stood.
const KEPT: &str = "com.openvox.uc-companion/.window-state.json";

#[tokio::test]
async fn a_main_window_that_stood_on_another_screen_comes_up_on_this_one() -> Result<()> {
    journey("off-screen", async |journey| {
        // Far away; at the edge, so that nobody could grasp it; above the upper edge, where its title is hidden.
        for (x, y) in [(5000, 100), (1270, 300), (300, -600), (100, 795)] {
            stood(journey, Area { x, y, width: 980, height: 680 })?;
            journey.open().await?;
            let screen = journey.desktop.screen();
            let at = format!("in reach after {x}, {y}");
            journey.desktop.lies(MAIN, &at, |area| can_be_grasped(area, screen)).await?;
            journey.close().await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_fine_screen_the_pop_up_is_as_large_and_in_its_corner() -> Result<()> {
    journey_on_fine_screen("fine-screen", async |journey| {
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let corner = Area { x: 2560 - 32 - 768, y: 1600 - 32 - 416, width: 768, height: 416 };
        journey.desktop.lies(POP, "in its corner", |area| area == corner).await?;
        journey.app()?.pop().await?.see_text("pop-number", CALLER).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_pop_up_follows_its_screen() -> Result<()> {
    journey("shrinking-screen", async |journey| {
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let corner =
            |width, height| Area { x: width - 16 - 384, y: height - 16 - 208, width: 384, height: 208 };
        journey.desktop.lies(POP, "in its corner", |area| area == corner(1280, 800)).await?;
        journey.desktop.shrink_screen(1024, 640)?;
        journey.desktop.lies(POP, "in the new corner", |area| area == corner(1024, 640)).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_text_of_twice_the_size_leaves_all_in_reach_and_is_kept() -> Result<()> {
    journey("text-size", async |journey| {
        let main = journey.sign_in().await?;
        let width = main.width().await?;
        main.click("nav-settings").await?;
        main.choose("settings-size", "200").await?;
        is_wide(&main, width / 2).await?;
        let out = main.out_of_reach().await?;
        ensure!(out.is_empty(), "the settings: {out:?}");
        // The desk without a click: the driver aims beside what is drawn larger.
        journey.close().await?;
        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        is_wide(&main, width / 2).await?;
        main.see("dial-number").await?;
        let out = main.out_of_reach().await?;
        ensure!(out.is_empty(), "the desk: {out:?}");
        // A hand's click arrives where it aims.
        let window = journey.desktop.lies(MAIN, "somewhere", |_| true).await?;
        for page in ["history", "desk"] {
            click_by_hand(journey, window, main.middle(&format!("nav-{page}")).await?)?;
            main.see(&format!("nav-{page}[aria-current=page]")).await?;
        }
        Ok(())
    })
    .await
}

#[expect(clippy::cast_possible_truncation, reason = "places on a screen")]
fn click_by_hand(journey: &Journey, window: Area, (across, down): (f64, f64)) -> Result<()> {
    let x = window.x + (f64::from(window.width) * across) as i32;
    let y = window.y + (f64::from(window.height) * down) as i32;
    let aim = ["mousemove", &x.to_string(), &y.to_string(), "click", "1"];
    journey.desktop.run("xdotool", &aim).map(|_| ())
}

/// As the page's own rules measure it.
async fn is_wide(main: &Window, width: u64) -> Result<()> {
    wait_for(format!("a page {width} wide"), async || {
        let now = main.width().await?;
        Ok(if now.abs_diff(width) <= 1 { Look::Found(()) } else { Look::NotYet(now.to_string()) })
    })
    .await
}

/// Enough of its upper edge is on the screen.
fn can_be_grasped(window: Area, screen: Area) -> bool {
    let upper = Area { x: window.x.max(0), height: 16, ..window };
    let width = (window.x + window.width).min(screen.width) - upper.x;
    width >= 96 && Area { width, ..upper }.is_within(screen)
}

/// What an earlier run has kept.
fn stood(journey: &Journey, window: Area) -> Result<()> {
    let Area { x, y, width, height } = window;
    let kept = serde_json::json!({ "main": {
        "width": width, "height": height, "x": x, "y": y, "prev_x": x, "prev_y": y,
        "maximized": false, "visible": true, "decorated": true, "fullscreen": false,
    } });
    let file = journey.desktop.config_dir().join(KEPT);
    std::fs::create_dir_all(file.parent().unwrap_or(&file))?;
    Ok(std::fs::write(file, kept.to_string())?)
}
