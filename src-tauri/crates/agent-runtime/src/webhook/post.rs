//! One event on its way: what is sent, how it is signed, and what the answer means.

use std::fmt::Write as _;
use std::sync::Once;
use std::time::Duration;

use agent_core::{CallEvent, StateChange, ToldCall, WallMillis};
use pbx_protocol::Secret;
use reqwest::StatusCode;
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A receiver that takes longer is asked again.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// One file of the queue.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Delivery {
    /// The same each time it is tried, so that the receiver can tell.
    pub(super) id: String,
    pub(super) event: CallEvent,
    pub(super) at: WallMillis,
    pub(super) body: String,
}

impl Delivery {
    pub(super) fn new(event: CallEvent, at: WallMillis, call: &ToldCall) -> Self {
        let id = match event {
            // What is written may change, and each time it is another delivery.
            CallEvent::Note => format!("{}-{}-{}", call.id, at.0, event.word()),
            CallEvent::Ring | CallEvent::Answer | CallEvent::End | CallEvent::Missed | CallEvent::State => {
                format!("{}-{}", call.id, event.word())
            }
        };
        Self { body: body(&id, event, at, call), id, event, at }
    }

    /// The agent's state has changed.
    pub(super) fn of_state(change: &StateChange) -> Self {
        let (event, at) = (CallEvent::State, change.since);
        let id = format!("{}-{}-{}", at.0, change.to, event.word());
        let mut told = json!(change);
        told["since"] = iso(at);
        let body = json!({ "delivery": id, "event": event, "at": iso(at), "state": told }).to_string();
        Self { id, event, at, body }
    }

    /// Whose event it is.
    pub(super) fn call(&self) -> String {
        if self.event == CallEvent::State {
            // In their order, and beside those of calls.
            return self.event.word().to_owned();
        }
        // Taken back out of the id: the files of an earlier run hold no more.
        let id = self.id.strip_suffix(self.event.word()).unwrap_or(&self.id);
        let id = id.trim_end_matches('-');
        let without_moment = id.rsplit_once('-').filter(|_| self.event == CallEvent::Note);
        without_moment.map_or(id, |(call, _)| call).to_owned()
    }

    /// The status of the answer; `None`: none came.
    pub(super) async fn send(
        self,
        http: &reqwest::Client,
        address: &str,
        secret: Option<Secret>,
        now: WallMillis,
    ) -> Option<StatusCode> {
        let mut request = http
            .post(address)
            .header("content-type", "application/json")
            .header("x-uc-companion-event", self.event.word())
            .header("x-uc-companion-delivery", &self.id);
        if let Some(secret) = secret {
            // The moment of this try, not of the event: receivers refuse what is old, for somebody may send again
            // what they overheard.
            let stamp = now.0 / 1000;
            let signature = signature(secret.expose(), stamp, &self.body);
            request = request.header("x-uc-companion-signature", format!("t={stamp},v1={signature}"));
        }
        match request.body(self.body).send().await {
            Ok(answer) => Some(answer.status()),
            Err(error) => {
                // People put tokens into addresses.
                tracing::debug!(error = %error.without_url(), "the webhook's receiver does not answer");
                None
            }
        }
    }
}

/// What an answer says about the event, and about those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Taken,
    /// The receiver is overloaded, broken or away, and may recover.
    Later,
    /// The address or the secret is wrong: the next event would be answered the same.
    Blocked,
    /// It is about this event: sent again, it would be refused again.
    Refused,
}

impl Meaning {
    pub(super) fn of(status: Option<StatusCode>) -> Self {
        let Some(status) = status else { return Self::Later };
        match status {
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
                Self::Later
            }
            StatusCode::UNAUTHORIZED
            | StatusCode::PAYMENT_REQUIRED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::PROXY_AUTHENTICATION_REQUIRED
            | StatusCode::GONE
            | StatusCode::MISDIRECTED_REQUEST
            | StatusCode::UPGRADE_REQUIRED
            | StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS => Self::Blocked,
            _ if status.is_success() => Self::Taken,
            _ if status.is_redirection() => Self::Blocked,
            _ if status.is_client_error() => Self::Refused,
            _ => Self::Later,
        }
    }
}

/// Whether something can be posted there.
pub(super) fn is_web_address(address: &str) -> bool {
    let read = reqwest::Url::parse(address);
    read.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

pub(super) fn http() -> reqwest::Result<reqwest::Client> {
    static CRYPTO: Once = Once::new();
    // An error says that somebody else was faster.
    CRYPTO.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    // Followed, a redirect would carry callers' numbers to somebody whom nobody has chosen.
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
    fn a_note_told_again_is_another_delivery_of_the_same_call() {
        let call = serde_json::json!({"id": "1795437381000-7", "direction": "inbound", "extension": "101",
            "started": 0, "note": {}});
        let call: ToldCall = serde_json::from_value(call).unwrap();
        let first = Delivery::new(CallEvent::Note, WallMillis(1), &call);
        let again = Delivery::new(CallEvent::Note, WallMillis(2), &call);
        assert_ne!(first.id, again.id);
        for delivery in [first, again, Delivery::new(CallEvent::End, WallMillis(3), &call)] {
            assert_eq!(delivery.call(), "1795437381000-7");
        }
    }

    #[test]
    fn the_receivers_word_decides() {
        let statuses = |meaning: Meaning| -> Vec<u16> {
            (100..600).filter(|s| Meaning::of(StatusCode::from_u16(*s).ok()) == meaning).collect()
        };
        assert_eq!(statuses(Meaning::Taken), (200..300).collect::<Vec<u16>>());
        let blocked: Vec<u16> =
            (300..400).chain([401, 402, 403, 404, 405, 407, 410, 421, 426, 451]).collect();
        assert_eq!(statuses(Meaning::Blocked), blocked);
        let later: Vec<u16> = (100..200).chain([408, 425, 429]).chain(500..600).collect();
        assert_eq!(statuses(Meaning::Later), later);
        assert_eq!(Meaning::of(None), Meaning::Later);
        for status in [400, 409, 411, 413, 415, 422] {
            assert!(statuses(Meaning::Refused).contains(&status), "{status}");
        }
    }

    #[test]
    fn only_the_web_is_posted_to() {
        for address in ["http://hooks/", "HTTPS://hooks.example:8443/a?b"] {
            assert!(is_web_address(address), "{address}");
        }
        for address in ["hooks.example", "ftp://hooks/", "http://", "file:///tmp/x", "javascript:alert(1)"] {
            assert!(!is_web_address(address), "{address}");
        }
    }
}
