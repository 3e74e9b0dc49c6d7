//! The pop-up: where it stands, what becomes of it when the call is answered, and how it is switched off.

use anyhow::Result;
use journeys::{Area, Journey, journey};

const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Customer file";
const CORNER: Area = Area { x: 1280 - 16 - 384, y: 800 - 16 - 208, width: 384, height: 208 };

#[tokio::test]
async fn a_pop_up_stays_where_it_was_dragged_and_takes_no_keyboard() -> Result<()> {
    journey("pop-place", async |journey| {
        let main = journey.sign_in().await?;
        main.click("dial-number").await?;
        journey.desktop.active_window_is("UC Companion").await?;
        rings(journey, CORNER).await?;
        drag(journey, CORNER, (-500, -300)).await?;
        let there = Area { x: CORNER.x - 500, y: CORNER.y - 300, ..CORNER };
        lies(journey, there).await?;
        journey.desktop.run("xdotool", &["type", "02"])?;
        is_over(journey).await?;
        // At the next rings too, while the agent types.
        for digits in ["01", "23", "45"] {
            rings(journey, there).await?;
            journey.desktop.run("xdotool", &["type", digits])?;
            is_over(journey).await?;
        }
        main.see_text("dial-number", "02012345").await?;
        journey.desktop.active_window_is("UC Companion").await?;

        // And over a restart.
        journey.close().await?;
        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        rings(journey, there).await?;
        is_over(journey).await?;
        main.click("nav-settings").await?;
        main.click("pop-reset[aria-disabled=false]").await?;
        main.see("pop-reset[aria-disabled=true]").await?;
        rings(journey, CORNER).await?;

        // Let go beyond the edge, it comes back, and stays there.
        drag(journey, CORNER, (-1100, 0)).await?;
        lies(journey, Area { x: 0, ..CORNER }).await?;
        is_over(journey).await?;
        rings(journey, Area { x: 0, ..CORNER }).await
    })
    .await
}

#[tokio::test]
async fn an_answered_call_is_a_strip_and_the_next_ring_is_whole_below_it() -> Result<()> {
    journey("pop-strip", async |journey| {
        journey.sign_in().await?;
        journey.desktop.start_program("xmessage", &["-title", OTHER_WORK, "typing…"])?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        rings(journey, CORNER).await?;
        journey.pbx.lift("101")?;
        let pop = journey.app()?.pop().await?;
        pop.see("pop-strip[data-state=talking]").await?;
        let strip = Area { y: 800 - 16 - 56, height: 56, ..CORNER };
        lies(journey, strip).await?;
        pop.click("pop-hold[aria-pressed=false]").await?;
        pop.see("pop-strip[data-state=held] pop-hold[aria-pressed=true]").await?;

        journey.pbx.outside_calls_extension("13900139000", "101")?;
        lies(journey, Area { y: strip.y - 208, height: 56 + 208, ..CORNER }).await?;
        pop.see_text("pop-call pop-number", "13900139000").await?;
        pop.click("pop-call pop-dismiss").await?;
        lies(journey, strip).await?;
        pop.click("pop-strip pop-dismiss").await?;
        journey.desktop.shows_no_window(POP).await?;
        journey.desktop.active_window_is(OTHER_WORK).await
    })
    .await
}

#[tokio::test]
async fn a_ring_after_a_strip_stands_where_the_ring_before_it_stood() -> Result<()> {
    journey("pop-after-strip", async |journey| {
        journey.sign_in().await?;
        rings(journey, CORNER).await?;
        journey.pbx.lift("101")?;
        lies(journey, Area { y: 800 - 16 - 56, height: 56, ..CORNER }).await?;
        is_over(journey).await?;
        rings(journey, CORNER).await
    })
    .await
}

#[tokio::test]
async fn switched_off_there_is_a_notification_and_no_window() -> Result<()> {
    journey("pop-none", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.choose("pop-show", "none").await?;
        main.click("nav-desk").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.notification(CALLER).await?;
        main.see("call[data-state=ringing]").await?;
        journey.desktop.shows_no_window(POP).await?;
        // A pop-up would be there by now: it comes before the notification. Wanted again, it is.
        main.click("nav-settings").await?;
        main.choose("pop-show", "outside").await?;
        lies(journey, CORNER).await?;
        main.choose("pop-place", "top-left").await?;
        lies(journey, Area { x: 16, y: 16, ..CORNER }).await
    })
    .await
}

async fn rings(journey: &Journey, there: Area) -> Result<()> {
    journey.pbx.outside_calls_extension(CALLER, "101")?;
    lies(journey, there).await
}

async fn is_over(journey: &Journey) -> Result<()> {
    journey.pbx.outside_hangs_up(CALLER)?;
    journey.desktop.shows_no_window(POP).await
}

/// Kept in shares of the room beside it: to a pixel or two.
async fn lies(journey: &Journey, there: Area) -> Result<()> {
    let is_there = |area: Area| {
        let near = (area.x - there.x).abs() <= 2 && (area.y - there.y).abs() <= 2;
        near && (area.width, area.height) == (there.width, there.height)
    };
    journey.desktop.lies(POP, &format!("at {there:?}"), is_there).await.map(|_| ())
}

/// By its upper edge, where nothing is written.
async fn drag(journey: &Journey, from: Area, (right, down): (i32, i32)) -> Result<()> {
    journey.app()?.pop().await?.see("pop[data-settled=true]").await?;
    let (x, y) = (from.x + 250, from.y + 5);
    let go = |x: i32, y: i32| {
        journey.desktop.run("xdotool", &["mousemove", "--sync", &x.to_string(), &y.to_string()])
    };
    go(x, y)?;
    journey.desktop.run("xdotool", &["mousedown", "1"])?;
    for part in 1..=5 {
        go(x + right * part / 5, y + down * part / 5)?;
    }
    journey.desktop.run("xdotool", &["mouseup", "1"])?;
    Ok(())
}
