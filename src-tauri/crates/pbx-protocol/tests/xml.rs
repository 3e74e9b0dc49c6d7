//! XML as the API has it, and what is not XML of this API.

use pbx_protocol::xml::{self, XmlError};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn elements_items_and_repeats() {
    let cases = [
        ("<xml><a>1</a><b> two </b><c/></xml>", json!({"a": "1", "b": "two", "c": ""})),
        ("<xml><l><item id=\"0\">1</item><item id=\"1\">2</item></l></xml>", json!({"l": ["1", "2"]})),
        ("<xml><l><item id=\"0\"><a>1</a></item></l></xml>", json!({"l": [{"a": "1"}]})),
        ("<xml><ext>1</ext><ext>2</ext><ext>3</ext></xml>", json!({"ext": ["1", "2", "3"]})),
        (
            "<xml><n>&lt;b&gt; &amp; &#20013;</n><d><![CDATA[<&>]]></d></xml>",
            json!({"n": "<b> & 中", "d": "<&>"}),
        ),
        ("\u{feff}<?xml version=\"1.0\"?><!-- hello --><xml></xml>", json!({})),
    ];
    for (text, value) in cases {
        assert_eq!(xml::read(text.as_bytes()).unwrap(), value, "{text}");
    }
}

#[test]
fn what_is_not_this_apis_is_refused() {
    assert_eq!(xml::read(b"<html><body>Login</body></html>"), Err(XmlError::OtherRoot));
    let deep = format!("<xml>{}", "<a>".repeat(100_000));
    assert_eq!(xml::read(deep.as_bytes()), Err(XmlError::TooDeep));
    let cut_short: &[&[u8]] =
        &[b"", b"<xml>", b"<xml><a>", b"<xml></a>", b"<xml", b"\xff\xfe<xml/>", b"text", b"<xml><a>1</a>&"];
    for text in cut_short {
        assert!(matches!(xml::read(text), Err(XmlError::Malformed(_))), "{text:?}");
    }
    // No document brings entities of its own: a billion laughs is no answer.
    let laughs = b"<!DOCTYPE xml [<!ENTITY a \"ha\">]><xml>&a;</xml>";
    assert!(!matches!(xml::read(laughs), Ok(value) if value.to_string().contains("ha")));
}

#[test]
fn names_in_any_encoding_and_form_are_read() {
    let gbk = encoding_rs::GB18030
        .encode("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><n>北方\\柳頔</n></xml>")
        .0;
    assert_eq!(xml::read(&gbk).unwrap(), json!({"n": "北方\\柳頔"}), "the declaration lies");
    let utf8 = "<?xml version=\"1.0\" encoding=\"GBK\"?><xml><n>北方</n></xml>";
    assert_eq!(xml::read(utf8.as_bytes()).unwrap(), json!({"n": "北方"}), "the declaration lies");
    assert_eq!(xml::read(b"<xml><n>M\xfcller</n></xml>").unwrap(), json!({"n": "Müller"}));
    for (name, meant) in [
        ("Nord & Co", "Nord & Co"),
        ("Nord &amp; Co & Sons", "Nord & Co & Sons"),
        ("A&B;", "A&B;"),
        ("&nbsp;x", "&nbsp;x"),
        ("Nord <13800138000>", "Nord <13800138000>"),
        ("a < b", "a < b"),
        ("\"Nord\" 'x'", "\"Nord\" 'x'"),
        ("A\u{1}B & C", "A B & C"),
    ] {
        let text = format!("<xml><n>{name}</n><to>101</to></xml>");
        assert_eq!(xml::read(text.as_bytes()).unwrap(), json!({"n": meant, "to": "101"}), "{name}");
    }
}

#[test]
fn markup_and_control_characters_are_written_as_text() {
    let text = xml::write(&json!({"name": "<b>\u{1}&\"'"}));
    assert_eq!(xml::read(text.as_bytes()).unwrap(), json!({"name": "<b>&\"'"}));
}

fn object(members: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::btree_map("[a-h]{1,4}", members, 1..4).prop_map(|members| json!(members)).boxed()
}

/// Text, rows and lists of rows, as answers have them.
fn value() -> impl Strategy<Value = Value> {
    let text = "[a-z0-9<>&\"' ]{0,8}".prop_map(|text| Value::String(text.trim().to_owned())).boxed();
    let row = object(text.clone());
    let list = prop::collection::vec(row.clone(), 2..4).prop_map(Value::Array);
    object(prop_oneof![text, row, list].boxed())
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(value in value()) {
        prop_assert_eq!(xml::read(xml::write(&value).as_bytes()).unwrap(), value);
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(<[/a-zxml!?]{0,5}>?|[&#;a-z]{0,3}){0,30}") {
        let _ = xml::read(&bytes);
        let _ = xml::read(text.as_bytes());
    }
}
