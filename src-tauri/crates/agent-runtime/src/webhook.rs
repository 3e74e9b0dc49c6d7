//! What other programs are told over the web: each event is a file until it is taken, in the order in which it happened.
//!
//! The folder is the queue: it outlives the program, and nothing in it is looked at twice when it is empty.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use agent_core::{CallEvent, PasswordSlot, ToldCall, WallMillis};
use reqwest::StatusCode;
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::{Notify, mpsc};
use tracing::{debug, warn};

use crate::clock::Clock;
use crate::files;
use crate::vault::Vault;

/// A receiver that takes longer is asked again.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// Nobody wants to hear of yesterday's ring.
const OLDEST: Duration = Duration::from_hours(24);
/// About a day of a busy agent's calls; the oldest go first.
const MOST_WAITING: usize = 1000;

/// The door to the queue.
#[derive(Debug)]
pub(crate) struct Webhook {
    news: mpsc::UnboundedSender<Delivery>,
}

/// The folder: one task fills it, in the order of the events, another empties it.
#[derive(Debug, Clone)]
struct Queue {
    folder: PathBuf,
    wake: Arc<Notify>,
    vault: Vault,
}

/// One file of the queue.
#[derive(Debug, Serialize, Deserialize)]
struct Delivery {
    /// The same each time it is tried, so that the receiver can tell.
    id: String,
    address: String,
    event: CallEvent,
    at: WallMillis,
    body: String,
}

enum Verdict {
    Taken,
    Never(String),
    Later(String),
}

impl Webhook {
    /// Goes on with what was not taken when the program ended.
    pub(crate) fn start(data_dir: &Path, vault: Vault) -> io::Result<Self> {
        let folder = data_dir.join("webhook");
        files::create_private_dir(&folder)?;
        let last = waiting(&folder)?.last().map_or(0, |(number, _)| *number);
        let queue = Queue { folder, wake: Arc::default(), vault };
        let (news, events) = mpsc::unbounded_channel();
        tokio::spawn(queue.clone().fill(events, last));
        tokio::spawn(queue.deliver());
        Ok(Self { news })
    }

    pub(crate) fn post(&self, address: String, event: CallEvent, at: WallMillis, call: &ToldCall) {
        let id = format!("{}-{}", call.id, event.word());
        // The task ends with this sender only.
        let _ = self.news.send(Delivery { body: body(&id, event, at, call), id, address, event, at });
    }
}

impl Queue {
    async fn fill(self, mut events: mpsc::UnboundedReceiver<Delivery>, last: u64) {
        let mut number = last;
        while let Some(delivery) = events.recv().await {
            number += 1;
            let this = self.clone();
            let kept = tokio::task::spawn_blocking(move || this.keep(number, &delivery)).await;
            if let Err(error) = kept.unwrap_or_else(|broken| Err(io::Error::other(broken))) {
                warn!(%error, "an event could not be kept for the webhook");
            }
            self.wake.notify_one();
        }
    }

    fn keep(&self, number: u64, delivery: &Delivery) -> io::Result<()> {
        let mut kept = waiting(&self.folder)?;
        while kept.len() >= MOST_WAITING {
            let (_, oldest) = kept.remove(0);
            warn!(?oldest, "the webhook's receiver is gone for too long: its oldest event is dropped");
            std::fs::remove_file(oldest)?;
        }
        files::replace(&self.folder.join(format!("{number:012}.json")), &serde_json::to_vec(delivery)?)
    }

