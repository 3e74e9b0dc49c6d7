//! What happened to a desk, to be replayed elsewhere: the core's inputs with their times, and no way to tell of whom.
//!
//! A journal is lines of JSON: first the [`Startup`] and whether the journal is whole, then one input a line. Masked,
//! names are lines of `x`, and each longer number is another one, the same at each place where it stood.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Desk, Input, Now, Startup, View, shown};

/// About a shift; of a longer one, the later half stays.
const MOST: usize = 40_000;
/// Extensions and queues are shorter and tell nobody.
const LONGEST_INTERNAL: usize = 4;
/// What stands under these names is somebody's name, words, or place on the network.
const PRIVATE: [&str; 18] = [
    "text",
    "result",
    "tags",
    "company",
    "note",
    "lastNote",
    "host",
    "reportHost",
    "certificate",
    "path",
    "address",
    "crmUrl",
    "webhook",
    "program",
    "argument",
    "arguments",
    "detail",
    "receiver",
];

/// Of these, short numbers tell something too.
const PLACES: [&str; 5] = ["host", "reportHost", "address", "receiver", "path"];

/// Everything that happened to one desk so far.
#[derive(Debug)]
pub struct Journal {
    startup: Startup,
    entries: VecDeque<Entry>,
    whole: bool,
}

/// An input and its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub now: Now,
    /// What.
    pub input: Input,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    whole: bool,
    startup: Startup,
}

/// A file that is no journal.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is not of a journal: {why}")]
pub struct NoJournal {
    line: usize,
    why: String,
}

impl Journal {
    /// Of a desk that was born with this.
    pub fn new(startup: Startup) -> Self {
        Self { startup, entries: VecDeque::new(), whole: true }
    }

    /// Keeps one more.
    pub fn note(&mut self, input: &Input, now: Now) {
        if self.entries.len() >= MOST {
            self.entries.drain(..MOST / 2);
            self.whole = false;
        }
        self.entries.push_back(Entry { now, input: input.clone() });
    }

    /// As lines of JSON that tell of nobody.
    pub fn masked(&self) -> String {
        let mut mask = Mask::default();
        let head = Head { whole: self.whole, startup: self.startup.clone() };
        let lines = std::iter::once(serde_json::to_value(&head));
        let lines = lines.chain(self.entries.iter().map(serde_json::to_value));
        // All of these types can be written as JSON.
        let mut text = String::new();
        for line in lines.flatten() {
            text += &mask.value("", line).to_string();
            text.push('\n');
        }
        text
    }
}

/// Does to a new desk what the journal tells; each view as it changed, the last one last.
pub fn replay(journal: &str) -> Result<Vec<Arc<View>>, NoJournal> {
    let mut lines = journal.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let no = |line: usize, why: String| NoJournal { line: line + 1, why };
    let (at, first) = lines.next().ok_or_else(|| no(0, "it is empty".to_owned()))?;
    let head: Head = serde_json::from_str(first).map_err(|error| no(at, error.to_string()))?;
    let mut desk: Option<Desk> = None;
    let mut views = Vec::new();
    for (at, line) in lines {
        let Entry { now, input } = serde_json::from_str(line).map_err(|error| no(at, error.to_string()))?;
        let desk = desk.get_or_insert_with(|| Desk::new(head.startup.clone(), now));
        desk.step(input, now);
        let view = desk.view();
        if views.last().is_none_or(|last| !Arc::ptr_eq(last, &view)) {
            views.push(view);
        }
    }
    Ok(views)
}

/// Remembers what stands for what.
#[derive(Debug, Default)]
struct Mask {
    numbers: HashMap<String, String>,
}

impl Mask {
    fn value(&mut self, key: &str, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(key, &text)),
            Value::Array(list) => list.into_iter().map(|one| self.value(key, one)).collect(),
            Value::Object(fields) => {
                let fields = fields.into_iter();
                fields
                    .map(|(key, value)| {
                        let masked = self.value(&key, value);
                        (key, masked)
                    })
                    .collect()
            }
            other => other,
        }
    }

    fn text(&mut self, key: &str, text: &str) -> String {
        // `"Name" <number>`, under whatever name the PBX sends it.
        let names_caller = text.contains(['"', '<']);
        let is_private = key.to_ascii_lowercase().contains("name") || PRIVATE.contains(&key) || names_caller;
        let numbers = self.numbers(&shown::without_password(text));
        let is_place = PLACES.contains(&key);
        let hide = |sign: char| match sign {
            _ if is_private && sign.is_alphabetic() => 'x',
            _ if is_place && sign.is_ascii_digit() => '0',
            _ => sign,
        };
        numbers.chars().map(hide).collect()
    }

    /// Longer runs of digits become others, but for the PBX's ids of channels, `1589947952.1670`.
    fn numbers(&mut self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|sign: char| sign.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(from.len());
            let (run, after) = from.split_at(end);
            masked.push_str(before);
            let is_channel =
                after.starts_with('.') && after[1..].starts_with(|sign: char| sign.is_ascii_digit());
            if run.len() <= LONGEST_INTERNAL || is_channel || before.ends_with('.') {
                masked.push_str(run);
            } else {
                let nth = self.numbers.len() + 1;
                let other = || format!("{}{nth:0width$}", &run[..1], width = run.len() - 1);
                masked.push_str(self.numbers.entry(run.to_owned()).or_insert_with(other));
            }
            rest = after;
        }
        masked + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_who_is_who() {
        let mut mask = Mask::default();
        assert_eq!(mask.numbers("13800138000"), "10000000001");
        assert_eq!(mask.numbers("+86 13800138000 / 13900139000"), "+86 10000000001 / 10000000002");
        assert_eq!(mask.numbers("6500(101)"), "6500(101)");
        assert_eq!(mask.numbers("1589947952.1670"), "1589947952.1670");
        assert_eq!(mask.text("from", "\"Ada\" <13800138000>"), "\"xxx\" <10000000001>");
        assert_eq!(mask.text("callerid", "\"Ada\" <101>"), "\"xxx\" <101>");
        assert_eq!(mask.text("from", "anonymous"), "anonymous");
        assert_eq!(mask.text("extensionname", "李娜 A."), "xx x.");
        assert_eq!(mask.text("host", "10.0.0.5"), "00.0.0.0");
        assert_eq!(mask.text("kind", "ring"), "ring");
        assert_eq!(mask.text("number", "sip:101:secret@pbx"), "sip:101:…@pbx");
    }

    #[test]
    fn what_is_no_journal_is_refused() {
        for text in [
            "",
            "{}",
            "nonsense",
            "{\"whole\":true,\"startup\":{\"settings\":{},\"recent\":[],\"demo\":false}}\n{}",
        ] {
            assert!(replay(text).is_err(), "{text}");
        }
    }
}
