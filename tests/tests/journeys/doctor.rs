//! The page that checks this computer, and the ring that the program sends to itself.

use anyhow::{Result, ensure};
use journeys::{Seen, journey};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";

#[tokio::test]
async fn this_computer_is_checked_and_a_test_call_pops_up() -> Result<()> {
    journey("doctor", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.see_no("doctor-row").await?;
        main.click("doctor-open").await?;
        let rows = main.see_count("doctor-row", 18).await?;
        let row = |check: &str| rows.iter().find(|row| row.attribute("data-check") == check);
        for (check, result) in
            [("report-port", "ok"), ("instance", "ok"), ("data-folder", "ok"), ("pbx", "ok")]
        {
            let found = row(check).map(|row| row.attribute("data-result"));
            ensure!(found == Some(result), "{check}: {found:?}");
        }
        ensure!(
            row("test-call").is_some_and(|row| row.attribute("data-result") == "unknown"),
            "none was made"
        );

        journey.desktop.active_window_is(MAIN).await?;
        main.click("doctor-ring").await?;
        journey.desktop.shows_window(POP).await?;
        journey.app()?.pop().await?.see_text("pop-test", "Test call").await?;
        let rang = main.see_text("doctor-rang", "ms").await?;
        ensure!(rang.attribute("data-focus") == "kept", "{}", rang.text);
        for step in ["taken by the listener", "read", "understood", "shown"] {
            ensure!(rang.text.contains(step), "{step} is missing: {}", rang.text);
        }
        journey.desktop.active_window_is(MAIN).await?;
        journey.desktop.shows_no_window(POP).await?;
        journey.desktop.no_notifications().await?;
        main.click("doctor-check").await?;
        main.see_text("doctor-row[data-check=test-call][data-result=ok]", "ms").await?;

        main.click("doctor-back").await?;
        main.click("nav-history").await?;
        let is_it = |row: &Seen| row.text.contains("2025550100");
        ensure!(!main.all("history-row").await?.iter().any(is_it), "it is a call");
        ensure!(journey.desktop.opened_pages(0).await?.is_empty(), "a page was opened");
        Ok(())
    })
    .await
}
