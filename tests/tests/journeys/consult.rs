//! Somebody is asked first: on phone systems of four tempers, by keyboard, and the customer is never cut off by us.

use anyhow::{Result, ensure};
use journeys::{Journey, Window, journey_with};
use pbx_simulator::snapshot::PartyState;
use pbx_simulator::{Options, SecondDial, Snapshot};

use crate::dialling::lift_when_it_rings;

const CUSTOMER: &str = "13800138000";
/// Keys as a driver is told them.
const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';
const ENTER: char = '\u{e007}';

/// On a phone system that does this with a second dial.
async fn asking(
    second_dial: SecondDial,
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_with(Options { second_dial, ..Options::default() }, name, steps).await
}

/// The customer calls and is answered; then 102 is to be asked, without a hand on the mouse.
async fn ask_first(journey: &mut Journey) -> Result<Window> {
    let main = journey.sign_in().await?;
    journey.pbx.outside_calls_extension(CUSTOMER, "101")?;
    lift_when_it_rings(journey, "101").await?;
    main.see("call[data-state=talking]").await?;
    main.add("dial-number", &format!("{CONTROL}{SHIFT}y")).await?;
    main.add("consult-target", &format!("102{ENTER}")).await?;
    journey.pbx.wait_for(|pbx| pbx.parties("101").any(|party| party.state == PartyState::Held)).await?;
    Ok(main)
}

async fn press(main: &Window, button: &str) -> Result<()> {
    main.see(button).await?;
    main.add(button, &ENTER.to_string()).await
}

fn is_there(pbx: &Snapshot, number: &str) -> bool {
    pbx.parties(number).next().is_some()
}

/// The customer rings at 102, or is cut off: then nobody is there to wait for.
async fn handed_over(journey: &Journey, main: &Window) -> Result<()> {
    let rings = |pbx: &Snapshot| {
        let mut calls = pbx.calls.iter();
        calls
            .any(|call| ["102", CUSTOMER].iter().all(|who| call.parties.iter().any(|one| one.number == *who)))
    };
    journey.pbx.wait_for(rings).await?;
    main.see_text("message[data-kind=transferred]", "Wang Wei").await?;
    main.see_no("consult").await?;
    lift_when_it_rings(journey, "102").await?;
    ensure!(is_there(&journey.pbx.snapshot(), CUSTOMER), "the customer was cut off");
    let forced = journey.pbx.snapshot().times_asked("extension/hangup");
    ensure!(forced == 0, "our phone was hung up {forced} times");
    Ok(())
}

#[tokio::test]
async fn the_customer_is_handed_over_behind_the_talk_with_a_colleague() -> Result<()> {
    asking(SecondDial::Taken, "ask-first", async |journey| {
        let main = ask_first(journey).await?;
        lift_when_it_rings(journey, "101").await?;
        main.see("consult[data-step=dialing]").await?;
        lift_when_it_rings(journey, "102").await?;
        main.see("consult[data-step=talking]").await?;
        press(&main, "consult-complete").await?;
        main.see_text("consult-hint", "Let Wang Wei hang up").await?;
        journey.pbx.hang_up("102")?;
        handed_over(journey, &main).await?;
        // The talk, what was asked, and both are told.
        main.click("nav-history").await?;
        main.see_text("history-row[data-direction=inbound]", CUSTOMER).await?;
        main.see_text("history-row[data-direction=internal]", "Wang Wei").await?;
        let handed = "history-row[data-direction=inbound] history-handed-to";
        main.see_text(handed, "Handed over to Wang Wei").await?;
        journey.close().await?;
        let main = journey.open().await?;
        main.click("nav-history").await?;
        main.see_text(handed, "Handed over to Wang Wei").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_no_second_dial_is_taken_the_phone_is_followed_and_the_customer_taken_back() -> Result<()> {
    asking(SecondDial::Refused, "ask-first-by-hand", async |journey| {
        let main = ask_first(journey).await?;
        main.see_text("consult-hint", "Dial 102 on your phone").await?;
        journey.pbx.extension_calls("101", "102")?;
        lift_when_it_rings(journey, "102").await?;
        main.see("consult[data-step=talking]").await?;
        press(&main, "consult-return").await?;
        main.see_text("consult-hint", "hang up on your phone").await?;
        journey.pbx.hang_up("101")?;
        main.see_no("consult").await?;
        main.see_text("call[data-state=talking] call-number", CUSTOMER).await?;
        ensure!(journey.pbx.snapshot().parties("101").all(|party| party.state == PartyState::Up));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_talk_that_nobody_reports_is_found_by_asking() -> Result<()> {
    asking(SecondDial::Unreported, "ask-first-unreported", async |journey| {
        let main = ask_first(journey).await?;
        lift_when_it_rings(journey, "101").await?;
        lift_when_it_rings(journey, "102").await?;
        main.see("consult[data-step=talking]").await?;
        // By the pop-up, whose call it is that waits.
        let pop = journey.app()?.pop().await?;
        pop.see("pop[data-settled=true] pop-hand-over").await?;
        pop.click("pop-hand-over").await?;
        main.see("consult[data-pending=hand-over]").await?;
        journey.pbx.hang_up("102")?;
        handed_over(journey, &main).await
    })
    .await
}

#[tokio::test]
async fn a_customer_whom_the_phone_system_drops_is_told() -> Result<()> {
    asking(SecondDial::DropsHeld, "ask-first-dropped", async |journey| {
        let main = ask_first(journey).await?;
        lift_when_it_rings(journey, "101").await?;
        main.see_text("message[data-kind=waiter-gone]", "no longer on the line").await?;
        main.see_no("consult").await?;
        lift_when_it_rings(journey, "102").await?;
        main.see_text("call[data-state=talking] call-name", "Wang Wei").await?;
        main.see("call[data-state=talking] call-hangup").await?;
        Ok(())
    })
    .await
}
