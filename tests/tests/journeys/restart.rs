//! The next start: nothing is asked again, nothing is forgotten.

use anyhow::{Result, ensure};
use journeys::journey;

#[tokio::test]
async fn a_restart_signs_in_from_the_keyring_and_keeps_the_history() -> Result<()> {
    journey("restart", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension("13800138000", "101")?;
        main.see("call[data-state=ringing]").await?;
        journey.pbx.outside_hangs_up("13800138000")?;
        main.click("nav-history").await?;
        main.see_text("history-row[data-outcome=missed]", "13800138000").await?;
        journey.close().await?;

        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        main.click("nav-history").await?;
        main.see_text("history-row[data-outcome=missed]", "13800138000").await?;
        let logins = journey.pbx.snapshot().logins.clone();
        ensure!(logins.len() == 2 && logins.iter().all(|login| login.accepted), "{logins:?}");
        Ok(())
    })
    .await
}
