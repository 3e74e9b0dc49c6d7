//! What may be dialled, what is refused so that nobody wrong is called, and what callers look like.

use pbx_protocol::{DialString, Extension, Party};
use proptest::prelude::*;

fn typed(text: &str) -> Option<String> {
    DialString::parse(text).ok().map(|number| number.to_string())
}

fn link(text: &str) -> Option<String> {
    DialString::from_link(text).ok().map(|number| number.to_string())
}

#[test]
fn a_number_is_read_the_way_people_write_it() {
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
fn a_link_gives_the_whole_number() {
    for (text, expected) in [
        ("tel:+1-800-555-0199", "+18005550199"),
        ("tel:%2B8613800138000", "+8613800138000"),
        ("tel:%2b86%20138-0013-8000", "+8613800138000"),
        ("TEL:101", "101"),
        ("tel://101", "101"),
        ("tel:7042;phone-context=example.com", "7042"),
        ("tel:101?subject=x", "101"),
        ("tel:%28010%29%201234", "0101234"),
        ("tel:%2A03%23", "*03#"),
        ("sip:101@pbx", "101"),
        ("sips:101@pbx.example.com:5061;transport=tls", "101"),
        ("sip:101", "101"),
        ("sip:%2B86138@10.0.0.1", "+86138"),
        ("callto:101", "101"),
        ("callto://+1555123/", "+1555123"),
        (" 101 ", "101"),
        ("+86 138", "+86138"),
    ] {
        assert_eq!(link(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_link_that_names_no_number_is_refused() {
    for text in [
        "",
        "tel:",
        "tel:abc",
        "sip:",
        "sip:alice@pbx",
        "sip:@pbx",
        "sip:10.0.0.5",
        "sip:5060:5061",
        "sip:101:secret@pbx",
        "mailto:101@pbx",
        "http://101",
        "javascript:101",
        "tel:101%",
        "tel:101%2",
        "tel:101%zz",
        "tel:101%+1",
        "tel:%C3%28",
        "tel:%EF%BC%91",
        "tel:%00101",
        "tel:%2531",
        "tel:１０１",
        "te",
        "té:101",
    ] {
        assert_eq!(link(text), None, "{text}");
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
    fn any_text_comes_back_dialable_or_refused(text in any::<String>()) {
        let _ = Party::parse(&text);
        for number in [DialString::parse(&text), DialString::from_link(&text)].into_iter().flatten() {
            prop_assert!(number.as_str().trim_start_matches('+').chars().all(|c| c.is_ascii_digit() || "*#".contains(c)));
            prop_assert!((1..=32).contains(&number.as_str().len()));
        }
    }

    #[test]
    fn no_link_dials_other_digits_than_it_shows(scheme in "(tel:|callto:|sip:)?", digits in "[0-9 +().-]{1,12}") {
        // Where both are a number they are the same one: nothing is skipped or added.
        if let (Some(linked), Some(typed)) = (link(&format!("{scheme}{digits}")), typed(&digits)) {
            prop_assert_eq!(linked, typed);
        }
    }
}
