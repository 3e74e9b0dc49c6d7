//! Sway, a Wayland compositor that gives each new window the keyboard: the notification tells of a call, and no pop-up.

use anyhow::{Result, ensure};
use journeys::{Lack, journey_without};

const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Order";

#[tokio::test]
async fn on_sway_a_call_takes_no_keyboard_and_the_notification_tells_of_it() -> Result<()> {
    journey_without(&[Lack::PopUp], "sway", async |journey| {
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
