//! What the agent writes about a call, while talking and after it, is found again.

use anyhow::Result;
use journeys::journey;

const CALLER: &str = "13800138000";

#[tokio::test]
async fn a_note_goes_on_in_the_wrap_up_and_is_found_by_a_word_of_it() -> Result<()> {
    journey("notes", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        main.see("call[data-state=ringing]").await?;
        journey.pbx.lift("101")?;
        main.click("call[data-state=talking] note-text").await?;
        journey.desktop.run("xdotool", &["type", "wants a refu"])?;
        main.see_text("call note-text", "wants a refu").await?;

        // The customer hangs up in the middle of the word.
        journey.pbx.outside_hangs_up(CALLER)?;
        main.see_text("wrap-up note-text", "wants a refu").await?;
        journey.desktop.run("xdotool", &["type", "nd"])?;
        main.see_text("wrap-up note-text", "wants a refund").await?;
        main.add("wrap-up note-result", "Escalated").await?;
        main.add("wrap-up note-tags", "billing, vip").await?;
        main.click("wrap-up-done").await?;
        main.see_no("wrap-up").await?;

        main.click("nav-history").await?;
        main.see_text("history-note", "Escalated · wants a refund · #billing · #vip").await?;
        for (word, found) in
            [("fund", CALLER), ("vip", CALLER), ("escal", CALLER), ("nordw", "Nordwind GmbH")]
        {
            main.fill("history-search", word).await?;
            main.see_count("history-row", 1).await?;
            main.see_text("history-row", found).await?;
        }
        // By a part of the number: this call and yesterday's.
        main.fill("history-search", "8001").await?;
        main.see_count("history-row", 2).await?;

        journey.close().await?;
        let main = journey.open().await?;
        main.click("nav-history").await?;
        main.see_text("history-note", "wants a refund").await?;
        Ok(())
    })
    .await
}
