//! Success, refusal, or not this API at all: the three are told apart whatever the body is.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::answer::{self, AnswerError};
use pbx_protocol::endpoints::{Heartbeat, ListExtensions, Login, QueryQueueStatus, QueryVoicemail};
use pbx_protocol::{Done, Endpoint, Errno, Meaning};
use proptest::prelude::*;

fn error<E: Endpoint>(body: &str) -> AnswerError {
    answer::read::<E>(body.as_bytes()).unwrap_err()
}

#[test]
fn a_refusal_is_read_however_its_number_is_written() {
    for (body, errno) in [
        (r#"{"status":"Failed","errno":"30003"}"#, "30003"),
        (r#"{"status":"Failed","errno":30003}"#, "30003"),
        (r#"{"errno":10006,"status":"failed"}"#, "10006"),
        (r#"{"errno":"20004"}"#, "20004"),
        (r#"{"status":"Failed"}"#, ""),
        (r#"{"status":"Failed","errno":null}"#, ""),
        (r#"{"status":"","errno":"7"}"#, "7"),
    ] {
        assert_eq!(error::<Login>(body), AnswerError::Refused(Errno::new(errno)), "{body}");
        assert_eq!(error::<Heartbeat>(body), AnswerError::Refused(Errno::new(errno)), "{body}");
    }
}

#[test]
fn success_is_believed() {
    for body in [
        r#"{"status":"Success"}"#,
        r#"{"status":"success "}"#,
        r#"{"status":"Success","errno":"0"}"#,
        r#"{"status":"Success","errno":""}"#,
        "{}",
        " {\"status\":\"Success\",\"new\":[1]}\r\n",
    ] {
        assert_eq!(answer::read::<Heartbeat>(body.as_bytes()), Ok(Done {}), "{body}");
    }
}

#[test]
fn nothing_at_all_is_told_from_something_else() {
    for body in ["", " ", "\r\n"] {
        assert_eq!(error::<Heartbeat>(body), AnswerError::Empty);
    }
    for body in [
        "<!DOCTYPE html><html><body>404</body></html>",
        r#"<?xml version="1.0"?><xml><status>Success</status></xml>"#,
        r#"{"status":"Success""#,
        r#"{"status":"Suc"#,
        "[]",
        r#"["Success"]"#,
        "null",
        "true",
        "\"Success\"",
        r#"{"status":1}"#,
        "OK",
        r#"{"a":"b" "c"}"#,
        "{color: red}",
        r#"{"status":"Success","extlist":[{"extnumber":"101"},"#,
    ] {
        assert!(matches!(error::<Heartbeat>(body), AnswerError::NotTheApi(_)), "{body}");
    }
    let deep = "[".repeat(100_000);
    assert!(matches!(error::<Heartbeat>(&deep), AnswerError::NotTheApi(_)));
    assert!(matches!(answer::read::<Heartbeat>(b"{\"status\":\"\xff\"}"), Err(AnswerError::Refused(_))));
}

#[test]
fn a_success_of_the_wrong_shape_says_so() {
    let success = r#"{"status":"Success"}"#;
    assert!(matches!(error::<Login>(success), AnswerError::UnexpectedShape(_)), "no token");
    assert!(matches!(error::<QueryQueueStatus>(success), AnswerError::UnexpectedShape(_)), "no queue");
    for list in [r#""none""#, "7", "[7]", r#"[{"extnumber":"abc","status":"Idle"}]"#, r#"{"status":"Idle"}"#]
    {
        let body = format!(r#"{{"status":"Success","extlist":{list}}}"#);
        assert!(matches!(error::<ListExtensions>(&body), AnswerError::UnexpectedShape(_)), "{body}");
    }
}

#[test]
fn a_number_says_what_it_probably_means() {
    for (number, meaning) in [
        ("30003", Meaning::WrongCredentials),
        ("20003", Meaning::WrongCredentials),
        ("20002", Meaning::LockedOut),
        ("20004", Meaning::TokenGone),
        ("20005", Meaning::TokenGone),
        (" 20006 ", Meaning::TokenGone),
        ("10006", Meaning::NoSuchExtension),
        ("10005", Meaning::NoSuchCall),
        ("10007", Meaning::NoSuchCall),
        ("10008", Meaning::ExtensionNotIdle),
        ("10011", Meaning::NoSuchNumber),
        ("10031", Meaning::NoSuchNumber),
        ("10013", Meaning::NoSuchQueue),
        ("10015", Meaning::NotConnected),
        ("10024", Meaning::NoOutboundPermission),
        ("10028", Meaning::EmptyNumber),
        ("10032", Meaning::WrongQueuePassword),
        ("20014", Meaning::NoSuchFile),
        ("20018", Meaning::NoSuchFile),
        ("20012", Meaning::TicketExpired),
        ("20017", Meaning::TicketExpired),
        ("20020", Meaning::TicketExpired),
        ("10004", Meaning::BadParameter),
        ("20016", Meaning::BadParameter),
        ("10003", Meaning::NotSupported),
        ("", Meaning::Unknown),
        ("30004", Meaning::Unknown),
    ] {
        assert_eq!(Errno::new(number).meaning(), meaning, "{number}");
    }
}

#[test]
fn an_errno_survives_the_journal_and_is_shown_as_it_is() {
    let errno: Errno = serde_json::from_str("10015").unwrap();
    assert_eq!(serde_json::to_string(&errno).unwrap(), r#""10015""#);
    assert_eq!(serde_json::from_str::<Errno>(r#""10015""#).unwrap(), errno);
    assert_eq!((errno.to_string().as_str(), errno.as_str()), ("10015", "10015"));
}

proptest! {
    // An error is as good as an answer here: the assertion is that it comes back.
    #[test]
    fn any_bytes_come_back(body in prop::collection::vec(any::<u8>(), 0..256)) {
        let _ = answer::read::<QueryVoicemail>(&body);
    }

    #[test]
    fn an_answer_cut_short_is_not_the_api(length in 1_usize..100) {
        let body = include_bytes!("../fixtures/document/voicemail.query/answer.json");
        let read = answer::read::<QueryVoicemail>(&body[..length]);
        prop_assert!(matches!(read, Err(AnswerError::NotTheApi(_))), "{read:?}");
    }
}
