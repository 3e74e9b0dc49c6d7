//! Makes the breaks of a round, runs the tests that must see them, and takes the breaks back.

use std::fmt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use journeys::Break;

/// Seconds for the tests of a round; a break may leave one waiting for ever.
const LONGEST: &str = "150";
/// For a build, which ends by itself.
const BUILT: &str = "3600";
/// How a test ends, or does not.
const ENDS: [&str; 3] = ["ok", "FAILED", "has been running for over 60 seconds"];
const STORIES: &str = "every_story_is_told_as_before";

/// What came of a break.
pub(super) enum Verdict {
    /// All its tests turned red; these stories did.
    Seen(Vec<String>),
    /// These tests stayed green; these stories turned red.
    NotSeen(Vec<String>, Vec<String>),
    /// The line is not there, or the broken one does not compile.
    NotMade(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seen(stories) if stories.is_empty() => write!(f, "seen"),
            Self::Seen(stories) => write!(f, "seen by {}", stories.join(" ")),
            Self::NotSeen(tests, stories) => write!(f, "NOT SEEN by {tests:?}, but by {stories:?}"),
            Self::NotMade(why) => write!(f, "NOT MADE: {why}"),
        }
    }
}

/// Each break of the round with what came of it. What was not seen beside others is made again alone: another test of that
/// name may have stayed green.
pub(super) fn round(copy: &Path, round: Vec<Break>) -> Result<Vec<(Break, Verdict)>> {
    let is_alone = round.len() == 1;
    let mut verdicts = Vec::new();
    for (one, verdict) in at_once(copy, round)? {
        match verdict {
            Verdict::NotSeen(..) if !is_alone => verdicts.extend(at_once(copy, vec![one])?),
            _ => verdicts.push((one, verdict)),
        }
    }
    Ok(verdicts)
}

fn at_once(copy: &Path, mut round: Vec<Break>) -> Result<Vec<(Break, Verdict)>> {
    let mut verdicts = Vec::new();
    loop {
        let whole = make(copy, &mut round, &mut verdicts)?;
        let said = if round.is_empty() { Ok(Said::default()) } else { tests(copy, &round) };
        for (file, text) in whole {
            std::fs::write(file, text)?;
        }
        let said = said?;
        let Some(errors) = said.errors.as_deref() else {
            let (known, open): (Vec<_>, Vec<_>) = round.into_iter().partition(|one| said.knows(one));
            let is_last = !said.is_stopped || known.is_empty();
            verdicts.extend(known.into_iter().map(|one| said.verdict(one)));
            if is_last {
                verdicts.extend(open.into_iter().map(|one| said.verdict(one)));
                return Ok(verdicts);
            }
            // What stands behind the test that did not end was not run.
            round = open;
            continue;
        };
        // What does not compile is put aside, and the others are made again.
        let is_named = |one: &Break| errors.contains(&format!("--> {}:", one.file));
        let none_is = !round.iter().any(is_named);
        let (bad, good): (Vec<_>, Vec<_>) = round.into_iter().partition(|one| none_is || is_named(one));
        verdicts.extend(bad.into_iter().map(|one| (one, Verdict::NotMade(errors.to_owned()))));
        round = good;
    }
}

type Texts = Vec<(std::path::PathBuf, String)>;

/// Writes the breaks, and gives back what stood there. Those whose line is not there are left out.
fn make(copy: &Path, round: &mut Vec<Break>, verdicts: &mut Vec<(Break, Verdict)>) -> Result<Texts> {
    let mut whole = Texts::new();
    for one in std::mem::take(round) {
        let file = copy.join(&one.file);
        let text = std::fs::read_to_string(&file).with_context(|| one.file.clone())?;
        match one.apply(&text) {
            Ok(broken) => {
                std::fs::write(&file, broken)?;
                whole.push((file, text));
                round.push(one);
            }
            Err(why) => verdicts.push((one, Verdict::NotMade(format!("{why:#}")))),
        }
    }
    Ok(whole)
}

/// What the tests said.
#[derive(Default)]
struct Said {
    /// What does not compile.
    errors: Option<String>,
    text: String,
    /// They were stopped because one of them did not end.
    is_stopped: bool,
}

