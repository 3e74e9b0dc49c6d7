//! One event on its way: what is sent, how it is signed, and what the answer means.

use std::fmt::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use agent_core::{CallEvent, Told, ToldCall, WallMillis};
use pbx_protocol::Secret;
use reqwest::{Response, StatusCode};
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A receiver that takes longer is asked again.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Tells apart what happened in the same moment.
static NUMBER: AtomicU32 = AtomicU32::new(0);

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
    pub(super) fn new(at: WallMillis, told: &Told) -> Self {
        let event = told.event();
        let (id, member, value) = match told {
            Told::Call { call, .. } => (format!("{}-{}", call.id, event.word()), "call", call_value(call)),
            // What is written may change, and each time it is another delivery.
            Told::Note { call, note } => {
                let id = format!("{}-{}-{}", call.id, event.word(), note.revision);
                return Self::of_note(id, at, &call_value(call), &json!(note));
            }
            Told::State { change } => {
                let mut value = json!(change);
                value["since"] = iso(change.since);
                (format!("{}-{}-{}", at.0, change.to, event.word()), "state", value)
            }
            Told::Voicemail { message } => {
                // Several may be found at once.
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                (format!("{}-{number}-{}", at.0, event.word()), "voicemail", json!(message))
            }
        };
        let body = json!({ "delivery": id, "event": event, "at": iso(at), member: value }).to_string();
        Self { id, event, at, body }
    }

    fn of_note(id: String, at: WallMillis, call: &Value, note: &Value) -> Self {
        let event = CallEvent::Note;
        let body = json!({ "delivery": id, "event": event, "at": iso(at), "call": call, "note": note });
        Self { id, event, at, body: body.to_string() }
    }

    /// One about nobody, for whoever sets the receiver up.
    pub(super) fn sample(at: WallMillis) -> Self {
        let (id, event) = (format!("{}-test", at.0), CallEvent::Note);
        let seconds = |back: i64| iso(WallMillis(at.0 - back * 1000));
        let call = json!({
            "id": "0-test", "direction": "inbound", "number": "13800138000", "e164": "+8613800138000",
            "name": "Test", "company": null, "extension": "100", "called": "6500",
            "started": seconds(90), "answered": seconds(80), "ended": seconds(20), "outcome": "answered",
            "recording": null, "note": { "text": "Test", "result": "Resolved", "tags": ["test"] },
        });
        let note = json!({
            "revision": 1, "result": { "id": "resolved", "label": "Resolved" }, "text": "Test", "tags": ["test"],
            "talkSeconds": 55, "holdSeconds": 5, "afterCallSeconds": 20,
        });
        let body = json!({
            "delivery": id, "event": event, "test": true, "at": iso(at), "call": call, "note": note,
        });
        Self { id, event, at, body: body.to_string() }
    }

    /// Whose event it is.
    pub(super) fn call(&self) -> String {
        match self.event {
            // In their order, and beside those of calls.
            CallEvent::State | CallEvent::Voicemail => return self.event.word().to_owned(),
            CallEvent::Ring | CallEvent::Answer | CallEvent::End | CallEvent::Missed | CallEvent::Note => {}
        }
        // Taken back out of the id, which begins with it: start, dash, key.
        self.id.splitn(3, '-').take(2).collect::<Vec<_>>().join("-")
    }

    /// The answer, or why there is none.
    pub(super) async fn send(
        self,
        http: &reqwest::Client,
        address: &str,
        secret: Option<Secret>,
        now: WallMillis,
    ) -> Result<Response, NoAnswer> {
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
        request.body(self.body).send().await.map_err(|error| {
            let why = if error.is_connect() { NoAnswer::NotReached } else { NoAnswer::Broken };
            // People put tokens into addresses.
            tracing::debug!(error = %error.without_url(), "the webhook's receiver does not answer");
            why
        })
    }
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Nobody is there, whatever is said.
    NotReached,
    /// Too slow, or cut off: it may be this event.
    Broken,
}

/// What an answer says about the event, and about those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Taken,
    /// The receiver is overloaded or broken, perhaps by this event, and may recover.
    Later,
    /// Nobody is there for any event.
    Away,
    /// The address or the secret is wrong: the next event would be answered the same.
    Blocked,
    /// It is about this event: sent again, it would be refused again.
    Refused,
}

impl Meaning {
    pub(super) fn of(answer: Result<StatusCode, NoAnswer>) -> Self {
        let status = match answer {
            Ok(status) => status,
            Err(NoAnswer::NotReached) => return Self::Away,
            Err(NoAnswer::Broken) => return Self::Later,
        };
        match status {
            StatusCode::SERVICE_UNAVAILABLE => Self::Away,
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

fn call_value(call: &ToldCall) -> Value {
    let mut call = json!(call);
    for moment in ["started", "answered", "ended"] {
        if let Some(millis) = call[moment].as_i64() {
            call[moment] = iso(WallMillis(millis));
        }
    }
    call
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
        let call = json!({"id": "1795437381000-7", "direction": "inbound", "extension": "101", "started": 0, "note": {}});
        let call: Box<ToldCall> = serde_json::from_value(call).unwrap();
        let note = |revision: u32| {
            let note = json!({"revision": revision, "text": "", "tags": [], "talkSeconds": 0, "holdSeconds": 0,
                "afterCallSeconds": 0});
            Told::Note { call: call.clone(), note: serde_json::from_value(note).unwrap() }
        };
        let end = Told::Call { event: CallEvent::End, call: call.clone() };
        let ids = [note(1), note(2), end].map(|told| {
            let delivery = Delivery::new(WallMillis(1), &told);
            assert_eq!(delivery.call(), "1795437381000-7");
            delivery.id
        });
        assert_eq!(ids, ["1795437381000-7-note-1", "1795437381000-7-note-2", "1795437381000-7-end"]);
    }

    #[test]
    fn the_receivers_word_decides() {
        let statuses = |meaning: Meaning| -> Vec<u16> {
            (100..600).filter(|s| Meaning::of(Ok(StatusCode::from_u16(*s).unwrap())) == meaning).collect()
        };
        assert_eq!(statuses(Meaning::Taken), (200..300).collect::<Vec<u16>>());
        let blocked: Vec<u16> =
            (300..400).chain([401, 402, 403, 404, 405, 407, 410, 421, 426, 451]).collect();
        assert_eq!(statuses(Meaning::Blocked), blocked);
        let later: Vec<u16> =
            (100..200).chain([408, 425, 429]).chain((500..600).filter(|s| *s != 503)).collect();
        assert_eq!(statuses(Meaning::Later), later);
        assert_eq!(statuses(Meaning::Away), [503]);
        assert_eq!(Meaning::of(Err(NoAnswer::Broken)), Meaning::Later);
        assert_eq!(Meaning::of(Err(NoAnswer::NotReached)), Meaning::Away);
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
