//! Breaks a copy of the program one line at a time and watches the tests that must see it: `scripts/breaks [WORD…]`, for
//! all breaks, or those whose name or list holds a word. Before a release; it takes a minute a break.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};
use journeys::Break;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(unseen) => {
            eprintln!("{unseen} breaks were not seen");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// How many breaks nothing turned red for.
fn run(words: &[String]) -> Result<usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let breaks = Break::all(&root)?;
    let copy = copied(&root)?;
    let chosen: Vec<_> = breaks
        .iter()
        .filter(|one| words.is_empty() || words.iter().any(|word| one.name.contains(word.as_str())))
        .collect();
    let mut unseen = 0;
    for (at, one) in chosen.iter().enumerate() {
        let missed = try_one(&copy, one)?;
        let verdict = if missed.is_empty() { "seen".to_owned() } else { format!("NOT SEEN by {missed:?}") };
        println!("[{}/{}] {}: {verdict}", at + 1, chosen.len(), one.name);
        unseen += usize::from(!missed.is_empty());
    }
    Ok(unseen)
}

/// What is in the repository, as it is now; what is built of it stays from one time to the next.
fn copied(root: &Path) -> Result<PathBuf> {
    let copy = root.join("target/breaks/copy");
    std::fs::create_dir_all(&copy)?;
    let tracked = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output()?;
    ensure!(tracked.status.success(), "git does not list the files");
    for name in tracked.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = std::str::from_utf8(name)?;
        let (from, to) = (root.join(name), copy.join(name));
        let Ok(wanted) = std::fs::read(&from) else { continue };
        // What has not changed keeps its date, and is not compiled anew.
        if std::fs::read(&to).ok().as_ref() != Some(&wanted) {
            std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
            std::fs::copy(&from, &to)?;
        }
    }
    for made in ["ui/node_modules", "ui/dist"] {
        let to = copy.join(made);
        if !to.exists() {
            std::os::unix::fs::symlink(root.join(made), to)?;
        }
    }
    Ok(copy)
}

/// The tests that should have turned red and did not.
fn try_one(copy: &Path, one: &Break) -> Result<Vec<String>> {
    let file = copy.join(&one.file);
    let whole = std::fs::read_to_string(&file).with_context(|| one.file.clone())?;
    std::fs::write(&file, one.apply(&whole)?)?;
    let said = tests(copy, one);
    std::fs::write(&file, whole)?;
    let said = said?;
    ensure!(!said.contains("could not compile"), "{}: the break does not compile\n{said}", one.name);
    let is_red = |test: &str| {
        said.lines().any(|line| line.contains(test) && (line.contains("FAILED") || line.contains('✗') || line.contains("FAIL ")))
            // A transcript that is told otherwise.
            || is_transcript(test) && said.lines().any(|line| line.starts_with(test))
    };
    Ok(one.red.iter().filter(|test| !is_red(test)).cloned().collect())
}

fn tests(copy: &Path, one: &Break) -> Result<String> {
    let mut command = if one.run == "ui" {
        let mut npm = Command::new("npm");
        npm.args(["--prefix", "ui", "run", "--silent", "test", "--", "--reporter=verbose"]);
        npm
    } else {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--workspace", "--no-fail-fast"]).args(one.run.split(' '));
        if let [only] = &one.red[..]
            && !is_transcript(only)
        {
            cargo.arg(only);
        }
        cargo.env("CARGO_TARGET_DIR", copy.with_file_name("build"));
        cargo
    };
    let output = command.current_dir(copy).output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&said).into_owned())
}

fn is_transcript(test: &str) -> bool {
    Path::new(test).extension().is_some_and(|extension| extension == "txt")
}
