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
async fn a_second_start_asks_in_the_first() -> Result<()> {
    journey("dial-command", async |journey| {
        let main = journey.sign_in().await?;
        let program = App::program()?;
        let program = program.to_string_lossy();
        journey.desktop.close_window("UC Companion")?;
        journey.desktop.shows_no_window("UC Companion").await?;
        journey.desktop.run(&program, &["dial", "103"])?;
        journey.desktop.shows_window("UC Companion").await?;
        let asked = main.see("dial-confirm").await?;
        ensure!(asked.attribute("data-source") == "command-line", "{asked:?}");
        ensure!(asked.attribute("data-number") == "103", "{asked:?}");
        main.painted().await?;
        ensure!(journey.pbx.snapshot().calls.is_empty(), "it was called unasked");
        main.click("dial-confirm-call").await?;
        lift_when_it_rings(journey, "101").await?;
        main.see_text("call call-number", "103").await?;
        journey.pbx.hang_up("101")?;
        main.see_no("call[data-state=dialing]").await?;

        journey.desktop.run(&program, &["tel:+49-30-123456"])?;
        main.see("dial-confirm[data-source=link]").await?;
        main.click("dial-confirm-cancel").await?;
        main.see_no("dial-confirm").await?;
        ensure!(journey.pbx.snapshot().calls.is_empty(), "what was not wanted was called");

        journey.desktop.run(&program, &["tel:+49-30-123456"])?;
        main.click("dial-confirm-trust").await?;
        main.click("dial-confirm-call").await?;
        lift_when_it_rings(journey, "101").await?;
        journey.pbx.wait_for(|pbx| pbx.parties("+4930123456").count() == 1).await?;
        journey.pbx.hang_up("101")?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
        main.see_no("call[data-state=dialing]").await?;

        // A source that is trusted is asked about no more.
        journey.desktop.run(&program, &["tel:+49-30-654321"])?;
        lift_when_it_rings(journey, "101").await?;
        journey.pbx.wait_for(|pbx| pbx.parties("+4930654321").count() == 1).await?;
        ensure!(journey.pbx.snapshot().logins.len() == 1, "a second program signed in");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_number_given_at_the_start_is_asked_about() -> Result<()> {
    journey("dial-start", async |journey| {
        journey.sign_in().await?;
        journey.close().await?;
        let main = journey.open_with(&["dial", "103"]).await?;
        main.see("dial-confirm[data-number=103]").await?;
        main.see("connection[data-state=online]").await?;
        ensure!(journey.pbx.snapshot().calls.is_empty(), "it was called unasked");
        main.click("dial-confirm-call").await?;
        lift_when_it_rings(journey, "101").await
    })
    .await
}

#[tokio::test]
async fn a_second_start_that_can_not_be_done_is_told_in_the_window_and_by_its_exit_code() -> Result<()> {
    journey("dial-refused", async |journey| {
        let main = journey.open().await?;
        let program = App::program()?;
        let program = program.to_string_lossy();
        let code = |arguments: &[&str]| journey.desktop.exit_code(&program, arguments);
        journey.desktop.close_window("UC Companion")?;
        journey.desktop.shows_no_window("UC Companion").await?;
        ensure!(code(&["tel:nobody"])? == Some(2), "what is no number is no success");
        journey.desktop.shows_window("UC Companion").await?;
        main.see_text("message[data-kind=not-dialled]", "nobody").await?;
        ensure!(code(&["dial", "not a number"])? == Some(2), "what is no number is no success");
        main.see_text("message[data-kind=not-dialled]", "not a number").await?;
        ensure!(code(&["tel:%2A72102"])? == Some(2), "a feature code in a link is none");

        ensure!(code(&["--colour"])? == Some(2), "an unknown argument is no success");
        main.see_text("message[data-kind=not-understood]", "--colour").await?;

        ensure!(code(&["tel:+49-30-123456"])? == Some(3), "nobody is signed in");
        main.see_text("message[data-kind=not-dialled]", "+4930123456").await?;
        journey.fill_in(&main, "simulated").await?;
        main.see("connection[data-state=online]").await?;
        main.see_text("dial-number", "+4930123456").await?;
        ensure!(code(&["dial", "103"])? == Some(0), "it is asked");
        main.see("dial-confirm").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_no_number_starts_no_program() -> Result<()> {
    journey("dial-unread", async |journey| {
        let program = App::program()?;
        let code = journey.desktop.exit_code(&program.to_string_lossy(), &["dial", "not a number"])?;
        ensure!(code == Some(2), "{code:?}");
        Ok(())
    })
    .await
}

pub(super) async fn lift_when_it_rings(journey: &Journey, phone: &str) -> Result<()> {
    let rings = |party: &PartySeen| party.state == PartyState::Ringing;
    journey.pbx.wait_for(|pbx| pbx.parties(phone).any(rings)).await?;
    Ok(journey.pbx.lift(phone)?)
}

async fn hang_up(journey: &Journey, main: &Window) -> Result<()> {
    main.click("call[data-state=talking] call-hangup").await?;
    journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
    main.see_no("call[data-state=talking]").await
}
