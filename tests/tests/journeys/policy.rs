//! What an administrator has set holds, is shown, and can change while the program runs.

use anyhow::{Result, ensure};
use journeys::{App, Journey, Look, journey, wait_for};

const SET: &str = "Set by your administrator";

#[tokio::test]
async fn under_a_policy_only_the_password_is_asked_and_what_is_set_is_locked() -> Result<()> {
    journey("policy", async |journey| {
        write(journey, r#""autostart": true, "links": false, "keepHistoryDays": 30, "password": "x""#)?;
        let main = journey.open().await?;
        for field in ["server", "port", "username", "extension"] {
            main.see(&format!("signin-{field}[disabled=]")).await?;
        }
        main.see_text("fixed", SET).await?;
        main.fill("signin-password", "simulated").await?;
        main.click("signin-submit").await?;
        main.see("connection[data-state=online]").await?;

        main.click("nav-settings").await?;
        main.see("settings-keep[disabled=]").await?;
        main.see("settings-autostart[disabled=][aria-checked=true]").await?;
        main.see_text("policy-wrong", "password").await?;
        let entry = "autostart/com.openvox.uc-companion-autostart.desktop";
        ensure!(journey.desktop.config_dir().join(entry).exists(), "it does not start with the session");

        let answer = journey.desktop.exit_code(&App::program()?.to_string_lossy(), &["link", "tel:102"])?;
        ensure!(answer == Some(3), "the other program was told {answer:?}");
        main.see_text("message[data-kind=not-dialled]", "links call nobody here").await?;
        main.see_no("dial-confirm").await
    })
    .await
}

#[tokio::test]
async fn a_policy_that_changes_holds_without_a_restart_and_is_told() -> Result<()> {
    journey("policy-changes", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-settings").await?;
        main.see("settings-keep").await?;
        main.see_no("settings-keep[disabled=]").await?;
        // The port that was typed stays, so that only what holds at once is told.
        journey.desktop.policy(r#"{ "keepHistoryDays": 30, "autostart": true }"#)?;
        main.see_text("message[data-kind=policy-changed]", "They hold from now on.").await?;
        main.see("settings-keep[disabled=]").await?;
        main.see("settings-autostart[disabled=][aria-checked=true]").await?;
        journey.desktop.policy(r#"{ "extension": "102" }"#)?;
        main.see_text("message[data-kind=policy-changed]", "from the next sign-in").await?;
        main.see_no("settings-keep[disabled=]").await?;
        main.see("connection[data-state=online]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_autostart_that_the_administrator_does_not_want_ends_at_once() -> Result<()> {
    journey("policy-autostart", async |journey| {
        journey.desktop.policy(r#"{ "autostart": false }"#)?;
        let data = journey.desktop.data_dir();
        let ended = data.with_file_name("ended");
        let (program, folder, code) = (App::program()?, data.display(), ended.display());
        let start = format!("'{}' --data-dir '{folder}' --hidden; echo $? >'{code}'", program.display());
        journey.desktop.start_program("sh", &["-c", &start])?;
        let ended = wait_for("it to end", async || {
            let code = std::fs::read_to_string(&ended).unwrap_or_default();
            Ok(if code.is_empty() { Look::NotYet(code) } else { Look::Found(code) })
        })
        .await?;
        ensure!(ended == "0\n", "it ended with {ended}");
        journey.open().await?;
        Ok(())
    })
    .await
}

/// What one person has taken out of the desktop's list stands in a file of theirs.
#[tokio::test]
async fn links_that_are_not_wanted_are_not_offered() -> Result<()> {
    journey("policy-links", async |journey| {
        let applications = journey.desktop.config_dir().with_file_name(".local").join("share/applications");
        std::fs::create_dir_all(&applications)?;
        let entry = "com.openvox.uc-companion.desktop";
        let packaged = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/packages/linux/");
        let text = std::fs::read_to_string(format!("{packaged}{entry}"))?;
        // An entry whose program is not there is none.
        let text = text.replace("Exec=uc-companion ", &format!("Exec={} ", App::program()?.display()));
        std::fs::write(applications.join(entry), text)?;
        journey.desktop.run("update-desktop-database", &[&applications.to_string_lossy()])?;
        offers(journey, true).await?;
        journey.desktop.policy(r#"{ "links": false }"#)?;
        journey.open().await?;
        offers(journey, false).await?;
        journey.desktop.policy(r#"{ "links": true }"#)?;
        offers(journey, true).await
    })
    .await
}

async fn offers(journey: &Journey, wanted: bool) -> Result<()> {
    wait_for(format!("links to be offered: {wanted}"), async || {
        let offered = journey.desktop.run("gio", &["mime", "x-scheme-handler/tel"]).unwrap_or_default();
        let is_offered = offered.contains("com.openvox.uc-companion.desktop");
        Ok(if is_offered == wanted { Look::Found(()) } else { Look::NotYet(offered) })
    })
    .await
}

/// All that a desk needs but its password, and this.
fn write(journey: &Journey, more: &str) -> Result<()> {
    let (pbx, port) = (journey.pbx_address(), journey.report_port());
    journey.desktop.policy(&format!(
        r#"{{ "server": "http://{pbx}", "username": "api", "extension": "101", "reportPorts": {port}, {more} }}"#
    ))
}
