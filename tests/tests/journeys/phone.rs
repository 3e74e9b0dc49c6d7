//! The agent's own phone: where the calls go that it does not take.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use journeys::journey;
use pbx_protocol::endpoints::{ExtensionSettings, ExtensionStatus, ForwardTo};
use pbx_simulator::snapshot::Snapshot;

const CALLER: &str = "13800138000";
const NO_ANSWER: &str = "phone-forward[data-when=no-answer]";

fn settings(pbx: &Snapshot) -> Result<ExtensionSettings> {
    let ours = pbx.phones.iter().find(|phone| phone.extension.as_str() == "101");
    Ok(ours.context("no phone 101")?.settings.clone())
}

#[tokio::test]
async fn an_unanswered_call_goes_where_the_agent_says() -> Result<()> {
    journey("phone-forward", async |journey| {
        let main = journey.sign_in().await?;
        let before = settings(&journey.pbx.snapshot())?;
        main.click("nav-settings").await?;
        main.choose(&format!("{NO_ANSWER} phone-forward-to"), "extension").await?;

        // What can't be right never reaches the PBX.
        main.fill(&format!("{NO_ANSWER} phone-forward-number"), "101").await?;
        main.click(&format!("{NO_ANSWER} phone-forward-save")).await?;
        main.see_text("phone-forward-refusal", "your own extension").await?;
        ensure!(journey.pbx.snapshot().times_asked("extension/update") == 0);

        main.fill(&format!("{NO_ANSWER} phone-forward-number"), "102").await?;
        main.click(&format!("{NO_ANSWER} phone-forward-save")).await?;
        main.see_no("phone-forward-save").await?;
        let wanted = ExtensionSettings {
            forward_no_answer: Some(true),
            no_answer_to: Some(ForwardTo::Extension),
            no_answer_extension: Some("102".to_owned()),
            ..before
        };
        ensure!(settings(&journey.pbx.snapshot())? == wanted, "and nothing else has changed");

        journey.pbx.outside_calls_extension(CALLER, "101")?;
        main.see("ringing-strip").await?;
        journey.pbx.skip(Duration::from_secs(31));
        journey.pbx.wait_for(|pbx| pbx.phone("102") == Some(&ExtensionStatus::Ringing)).await?;
        journey.pbx.lift("102")?;
        main.click("nav-history").await?;
        main.see_text("history-row", CALLER).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn do_not_disturb_asks_whether_to_pause_the_queues_too() -> Result<()> {
    journey("phone-quiet", async |journey| {
        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        let before = settings(&journey.pbx.snapshot())?;
        main.click("nav-settings").await?;
        main.click("phone-quiet-switch").await?;
        main.click("phone-quiet-on").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;
        main.see("phone-quiet-switch[aria-checked=true]").await?;
        let wanted = ExtensionSettings { do_not_disturb: Some(true), ..before };
        ensure!(settings(&journey.pbx.snapshot())? == wanted, "and nothing else has changed");
        Ok(())
    })
    .await
}