    async fn deliver(self) {
        // Not made before there is something to send: most agents have no webhook.
        let mut client: Option<reqwest::Client> = None;
        let mut pause = FIRST_PAUSE;
        loop {
            let next = waiting(&self.folder).ok().and_then(|waiting| waiting.into_iter().next());
            let Some((_, file)) = next else {
                self.wake.notified().await;
                continue;
            };
            let http = match client.take().map_or_else(http, Ok) {
                Ok(http) => client.insert(http),
                Err(error) => {
                    warn!(%error, "there is no webhook: nothing can be sent");
                    return;
                }
            };
            match self.try_once(http, &file).await {
                Verdict::Taken => debug!(?file, "the webhook's receiver took an event"),
                Verdict::Never(why) => warn!(?file, why, "an event for the webhook is dropped"),
                Verdict::Later(why) => {
                    debug!(why, ?pause, "the webhook's receiver does not take an event");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
            }
            pause = FIRST_PAUSE;
            if let Err(error) = tokio::fs::remove_file(&file).await
                && error.kind() != io::ErrorKind::NotFound
            {
                // It would be sent for ever.
                warn!(%error, "the webhook stops: its queue can't be emptied");
                return;
            }
        }
    }

    async fn try_once(&self, http: &reqwest::Client, file: &Path) -> Verdict {
        let read = tokio::fs::read(file).await.map_err(|error| error.to_string());
        let delivery: Delivery =
            match read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string())) {
                Ok(delivery) => delivery,
                Err(why) => return Verdict::Never(why),
            };
        let now = Clock::wall().0;
        if u128::try_from(now - delivery.at.0).is_ok_and(|age| age > OLDEST.as_millis()) {
            return Verdict::Never("nobody took it for a day".to_owned());
        }
        let mut request = http
            .post(&delivery.address)
            .header("content-type", "application/json")
            .header("x-uc-companion-event", delivery.event.word())
            .header("x-uc-companion-delivery", &delivery.id);
        if let Some(secret) = self.vault.read(&PasswordSlot::Webhook, "").await {
            let stamp = now / 1000;
            let signature = signature(secret.expose(), stamp, &delivery.body);
            request = request.header("x-uc-companion-signature", format!("t={stamp},v1={signature}"));
        }
        match request.body(delivery.body).send().await {
            Ok(answer) => verdict(answer.status()),
            Err(error) if error.is_builder() => Verdict::Never("the address is no web address".to_owned()),
            Err(error) => Verdict::Later(error.without_url().to_string()),
        }
    }
}

/// A receiver that is overloaded or broken may recover; one that refuses will refuse again.
fn verdict(status: StatusCode) -> Verdict {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Verdict::Later(status.to_string()),
        _ if status.is_success() => Verdict::Taken,
        _ if status.is_server_error() => Verdict::Later(status.to_string()),
        _ => Verdict::Never(status.to_string()),
    }
}

/// The oldest first.
fn waiting(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let number = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")?.parse().ok());
        files.extend(number.map(|number| (number, path)));
    }
    files.sort();
    Ok(files)
}

fn http() -> reqwest::Result<reqwest::Client> {
    static CRYPTO: Once = Once::new();
    // An error says that somebody else was faster.
    CRYPTO.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    reqwest::Client::builder().timeout(ANSWER_LIMIT).redirect(reqwest::redirect::Policy::none()).build()
}

fn body(id: &str, event: CallEvent, at: WallMillis, call: &ToldCall) -> String {
    let mut call = json!(call);
    for moment in ["started", "answered", "ended"] {
        if let Some(millis) = call[moment].as_i64() {
            call[moment] = iso(WallMillis(millis));
        }
    }
    json!({ "delivery": id, "event": event, "at": iso(at), "call": call }).to_string()
}

/// `2026-11-23T12:00:00.123Z`
fn iso(at: WallMillis) -> Value {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000).ok();
    moment.and_then(|moment| moment.format(&Rfc3339).ok()).into()
}

/// HMAC-SHA256 of `SECONDS.BODY`, in lowercase hex.
fn signature(secret: &str, stamp: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{stamp}.{body}").as_bytes());
    tag.as_ref().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_what_openssl_says() {
        // printf '1795437381.{"event":"ring"}' | openssl dgst -sha256 -hmac 'top secret'
        assert_eq!(
            signature("top secret", 1_795_437_381, r#"{"event":"ring"}"#),
            "e33bd09ad860fd86177cf03958ce827b4e21079c841946ab26bd54fa5235351c"
        );
    }

    #[test]
    fn the_receivers_word_decides() {
        let taken = |status| match verdict(StatusCode::from_u16(status).unwrap()) {
            Verdict::Taken => "taken",
            Verdict::Later(_) => "later",
            Verdict::Never(_) => "never",
        };
        for (status, expected) in [
            (200, "taken"),
            (204, "taken"),
            (302, "never"),
            (404, "never"),
            (408, "later"),
            (429, "later"),
            (503, "later"),
        ] {
            assert_eq!(taken(status), expected, "{status}");
        }
    }
}
