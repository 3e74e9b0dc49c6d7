//! What happened to a desk, to be replayed elsewhere: the core's inputs with their times, and no way to tell of whom.
//!
//! A journal is lines of JSON: first the [`Startup`] and whether the journal is whole, then one input a line. Masked,
//! letters are `x`, and each longer number is another one, the same at each place where it stood.

mod mask;
mod written;

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::input::{Input, Startup};
use crate::now::Now;
use crate::view::View;
use mask::Mask;

/// About a shift; of a longer one, the later half stays.
const MOST: usize = 40_000;
/// And never more than so much: a PBX with two thousand extensions lists them all each time.
const MOST_BYTES: usize = 8_000_000;

/// Of the inputs' shape: a journal of another one is of another program, and is refused rather than half understood.
const VERSION: u32 = 2;

/// Everything that happened to one desk so far.
#[derive(Debug)]
pub struct Journal {
    startup: Startup,
    /// Each as it is written, so that its size is known; masked it is only when somebody wants the journal.
    entries: VecDeque<Box<str>>,
    bytes: usize,
    whole: bool,
}

/// An input and its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub now: Now,
    pub input: Input,
}

/// The same, of an input that stays where it is.
#[derive(Debug, Serialize)]
struct Written<'a> {
    now: Now,
    input: &'a Input,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// The first journals had none.
    #[serde(default)]
    version: u32,
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
        Self { startup, entries: VecDeque::new(), bytes: 0, whole: true }
    }

    /// Keeps one more.
    pub fn note(&mut self, input: &Input, now: Now) {
        // All of these types can be written as JSON.
        let Ok(line) = serde_json::to_string(&Written { now, input }) else { return };
        self.bytes += line.len();
        self.entries.push_back(line.into());
        if self.entries.len() > MOST || self.bytes > MOST_BYTES {
            self.forget_half();
        }
    }

    /// Half at a time: one by one, each input of a long day would be a look at all the others.
    fn forget_half(&mut self) {
        self.whole = false;
        while self.entries.len() > MOST / 2 || self.bytes > MOST_BYTES / 2 {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= oldest.len();
        }
    }

    /// How much of the memory what happened takes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// As lines of JSON that tell of nobody.
    pub fn masked(&self) -> String {
        let mut mask = Mask::default();
        let head = Head { version: VERSION, whole: self.whole, startup: self.startup.clone() };
        let first = written::masked(&head, &mut mask);
        let entries = self.entries.iter().map(|line| {
            // The types say what has to be masked.
            let entry: Entry = serde_json::from_str(line)?;
            written::masked(&entry, &mut mask)
        });
        std::iter::once(first)
            .chain(entries)
            .flatten()
            .fold(String::new(), |text, line| text + &line.to_string() + "\n")
    }
}

/// Does to a new desk what the journal tells; each view as it changed, the last one last.
pub fn replay(journal: &str) -> Result<Vec<Arc<View>>, NoJournal> {
    let mut lines = journal.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let no = |line: usize, why: String| NoJournal { line: line + 1, why };
    let (at, first) = lines.next().ok_or_else(|| no(0, "it is empty".to_owned()))?;
    let head: Head = serde_json::from_str(first).map_err(|error| no(at, error.to_string()))?;
    if head.version != VERSION {
        let why = format!("it is of version {}, and this program replays version {VERSION}", head.version);
        return Err(no(at, why));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_journal_is_refused() {
        for text in [
            "",
            "{}",
            "nonsense",
            "{\"version\":2,\"whole\":true,\"startup\":{\"settings\":{},\"recent\":[],\"demo\":false}}\n{}",
        ] {
            assert!(replay(text).is_err(), "{text}");
        }
    }

    #[test]
    fn long_answers_do_not_fill_the_memory() {
        let mut journal = Journal::new(Startup::default());
        for at in 0..200 {
            let address = format!("{at} {}", "x".repeat(100_000));
            journal.note(&Input::StrangerRefused { address }, Now::default());
            assert!(journal.bytes() <= MOST_BYTES, "{} bytes after {at}", journal.bytes());
        }
        assert!(!journal.whole, "it says that something is missing");
        assert!((20..80).contains(&journal.entries.len()), "{} entries", journal.entries.len());
        assert!(journal.entries.back().is_some_and(|last| last.contains("199 ")), "the latest stays");
    }

    #[test]
    fn a_journal_of_another_version_is_refused_with_a_sentence() {
        let head = "\"whole\":true,\"startup\":{\"settings\":{},\"recent\":[],\"demo\":false}}";
        for (version, number) in [("{", 0), ("{\"version\":9,", 9)] {
            let why = replay(&format!("{version}{head}\n")).unwrap_err().to_string();
            assert!(why.contains(&format!("of version {number}")), "{why}");
        }
        assert!(replay(&format!("{{\"version\":{VERSION},{head}\n")).is_ok());
    }
}
