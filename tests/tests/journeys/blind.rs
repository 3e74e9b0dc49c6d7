//! An hour at the desk of somebody who sees nothing: over the accessibility bus and the keyboard alone, by roles and names.

use std::time::Duration;

use anyhow::{Result, ensure};
use journeys::{App, Element, Journey, Look, Reader, Role, free_port, journey_with_reader, wait_for};
use pbx_simulator::Snapshot;
use pbx_simulator::snapshot::PartyState;

pub(crate) const MAIN: &str = "UC Companion";
pub(crate) const POP: &str = "UC Companion: call";
const CUSTOMER: &str = "\"Nordwind GmbH\" <+4930123456>";
/// What is wanted is half a second; a machine that compiles beside this test has longer.
const READ_OUT_WITHIN: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_ring_is_read_out_once_and_the_pop_up_is_walked_by_keys() -> Result<()> {
    journey_with_reader("blind-ring", async |journey| {
        let reader = Reader::start(&journey.desktop).await?;
        sign_in(journey, &reader).await?;
        let mut alerts = reader.alerts().await?;
        let began = tokio::time::Instant::now();
        journey.pbx.outside_calls_extension(CUSTOMER, "101")?;
        let ring = alerts.next(&reader).await?;
        let took = ring.at - began;
        println!("read out {} ms after the call was placed", took.as_millis());
        ensure!(ring.role == Role::Alert && ring.text.contains("Nordwind GmbH"), "{ring:?}");
        ensure!(took < READ_OUT_WITHIN, "after {took:?}");

        reader.see(POP, Role::Button, "Open").await?;
        journey.desktop.run("xdotool", &["key", "--clearmodifiers", "ctrl+alt+space"])?;
        journey.desktop.active_window_is(POP).await?;
        reader.see(POP, Role::Dialog, "Nordwind GmbH").await?;
        let mut walked = vec![keyboard_on(&reader, POP).await?];
        while walked.len() < 3 {
            walked.push(next_stop(journey, &reader, POP).await?);
        }
        // What does no harm comes first.
        ensure!(walked == ["Open", "Reject", "Close this window; the call goes on"], "{walked:?}");
        ensure!(next_stop(journey, &reader, POP).await? == "Open", "the keyboard is lost");
        journey.desktop.run("xdotool", &["key", "Escape"])?;
        journey.desktop.active_window_is(MAIN).await?;

        // What is read out next is the end, and no second ring stood in between.
        journey.pbx.outside_hangs_up("+4930123456")?;
        let next = alerts.next(&reader).await?;
        ensure!(next.role != Role::Alert && next.text.contains("Nordwind GmbH"), "{next:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_blind_hour() -> Result<()> {
    journey_with_reader("blind-hour", async |journey| {
        let reader = Reader::start(&journey.desktop).await?;
        sign_in(journey, &reader).await?;
        let mut alerts = reader.alerts().await?;
        journey.pbx.outside_calls_extension(CUSTOMER, "101")?;
        let ring = alerts.next(&reader).await?;
        ensure!(ring.text.contains("Nordwind GmbH"), "{ring:?}");
        journey.pbx.lift("101")?;

        reader.press(MAIN, Role::Switch, "Hold: Nordwind GmbH").await?;
        agent_is(journey, PartyState::Held).await?;
        reader.press(MAIN, Role::Switch, "Hold: Nordwind GmbH").await?;
        agent_is(journey, PartyState::Up).await?;

        write(journey, &reader, Role::Field, "Note about this call", "wants a callback").await?;

        reader.press(MAIN, Role::Button, "Transfer: ").await?;
        write(journey, &reader, Role::Chooser, "Transfer to number or name", "102").await?;
        journey.desktop.run("xdotool", &["key", "Return"])?;
        journey.pbx.wait_for(|pbx: &Snapshot| pbx.parties("102").next().is_some()).await?;
        journey.pbx.wait_for(|pbx: &Snapshot| pbx.parties("101").next().is_none()).await?;

        reader.press(MAIN, Role::Link, "History").await?;
        reader.see(MAIN, Role::Button, "Nordwind GmbH").await?;

        reader.press(MAIN, Role::Chooser, "Choose your state").await?;
        reader.press(MAIN, Role::Item, "Lunch").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;
        reader.press(MAIN, Role::Button, "Back to ready").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| !member.paused)).await?;

        reader.press(MAIN, Role::Link, "Voicemail").await?;
        reader.press(MAIN, Role::Button, "Play: ").await?;
        reader.see(MAIN, Role::Button, "Pause playback").await?;
        Ok(())
    })
    .await
}

/// Starts the program as a person does, and fills in the form of the first start.
pub(crate) async fn sign_in(journey: &Journey, reader: &Reader) -> Result<()> {
    let data = journey.desktop.data_dir();
    let program = App::program()?;
    journey.desktop.start_program(&program.to_string_lossy(), &["--data-dir", &data.to_string_lossy()])?;
    let pbx = journey.pbx_address();
    for (name, text) in [
        ("Address of the PBX", pbx.ip().to_string()),
        ("API port", pbx.port().to_string()),
        ("API user", "api".to_owned()),
        ("Extension", "101".to_owned()),
    ] {
        write(journey, reader, Role::Field, name, &text).await?;
    }
    write(journey, reader, Role::Password, "Password", "simulated").await?;
    reader.press(MAIN, Role::Button, "Advanced").await?;
    write(journey, reader, Role::Field, "Port for call events", &free_port()?.to_string()).await?;
    reader.press(MAIN, Role::Button, "Sign in").await?;
    reader.see(MAIN, Role::Link, "Voicemail").await.map(|_| ())
}

/// Types into a field what is to stand there.
async fn write(journey: &Journey, reader: &Reader, role: Role, name: &str, text: &str) -> Result<()> {
    reader.put_keyboard(MAIN, role, name).await?;
    journey.desktop.run("xdotool", &["key", "ctrl+a"])?;
    journey.desktop.run("xdotool", &["type", text])?;
    if role == Role::Password {
        return Ok(());
    }
    wait_for(format!("{name:?} to hold {text:?}"), async || {
        let field = reader.see(MAIN, role, name).await?;
        let holds = reader.text(&field).await;
        Ok(if holds.contains(text) { Look::Found(()) } else { Look::NotYet(holds) })
    })
    .await
}

/// Waits until the keyboard is on something with a name; gives that.
async fn keyboard_on(reader: &Reader, window: &str) -> Result<String> {
    wait_for("something to have the keyboard", async || {
        let at = stop_in(reader, window).await?;
        Ok(at.map_or_else(|| Look::NotYet("nothing has it".to_owned()), Look::Found))
    })
    .await
}

/// Goes on by Tab; behind the last stop of a page the window itself is one, which is passed.
async fn next_stop(journey: &Journey, reader: &Reader, window: &str) -> Result<String> {
    let before = stop_in(reader, window).await?;
    journey.desktop.run("xdotool", &["key", "Tab"])?;
    let next = wait_for(format!("the keyboard to leave {before:?}"), async || {
        let at = stop_in(reader, window).await?;
        Ok(if at == before { Look::NotYet(format!("{at:?}")) } else { Look::Found(at) })
    });
    let Some(name) = next.await? else {
        journey.desktop.run("xdotool", &["key", "Tab"])?;
        return keyboard_on(reader, window).await;
    };
    Ok(name)
}

async fn stop_in(reader: &Reader, window: &str) -> Result<Option<String>> {
    let page = reader.page(window).await?;
    // The page around it has the keyboard too, and comes before.
    let is_stop = |one: &&Element| one.has_keyboard() && !matches!(one.role, Role::Other(_));
    Ok(page.iter().rfind(is_stop).map(|one| one.name.clone()))
}

async fn agent_is(journey: &Journey, state: PartyState) -> Result<()> {
    let is_so = |pbx: &Snapshot| pbx.parties("101").any(|party| party.state == state);
    journey.pbx.wait_for(is_so).await?;
    Ok(())
}
