//! docs/FAULTS.md says of each fault which test shows what happens: the test must be there, and must have been seen to
//! fail, which `scripts/breaks` does with the lists in tests/breaks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use journeys::Break;

const FEWEST_FAULTS: usize = 250;
const FEWEST_BREAKS: usize = 250;

#[test]
fn each_fault_names_a_test_that_is_there() -> Result<()> {
    let rows = faults()?;
    ensure!(rows.len() >= FEWEST_FAULTS, "{} faults, {FEWEST_FAULTS} are known", rows.len());
    let mut missing = Vec::new();
    for (fault, tests) in &rows {
        ensure!(!tests.is_empty(), "no test is named for: {fault}");
        missing.extend(tests.iter().filter(|test| !is_there(test)).map(|test| format!("{fault}: {test}")));
    }
    ensure!(missing.is_empty(), "no such test: {missing:#?}");
    Ok(())
}

#[test]
fn each_named_test_has_a_break_that_turns_it_red() -> Result<()> {
    let breaks = Break::all(&root())?;
    let red: BTreeSet<&str> = breaks.iter().flat_map(|one| &one.red).map(String::as_str).collect();
    let named = faults()?.into_iter().flat_map(|(_, tests)| tests);
    let unbroken: BTreeSet<String> = named.filter(|test| !red.contains(name(test))).collect();
    ensure!(unbroken.is_empty(), "tests that nothing in tests/breaks turns red: {unbroken:#?}");
    Ok(())
}

#[test]
fn each_break_can_still_be_made() -> Result<()> {
    let breaks = Break::all(&root())?;
    ensure!(breaks.len() >= FEWEST_BREAKS, "{} breaks, {FEWEST_BREAKS} are wanted", breaks.len());
    let mut names = BTreeSet::new();
    for one in &breaks {
        ensure!(names.insert(&one.name), "two breaks are called {}", one.name);
        let text = std::fs::read_to_string(root().join(&one.file)).with_context(|| one.file.clone())?;
        one.apply(&text)?;
    }
    Ok(())
}

/// Each fault with its tests, as `file::test` or a transcript's file.
fn faults() -> Result<Vec<(String, Vec<String>)>> {
    let paper = std::fs::read_to_string(root().join("docs/FAULTS.md"))?;
    let rows = paper.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let mut faults = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        ensure!(cells.len() == 4, "a row has four cells: {row}");
        // The heads of the tables.
        if cells[0] == "Fault" {
            continue;
        }
        let tests = cells[3].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        faults.push((cells[0].to_owned(), tests));
    }
    Ok(faults)
}

fn is_there(test: &str) -> bool {
    let Some((file, name)) = test.split_once("::") else { return root().join(test).is_file() };
    let source = std::fs::read_to_string(root().join(file)).unwrap_or_default();
    let of_ui = |quote: char| source.contains(&format!("test({quote}{name}{quote}"));
    source.contains(&format!("fn {name}(")) || of_ui('"') || of_ui('\'') || of_ui('`')
}

/// What a break calls it.
fn name(test: &str) -> &str {
    let file = Path::new(test).file_name().and_then(|name| name.to_str()).unwrap_or(test);
    test.split_once("::").map_or(file, |(_, name)| name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
