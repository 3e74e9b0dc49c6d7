//! Which breaks are made at once: to build is what takes the time. A unit test that stands in the broken module goes red
//! by that break and not by one of another module, so one break of each module makes a round; so do tests of a crate
//! that reach into one module each. What tests the program as a whole is broken alone.

use std::path::Path;

use journeys::Break;

/// Tests that any line of the program may turn red.
const WHOLE: [&str; 5] = ["stories", "agent", "journeys", "hops", "using"];

pub(super) fn of(breaks: Vec<Break>, copy: &Path) -> Vec<Vec<Break>> {
    let mut rounds: Vec<Vec<Break>> = Vec::new();
    let mut alone = Vec::new();
    for one in breaks {
        if !shares(&one, copy) {
            alone.push(vec![one]);
            continue;
        }
        let is_free = |round: &&mut Vec<Break>| {
            round.iter().all(|other| module(&other.file) != module(&one.file) && other.red != one.red)
        };
        match rounds.iter_mut().find(is_free) {
            Some(round) => round.push(one),
            None => rounds.push(vec![one]),
        }
    }
    // Those of one crate and one kind of test one after another: the rest is built already. The slowest go last.
    let order = |one: &Break| (one.run.ends_with("journeys"), one.run.clone(), module(&one.file).to_owned());
    alone.sort_by_key(|round| round.first().map(order));
    rounds.append(&mut alone);
    rounds
}

fn shares(one: &Break, copy: &Path) -> bool {
    if one.is_of_ui() || WHOLE.iter().any(|whole| one.run.ends_with(whole)) {
        return false;
    }
    one.run.starts_with("--test") || one.red.iter().all(|test| stands_in(test, &copy.join(module(&one.file))))
}

/// `src-tauri/crates/agent-storage/src/history/merge.rs` is of `src-tauri/crates/agent-runtime/src/history`.
fn module(file: &str) -> &str {
    let source = file.find("/src/").map_or(0, |at| at + "/src/".len());
    let end = file[source..].find(['/', '.']).map_or(file.len(), |at| source + at);
    &file[..end]
}

/// Whether the module, a file or a folder or both, has that test.
fn stands_in(test: &str, module: &Path) -> bool {
    let has =
        |file: &Path| std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {test}(")));
    let inside = std::fs::read_dir(module).into_iter().flatten().flatten().map(|entry| entry.path());
    has(&module.with_extension("rs"))
        || inside.into_iter().any(|path| if path.is_dir() { stands_in(test, &path) } else { has(&path) })
}
