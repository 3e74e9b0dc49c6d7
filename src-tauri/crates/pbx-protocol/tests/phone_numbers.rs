//! Numbers as the wire has them: what can be sent, with its prefix, and what callers look like.

use pbx_protocol::{DialString, Extension, Party};
use proptest::prelude::*;

fn typed(text: &str) -> Option<String> {
    DialString::parse(text).ok().map(|number| number.to_string())
}

#[test]
fn a_number_of_the_wire_may_have_signs_between() {
    for (text, expected) in [
        ("101", "101"),
        (" 101 ", "101"),
        ("(010) 1234-5678", "01012345678"),
        ("+1-800-555-0199", "+18005550199"),
        ("+86 138\u{a0}0013 8000", "+8613800138000"),
        ("030/123.45", "03012345"),
        ("*03", "*03"),
        ("#21#", "#21#"),
        ("12345678901234567890123456789012", "12345678901234567890123456789012"),
    ] {
        assert_eq!(typed(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_can_not_be_dialled_is_refused_whole() {
    for text in [
        "",
        " ",
        "+",
        "()",
        "-",
        "++1",
        "1+2",
        "101a",
        "1-800-FLOWERS",
        "１０１",
        "١٠١",
        "101;102",
        "101,102",
        "101\n102",
        "101%20",
        "a@b",
        "123456789012345678901234567890123",
    ] {
        assert_eq!(typed(text), None, "{text}");
    }
}

#[test]
fn a_prefix_stands_in_front_and_survives_the_wire() {
    for (number, prefix, expected) in [
        ("103", "16", "16103"),
        ("103", "", "103"),
        ("103", " 9-", "9103"),
        ("+86138", "9", "9+86138"),
        ("12345678901234567890123456789012", "16", "1612345678901234567890123456789012"),
    ] {
        let dialled = DialString::parse(number).unwrap().with_prefix(prefix);
        assert_eq!(dialled.as_str(), expected);
        let wire = serde_json::to_string(&dialled).unwrap();
        assert_eq!(serde_json::from_str::<DialString>(&wire).unwrap(), dialled);
    }
    for wire in ["\"\"", "\"1+\"", "\"1+2+3\"", "\"1+a\"", "\"abc\"", "[]"] {
        assert!(serde_json::from_str::<DialString>(wire).is_err(), "{wire}");
    }
    assert_eq!(serde_json::from_str::<DialString>("103").unwrap().as_str(), "103");
    assert_eq!(DialString::from(&Extension::parse("101").unwrap()).as_str(), "101");
}

#[test]
fn a_caller_is_read_however_the_trunk_writes_it() {
    for (text, number, name) in [
        ("13800138000", Some("13800138000"), None),
        ("13800138000 ", Some("13800138000"), None),
        ("+8613800138000", Some("+8613800138000"), None),
        (r#""Li Lei" <13800138000>"#, Some("13800138000"), Some("Li Lei")),
        (r#""Li Lei" <13800138000> "#, Some("13800138000"), Some("Li Lei")),
        ("Li <138>", Some("138"), Some("Li")),
        ("<138>", Some("138"), None),
        (r#""<b>Li</b>" <138>"#, Some("138"), Some("<b>Li</b>")),
        (r#""Li" <>"#, None, Some("Li")),
        ("anonymous", None, None),
        ("Anonymous ", None, None),
        (r#""Anonymous" <anonymous>"#, None, None),
        ("unknown", None, None),
        ("", None, None),
        ("  ", None, None),
        ("a < b", Some("a < b"), None),
        (">", Some(">"), None),
        ("alice", Some("alice"), None),
    ] {
        let party = Party::parse(text);
        assert_eq!((party.number.as_deref(), party.name.as_deref()), (number, name), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_some_caller(text in any::<String>()) {
        let _ = Party::parse(&text);
        if let Ok(number) = DialString::parse(&text) {
            prop_assert!((1..=32).contains(&number.as_str().len()));
        }
    }
}
