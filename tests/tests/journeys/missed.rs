//! Missed calls as work: a row a caller, until somebody has talked with them or it is done; and reminders.

use agent_core::{CallerMark, KeptMark, Reminder, WallMillis};
use agent_runtime::Clock;
use agent_storage::{HistoryFile, Write};
use anyhow::{Result, ensure};
use journeys::{Journey, Window, journey};

const CALLER: &str = "13800138000";
const OTHER: &str = "13900139000";
const LINE: &str = "+8613800138000";

#[tokio::test]
async fn three_spellings_are_one_row_until_the_caller_is_reached() -> Result<()> {
    journey("missed-work", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-missed").await?;
        // What the phone system remembers from before the first start.
        main.see_text("missed-row[data-count=1]", "Nordwind GmbH").await?;
        for (count, spelling) in ["+8613800138000", "013800138000", CALLER].into_iter().enumerate() {
            journey.pbx.outside_calls_extension(spelling, "101")?;
            if count == 2 {
                journey.app()?.pop().await?.see_text("pop-missed", "twice today").await?;
            }
            journey.pbx.outside_hangs_up(spelling)?;
            main.see(&format!("missed-row[data-number={spelling}][data-count={}]", count + 1)).await?;
        }
        call_back(journey, &main).await?;
        journey.pbx.hang_up("101")?;
        main.see_text("missed-row[data-count=3][data-tries=1] missed-tried", "no answer").await?;

        journey.close().await?;
        let main = journey.open().await?;
        main.click("nav-missed").await?;
        main.see("missed-row[data-count=3][data-tries=1]").await?;
        call_back(journey, &main).await?;
        journey.pbx.outside_answers(CALLER)?;
        main.see("agent-state[data-state=on-call][data-call=talking]").await?;
        journey.pbx.hang_up("101")?;
        main.see_no(&format!("missed-row[data-number={CALLER}]")).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_called_while_the_program_was_off_is_work_and_stays_done() -> Result<()> {
    journey("missed-away", async |journey| {
        journey.sign_in().await?;
        // Signed out: what the phone system reports to nobody, it sends no later program again.
        journey.terminate().await?;
        journey.pbx.wait_for(|pbx| pbx.receivers.is_empty()).await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        let main = journey.open().await?;
        main.click("nav-missed").await?;
        let row = format!("missed-row[data-number={CALLER}]");
        main.click(&format!("{row} missed-done")).await?;
        main.see_no(&row).await?;
        main.click("missed-undo").await?;
        main.click(&format!("{row} missed-done")).await?;
        main.see_no(&row).await?;

        journey.close().await?;
        let main = journey.open().await?;
        main.click("nav-missed").await?;
        main.see("missed-row").await?;
        main.see_no(&row).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_reminder_whose_time_has_passed_comes_late_and_once() -> Result<()> {
    journey("missed-reminder", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-missed").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.outside_hangs_up(CALLER)?;
        let row = format!("missed-row[data-number={CALLER}]");
        main.click(&format!("{row} missed-remind")).await?;
        main.click("remind-15").await?;
        main.see(&format!("{row}[data-state=reminded]")).await?;
        journey.close().await?;
        // The quarter of an hour passes.
        set_reminder(journey, -5)?;

        let main = journey.open().await?;
        let told = journey.desktop.notification("Call back").await?;
        ensure!(told.body.contains("late"), "{told:?}");
        main.click("nav-missed").await?;
        main.see(&format!("{row}[data-state=due]")).await?;
        journey.close().await?;

        let main = journey.open().await?;
        main.click("nav-missed").await?;
        main.click("reminder[data-late=false] reminder-later").await?;
        main.see(&format!("{row}[data-state=reminded]")).await?;
        let told = journey.desktop.notifications()?;
        let reminders = told.iter().filter(|one| one.summary.contains("Call back")).count();
        ensure!(reminders == 1, "{told:?}");
        Ok(())
    })
    .await
}

/// From the moment on in which the administrator lets everybody's records be read, while the program runs.
#[tokio::test]
async fn a_colleague_who_has_called_back_ends_the_row_of_a_queue() -> Result<()> {
    journey("missed-colleague", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-missed").await?;
        for caller in [CALLER, OTHER] {
            journey.pbx.outside_calls_queue(caller, "6500")?;
            main.see("ringing-strip").await?;
            journey.pbx.outside_hangs_up(caller)?;
            main.see(&format!("missed-row[data-number={caller}]")).await?;
        }
        journey.pbx.extension_calls("102", CALLER)?;
        journey.pbx.outside_answers(CALLER)?;
        journey.pbx.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await?;
        journey.pbx.hang_up("102")?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;

        journey.desktop.policy(r#"{ "missed": { "teamCdr": true } }"#)?;
        main.see_no(&format!("missed-row[data-number={CALLER}]")).await?;
        main.see(&format!("missed-row[data-number={OTHER}]")).await?;
        Ok(())
    })
    .await
}

/// Presses the button of the caller's row, and lifts the phone.
async fn call_back(journey: &Journey, main: &Window) -> Result<()> {
    main.click("missed-row[data-count=3] missed-call").await?;
    journey.pbx.wait_for(|pbx| pbx.parties("101").count() == 1).await?;
    journey.pbx.lift("101")?;
    journey.pbx.wait_for(|pbx| pbx.parties(CALLER).count() == 1).await?;
    Ok(())
}

/// As if the agent had wished it then, in minutes from now; the program is off.
fn set_reminder(journey: &Journey, minutes: i64) -> Result<()> {
    let at = WallMillis(Clock::wall().0 + minutes * 60_000);
    let reminder = Some(Reminder { at, told: false });
    let mark = CallerMark { done: None, reminder };
    let mut history = HistoryFile::open(&journey.desktop.data_dir().join("history.db"))?;
    history.write_all(&[Write::Mark(KeptMark { caller: LINE.to_owned(), mark })])?;
    Ok(())
}
