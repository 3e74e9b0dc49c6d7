//! Windows stand where they can be seen, whatever the screens are and were.

use anyhow::Result;
use journeys::{Area, Journey, journey, journey_on_fine_screen};

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
