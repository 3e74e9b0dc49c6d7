//! A caller's name is somebody else's text: it is shown as it is, wherever it is shown.

use anyhow::{Result, ensure};
use journeys::journey;

const NAME: &str = "<b>Eve</b><img src=x onerror=alert(1)>&amp;";
const NUMBER: &str = "13800138000";

#[tokio::test]
async fn markup_in_a_name_is_text() -> Result<()> {
    journey("markup", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension(&format!("\"{NAME}\" <{NUMBER}>"), "101")?;
        let pop = journey.app()?.pop().await?;
        for (window, path) in [(&pop, "pop-name"), (&main, "call call-name")] {
            let seen = window.see_text(path, "Eve").await?;
            ensure!(seen.text == NAME, "{path}: {seen:?}");
        }
        // A summary is plain text by the standard; the body may hold markup, so there the name would have to be escaped.
        let notification = journey.desktop.notification("Eve").await?;
        ensure!(notification.summary.contains(NAME), "{notification:?}");
        ensure!(!notification.body.contains('<'), "{notification:?}");
        Ok(())
    })
    .await
}
