//! What came of a call goes to the web addresses that the settings name: in its order, with its result, and once.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use journeys::{Journey, journey};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const CALLER: &str = "13800138000";
const PATIENCE: Duration = Duration::from_secs(30);
const POLICY: &str = r#"{ "afterCall": { "resultRequired": true, "seconds": 300,
    "results": [{ "id": "sold", "en": "Sold", "zh": "已成交" }, { "id": "no", "en": "No interest", "zh": "无意向" }] } }"#;

const EVENTS: [&str; 4] = ["ring", "answer", "end", "note"];

/// Takes one event.
async fn next(receiver: &TcpListener) -> Result<Value> {
    let (stream, _) = timeout(PATIENCE, receiver.accept()).await.context("nothing is told")??;
    take(stream).await
}

async fn take(stream: TcpStream) -> Result<Value> {
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(said) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = said.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await?;
    Ok(serde_json::from_slice(&body)?)
}

/// From the next start on that address is told, as an earlier version has kept its one.
async fn tell(journey: &mut Journey, address: &str) -> Result<()> {
    journey.close().await?;
    let file = journey.desktop.data_dir().join("settings.json");
    let mut settings: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    settings["settings"]["preferences"]["scripts"] = json!({ "events": EVENTS, "webhook": address });
    Ok(std::fs::write(&file, settings.to_string())?)
}

#[tokio::test]
async fn a_result_is_required_and_told_with_its_id() -> Result<()> {
    journey("results", async |journey| {
        let receiver = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/calls", receiver.local_addr()?);
        journey.desktop.policy(POLICY)?;
        journey.sign_in().await?;
        tell(journey, &address).await?;

        let main = journey.open().await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        main.see("call[data-state=ringing]").await?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        journey.pbx.outside_hangs_up(CALLER)?;
        main.see("wrap-up wrap-up-lacks").await?;
        // It leads to where the result is chosen.
        main.click("wrap-up-done").await?;
        main.see("agent-state[data-state=wrap-up]").await?;
        main.fill("wrap-up note-text", "wants two").await?;
        main.choose("wrap-up note-result", "Sold").await?;
        main.see("wrap-up note-result[data-result=sold]").await?;
        main.see_no("wrap-up-lacks").await?;
        main.click("wrap-up-done").await?;
        main.see("agent-state[data-state=ready]").await?;

        for event in EVENTS {
            let told = next(&receiver).await?;
            ensure!(told["event"] == event, "{told}");
            if event == "note" {
                ensure!(told["note"]["result"] == json!({ "id": "sold", "label": "Sold" }), "{told}");
                ensure!(told["note"]["text"] == "wants two" && told["note"]["revision"] == 1, "{told}");
            }
        }
        main.click("nav-history").await?;
        main.click("history-edit").await?;
        main.fill("history-row note-text", "wants three").await?;
        let told = next(&receiver).await?;
        ensure!(told["note"]["revision"] == 2 && told["note"]["text"] == "wants three", "{told}");

        main.click("nav-settings").await?;
        main.see("webhook-row[data-slot=0]").await?;
        main.click("webhook-test").await?;
        let told = next(&receiver).await?;
        ensure!(told["test"] == true, "{told}");
        main.see("webhook-answer[data-status=204]").await?;
        Ok(())
    })
    .await
}

/// What a program was to be told lies on the disk before it is sent.
#[tokio::test]
async fn what_was_to_be_told_is_told_once_after_a_crash() -> Result<()> {
    journey("results-crash", async |journey| {
        let receiver = TcpListener::bind("127.0.0.1:0").await?;
        let address = receiver.local_addr()?;
        journey.desktop.policy(POLICY)?;
        journey.sign_in().await?;
        tell(journey, &format!("http://{address}/calls")).await?;
        let main = journey.open().await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        for event in ["ring", "answer"] {
            let told = next(&receiver).await?;
            ensure!(told["event"] == event, "{told}");
        }
        drop(receiver);
        journey.pbx.outside_hangs_up(CALLER)?;
        main.fill("wrap-up note-text", "wants two").await?;
        main.choose("wrap-up note-result", "Sold").await?;
        main.click("wrap-up-done").await?;
        main.see("agent-state[data-state=ready]").await?;
        main.click("nav-settings").await?;
        main.see("webhook-waiting[data-waiting=2]").await?;
        journey.kill().await?;

        let receiver = TcpListener::bind(address).await?;
        let main = journey.open().await?;
        for event in ["end", "note"] {
            let told = next(&receiver).await?;
            ensure!(told["event"] == event, "{told}");
        }
        // A call of the run before is mended: other programs know it, and hear of it once more.
        main.click("nav-history").await?;
        main.click("history-edit").await?;
        main.fill("history-row note-text", "wants three").await?;
        let told = next(&receiver).await?;
        ensure!(told["note"]["revision"] == 2 && told["note"]["text"] == "wants three", "{told}");
        // What comes next is what is asked for next: nothing is told twice.
        main.click("nav-settings").await?;
        main.click("webhook-test").await?;
        let told = next(&receiver).await?;
        ensure!(told["test"] == true, "{told}");
        Ok(())
    })
    .await
}
