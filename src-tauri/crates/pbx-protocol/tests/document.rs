//! Every example of the vendor's document, as copied to `fixtures/document`, in JSON and XML: requests are written as
//! the document has them, answers are read without losing a member. Every endpoint has its examples.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pbx_protocol::answer::{self, AnswerError};
use pbx_protocol::catalogue::{self, Visitor};
use pbx_protocol::{Download, Endpoint, Errno, Form, Random, Token};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Names under which answers hold what requests call otherwise.
const OTHER_NAMES: [(&str, &str); 2] = [("userpassword", "loginpassword"), ("moblie", "mobile")];

/// Words that mean the same to a caller: the phone can be called.
const SAME_WORDS: (&str, &str) = ("registered", "idle");

struct Example {
    endpoint: String,
    file: String,
    remark: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/document")
}

fn index() -> Vec<Example> {
    let text = fs::read_to_string(folder().join("index.tsv")).unwrap();
    let line = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        assert!(columns.len() == 4 && !columns[2].is_empty(), "endpoint, file, section, remark: {line}");
        Example {
            endpoint: columns[0].to_owned(),
            file: columns[1].to_owned(),
            remark: columns[3].to_owned(),
        }
    };
    text.lines().skip(1).map(line).collect()
}

impl Example {
    fn text(&self) -> String {
        fs::read_to_string(folder().join(self.endpoint.replace('/', ".")).join(&self.file)).unwrap()
    }

    fn form(&self) -> Form {
        if Path::new(&self.file).extension().unwrap() == "xml" { Form::Xml } else { Form::Json }
    }
}

/// All scalars as text, without the verdict, in one spelling: what an example says.
fn meaning(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let named = |name: String| {
                let other = OTHER_NAMES.iter().find(|(old, _)| *old == name);
                other.map_or(name, |(_, new)| (*new).to_owned())
            };
            let kept = members.into_iter().map(|(name, value)| (named(name), meaning(value)));
            // Nothing and an empty list are written alike in XML.
            Value::Object(kept.filter(|(_, value)| *value != Value::Array(Vec::new())).collect())
        }
        // One row may stand alone.
        Value::Array(mut list) if list.len() == 1 => meaning(list.remove(0)),
        Value::Array(list) => list.into_iter().map(meaning).collect(),
        Value::String(text) => Value::String(text.to_lowercase().replace(SAME_WORDS.0, SAME_WORDS.1)),
        Value::Bool(_) | Value::Number(_) | Value::Null => Value::String(value.to_string()),
    }
}

fn without_status(value: Value) -> Value {
    let Value::Object(mut members) = value else { panic!("no object: {value}") };
    members.remove("status");
    Value::Object(members)
}

#[derive(Default)]
struct Examples {
    seen: BTreeSet<String>,
    missing: Vec<&'static str>,
}

impl Examples {
    fn of(&mut self, path: &'static str) -> Vec<Example> {
        let examples: Vec<Example> = index().into_iter().filter(|example| example.endpoint == path).collect();
        self.seen.insert(path.to_owned());
        if examples.is_empty() {
            self.missing.push(path);
        }
        examples
    }
}

impl Visitor for Examples {
    fn endpoint<E: Endpoint + 'static>(&mut self) {
        for example in self.of(E::ABOUT.path) {
            if example.file.starts_with("request") {
                check_request::<E>(&example);
            } else {
                check_answer::<E>(&example);
            }
        }
    }

    fn download<D: Download>(&mut self) {
        assert!(self.of(D::PATH).iter().any(|example| example.file == "request.query"), "{}", D::PATH);
    }
}

fn check_request<E: Endpoint>(example: &Example) {
    let (text, form) = (example.text(), example.form());
    let documented = form.read(text.as_bytes()).unwrap();
    let request: E = from_value(documented.clone(), example);
    let written = form.read(form.write(&request).unwrap().as_bytes()).unwrap();
    assert_eq!(meaning(written), meaning(documented), "{} {}", example.endpoint, example.file);
}

