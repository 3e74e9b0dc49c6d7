//! Calls that come in: the pop-up, the notification, and everything that can be done to a call.

use anyhow::{Result, ensure};
use journeys::{Journey, Window, journey};
use pbx_protocol::report::Event;
use pbx_simulator::Snapshot;
use pbx_simulator::snapshot::PartyState;

const CALLER: &str = "13800138000";
const POP: &str = "UC Companion: call";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Customer file";

#[tokio::test]
async fn a_ring_is_seen_everywhere_and_takes_no_focus() -> Result<()> {
    journey("ring", async |journey| {
        let main = journey.sign_in().await?;
        journey.desktop.start_program("xmessage", &["-title", OTHER_WORK, "typing…"])?;
        journey.desktop.active_window_is(OTHER_WORK).await?;

        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let pop = journey.app()?.pop().await?;
        pop.see_text("pop-number", CALLER).await?;
        journey.desktop.shows_window(POP).await?;
        journey.desktop.notification(CALLER).await?;
        main.see_text("call[data-state=ringing][data-direction=inbound] call-number", CALLER).await?;
        journey.desktop.active_window_is(OTHER_WORK).await?;

        journey.pbx.lift("101")?;
        pop.see("pop-strip[data-state=talking]").await?;
        journey.desktop.no_notifications().await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.desktop.shows_no_window(POP).await?;
        journey.desktop.active_window_is(OTHER_WORK).await
    })
    .await
}

#[tokio::test]
async fn do_not_disturb_keeps_direct_calls_away() -> Result<()> {
    journey("do-not-disturb", async |journey| {
        let main = journey.sign_in().await?;
        main.click("phone-dnd[aria-pressed=false]").await?;
        main.see("phone-dnd[aria-pressed=true]").await?;
        main.see_text("agent", "Do not disturb").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let rings = |pbx: &Snapshot| pbx.reports.iter().any(|report| matches!(report.event, Event::Ring(_)));
        ensure!(!rings(&journey.pbx.snapshot()), "the phone rings");

        main.click("phone-dnd[aria-pressed=true]").await?;
        main.see("phone-dnd[aria-pressed=false]").await?;
        main.see_text("agent", "Phone free").await?;
        journey.pbx.outside_calls_extension("13900139000", "101")?;
        journey.app()?.pop().await?.see_text("pop-number", "13900139000").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn typing_goes_on_while_it_rings() -> Result<()> {
    journey("typing", async |journey| {
        let main = journey.sign_in().await?;
        journey.desktop.active_window_is("UC Companion").await?;
        main.click("dial-number").await?;
        journey.desktop.run("xdotool", &["type", "020"])?;
        main.see_text("dial-number", "020").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await?;
        journey.desktop.run("xdotool", &["type", "1234"])?;
        main.see_text("dial-number", "0201234").await?;
        journey.desktop.active_window_is("UC Companion").await
    })
    .await
}

#[tokio::test]
async fn a_call_is_held_muted_transferred_and_another_hung_up() -> Result<()> {
    journey("call", async |journey| {
        let main = journey.sign_in().await?;
        answer(journey, &main).await?;

        main.click("call-hold[aria-pressed=false]").await?;
        main.see("call[data-state=held] call-hold[aria-pressed=true]").await?;
        ensure!(agent_is(journey, PartyState::Held), "{:?}", journey.pbx.snapshot().calls);
        main.click("call-hold[aria-pressed=true]").await?;
        main.see("call[data-state=talking] call-hold[aria-pressed=false]").await?;
        ensure!(agent_is(journey, PartyState::Up), "{:?}", journey.pbx.snapshot().calls);

        main.click("call-mute[aria-pressed=false]").await?;
        main.see("call-mute[aria-pressed=true]").await?;
        ensure!(is_muted(journey), "{:?}", journey.pbx.snapshot().calls);
        main.click("call-mute[aria-pressed=true]").await?;
        main.see("call-mute[aria-pressed=false]").await?;
        ensure!(!is_muted(journey), "{:?}", journey.pbx.snapshot().calls);

        main.click("call-transfer").await?;
        main.fill("transfer-number", "102").await?;
        main.click("transfer-submit").await?;
        journey
            .pbx
            .wait_for(|pbx| pbx.parties("102").count() == 1 && pbx.parties("101").count() == 0)
            .await?;
        main.see_no("call[data-state=talking]").await?;
        journey.pbx.lift("102")?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        answer(journey, &main).await?;
        main.click("call[data-state=talking] call-hangup").await?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
        main.see_no("call[data-state=talking]").await
    })
    .await
}

#[tokio::test]
async fn a_call_that_a_colleague_answers_leaves_the_screen() -> Result<()> {
    journey("answered-elsewhere", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_queue(CALLER, "6500")?;
        journey.app()?.pop().await?.see_text("pop-number", CALLER).await?;
        journey.desktop.shows_window(POP).await?;

        journey.pbx.lift("102")?;
        journey.desktop.shows_no_window(POP).await?;
        journey.desktop.no_notifications().await?;
        main.see_text("message[data-kind=answered-elsewhere]", CALLER).await?;
        main.see_no("call[data-state=ringing]").await?;
        journey.pbx.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_ringing_call_is_refused_from_the_pop_up() -> Result<()> {
    journey("refuse", async |journey| {
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.app()?.pop().await?.click("pop-hangup").await?;
        journey.desktop.shows_no_window(POP).await?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
        Ok(())
    })
    .await
}

/// The customer calls, the agent lifts the phone.
async fn answer(journey: &Journey, main: &Window) -> Result<()> {
    journey.pbx.outside_calls_extension(CALLER, "101")?;
    main.see_text("call[data-state=ringing] call-number", CALLER).await?;
    journey.pbx.lift("101")?;
    main.see_text("call[data-state=talking] call-number", CALLER).await?;
    Ok(())
}

fn agent_is(journey: &Journey, state: PartyState) -> bool {
    journey.pbx.snapshot().parties("101").any(|party| party.state == state)
}

fn is_muted(journey: &Journey) -> bool {
    journey.pbx.snapshot().parties("101").any(|party| party.muted)
}
