//! The pages' process ends while the program goes on.

use anyhow::{Result, ensure};
use journeys::{Reader, Role, journey_with_reader};

use crate::blind::{MAIN, POP, sign_in};

const CUSTOMER: &str = "\"Nordwind GmbH\" <+4930123456>";

#[tokio::test]
async fn pages_whose_process_was_killed_are_loaded_again() -> Result<()> {
    journey_with_reader("pages", async |journey| {
        let reader = Reader::start(&journey.desktop).await?;
        sign_in(journey, &reader).await?;
        let killed = journey.desktop.kill_pages()?;
        ensure!(killed == 1, "the window and the pop-up share one, not {killed}");
        journey.desktop.log_says("page=\"main\"").await?;
        journey.desktop.log_says("page=\"pop\"").await?;

        journey.pbx.outside_calls_extension(CUSTOMER, "101")?;
        reader.press(POP, Role::Button, "Reject").await?;
        journey.desktop.shows_no_window(POP).await?;
        reader.see(MAIN, Role::Link, "Voicemail").await.map(|_| ())
    })
    .await
}
