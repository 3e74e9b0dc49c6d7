//! Stories that a telephony person can read: `tests/transcripts/*.txt`, one call flow or trouble a file.
//!
//! A line at the margin happens (`<` from the PBX, `>` by the person, `!` on this machine, `world` changes what the
//! PBX knows, `(2 s)` lets time pass, `#` is a remark); the indented lines below it are what the desk then asked for
//! and showed. `UPDATE_TRANSCRIPTS=1 cargo test -p agent-core --test stories` writes the indented lines anew: review
//! them in the diff, they are what an agent is told.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]
#![expect(clippy::format_push_string, reason = "reads better than write!, and a story is short")]

mod bench;
mod budget;
mod consult;
mod contacts;
mod going;
mod keys;
mod machine;
mod missed;
mod pop;
mod programs;
mod properties;
mod script;
mod team;
mod told;
mod views;
mod wire;
mod wishes;
mod world;

use std::fs;
use std::path::{Path, PathBuf};

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The story with its indented lines as they are now.
fn retell(story: &str) -> String {
    tell(story, &mut bench::Bench::new())
}

fn tell(story: &str, bench: &mut bench::Bench) -> String {
    let mut told = String::new();
    for line in story.lines().filter(|line| !line.starts_with(' ')) {
        told.push_str(line.trim_end());
        told.push('\n');
        for answer in script::perform(bench, line.trim()) {
            told.push_str("  ");
            told.push_str(&answer);
            told.push('\n');
        }
        let mut whole = (*bench.view()).clone();
        // The tray's alone: behind hidden names it has none.
        whole.missed.longest.clear();
        assert_eq!(copied(&bench.view()), whole, "{line}: names are hidden in a copy, which has to be whole");
    }
    told
}

/// Through the form in which names are hidden.
fn copied(view: &agent_core::View) -> agent_core::View {
    serde_json::from_value(serde_json::to_value(view).unwrap()).unwrap()
}

#[test]
fn every_story_is_told_as_before() {
    let mut changed = String::new();
    for path in stories() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let written = fs::read_to_string(&path).unwrap();
        let told = retell(&written);
        // Whether or not the text agrees: UPDATE_TRANSCRIPTS would make the mistake the expected text.
        if told.contains(bench::NOTHING_WAITS) {
            changed += &format!("{name}: answers what was not asked\n");
        }
        if told == written {
            continue;
        }
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
            fs::write(&path, told).unwrap();
        } else {
            let at = written.lines().zip(told.lines()).take_while(|(old, new)| old == new).count();
            let show = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
            changed +=
                &format!("{name}:{}\n  written {}\n  now     {}\n", at + 1, show(&written), show(&told));
        }
    }
    assert!(changed.is_empty(), "stories differ (UPDATE_TRANSCRIPTS=1 writes them anew):\n{changed}");
}

#[test]
fn a_changed_word_is_noticed() {
    // Tests the test: a comparison that always holds would pass every story.
    let story = fs::read_to_string(&stories()[0]).unwrap();
    let spoiled = story.replacen("\n  call ", "\n  cull ", 1);
    assert_ne!(spoiled, story);
    assert_ne!(retell(&spoiled), spoiled);
}

/// What a journal of inputs shows when it is replayed is what was shown; and a report seen twice changes nothing.
#[test]
fn every_story_replays_and_bears_each_report_twice() {
    for path in stories() {
        let mut bench = bench::Bench::new();
        tell(&fs::read_to_string(&path).unwrap(), &mut bench);
        let seen = agent_core::View { revision: 0, ..(*bench.view()).clone() };
        assert_eq!(bench::replay(&bench.startup, &bench.journal, 1), seen, "replayed: {}", path.display());
        assert_eq!(
            bench::replay(&bench.startup, &bench.journal, 2),
            seen,
            "each report twice: {}",
            path.display()
        );
    }
}
