//! The first start: the form, and what it says when the PBX or this machine says no.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, ensure};
use journeys::{Journey, journey};

#[tokio::test]
async fn the_first_start_leads_to_the_desk() -> Result<()> {
    journey("first-start", async |journey| {
        let main = journey.open().await?;
        main.see("connection[data-state=signed-out]").await?;
        journey.fill_in(&main, "simulated").await?;
        main.see("connection[data-state=online]").await?;
        main.see_text("agent", "Li Na").await?;
        main.see("dial-number").await?;
        main.see_no("signin-form").await?;
        let receivers = journey.pbx.snapshot().receivers.clone();
        ensure!(receivers.len() == 1 && receivers[0].port == journey.report_port(), "{receivers:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_wrong_password_is_sent_once() -> Result<()> {
    journey("wrong-password", async |journey| {
        let main = journey.open().await?;
        journey.fill_in(&main, "a guess").await?;
        main.see("signin-error[data-kind=wrong-credentials]").await?;
        main.see("connection[data-state=refused]").await?;
        // The next attempt is the person's, and it is the second the PBX sees.
        main.fill("signin-password", "simulated").await?;
        main.click("signin-submit").await?;
        main.see("connection[data-state=online]").await?;
        ensure!(logins(journey) == [false, true], "{:?}", logins(journey));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_locked_address_is_told_until_when() -> Result<()> {
    journey("locked-out", async |journey| {
        let main = journey.open().await?;
        journey.fill_in(&main, "guess 1").await?;
        for guess in 2..=6 {
            main.see("signin-error[data-kind=wrong-credentials]").await?;
            main.fill("signin-password", &format!("guess {guess}")).await?;
            main.click("signin-submit").await?;
            journey.pbx.wait_for(|pbx| pbx.logins.len() == guess).await?;
        }
        main.see("signin-error[data-kind=locked-out]").await?;
        main.see("connection[data-state=locked-out]").await?;
        ensure!(logins(journey) == [false; 6], "{:?}", logins(journey));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_taken_report_port_brings_the_offer_of_another() -> Result<()> {
    journey("port-taken", async |journey| {
        let taken = TcpListener::bind((Ipv4Addr::UNSPECIFIED, journey.report_port()))?;
        let main = journey.open().await?;
        journey.fill_in(&main, "simulated").await?;
        main.see("signin-error[data-kind=port-taken]").await?;
        ensure!(logins(journey).is_empty(), "it logged in without being able to hear");
        main.click("signin-use-port").await?;
        main.see("connection[data-state=online]").await?;
        let receivers = journey.pbx.snapshot().receivers.clone();
        ensure!(receivers.len() == 1 && receivers[0].port != taken.local_addr()?.port(), "{receivers:?}");
        Ok(())
    })
    .await
}

/// Every login the PBX has seen: whether it was accepted.
fn logins(journey: &Journey) -> Vec<bool> {
    journey.pbx.snapshot().logins.iter().map(|login| login.accepted).collect()
}