impl Said {
    /// Whether its tests have ended, or hang.
    fn knows(&self, one: &Break) -> bool {
        one.red.iter().all(|test| is_story(test) || ENDS.iter().any(|how| self.says(test, how)))
    }

    fn verdict(&self, one: Break) -> (Break, Verdict) {
        let green: Vec<String> = one.red.iter().filter(|test| !self.is_red(test)).cloned().collect();
        let stories: Vec<String> = if one.run == "--test stories" { self.stories() } else { Vec::new() };
        let verdict =
            if green.is_empty() { Verdict::Seen(stories) } else { Verdict::NotSeen(green, stories) };
        (one, verdict)
    }

    fn says(&self, test: &str, how: &str) -> bool {
        self.text.lines().any(|line| {
            let name = line.strip_prefix("test ").and_then(|line| line.strip_suffix(how));
            name.is_some_and(|name| name.trim_end_matches([' ', '.']).rsplit("::").next() == Some(test))
        })
    }

    fn is_red(&self, test: &str) -> bool {
        if is_story(test) {
            return self.stories().iter().any(|story| story == test);
        }
        let [green, red, hangs] = ENDS;
        let is_marked = |line: &str| ["FAIL ", "×", "✗"].iter().any(|mark| line.contains(mark));
        self.says(test, red)
            || self.is_stopped && self.says(test, hangs) && !self.says(test, green)
            // As the tests of the UI say it.
            || self.text.lines().any(|line| line.contains(test) && is_marked(line))
    }

    /// The stories that are told otherwise, by their files' names.
    fn stories(&self) -> Vec<String> {
        let names = self.text.lines().filter_map(|line| line.split_once(':').map(|(name, _)| name));
        let mut stories: Vec<String> = names.filter(|name| is_story(name)).map(str::to_owned).collect();
        stories.sort();
        stories.dedup();
        stories
    }
}

fn is_story(test: &str) -> bool {
    !test.contains(['/', ' ']) && Path::new(test).extension().is_some_and(|extension| extension == "txt")
}

fn tests(copy: &Path, round: &[Break]) -> Result<Said> {
    if let [one] = round
        && one.is_of_ui()
    {
        let file = one.run.trim_start_matches("ui/");
        let mut vitest = Command::new("timeout");
        vitest.args([
            LONGEST,
            "npm",
            "--prefix",
            "ui",
            "run",
            "--silent",
            "test",
            "--",
            "--reporter=verbose",
            file,
        ]);
        return said(vitest.current_dir(copy));
    }
    // Both drive the program, which no test builds.
    if round.iter().any(|one| ["--test journeys", "--test hops"].contains(&one.run.as_str())) {
        let mut built = cargo(copy, BUILT, "build");
        let built = said(built.args(["--bin", "uc-companion", "--test", "journeys"]))?;
        if built.errors.is_some() {
            return Ok(built);
        }
    }
    let mut kinds: Vec<&str> = round.iter().map(|one| one.run.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds: Vec<&str> = kinds.iter().flat_map(|kind| kind.split(' ')).collect();
    let built = said(cargo(copy, BUILT, "test").args(&kinds).arg("--no-run"))?;
    if built.errors.is_some() {
        return Ok(built);
    }
    let mut names: Vec<&str> = round
        .iter()
        .flat_map(|one| &one.red)
        .map(|test| if is_story(test) { STORIES } else { test })
        .collect();
    names.dedup();
    said(cargo(copy, LONGEST, "test").args(&kinds).arg("--no-fail-fast").arg("--").args(names))
}

fn cargo(copy: &Path, limit: &str, verb: &str) -> Command {
    let mut cargo = Command::new("timeout");
    cargo.args([limit, "cargo", verb, "--workspace"]).current_dir(copy);
    // Nobody looks at a backtrace here, and dependencies have none anyway.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_TARGET_DIR", copy.with_file_name("build"));
    cargo
}

fn said(command: &mut Command) -> Result<Said> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let is_stopped = output.status.code() == Some(124);
    let is_error = |part: &&str| part.lines().any(|line| line.starts_with("error"));
    let errors = text
        .contains("could not compile")
        .then(|| text.split("\n\n").filter(is_error).collect::<Vec<_>>().join("\n\n"));
    Ok(Said { errors, text, is_stopped })
}
