//! A caller's name is somebody else's text: it is shown as it is, wherever it is shown.

use anyhow::{Result, ensure};
use journeys::{Journey, Look, Window, journey, journey_in, wait_for};
use pbx_simulator::World;

const NAME: &str = "<b>Eve</b><img src=x onerror=alert(1)>&amp;";
const NUMBER: &str = "13800138000";

#[tokio::test]
async fn markup_in_a_name_is_text() -> Result<()> {
    journey("markup", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension(&format!("\"{NAME}\" <{NUMBER}>"), "101")?;
        let pop = journey.app()?.pop().await?;
        for (window, path) in [(&pop, "pop-name"), (&main, "call call-name")] {
            let seen = window.see_text(path, "Eve").await?;
            ensure!(seen.text == NAME, "{path}: {seen:?}");
        }
        // A summary is plain text by the standard; the body may hold markup, so there the name would have to be escaped.
        let notification = journey.desktop.notification("Eve").await?;
        ensure!(notification.summary.contains(NAME), "{notification:?}");
        ensure!(!notification.body.contains('<'), "{notification:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_name_of_120_letters_pushes_no_button_out_of_reach() -> Result<()> {
    // Without a blank, so that it can't be broken; and of wide letters.
    let long = "Donaudampfschifffahrtsgesellschaft".repeat(4)[..120].to_owned();
    let wide = "北方电气设备制造集团".repeat(12);
    let mut world = World::demo();
    for (phone, name) in world.phones.iter_mut().zip([&long, &wide].into_iter().cycle()) {
        phone.name.clone_from(name);
    }
    for (queue, name) in world.queues.iter_mut().zip([&long, &wide].into_iter().cycle()) {
        queue.name.clone_from(name);
    }
    journey_in(world, "long-names", async |journey| {
        let main = journey.sign_in().await?;
        for name in [&long, &wide] {
            let caller = format!("\"{name}\" <{NUMBER}>");
            journey.pbx.leave_voicemail("101", &caller, 3)?;
            journey.pbx.outside_calls_queue(&caller, "6500")?;
            main.see("call[data-state=ringing] call-hangup").await?;
            let pop = journey.app()?.pop().await?;
            pop.see("pop-hangup").await?;
            all_in_reach(&pop, "the pop-up").await?;
            in_both_sizes(journey, &main, "a ring").await?;
            journey.pbx.lift("101")?;
            main.see("call[data-state=talking] call-transfer").await?;
            in_both_sizes(journey, &main, "a conversation").await?;
            journey.pbx.outside_hangs_up(&caller)?;
            main.see("call[data-state=ended]").await?;
            in_both_sizes(journey, &main, "the work after a call").await?;
        }
        for (page, row) in
            [("nav-history", "history-row"), ("nav-voicemail", "voicemail-row"), ("nav-settings", "receiver")]
        {
            main.click(page).await?;
            main.see(row).await?;
            in_both_sizes(journey, &main, page).await?;
        }
        Ok(())
    })
    .await
}

/// As it opens, and as small as it can be made.
async fn in_both_sizes(journey: &Journey, main: &Window, when: &str) -> Result<()> {
    for (width, height) in [(360, 640), (980, 680)] {
        let place = format!("0,100,40,{width},{height}");
        journey.desktop.run("wmctrl", &["-r", "UC Companion", "-e", &place])?;
        let size = format!("{width} pixels wide");
        journey.desktop.lies("UC Companion", &size, |area| area.width == width).await?;
        all_in_reach(main, &format!("{when}, {size}")).await?;
    }
    Ok(())
}

async fn all_in_reach(window: &Window, when: &str) -> Result<()> {
    wait_for(format!("all to be in reach at {when}"), async || {
        window.painted().await?;
        let out = window.out_of_reach().await?;
        Ok(if out.is_empty() { Look::Found(()) } else { Look::NotYet(format!("{out:?}")) })
    })
    .await
}

#[tokio::test]
async fn names_are_hidden_everywhere_until_they_are_shown_again() -> Result<()> {
    journey("names-hidden", async |journey| {
        let main = journey.sign_in().await?;
        main.click("names-toggle").await?;
        main.see("names[data-hidden=true]").await?;
        journey.pbx.outside_calls_extension("\"Ada Lovelace\" <13800138000>", "101")?;
        let pop = journey.app()?.pop().await?;
        pop.see_text("pop-name", "A. L.").await?;
        pop.see_text("pop-number", "•••00").await?;
        let told = journey.desktop.notification("A. L.").await?;
        ensure!(!told.body.contains("13800138000") && !told.body.contains("Ada"), "{told:?}");
        main.see_text("call-number", "•••00").await?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        journey.pbx.outside_hangs_up("13800138000")?;
        main.click("wrap-up-done").await?;
        main.click("nav-history").await?;
        main.see_text("history-row", "A. L.").await?;

        // Hidden still after a restart, and who is shown is who is called.
        journey.close().await?;
        let main = journey.open().await?;
        main.see("names[data-hidden=true]").await?;
        main.see("agent-state[data-state=ready]").await?;
        main.click("nav-history").await?;
        main.click("history-call").await?;
        journey.pbx.wait_for(|pbx| !pbx.calls.is_empty()).await?;
        journey.pbx.lift("101")?;
        main.click("nav-desk").await?;
        main.see("call[data-direction=outbound]").await?;
        main.see_text("call-number", "•••00").await?;
        main.click("names-toggle").await?;
        main.see_text("call-number", "13800138000").await?;
        main.click("nav-history").await?;
        main.see_text("history-row", "Ada Lovelace").await?;
        Ok(())
    })
    .await
}
