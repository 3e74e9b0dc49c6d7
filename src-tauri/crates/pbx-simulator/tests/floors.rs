//! The floors of the simulated PBX: a file uses what is on its own floor or below, and only the exchange's own files
//! give it verbs.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

/// From the ground up; what is not named knows network and clock, and may use everything.
const FLOORS: [&[&str]; 4] =
    [&["model", "options", "wav", "world"], &["exchange"], &["api", "control/act", "snapshot"], &["pbx"]];

fn floor(module: &str) -> usize {
    let is_in = |name: &&&str| module == **name || module.starts_with(&format!("{name}/"));
    FLOORS.iter().position(|names| names.iter().any(|name| is_in(&name))).unwrap_or(FLOORS.len())
}

/// Every file of the crate as `folder/name`, with its text.
fn modules(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            modules(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.with_extension(""), text));
        }
    }
}

#[test]
fn nobody_looks_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    modules(&root, &mut found);
    let mut wrong = Vec::new();
    for (path, text) in &found {
        let module = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let uses = text.split("crate::").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            rest[..end.unwrap_or(rest.len())].replace("::", "/")
        });
        let up = uses.filter(|used| floor(used) > floor(&module)).map(|used| format!("{module} uses {used}"));
        wrong.extend(up);
        if text.contains("impl Exchange {") && !module.starts_with("exchange") {
            wrong.push(format!("{module} gives the exchange a verb"));
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
