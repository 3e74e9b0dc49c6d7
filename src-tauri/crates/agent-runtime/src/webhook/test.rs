//! Something made up is posted once, for whoever sets a receiver up and wants to see what it makes of it.

use agent_core::{WebhookTest, in_short};
use tokio::time::Instant;

use super::post::{self, Delivery};
use super::signing;
use crate::clock::Clock;
use crate::vault::Vault;

/// Enough to know what it says, and no more than a row has room for.
const LONGEST_LINE: usize = 120;
/// A page of an error is not read to its end.
const MOST_BYTES: usize = 4096;

/// Posts it, signed as events are, and says what came back.
pub(crate) async fn try_out(slot: u8, address: &str, vault: &Vault) -> WebhookTest {
    let begun = Instant::now();
    let answer = send(slot, address, vault).await;
    let millis = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
    match answer {
        Some(answer) => {
            let status = Some(answer.status().as_u16());
            WebhookTest { status, millis, line: first_line(answer).await }
        }
        None => WebhookTest { status: None, millis, line: String::new() },
    }
}

async fn send(slot: u8, address: &str, vault: &Vault) -> Option<reqwest::Response> {
    // A keyring that is locked sends it unsigned: it holds nothing of anybody, and the answer tells.
    let secret = signing::secret(slot, vault).await.ok();
    let now = Clock::wall();
    Delivery::sample(now).send(&post::http().ok()?, address, secret, now).await.ok()
}

async fn first_line(mut answer: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= MOST_BYTES || bytes.contains(&b'\n') {
            break;
        }
    }
    bytes.truncate(MOST_BYTES);
    let text = String::from_utf8_lossy(&bytes);
    in_short(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default(), LONGEST_LINE)
}
