//! A call on Wayland: on GNOME the pop-up comes by way of its X server; on sway, which gives each new window the keyboard,
//! the notification tells of it alone.

use anyhow::{Result, ensure};
use journeys::{Area, Look, Manager, journey_on_manager, wait_for};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Order";

#[tokio::test]
async fn on_sway_a_call_takes_no_keyboard_and_the_notification_tells_of_it() -> Result<()> {
    journey_on_manager(Manager::Sway, "sway", async |journey| {
        let main = journey.sign_in().await?;
        main.see_text("message[data-kind=desktop-lacks]", "do not pop up").await?;
        let shown = journey.desktop.run("swaymsg", &["-t", "get_tree"])?;
        ensure!(
            shown.contains("\"xwayland\"") && !shown.contains("\"xdg_shell\""),
            "not drawn with X: {shown}"
        );

        journey.desktop.start_program("xmessage", &["-title", OTHER_WORK, "13 pieces"])?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.notification(CALLER).await?;
        main.see("call[data-state=ringing]").await?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        let shown = journey.desktop.run("swaymsg", &["-t", "get_tree"])?;
        ensure!(shown.contains(OTHER_WORK) && !shown.contains(POP), "what is shown: {shown}");
        journey.pbx.outside_hangs_up(CALLER)?;
        main.see_no("call[data-state=ringing]").await?;

        // Told once.
        journey.close().await?;
        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        main.see_no("message[data-kind=desktop-lacks]").await
    })
    .await
}

#[tokio::test]
async fn on_gnome_a_call_pops_up_in_the_corner_and_takes_no_keyboard() -> Result<()> {
    journey_on_manager(Manager::Gnome, "gnome", async |journey| {
        let main = journey.sign_in().await?;
        main.see_text("message[data-kind=desktop-lacks]", "no tray").await?;
        let desktop = &journey.desktop;

        desktop.start_program("xmessage", &["-title", OTHER_WORK, "13 pieces"])?;
        desktop.active_window_is(OTHER_WORK).await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let screen = desktop.screen();
        let in_the_corner = |pop: Area| {
            let (right, bottom) = (screen.width - pop.x - pop.width, screen.height - pop.y - pop.height);
            (0..=32).contains(&right) && (0..=32).contains(&bottom)
        };
        desktop.lies(POP, "in the lower right corner", in_the_corner).await?;
        desktop.active_window_is(OTHER_WORK).await?;
        let pop =
            desktop.asked_shell(&format!("{FIND_POP}; [pop.is_above(), pop.is_on_all_workspaces()]"))?;
        ensure!(pop.contains("[true,true]"), "above the others, on all workspaces: {pop}");
        wait_for("GNOME's own notification", async || {
            let shown = desktop.asked_shell(NOTIFIED)?;
            Ok(if shown.contains(CALLER) { Look::Found(()) } else { Look::NotYet(shown) })
        })
        .await?;

        journey.pbx.outside_hangs_up(CALLER)?;
        desktop.shows_no_window(POP).await?;
        desktop.active_window_is(OTHER_WORK).await?;
        desktop.close_window(MAIN)?;
        wait_for("the main window to be minimized", async || {
            // Its X server keeps a minimized window mapped.
            let shown = desktop.asked_shell(MINIMIZED)?;
            Ok(if shown.contains(MAIN) { Look::Found(()) } else { Look::NotYet(shown) })
        })
        .await
    })
    .await
}

const MINIMIZED: &str = "global.get_window_actors().map(one => one.meta_window).filter(one => one.minimized).map(one => one.title)";
const FIND_POP: &str = "const pop = global.get_window_actors().map(one => one.meta_window)\
    .find(one => one.title == 'UC Companion: call')";
const NOTIFIED: &str = "Main.messageTray.getSources().flatMap(one => one.notifications.map(each => each.title + each.bannerBodyText))";
