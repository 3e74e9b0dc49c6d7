//! First lines as the PBX sends them, as it may send them, and as nobody should.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::request_line::{NotARequestLine, repair};
use proptest::prelude::*;

fn repaired(line: &str) -> Result<String, NotARequestLine> {
    repair(line.as_bytes()).map(|line| String::from_utf8(line).unwrap())
}

#[test]
fn what_the_pbx_sends_becomes_a_request_line() {
    for (sent, expected) in [
        ("POST  HTTP/1.1", "POST / HTTP/1.1"),
        ("POST HTTP/1.1", "POST / HTTP/1.1"),
        ("POST / HTTP/1.1", "POST / HTTP/1.1"),
        ("POST\t\tHTTP/1.0 ", "POST / HTTP/1.0"),
        ("POST report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST /report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST //report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST a/b/ HTTP/1.1", "POST /a/b/ HTTP/1.1"),
        ("POST report.php HTTP/1.1", "POST /report.php HTTP/1.1"),
        ("POST 172.16.6.150:8260/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST 172.16.6.150:8260 HTTP/1.1", "POST / HTTP/1.1"),
        ("POST 172.16.6.150 HTTP/1.1", "POST / HTTP/1.1"),
        ("POST 172.16.6.150/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST [fd00::5]:8260/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST agent-7:8260/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST http://172.16.6.150:8260/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST http://agent-7/report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST http://agent-7 HTTP/1.1", "POST / HTTP/1.1"),
        ("POST http://agent-7//report HTTP/1.1", "POST /report HTTP/1.1"),
        ("POST /report?a=b:c&d=http://e/f HTTP/1.1", "POST /report?a=b:c&d=http://e/f HTTP/1.1"),
        ("POST report?at=10:30 HTTP/1.1", "POST /report?at=10:30 HTTP/1.1"),
        ("POST 10.0.0.5:8260/report?x=1 HTTP/1.1", "POST /report?x=1 HTTP/1.1"),
        ("POST 10.0.0.5:8260?x=1 HTTP/1.1", "POST /?x=1 HTTP/1.1"),
        ("GET ?x=1 HTTP/1.1", "GET /?x=1 HTTP/1.1"),
    ] {
        assert_eq!(repaired(sent).as_deref(), Ok(expected), "{sent}");
    }
}

#[test]
fn what_is_no_request_line_is_refused() {
    for line in [
        "",
        " ",
        "POST",
        "HTTP/1.1",
        "POST /",
        "POST / HTTP/2",
        "POST / HTTP/1.12",
        "PRI * HTTP/2.0",
        "post / HTTP/1.1",
        "P0ST / HTTP/1.1",
        "POST a b HTTP/1.1",
        "POST / HTTP/1.1 HTTP/1.1",
        "{\"action\":\"RING\"}",
        "POST /a\u{1}b HTTP/1.1",
        "POST /\r\nX:y HTTP/1.1",
        "POST /\0 HTTP/1.1",
        "POST /\u{7f} HTTP/1.1",
    ] {
        assert_eq!(repaired(line), Err(NotARequestLine), "{line:?}");
    }
    assert_eq!(repair(b"POST /\xff HTTP/1.1"), Err(NotARequestLine));
    assert_eq!(repair(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), Err(NotARequestLine), "a TLS hello");
}

proptest! {
    #[test]
    fn any_bytes_come_back(line in prop::collection::vec(any::<u8>(), 0..256)) {
        check(&line)?;
    }

    #[test]
    fn any_target_is_repaired_once(target in "[ -~é]{0,40}") {
        check(format!("POST {target} HTTP/1.1").as_bytes())?;
    }

    #[test]
    fn a_host_and_slashes_in_any_order(target in "(http://|https://|[a-z.:/?]|10\\.0\\.0\\.5){0,8}") {
        let is_repaired = check(format!("POST {target} HTTP/1.1").as_bytes())?;
        prop_assert!(is_repaired);
    }
}

/// A repaired line has three words, its target begins with one slash, and repairing it again changes nothing.
fn check(line: &[u8]) -> Result<bool, TestCaseError> {
    let Ok(repaired) = repair(line) else { return Ok(false) };
    let text = std::str::from_utf8(&repaired).unwrap();
    let words: Vec<&str> = text.split(' ').collect();
    prop_assert_eq!(words.len(), 3, "{}", text);
    prop_assert!(words[1].starts_with('/') && !words[1].starts_with("//"), "{}", text);
    let again = repair(&repaired);
    prop_assert_eq!(again.as_ref(), Ok(&repaired));
    Ok(true)
}
