//! Who calls: contacts of the agent's own, and the caller's page in another program.

use anyhow::{Result, ensure};
use journeys::journey;

const CALLER: &str = "13800138000";
const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王小明 <VIP>\r\nORG:Nordwind & Söhne\r\n\
                    TEL;TYPE=CELL:+86 138-0013-8000\r\nEND:VCARD\r\n";

#[tokio::test]
async fn an_imported_contact_is_known_when_it_rings() -> Result<()> {
    journey("contacts", async |journey| {
        let main = journey.sign_in().await?;
        let file = journey.desktop.file("联系人 1.vcf", CARD.as_bytes())?;
        main.click("nav-settings").await?;
        main.fill("settings-country", "CN").await?;
        main.leave("settings-country").await?;
        main.choose_file("contacts-import", &file).await?;
        main.see_text("contacts-told", "联系人 1.vcf").await?;
        main.see_text("contacts-count", "1").await?;

        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let pop = journey.app()?.pop().await?;
        pop.see_text("pop-name", "王小明 <VIP>").await?;
        pop.see_text("caller-company", "Nordwind & Söhne").await?;
        journey.desktop.notification("王小明").await?;
        journey.pbx.lift("101")?;
        main.click("nav-desk").await?;
        main.add("note-text", "asked for the invoice").await?;
        // With the last key.
        main.see_text("note-keep", "Kept").await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        journey.pbx.wait_for(|pbx| pbx.calls.is_empty()).await?;
        main.click("wrap-up-done").await?;

        // The next time, what was said the last time is there at once.
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        let pop = journey.app()?.pop().await?;
        pop.see_text("caller-last", "nswered").await?;
        pop.see_text("caller-note", "asked for the invoice").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_callers_page_is_opened_once_a_call() -> Result<()> {
    journey("crm", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.fill("settings-country", "CN").await?;
        main.fill("settings-crm-url", "https://crm.example.com/find?tel={e164}&who={name}&on={direction}")
            .await?;
        main.leave("settings-crm-url").await?;
        main.choose("settings-crm-when", "on-ring").await?;

        journey.pbx.outside_calls_extension(&format!("\"A & B\" <{CALLER}>"), "101")?;
        let pages = journey.desktop.opened_pages(1).await?;
        ensure!(
            pages == ["https://crm.example.com/find?tel=%2B8613800138000&who=A%20%26%20B&on=inbound"],
            "{pages:?}"
        );
        journey.pbx.lift("101")?;
        let pop = journey.app()?.pop().await?;
        pop.see("pop-strip[data-state=talking]").await?;
        // By a click it opens as often as the agent likes.
        main.click("nav-desk").await?;
        main.click("call-crm").await?;
        let pages = journey.desktop.opened_pages(2).await?;
        ensure!(pages[0] == pages[1], "{pages:?}");
        Ok(())
    })
    .await
}
