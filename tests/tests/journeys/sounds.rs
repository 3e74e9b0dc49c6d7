//! Voicemail and recordings: what is saved equals, to the byte, what the PBX has; what is deleted was asked about first.

use anyhow::{Context as _, Result, ensure};
use journeys::{Journey, Window, journey};

#[tokio::test]
async fn voicemail_is_saved_and_deleted() -> Result<()> {
    journey("voicemail", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-voicemail").await?;
        main.see_count("voicemail-row", 3).await?;

        main.click("voicemail-row[data-file=msg0002.wav] voicemail-download").await?;
        main.see("voicemail-row[data-file=msg0002.wav] media[data-state=saved]").await?;
        let kept = saved(journey, "msg0002.wav")?;
        let pbx = journey.pbx.snapshot();
        let theirs =
            pbx.voicemail.iter().find(|one| one.extension.as_str() == "101" && one.file == "msg0002.wav");
        ensure!(kept == theirs.context("the PBX lost the message")?.sound, "the file differs from the PBX's");

        main.click("voicemail-row[data-file=msg0000.wav] voicemail-delete").await?;
        main.click("voicemail-delete-cancel").await?;
        main.see_no("voicemail-delete-cancel").await?;
        main.see_count("voicemail-row", 3).await?;
        main.click("voicemail-row[data-file=msg0000.wav] voicemail-delete").await?;
        ensure!(messages(journey) == 3, "it was deleted before the answer");
        main.click("voicemail-delete-confirm").await?;
        main.see_count("voicemail-row", 2).await?;
        ensure!(messages(journey) == 2, "it is still on the PBX");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_call_leaves_its_recording() -> Result<()> {
    journey("recording", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension("13800138000", "101")?;
        main.see("call[data-state=ringing]").await?;
        let before = journey.pbx.snapshot().recordings.clone();
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        journey.pbx.outside_hangs_up("13800138000")?;

        main.click("nav-history").await?;
        download_recording(&main).await?;
        let pbx = journey.pbx.snapshot();
        let new = pbx.recordings.iter().find(|one| !before.contains(one)).context("nothing was recorded")?;
        ensure!(saved(journey, &new.name)? == new.sound, "the file differs from the PBX's");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_message_is_heard_paused_and_moved_by_the_keyboard() -> Result<()> {
    journey("player", async |journey| {
        let main = journey.sign_in().await?;
        main.click("nav-voicemail").await?;
        main.see_count("voicemail-new", 3).await?;
        // Eight seconds long.
        main.click("voicemail-row[data-file=msg0002.wav] voicemail-play").await?;
        main.see_text("player-time", "/ 00:08").await?;
        main.see_text("player-time", "00:01 /").await?;
        main.click("player-pause").await?;
        main.click("player-place").await?;
        main.add("player-place", "\u{e011}").await?;
        main.see_text("player-time", "00:00 /").await?;
        main.add("player-place", "\u{e014}").await?;
        main.see_text("player-time", "00:05 /").await?;
        main.choose("player-speed", "200").await?;
        main.click("player-pause").await?;
        // Three seconds at twice the speed, then it is over by itself, and was heard.
        main.see_no("player").await?;
        main.see_count("voicemail-new", 2).await.map(|_| ())
    })
    .await
}

async fn download_recording(main: &Window) -> Result<()> {
    main.see_text("history-row[data-outcome=answered]", "13800138000").await?;
    main.click("history-row recording-download").await?;
    main.see("history-row media[data-state=saved]").await?;
    Ok(())
}

fn saved(journey: &Journey, name: &str) -> Result<Vec<u8>> {
    let file = journey.desktop.data_dir().join("downloads").join(name);
    std::fs::read(&file).with_context(|| format!("{} is not there", file.display()))
}

/// How many messages the agent has on the PBX.
fn messages(journey: &Journey) -> usize {
    journey.pbx.snapshot().voicemail.iter().filter(|message| message.extension.as_str() == "101").count()
}
