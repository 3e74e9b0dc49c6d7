//! Calls that go out, from the dial field and from the command line.

use anyhow::{Result, ensure};
use journeys::{App, Journey, Window, journey};
use pbx_simulator::snapshot::{PartySeen, PartyState};

#[tokio::test]
async fn colleagues_and_customers_are_dialled() -> Result<()> {
    journey("dial", async |journey| {
        let main = journey.sign_in().await?;

        main.fill("dial-number", "102").await?;
        main.click("dial-submit").await?;
        lift_when_it_rings(journey, "101").await?;
        lift_when_it_rings(journey, "102").await?;
        main.see_text("call[data-state=talking][data-direction=internal] call-name", "Wang Wei").await?;
        hang_up(journey, &main).await?;

        main.fill("dial-number", "020 1234-5678").await?;
        main.click("dial-submit").await?;
        lift_when_it_rings(journey, "101").await?;
        main.see_text("call[data-state=dialing][data-direction=outbound] call-number", "02012345678").await?;
        journey.pbx.outside_answers("02012345678")?;
        main.see("call[data-state=talking][data-direction=outbound]").await?;
        hang_up(journey, &main).await
    })
    .await
}

#[tokio::test]
async fn a_number_that_cannot_be_reached_is_told() -> Result<()> {
    journey("dial-busy", async |journey| {
        let main = journey.sign_in().await?;
        main.fill("dial-number", "02087654321").await?;
        main.click("dial-submit").await?;
        lift_when_it_rings(journey, "101").await?;
        main.see_text("message[data-kind=call-failed]", "02087654321").await?;
        main.fill("dial-number", "not a number").await?;
        main.click("dial-submit").await?;
        main.see("message").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_start_dials_in_the_first() -> Result<()> {
    journey("dial-command", async |journey| {
        let main = journey.sign_in().await?;
        let program = App::program()?;
        let program = program.to_string_lossy();
        journey.desktop.run(&program, &["dial", "103"])?;
        lift_when_it_rings(journey, "101").await?;
        main.see_text("call call-number", "103").await?;
        journey.pbx.hang_up("101")?;
        main.see_no("call[data-state=dialing]").await?;

        journey.desktop.run(&program, &["tel:+49-30-123456"])?;
        lift_when_it_rings(journey, "101").await?;
        journey.pbx.wait_for(|pbx| pbx.parties("+4930123456").count() == 1).await?;
        ensure!(journey.pbx.snapshot().logins.len() == 1, "a second program signed in");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_start_that_can_not_be_done_is_told_in_the_window() -> Result<()> {
    journey("dial-refused", async |journey| {
        let main = journey.open().await?;
        let program = App::program()?;
        let program = program.to_string_lossy();
        journey.desktop.close_window("UC Companion")?;
        journey.desktop.shows_no_window("UC Companion").await?;
        journey.desktop.run(&program, &["tel:nobody"])?;
        journey.desktop.shows_window("UC Companion").await?;
        main.see_text("message[data-kind=not-dialled]", "nobody").await?;

        ensure!(journey.desktop.run(&program, &["--colour"]).is_err(), "an unknown argument is no success");
        main.see_text("message[data-kind=not-understood]", "--colour").await?;

        journey.desktop.run(&program, &["tel:+49-30-123456"])?;
        main.see_text("message[data-kind=not-dialled]", "+4930123456").await?;
        journey.fill_in(&main, "simulated").await?;
        main.see("connection[data-state=online]").await?;
        main.see_text("dial-number", "+4930123456").await?;
        Ok(())
    })
    .await
}

async fn lift_when_it_rings(journey: &Journey, phone: &str) -> Result<()> {
    let rings = |party: &PartySeen| party.state == PartyState::Ringing;
    journey.pbx.wait_for(|pbx| pbx.parties(phone).any(rings)).await?;
    Ok(journey.pbx.lift(phone)?)
}

async fn hang_up(journey: &Journey, main: &Window) -> Result<()> {
    main.click("call[data-state=talking] call-hangup").await?;
    journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
    main.see_no("call[data-state=talking]").await
}
