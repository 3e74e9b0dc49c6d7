//! Whatever somebody is called, and however a number is written: a masked journal tells of neither, and replays.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::time::Duration;

use agent_core::{
    Account, CallNote, CallerCard, CrmTarget, Door, DoorIntent, Input, Intent, Journal, Now, Preferences,
    RecentNumber, SessionIntent, Settings, Startup, WallMillis,
};
use pbx_protocol::report;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Longer runs of digits are somebody's number.
const LONGEST_INTERNAL: usize = 4;

/// A journal in which the text stands wherever text of others can stand.
fn journal_with(text: &str) -> Journal {
    let account = Account { host: text.to_owned(), username: text.to_owned(), ..Account::default() };
    let page = CrmTarget {
        name: text.to_owned(),
        address: text.to_owned(),
        queues: vec![text.to_owned()],
        ..CrmTarget::default()
    };
    let preferences = Preferences { crm: vec![page], ..Preferences::default() };
    let settings =
        Settings { account: Some(account), heard: vec![text.to_owned()], preferences, ..Settings::default() };
    let recent = vec![RecentNumber { number: text.to_owned(), name: Some(text.to_owned()) }];
    let mut journal = Journal::new(Startup { settings, recent, ..Startup::default() });
    let text = || text.to_owned();
    let note = CallNote { text: text(), result: text(), tags: vec![text()] };
    let card = CallerCard { name: Some(text()), last_note: Some(text()), ..CallerCard::default() };
    let intents = [
        Intent::Door(DoorIntent::Dial { number: text() }),
        Intent::Session(SessionIntent::TrustCertificate { fingerprint: text() }),
        Intent::Annotate { record: text(), note },
        Intent::DeleteVoicemail { file: text() },
    ];
    let inbound = json!({"from": text(), "to": text(), "trunk": text(), "inboundid": "1589947952.1670"});
    let ring = json!({"sn": text(), "action": "RING", "callid": "1589947952.1670", "ext": {"extid": "101"},
        "inbound": inbound});
    let failed =
        json!({"action": "CallFailed", "callid": "1589947952.1670", "reason": text(), "inbound": inbound});
    let status = json!({"action": "ExtensionStatus", "extension": "101", "status": text()});
    let booked = json!({"action": "NewCdr", "callid": "1589947952.1670", "timestart": text(), "callfrom": text(),
        "callto": text(), "status": text(), "type": text(), "recording": text()});
    let other = json!({"action": text()});
    let of_report =
        |body: &Value| report::read(body.to_string().as_bytes()).ok().map(|report| Input::Report { report });
    let answers = [
        json!({"Ok": {"answer": "device", "value": {"devicename": text(), "sn": text()}}}),
        json!({"Ok": {"answer": "extension-list", "value": [{"extnumber": "101", "username": text(), "type": text()}]}}),
        json!({"Ok": {"answer": "queue-list", "value": [{"queuenumber": "6500", "queuename": text()}]}}),
        json!({"Ok": {"answer": "mail-list", "value": [{"voicemailfile": text(), "messagefrom": text(),
            "voicemaildate": text(), "voicemaillength": text()}]}}),
        json!({"Err": {"kind": "refused", "errno": text() + " ", "meaning": "unknown", "endpoint": "login"}}),
        json!({"Err": {"kind": "certificate-unknown", "fingerprint": text()}}),
        json!({"Err": {"kind": "file", "detail": text()}}),
    ];
    let sent =
        |outcome| serde_json::from_value(json!({"input": "sent", "id": 1, "outcome": outcome})).unwrap();
    let inputs = intents
        .into_iter()
        .map(|intent| Input::Intent { intent, door: Door::Link })
        .chain([&ring, &failed, &status, &booked, &other].into_iter().filter_map(of_report))
        .chain(answers.into_iter().map(sent))
        .chain([
            Input::NotUnderstood { argument: text(), lacks_value: false },
            Input::StrangerRefused { address: text() },
            Input::Identified { number: text(), card },
        ]);
    for (at, input) in inputs.enumerate() {
        let seconds = u64::try_from(at).unwrap();
        journal.note(&input, Now { monotonic: Duration::from_secs(seconds), wall: WallMillis(0) });
    }
    journal
}

/// All texts of some lines of JSON, in order.
fn texts(lines: &str) -> Vec<String> {
    fn collect(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(list) => list.iter().for_each(|one| collect(one, texts)),
            Value::Object(members) => members.values().for_each(|one| collect(one, texts)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = Vec::new();
    for line in lines.lines() {
        collect(&serde_json::from_str(line).unwrap(), &mut found);
    }
    found
}

/// Moments and ids of channels stay: they are of no person.
fn is_of_nobody(text: &str) -> bool {
    let is_id = |text: &str| text.split_once('.').is_some_and(|(second, _)| second.len() == 10);
    text.contains(':') || is_id(text.trim())
}

/// Neither a name nor a number of `text` stands in the masked journal.
fn tells_of_nobody(text: &str) {
    let masked = journal_with(text).masked();
    agent_core::replay(&masked).unwrap_or_else(|error| panic!("{error}: {masked}"));
    let without = journal_with("").masked();
    for name in text.split(|c: char| !c.is_alphabetic()).filter(|name| name.chars().count() > 3) {
        let is_hidden = name.chars().all(|c| c == 'x') || without.contains(name) || !masked.contains(name);
        // A word of the PBX may be written in any case.
        assert!(is_hidden || is_known(name), "{name:?} of {text:?} in {masked}");
    }
    if is_of_nobody(text) {
        return;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits(text);
    if number.len() <= LONGEST_INTERNAL || text.chars().any(char::is_alphabetic) {
        return;
    }
    let is_one =
        |masked: &String| masked.chars().count() == text.trim().chars().count() && digits(masked) == number;
    assert!(!texts(&masked).iter().any(is_one), "{text:?} in {masked}");
}

fn is_known(word: &str) -> bool {
    let known = "anonymous unknown private restricted unavailable asserted unregistered registered idle ringing busy \
        inuse hold malfunction fxsnoport here answered answer failed voicemail internal inbound outbound ring least \
        recent fewest calls random rrmemory linear http https sips callto extension phone name number queue callid \
        direction event";
    known.split_whitespace().any(|known| known.eq_ignore_ascii_case(word))
}

#[test]
fn real_forms_of_names_and_numbers_are_masked() {
    for text in [
        "+1-800-555-0199",
        "4111 1111 1111 1111",
        "(030) 12 34",
        "030.12.34",
        "030/1234567",
        "０３０１２３４５",
        "٠٣٠١٢٣٤٥",
        "13800138000",
        "\"Ada Lovelace\" <13800138000>",
        "Ada Lovelace 101",
        "Ada.Lovelace@example.org",
        "李娜李娜 13800138000",
        "Telekom-Müller-Trunk",
        "AB:CD:EF:01:23:45:67",
        "deadbeefdeadbeef",
        "tel:+49-30-5550100",
        "sip:lovelace:secret@pbx.example",
        "exten-101-13800138000-20200520-101122.wav",
        "{\"name\":\"Lovelace\"}",
        "10.11.12.113",
        "[2001:db8::7]:8260",
        "\\u0041\u{0}\u{202e}Lovelace",
    ] {
        tells_of_nobody(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_masked(text in "\\PC{0,24}") {
        tells_of_nobody(&text);
    }

    #[test]
    fn any_form_of_a_number_is_masked(text in "[0-9 ()+./０-９\u{200b}-]{0,24}") {
        tells_of_nobody(&text);
    }
}