fn check_answer<E: Endpoint>(example: &Example) {
    let (text, form) = (example.text(), example.form());
    let documented = form.read(text.as_bytes()).unwrap();
    if example.remark.starts_with("a copy of the request") {
        from_value::<E>(documented, example);
        return;
    }
    let answer = match answer::read_as::<E>(form, text.as_bytes()) {
        Ok(answer) => answer,
        Err(refused) => {
            assert_eq!(refused, AnswerError::Refused(Errno::new("30003")), "{}", example.endpoint);
            return;
        }
    };
    let read = serde_json::to_value(&answer).unwrap();
    assert_eq!(meaning(read), meaning(without_status(documented)), "{} {}", example.endpoint, example.file);
    // What was read from one form can be told in the other.
    let told = pbx_protocol::xml::write(&serde_json::to_value(&answer).unwrap());
    let again = answer::read_as::<E>(Form::Xml, told.as_bytes()).unwrap();
    assert_eq!(format!("{again:?}"), format!("{answer:?}"), "{}", example.endpoint);
}

fn from_value<T: DeserializeOwned>(value: Value, example: &Example) -> T {
    serde_json::from_value(value)
        .unwrap_or_else(|error| panic!("{} {}: {error}", example.endpoint, example.file))
}

#[test]
fn every_example_of_the_document_is_understood() {
    let mut examples = Examples::default();
    catalogue::visit(&mut examples);
    // Without parameters the document shows a bare request line.
    let without = |path: &&str| !matches!(*path, "logout");
    assert_eq!(examples.missing.iter().filter(|path| without(path)).count(), 0, "{:?}", examples.missing);
    assert_eq!(examples.seen.len(), 78);
    for example in index() {
        assert!(examples.seen.contains(&example.endpoint), "no such endpoint: {}", example.endpoint);
    }
}

#[test]
fn every_endpoint_has_an_answer_and_its_parameters() {
    struct Shapes(Vec<&'static str>);
    impl Visitor for Shapes {
        fn endpoint<E: Endpoint + 'static>(&mut self) {
            let has =
                |kind: &str| index().iter().any(|e| e.endpoint == E::ABOUT.path && e.file.starts_with(kind));
            let without_parameters = serde_json::from_value::<E>(Value::Object(Map::new())).is_ok();
            if !has("answer") || !(has("request") || without_parameters) {
                self.0.push(E::ABOUT.path);
            }
        }
        fn download<D: Download>(&mut self) {}
    }
    let mut shapes = Shapes(Vec::new());
    catalogue::visit(&mut shapes);
    assert_eq!(shapes.0, Vec::<&str>::new());
}

#[test]
fn downloads_ask_with_the_documents_parameters() {
    use pbx_protocol::Extension;
    use pbx_protocol::endpoints::{DownloadCdr, DownloadRecording, DownloadVoicemail};
    let token = Token::new("1733765a8f15fef25c90075c394e6b45");
    let cdr = DownloadCdr {
        extensions: pbx_protocol::Selection::All,
        start: "2020-05-01 00:00:00".to_owned(),
        end: "2020-05-05 23:59:59".to_owned(),
        random: Random::new("6bbae3a53045c07c53b3222132987156"),
    };
    let voicemail = DownloadVoicemail {
        extension: Extension::parse("102").unwrap(),
        file: "msg0001.wav".to_owned(),
        random: Random::new("385d9c3cdf0fd31b90887d1b5815151b"),
    };
    let recording = DownloadRecording {
        recording: "exten-101-106-20200505-042135-1588641695.1772.wav".to_owned(),
        random: Random::new("1c574a38b96a0a94fe631208ce30ae53"),
    };
    for (path, query) in [
        ("cdr.download", cdr.query(&token)),
        ("voicemail.download", voicemail.query(&token)),
        ("recording.download", recording.query(&token)),
    ] {
        let documented = fs::read_to_string(folder().join(path).join("request.query")).unwrap();
        let documented: BTreeSet<String> =
            documented.trim().split('&').map(|pair| pair.replace("%20", " ")).collect();
        let asked: BTreeSet<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(asked, documented, "{path}");
    }
}
