//! Nothing that comes over the wire makes the parsers panic, and the three shapes of a report say the same. The
//! corpus of `fuzz/` is read here too; docs/FUZZING.md tells of the long runs.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::fs;
use std::path::Path;

use pbx_protocol::catalogue::{self, Visitor};
use pbx_protocol::fixtures::REPORTS;
use pbx_protocol::{Download, Endpoint, Form, Report, answer, report, request_line};
use proptest::prelude::*;

/// As the fuzz targets do.
fn take_report(body: &[u8]) {
    for report in report::read_all(body).into_iter().flatten() {
        let kept = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
    }
}

fn take_line(line: &[u8]) {
    if let Ok(mended) = request_line::repair(line) {
        assert_eq!(request_line::repair(&mended).unwrap(), mended);
    }
}

/// To every endpoint, in both forms.
fn take_answer(body: &[u8]) {
    struct Take<'a>(&'a [u8]);
    impl Visitor for Take<'_> {
        fn endpoint<E: Endpoint + 'static>(&mut self) {
            for form in [Form::Json, Form::Xml] {
                if let Ok(answer) = answer::read_as::<E>(form, self.0) {
                    serde_json::to_string(&answer).unwrap();
                }
            }
        }
        fn download<D: Download>(&mut self) {}
    }
    catalogue::visit(&mut Take(body));
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus").join(target);
    fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

#[test]
fn the_corpus_is_read() {
    for (target, take) in [
        ("report_parser", take_report as fn(&[u8])),
        ("report_mended", take_report),
        ("request_line", take_line),
        ("answers", take_answer),
    ] {
        let corpus = corpus(target);
        assert!(!corpus.is_empty(), "{target}");
        for bytes in &corpus {
            take(bytes);
        }
    }
}

/// A byte put in, taken out or changed.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Insert(usize, u8),
    Remove(usize),
    Change(usize, u8),
    Cut(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        any::<usize>().prop_map(Damage::Remove),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        any::<usize>().prop_map(Damage::Cut),
    ]
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        let length = bytes.len().max(1);
        match *damage {
            Damage::Insert(at, byte) => bytes.insert(at % length.min(bytes.len() + 1), byte),
            Damage::Change(at, byte) if !bytes.is_empty() => bytes[at % length] = byte,
            Damage::Remove(at) if !bytes.is_empty() => drop(bytes.remove(at % length)),
            Damage::Cut(at) => bytes.truncate(at % length),
            Damage::Change(..) | Damage::Remove(_) => {}
        }
    }
    bytes
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let names = prop::sample::select(vec![
        "action",
        "callid",
        "ext",
        "extid",
        "inbound",
        "outbound",
        "call",
        "from",
        "to",
        "reason",
        "status",
        "extinfos",
        "queues",
        "queue",
        "members",
        "voicemails",
        "trunks",
        "errno",
        "dnd",
        "wrapuptime",
    ]);
    let scalar = prop_oneof![
        prop::sample::select(vec!["RING", "BYE", "101", "1589947952.1670", "", "on", "Success", "-1"])
            .prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    scalar.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::hash_map(names.clone(), inner, 0..5)
                .prop_map(|members| serde_json::json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        take_report(&bytes);
        take_line(&bytes);
        take_answer(&bytes);
    }

    #[test]
    fn damaged_captures(at in 0..REPORTS.len(), damages in prop::collection::vec(damage(), 1..6)) {
        take_report(&damaged(REPORTS[at].body(), &damages));
        take_line(&damaged(REPORTS[at].head().next().unwrap(), &damages));
    }

    #[test]
    fn damaged_answers(pick in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let corpus = corpus("answers");
        take_answer(&damaged(&corpus[pick.index(corpus.len())], &damages));
    }

    #[test]
    fn any_json(value in json()) {
        let text = value.to_string();
        take_report(text.as_bytes());
        take_answer(text.as_bytes());
        take_answer(pbx_protocol::xml::write(&value).as_bytes());
    }

    #[test]
    fn the_three_shapes_say_the_same(numbers in prop::collection::vec("[1-9][0-9]{2,5}", 1..5)) {
        let repeated: Vec<String> = numbers.iter().map(|n| format!(r#","ext":{{"extid":"{n}"}}"#)).collect();
        let listed: Vec<String> = numbers.iter().map(|n| format!(r#"{{"ext":{{"extid":"{n}"}}}}"#)).collect();
        let head = r#"{"action":"RING","callid":"1589947952.1670""#;
        let read = |rest: String| report::read(format!("{head}{rest}}}").as_bytes()).unwrap();
        let shape_c = read(format!(r#","ext":{{"extid":{numbers:?}}}"#));
        prop_assert_eq!(&read(repeated.concat()), &shape_c);
        prop_assert_eq!(&read(format!(r#","call":[{}]"#, listed.join(","))), &shape_c);
    }
}
