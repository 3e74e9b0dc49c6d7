//! Colleagues: their rows follow what their phones do, and numbers at hand are one press away.

use anyhow::{Result, ensure};
use journeys::{Window, journey, journey_in};
use pbx_simulator::World;

use crate::dialling::lift_when_it_rings;

/// Keys as a driver is told them.
const CONTROL: char = '\u{e009}';
const ALT: char = '\u{e00a}';
const UP: char = '\u{e013}';

#[tokio::test]
async fn a_row_follows_the_phone_and_the_bell_rings_once() -> Result<()> {
    let mut world = World::demo();
    for phone in world.phones.iter_mut().filter(|phone| phone.number == "104") {
        phone.monitored = false;
    }
    journey_in(world, "team", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-team").await?;
        let row = "team-row[data-extension=102]";
        let does = |what: &str| format!("{row}[data-age=live][data-presence={what}]");
        main.see(&does("idle")).await?;
        journey.pbx.extension_calls("103", "102")?;
        main.see(&does("ringing")).await?;
        lift_when_it_rings(journey, "102").await?;
        main.see(&does("in-use")).await?;
        main.click(&format!("{row} team-watch")).await?;
        main.see(&format!("{row} team-watch[aria-pressed=true]")).await?;
        journey.pbx.hang_up("102")?;
        main.see(&does("idle")).await?;
        journey.desktop.notification("Wang Wei is free").await?;
        main.see_no(&format!("{row} team-watch")).await?;

        // Nothing is reported of this one, and the list tells it all the same.
        journey.pbx.extension_calls("103", "104")?;
        lift_when_it_rings(journey, "104").await?;
        main.see("team-row[data-extension=104][data-presence=in-use]").await?;
        journey.pbx.hang_up("104")?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        main.fill("team-search", "wang").await?;
        main.see_count("team-row", 1).await?;
        main.click(&format!("{row} team-call")).await?;
        lift_when_it_rings(journey, "101").await?;
        main.see(&does("ringing")).await?;
        let told = journey.desktop.notifications()?;
        let free = told.iter().filter(|one| format!("{one:?}").contains("is free")).count();
        ensure!(free == 1, "told {free} times: {told:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn favourites_keep_their_order_over_a_restart_and_a_key_dials_the_first_once() -> Result<()> {
    journey("favourites", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-team").await?;
        for extension in ["103", "102", "107"] {
            main.click(&format!("team-row[data-extension={extension}] team-star")).await?;
            main.see(&format!("team-row[data-extension={extension}] team-star[aria-pressed=true]")).await?;
        }
        main.click("nav-desk").await?;
        main.see_count("favourite", 3).await?;
        main.add("favourite[data-number=102]", &format!("{ALT}{UP}")).await?;
        main.see("favourite[data-number=102][data-place=1]").await?;
        ensure!(order(&main).await? == ["102", "103", "107"]);

        journey.close().await?;
        let main = journey.open().await?;
        main.see("favourite[data-number=102][data-presence=idle]").await?;
        ensure!(order(&main).await? == ["102", "103", "107"]);
        main.add("dial-number", &format!("{CONTROL}1")).await?;
        lift_when_it_rings(journey, "101").await?;
        lift_when_it_rings(journey, "102").await?;
        main.see_text("call[data-state=talking] call-name", "Wang Wei").await?;
        main.see("favourite[data-number=102][data-presence=in-use]").await?;
        let dialled = journey.pbx.snapshot().times_asked("extension/dial_extension");
        ensure!(dialled == 1, "dialled {dialled} times");
        Ok(())
    })
    .await
}

async fn order(main: &Window) -> Result<Vec<String>> {
    let tiles = main.all("favourite").await?;
    Ok(tiles.iter().map(|tile| tile.attribute("data-number").to_owned()).collect())
}
