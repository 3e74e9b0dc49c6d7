//! A report of a problem: what happened is written without names and numbers, and happens again elsewhere.

use anyhow::{Context as _, Result, ensure};
use journeys::{App, journey};

const CALLER: &str = "13800138000";

#[tokio::test]
async fn a_journal_tells_of_nobody_and_replays() -> Result<()> {
    journey("journal", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension(&format!("\"Ada Lovelace\" <{CALLER}>"), "101")?;
        main.see_text("call[data-state=ringing] call-name", "Ada Lovelace").await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        main.see("call[data-state=ended]").await?;
        main.click("nav-settings").await?;
        main.click("journal-write").await?;
        let told = main.see_text("journal-told", ".jsonl").await?.text;
        let file = told.split_whitespace().last().context("no file is named")?;
        let journal = std::fs::read_to_string(file)?;
        for private in [CALLER, "Ada", "Lovelace", "Li Na", "Nordwind", "simulated", "127.0.0.1"] {
            ensure!(!journal.contains(private), "{private} is in the journal");
        }
        let program = App::program()?;
        let views =
            journey.desktop.run(program.to_str().context("a path that is no text")?, &["--replay", file])?;
        // Another number in its place, as long.
        let is_masked = |number: &str| number.len() == CALLER.len() && number != CALLER;
        let numbers = |view: &str| -> Vec<String> {
            let behind = view.split(r#""number":""#).skip(1);
            behind.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let rang = views
            .lines()
            .filter(|view| view.contains(r#""state":"ringing""#))
            .any(|view| numbers(view).iter().any(|number| is_masked(number)));
        ensure!(rang, "no ring in the replay: {views}");
        Ok(())
    })
    .await
}
