//! Queues: sign in with the queue's password, which is asked for once, pause, come back, sign out.

use anyhow::{Result, ensure};
use journeys::journey;

const SIGN: &str = "queue[data-queue=6501] queue-sign";
const PAUSE: &str = "queue[data-queue=6501] queue-pause";

#[tokio::test]
async fn a_queue_asks_for_its_password_once() -> Result<()> {
    journey("queue", async |journey| {
        let main = journey.sign_in().await?;
        main.see("queue[data-queue=6501][data-signed-in=false]").await?;
        main.click(SIGN).await?;
        main.fill("queue[data-queue=6501] queue-password-input", "5501").await?;
        main.click("queue-password-submit").await?;
        main.see("queue[data-queue=6501][data-signed-in=true]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6501", "101").is_some()).await?;

        main.click(PAUSE).await?;
        main.see("queue[data-queue=6501][data-paused=true]").await?;
        ensure!(journey.pbx.snapshot().member("6501", "101").is_some_and(|member| member.paused));
        main.click(PAUSE).await?;
        main.see("queue[data-queue=6501][data-paused=false]").await?;
        ensure!(journey.pbx.snapshot().member("6501", "101").is_some_and(|member| !member.paused));

        main.click(SIGN).await?;
        main.see("queue[data-queue=6501][data-signed-in=false]").await?;
        ensure!(journey.pbx.snapshot().member("6501", "101").is_none());

        // The password is known now, also to the next start of the program.
        journey.close().await?;
        let main = journey.open().await?;
        main.click(SIGN).await?;
        main.see("queue[data-queue=6501][data-signed-in=true]").await?;
        ensure!(main.all("queue-password").await?.is_empty(), "it asked again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_wrong_queue_password_is_asked_for_again() -> Result<()> {
    journey("queue-password", async |journey| {
        let main = journey.sign_in().await?;
        main.click(SIGN).await?;
        main.fill("queue-password-input", "0000").await?;
        main.click("queue-password-submit").await?;
        main.see("message[data-kind=queue-action-failed]").await?;
        main.fill("queue-password-input", "5501").await?;
        main.click("queue-password-submit").await?;
        main.see("queue[data-queue=6501][data-signed-in=true]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_queue_is_paused_at_once() -> Result<()> {
    journey("pause-all", async |journey| {
        let main = journey.sign_in().await?;
        main.click("pause-all").await?;
        main.see("queue[data-queue=6500][data-paused=true]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;
        main.click("unpause-all").await?;
        main.see("queue[data-queue=6500][data-paused=false]").await?;
        Ok(())
    })
    .await
}
