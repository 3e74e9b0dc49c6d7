//! Who calls: contacts of the agent's own, and the caller's page in another program.

use anyhow::{Result, ensure};
use journeys::{Window, journey};

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
        main.leave("settings-country").await?;
        main.click("crm-add").await?;
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

/// Sets up the page in this slot; `also` is what it has besides: an address, when it opens, a queue.
async fn add_page(main: &Window, slot: u8, [address, when, queue]: [&str; 3]) -> Result<()> {
    let of = |field: &str| format!("crm-row[data-target={slot}] {field}");
    main.click("crm-add").await?;
    main.fill(&of("settings-crm-url"), address).await?;
    main.leave(&of("settings-crm-url")).await?;
    main.choose(&of("settings-crm-when"), when).await?;
    if !queue.is_empty() {
        main.fill(&of("settings-crm-queues"), queue).await?;
        main.leave(&of("settings-crm-queues")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn of_several_pages_those_of_the_call_open_once_each() -> Result<()> {
    journey("crm-pages", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        add_page(&main, 0, ["https://crm.example/{number}?who={name}", "on-ring", ""]).await?;
        add_page(&main, 1, ["https://sales.example/{queue}", "on-ring", "6500"]).await?;
        add_page(&main, 2, ["https://tickets.example/new?r={result}&n={number}", "after-call", ""]).await?;

        // What is no address is refused in words, and what was typed stays to be put right.
        let url = "crm-row[data-target=1] settings-crm-url";
        main.fill(url, "javascript:alert(1)").await?;
        main.leave(url).await?;
        main.see_text("settings-crm-url-refusal", "begin with https://").await?;
        main.fill(url, "https://sales.example/{qeue}").await?;
        main.leave(url).await?;
        main.see_text("settings-crm-url-refusal", "{qeue}").await?;
        main.fill(url, "https://sales.example/{queue}").await?;
        main.leave(url).await?;
        main.see_no("settings-crm-url-refusal").await?;

        main.click("crm-row[data-target=1] crm-test").await?;
        let sample = "https://sales.example/6500";
        main.see_text("crm-row[data-target=1] crm-preview", sample).await?;
        ensure!(journey.desktop.opened_pages(1).await? == [sample]);

        // A direct call: not the page of the queue.
        journey.pbx.outside_calls_extension(&format!("\"A & B\" <{CALLER}>"), "101")?;
        let first = format!("https://crm.example/{CALLER}?who=A%20%26%20B");
        ensure!(journey.desktop.opened_pages(2).await?[1] == first);
        let pop = journey.app()?.pop().await?;
        pop.see("pop-crm[data-target=0]").await?;
        ensure!(pop.all("pop-crm[data-target=1]").await?.is_empty(), "a button for another queue's calls");
        journey.pbx.lift("101")?;
        main.click("nav-desk").await?;
        main.see("call[data-state=talking]").await?;
        main.click("call-crm-more").await?;
        main.click("call-crm[data-target=2]").await?;
        ensure!(
            journey.desktop.opened_pages(3).await?[2] == format!("https://tickets.example/new?r=&n={CALLER}")
        );
        journey.pbx.outside_hangs_up(CALLER)?;
        main.fill("wrap-up note-result", "Sold").await?;
        // With the last key.
        main.see_text("note-keep", "Kept").await?;
        main.click("wrap-up-done").await?;
        let after = format!("https://tickets.example/new?r=sold&n={CALLER}");
        ensure!(journey.desktop.opened_pages(4).await?[3] == after);

        // A call of the queue: both, each once.
        journey.pbx.outside_calls_queue("13900139000", "6500")?;
        let pages = journey.desktop.opened_pages(6).await?;
        let of_queue = ["https://crm.example/13900139000?who=", sample].map(str::to_owned);
        ensure!(of_queue.iter().all(|page| pages[4..].contains(page)), "{pages:?}");
        journey.pbx.outside_hangs_up("13900139000")?;
        main.see_no("call[data-state=ringing]").await?;
        let pages = journey.desktop.opened_pages(6).await?;
        ensure!(pages.iter().filter(|page| **page == first).count() == 1, "{pages:?}");
        Ok(())
    })
    .await
}
