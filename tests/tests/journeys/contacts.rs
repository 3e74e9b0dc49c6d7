//! Contacts of the house's servers: an address book that the agent adds, a directory that the administrator has set.

use anyhow::Result;
use journeys::journey;
use serde_json::json;

use crate::contact_servers::{AddressBook, DirectoryServer};

const CALLER: &str = "13800138000";

#[tokio::test]
async fn an_address_book_names_who_rings_and_a_directory_who_is_typed() -> Result<()> {
    journey("contacts-of-servers", async |journey| {
        let dir = tempfile::tempdir()?;
        let mut book = AddressBook::start(&dir.path().join("book"));
        book.put("ada", "Ada Lovelace", &["+86 138 0013 8000"]);
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let mut directory = DirectoryServer::start(
            &dir.path().join("ldap"),
            &made.cert.pem(),
            &made.signing_key.serialize_pem(),
        );
        directory.go_away();
        directory.put("grace", "Grace Hopper", &["+1 212 555 0199"]);
        directory.come_back();
        let company = json!({ "kind": "ldap", "name": "Company", "address": directory.address(),
            "user": "cn=reader,dc=example", "base": "dc=example" });
        journey.desktop.policy(&json!({ "contactSources": [company] }).to_string())?;

        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.click("source-add[data-kind=carddav]").await?;
        for (field, text) in
            [("address", book.address()), ("user", "ada".to_owned()), ("password", "secret".to_owned())]
        {
            let field = format!("source-row[data-kind=carddav] source-{field}");
            main.fill(&field, &text).await?;
            main.leave(&field).await?;
        }
        main.see("source-row[data-kind=carddav][data-state=ok]").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.app()?.pop().await?.see_text("pop-name", "Ada Lovelace").await?;
        journey.pbx.outside_hangs_up(CALLER)?;

        // Another name on the server, which then goes away.
        book.put("ada", "Countess Lovelace", &["+86 138 0013 8000"]);
        book.put("alan", "Alan Turing", &["+44 20 7946 0000"]);
        main.click("source-row[data-kind=carddav] source-test").await?;
        main.see_text("source-row[data-kind=carddav] source-news", "Countess Lovelace").await?;
        main.see("source-row[data-kind=carddav] source-tested[data-count=2]").await?;
        // A test looks only; what was read after it has its names in use.
        main.see_text("source-row[data-kind=carddav] source-news", "2 contacts").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.app()?.pop().await?.see_text("pop-name", "Countess Lovelace").await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        book.go_away();
        main.click("source-row[data-kind=carddav] source-test").await?;
        main.see("source-row[data-kind=carddav] source-tested[data-why=no-connection]").await?;

        main.fill("source-row[data-kind=ldap] source-password", "secret").await?;
        main.leave("source-row[data-kind=ldap] source-password").await?;
        main.click("source-row[data-kind=ldap] source-test").await?;
        main.see("source-row[data-kind=ldap] source-tested[data-why=certificate-unknown]").await?;
        main.click("source-trust").await?;
        main.click("source-row[data-kind=ldap] source-test").await?;
        main.see("source-row[data-kind=ldap] source-tested[data-count=1]").await?;

        main.click("nav-desk").await?;
        main.fill("dial-number", "hopp").await?;
        main.see_text("suggestion", "Grace Hopper").await?;
        // What was kept names callers still.
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.app()?.pop().await?.see_text("pop-name", "Countess Lovelace").await?;
        Ok(())
    })
    .await
}
