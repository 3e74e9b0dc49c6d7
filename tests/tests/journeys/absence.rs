//! What happened while the program was off is there when it is on again.

use anyhow::{Result, ensure};
use journeys::journey;

const CALLER: &str = "13800138000";

#[tokio::test]
async fn a_call_missed_while_away_is_shown_and_called_back() -> Result<()> {
    journey("absence", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-history").await?;
        // What the phone system remembers from before the first start.
        main.see_text("history-row[data-outcome=missed]", "Nordwind GmbH").await?;
        journey.close().await?;

        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        let main = journey.open().await?;
        main.see_text("message[data-kind=missed-while-away]", "1").await?;
        main.click("nav-history").await?;
        main.click("history-filter-missed").await?;
        let missed = main.see_count("history-row", 2).await?;
        ensure!(missed[0].text.contains(CALLER), "the newest comes first: {missed:?}");
        main.click("history-row history-call").await?;
        journey.pbx.wait_for(|pbx| pbx.parties("101").count() == 1).await?;
        journey.pbx.lift("101")?;
        journey.pbx.wait_for(|pbx| pbx.parties(CALLER).count() == 1).await?;
        main.click("nav-desk").await?;
        main.see_text("call[data-direction=outbound] call-number", CALLER).await?;
        Ok(())
    })
    .await
}

/// Without the system's word the PBX would be asked by the next heartbeat, a minute after the sign-in.
#[tokio::test]
async fn the_system_says_that_the_machine_woke_up() -> Result<()> {
    journey("woke-up", async |journey| {
        journey.sign_in().await?;
        let bus = zbus::connection::Builder::address(journey.desktop.bus()?)?.build().await?;
        bus.request_name("org.freedesktop.login1").await?;
        ensure!(journey.pbx.snapshot().times_asked("heartbeat") == 0, "it was asked before");
        for sleeps in [true, false] {
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            bus.emit_signal(None::<()>, path, interface, "PrepareForSleep", &sleeps).await?;
        }
        journey.pbx.wait_for(|pbx| pbx.times_asked("heartbeat") == 1).await?;
        Ok(())
    })
    .await
}
