//! `uc doctor`: what of this computer keeps calls from popping up, and what to do about it.

use std::path::{Path, PathBuf};

use agent_storage::{SystemKeyring, files};
use clap::ArgMatches;
use doctor::{Bundle, Environment, Line, Outcome, Patient, Words, exit_code};
use policy::Policy;

use crate::failure::Failure;
use crate::output::{self, Shown};

/// Under which the program keeps everything, in the folder for what stays on the computer.
const PROGRAM: &str = "com.openvox.uc-companion";

/// Looks, prints, and says by the exit code how it stands.
pub(crate) async fn show(matches: &ArgMatches) -> Result<(), Failure> {
    let policy = policy::of_this_computer();
    let lines = look(data_dir(matches)?, &policy).await;
    if let Some(file) = matches.get_one::<String>("bundle") {
        write_bundle(Path::new(file), &lines, &policy)?;
    }
    let words = Words::english();
    if Shown::of(matches).json {
        output::show(&words.json(&lines), Shown::of(matches))?;
    } else {
        output::print(words.page(&lines).trim_end())?;
    }
    match exit_code(&lines) {
        0 => Ok(()),
        1 => Err(Failure::Unwell { count: count(&lines, Outcome::Fail) }),
        _ => Err(Failure::Unseen { count: count(&lines, Outcome::Unknown) }),
    }
}

async fn look(data_dir: PathBuf, policy: &Policy) -> Vec<Line> {
    let patient = Patient {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir,
        environment: Environment::of_process(),
        policy,
        keyring: Box::new(SystemKeyring),
        program: None,
    };
    doctor::examine(patient).await
}

fn count(lines: &[Line], outcome: Outcome) -> usize {
    lines.iter().flat_map(|line| &line.seen).filter(|seen| seen.outcome == outcome).count()
}

fn data_dir(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    let given = matches.get_one::<String>("data-dir").map(PathBuf::from);
    given
        .or_else(|| dirs::data_local_dir().map(|folder| folder.join(PROGRAM)))
        .ok_or_else(|| Failure::Local("there is no folder for data; give --data-dir".to_owned()))
}

/// Without the journal: only the program that runs has one.
fn write_bundle(file: &Path, lines: &[Line], policy: &Policy) -> Result<(), Failure> {
    let bundle = Bundle {
        lines,
        policy,
        journal: None,
        account: None,
        environment: &Environment::of_process(),
        computer: &doctor::computer_name(),
    };
    files::write_beside(file, |mut part| std::io::Write::write_all(&mut part, bundle.text().as_bytes()))
        .map_err(|error| Failure::Local(format!("{}: {error}", file.display())))
}
