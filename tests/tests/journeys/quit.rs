//! Quitting while in queues: what the agent answers is what the phone system hears before the program ends.

use anyhow::{Result, ensure};
use journeys::{Journey, Window, journey};

/// The agent is in 6500 by the phone system's configuration, and now in two more.
async fn join(main: &Window) -> Result<()> {
    for (queue, password) in [("6501", "5501"), ("6502", "5502")] {
        main.click(&format!("queue[data-queue={queue}] queue-sign")).await?;
        main.fill(&format!("queue[data-queue={queue}] queue-password-input"), password).await?;
        main.click("queue-password-submit").await?;
        main.see(&format!("queue[data-queue={queue}][data-signed-in=true]")).await?;
    }
    Ok(())
}

/// In that queue, and paused there; `None`: not in it.
fn place(journey: &Journey, queue: &str) -> Option<bool> {
    journey.pbx.snapshot().member(queue, "101").map(|member| member.paused)
}

fn places(journey: &Journey) -> [Option<bool>; 3] {
    ["6500", "6501", "6502"].map(|queue| place(journey, queue))
}

/// The window may be gone before it has told of the press.
async fn answer(journey: &mut Journey, main: &Window, button: &str) -> Result<()> {
    main.see(button).await?;
    let _ = main.click(button).await;
    journey.has_quit().await
}

#[tokio::test]
async fn quitting_while_in_queues_asks_and_does_what_is_answered() -> Result<()> {
    journey("quit", async |journey| {
        let main = journey.sign_in().await?;
        join(&main).await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        main.see_text("quit-question", "You are still signed in to").await?;
        main.click("quit-cancel").await?;
        main.see_no("quit-question").await?;

        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-stay").await?;
        ensure!(places(journey) == [Some(false); 3], "{:?}", places(journey));

        let main = journey.open().await?;
        main.see("queue[data-queue=6502][data-signed-in=true]").await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-pause").await?;
        ensure!(places(journey) == [Some(true); 3], "{:?}", places(journey));

        let main = journey.open().await?;
        main.see("agent-state[data-state=paused]").await?;
        journey.desktop.run("xdotool", &["key", "ctrl+q"])?;
        answer(journey, &main, "quit-leave").await?;
        ensure!(places(journey)[1..] == [None; 2], "{:?}", places(journey));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn at_the_end_of_the_session_the_policy_answers() -> Result<()> {
    journey("quit-session-end", async |journey| {
        let main = journey.sign_in().await?;
        join(&main).await?;
        journey.terminate().await?;
        ensure!(places(journey) == [Some(false); 3], "without a policy they stay: {:?}", places(journey));

        journey.desktop.policy(r#"{ "quit": { "queues": "leave" } }"#)?;
        let main = journey.open().await?;
        main.see("queue[data-queue=6502][data-signed-in=true]").await?;
        journey.terminate().await?;
        ensure!(places(journey)[1..] == [None; 2], "{:?}", places(journey));
        Ok(())
    })
    .await
}
