//! What can be an extension, a queue or a call, and what is turned away at the door.

use pbx_protocol::{CallId, Extension, InboundId, InvalidId, OutboundId, QueueNumber};

#[test]
fn short_numbers_are_digits() {
    for (text, expected) in
        [("101", "101"), (" 6000 ", "6000"), ("007", "007"), ("123456789012345", "123456789012345")]
    {
        assert_eq!(Extension::parse(text).unwrap().as_str(), expected);
        assert_eq!(QueueNumber::parse(text).unwrap().to_string(), expected);
    }
    for text in ["", " ", "1234567890123456", "10a", "+101", "1 01", "101,102", "１０１", "../1", "*3"] {
        assert_eq!(Extension::parse(text), Err(InvalidId { kind: "extension" }), "{text}");
        assert_eq!(QueueNumber::parse(text), Err(InvalidId { kind: "queue number" }), "{text}");
    }
}

#[test]
fn channel_ids_are_one_harmless_word() {
    let longest = "1".repeat(64);
    for text in ["1589947952.1670", "pbx-1_589.7", longest.as_str()] {
        assert_eq!(CallId::parse(text).unwrap().as_str(), text);
        assert_eq!(InboundId::parse(text).unwrap().as_str(), text);
        assert_eq!(OutboundId::parse(text).unwrap().as_str(), text);
    }
    let too_long = "1".repeat(65);
    for text in ["", "1/2", "1 2", "1\n2", "1?x=2", "é", too_long.as_str()] {
        assert_eq!(CallId::parse(text), Err(InvalidId { kind: "call id" }), "{text}");
        assert_eq!(InboundId::parse(text), Err(InvalidId { kind: "inbound id" }), "{text}");
        assert_eq!(OutboundId::parse(text), Err(InvalidId { kind: "outbound id" }), "{text}");
    }
}

#[test]
fn the_wire_may_have_a_number_and_is_checked_too() {
    assert_eq!(serde_json::from_str::<Extension>("101").unwrap().as_str(), "101");
    assert_eq!(serde_json::from_str::<Extension>(r#""101 ""#).unwrap().as_str(), "101");
    for wire in ["-1", "1.5", "null", r#""""#, r#""a""#, "{}"] {
        assert!(serde_json::from_str::<Extension>(wire).is_err(), "{wire}");
    }
    assert_eq!(serde_json::to_string(&Extension::parse("101").unwrap()).unwrap(), r#""101""#);
}
