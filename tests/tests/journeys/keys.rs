//! Keys that work while another program has the keyboard, and the numbers that are marked in it.

mod portal;

use anyhow::{Result, ensure};
use journeys::{App, Journey, OtherProgram, Window, journey};
use pbx_simulator::Snapshot;
use pbx_simulator::snapshot::PartyState;

const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";
/// Another program that the agent is working in.
const OTHER_WORK: &str = "Customer file";

#[tokio::test]
async fn a_marked_number_is_asked_about_and_the_clipboard_is_left_alone() -> Result<()> {
    journey("keys-marked", async |journey| {
        let main = journey.sign_in().await?;
        works(&main, "dial-selection").await?;
        let other = OtherProgram::open(&journey.desktop, OTHER_WORK).await?;
        other.mark("Order 12345 / tel 030 123456")?;
        press(journey, "ctrl+alt+d")?;
        let asked = main.see("dial-confirm[data-source=selection]").await?;
        ensure!(asked.attribute("data-number") == "030123456", "{asked:?}");
        journey.desktop.active_window_is("UC Companion").await?;
        press(journey, "Escape")?;
        main.see_no("dial-confirm").await?;
        ensure!(journey.pbx.snapshot().calls.is_empty(), "it was called");

        // Of several the agent chooses one, and is asked about that.
        other.mark("030 12345678 / 0171 1234567")?;
        press(journey, "ctrl+alt+d")?;
        main.see_count("dial-choice-number", 2).await?;
        main.click("dial-choice-number[data-number=01711234567]").await?;
        main.see("dial-confirm[data-number=01711234567]").await?;
        main.click("dial-confirm-cancel").await?;
        main.see_no("dial-confirm").await?;

        // What is no number is told where the agent looks, and no window comes.
        let other_one = OtherProgram::open(&journey.desktop, "Notes").await?;
        other_one.mark("Invoice 2024-11-05")?;
        press(journey, "ctrl+alt+d")?;
        journey.desktop.notification("No phone number").await?;
        journey.desktop.active_window_is("Notes").await?;
        ensure!(journey.pbx.snapshot().calls.is_empty(), "somebody was called");
        ensure!(other_one.has_its_clipboard()?, "the clipboard was touched");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_steer_the_call_while_another_program_has_the_keyboard() -> Result<()> {
    journey("keys-call", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.click("hotkey-row[data-action=hold] hotkey-record").await?;
        press(journey, "ctrl+alt+h")?;
        main.see("hotkey-row[data-action=hold][data-state=working]").await?;
        OtherProgram::open(&journey.desktop, OTHER_WORK).await?;
        press(journey, "ctrl+alt+h")?;
        let told = journey.desktop.notification("Hold").await?;
        ensure!(told.body.contains("nothing to do it with"), "{told:?}");

        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await?;
        // The pop-up has the keyboard until Escape, and then the program that had it.
        let pop = journey.app()?.pop().await?;
        pop.see("pop[data-settled=true]").await?;
        press(journey, "ctrl+alt+space")?;
        journey.desktop.active_window_is(POP).await?;
        pop.see("pop[role=dialog]").await?;
        press(journey, "Escape")?;
        journey.desktop.active_window_is(OTHER_WORK).await?;

        journey.pbx.lift("101")?;
        pop.see("pop-strip[data-state=talking]").await?;
        press(journey, "ctrl+alt+h")?;
        agent_is(journey, PartyState::Held).await?;
        pop.see("pop-strip[data-state=held]").await?;
        press(journey, "ctrl+alt+h")?;
        agent_is(journey, PartyState::Up).await?;
        pop.see("pop-strip[data-state=talking]").await?;
        // The same by the desktop's own settings.
        let program = App::program()?;
        let program = program.to_string_lossy();
        ensure!(journey.desktop.exit_code(&program, &["hold"])? == Some(0), "it is done");
        agent_is(journey, PartyState::Held).await?;
        journey.desktop.active_window_is(OTHER_WORK).await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.desktop.shows_no_window(POP).await?;
        ensure!(journey.desktop.exit_code(&program, &["hold"])? == Some(3), "there is no call");
        ensure!(journey.desktop.exit_code(&program, &["pause"])? == Some(0), "it is done");
        main.see("pause-reason").await?;
        journey.desktop.active_window_is("UC Companion").await
    })
    .await
}

#[tokio::test]
async fn a_key_of_another_program_is_told_and_one_that_is_tried_arrives() -> Result<()> {
    journey("keys-taken", async |journey| {
        let other = OtherProgram::open(&journey.desktop, OTHER_WORK).await?;
        other.take_key('d')?;
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.see("hotkey-row[data-action=dial-selection][data-state=taken]").await?;
        main.see_text("hotkey-row[data-action=dial-selection] hotkey-help", "other program").await?;
        main.click("hotkey-row[data-action=pop-here] hotkey-test").await?;
        main.see_text("hotkey-row[data-action=pop-here] hotkey-help", "Press Ctrl+Alt+Space now").await?;
        press(journey, "ctrl+alt+space")?;
        main.see_no("hotkey-row[data-action=pop-here] hotkey-help").await?;
        main.see("hotkey-row[data-action=pop-here][data-state=working]").await?;
        // One that is doubled is refused in its row.
        main.click("hotkey-row[data-action=mute] hotkey-record").await?;
        press(journey, "ctrl+shift+l")?;
        main.see("hotkey-row[data-action=mute][data-state=working]").await?;
        main.click("hotkey-row[data-action=hold] hotkey-record").await?;
        press(journey, "super+l")?;
        main.see_text("hotkey-refusal", "The system keeps this one").await?;
        main.see("hotkey-row[data-action=hold][data-state=off]").await?;
        main.click("hotkey-row[data-action=mute] hotkey-clear").await?;
        main.see("hotkey-row[data-action=mute][data-state=off]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_key_of_the_window_is_another_one_over_a_restart() -> Result<()> {
    journey("keys-of-the-window", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        let hold = "window-key-row[data-deed=hold]";
        main.click(&format!("{hold} window-key-record")).await?;
        press(journey, "ctrl+shift+m")?;
        main.see_text(&format!("{hold} window-key-refusal"), "“Mute, and off again”").await?;
        main.see(&format!("{hold}[data-changed=false]")).await?;
        main.click(&format!("{hold} window-key-record")).await?;
        press(journey, "F9")?;
        main.see(&format!("{hold}[data-changed=true]")).await?;

        journey.close().await?;
        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        main.see("call-hold[aria-keyshortcuts=F9]").await?;
        journey.desktop.active_window_is("UC Companion").await?;
        // What comes behind the old key is there: by then that has done nothing.
        press(journey, "ctrl+shift+h")?;
        press(journey, "alt+3")?;
        main.see("nav-history[aria-current=page]").await?;
        ensure!(journey.pbx.snapshot().times_asked("extension/hold") == 0, "the old key holds");
        press(journey, "F9")?;
        agent_is(journey, PartyState::Held).await?;
        main.see("call[data-state=held]").await?;
        press(journey, "F9")?;
        agent_is(journey, PartyState::Up).await?;

        // What was taken out stays out: set back, the key is the usual one over a restart too.
        main.click("nav-settings").await?;
        main.click(&format!("{hold} window-key-reset")).await?;
        main.see(&format!("{hold}[data-changed=false]")).await?;
        journey.close().await?;
        let main = journey.open().await?;
        main.click("nav-settings").await?;
        main.see(&format!("{hold}[data-changed=false]")).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_program_says_what_the_agent_is_and_quits_by_words() -> Result<()> {
    journey("words", async |journey| {
        let program = App::program()?.to_string_lossy().into_owned();
        let says = |journey: &Journey, words: &[&str]| journey.desktop.exit_code(&program, words);
        ensure!(says(journey, &["ready"])? == Some(3), "nobody runs");
        ensure!(says(journey, &["--help"])? == Some(0), "help is no mistake");
        let main = journey.sign_in().await?;
        main.click("queue[data-queue=6501] queue-sign").await?;
        main.fill("queue[data-queue=6501] queue-password-input", "5501").await?;
        main.click("queue-password-submit").await?;
        main.see("queue[data-queue=6501][data-signed-in=true]").await?;
        OtherProgram::open(&journey.desktop, OTHER_WORK).await?;
        ensure!(says(journey, &["pause", "lnch"])? == Some(2), "there is no such reason");
        journey.desktop.notification("pause lnch").await?;
        main.see("agent-state[data-state=ready]").await?;
        ensure!(says(journey, &["pause", "lunch"])? == Some(0), "it is done");
        main.see("agent-state[data-state=paused][data-reason=lunch]").await?;
        let is_paused = |pbx: &Snapshot| pbx.member("6501", "101").is_some_and(|member| member.paused);
        journey.pbx.wait_for(is_paused).await?;
        ensure!(says(journey, &["ready"])? == Some(0), "it is done");
        main.see("agent-state[data-state=ready]").await?;
        ensure!(says(journey, &["ask-first", "102"])? == Some(3), "there is no call");
        journey.desktop.active_window_is(OTHER_WORK).await?;
        ensure!(says(journey, &["quit"])? == Some(0), "it is asked");
        main.see_text("quit-question", "You are still signed in to").await?;
        main.click("quit-cancel").await?;
        main.see_no("quit-question").await?;
        ensure!(says(journey, &["sign-out-all"])? == Some(0), "it is done");
        main.see("queue[data-queue=6501][data-signed-in=false]").await?;
        // Nobody is left to be asked about.
        ensure!(says(journey, &["quit"])? == Some(0), "it is done");
        journey.has_quit().await
    })
    .await
}

fn press(journey: &Journey, keys: &str) -> Result<()> {
    journey.desktop.run("xdotool", &["key", "--clearmodifiers", keys]).map(|_| ())
}

async fn works(main: &Window, action: &str) -> Result<()> {
    main.click("nav-settings").await?;
    main.see(&format!("hotkey-row[data-action={action}][data-state=working]")).await?;
    main.click("nav-desk").await
}

async fn agent_is(journey: &Journey, state: PartyState) -> Result<()> {
    let is_so = |pbx: &Snapshot| pbx.parties("101").any(|party| party.state == state);
    journey.pbx.wait_for(is_so).await?;
    Ok(())
}
