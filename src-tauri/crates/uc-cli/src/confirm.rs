//! Asks before something is deleted, or done to everything at once.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use clap::ArgMatches;
use pbx_protocol::Does;
use serde_json::Value;

use crate::commands::Command;
use crate::failure::Failure;
use crate::parameters::is_all;
use crate::printable::printable;

/// Deletions ask, and whatever is done to all of something but looking.
/// The request is looked at as the PBX will read it, since on the command line a blank beside `all` hides it; and what
/// was typed as well, since some requests say `all` by leaving the parameter out.
pub(crate) fn before(
    command: &Command,
    (typed, request): (&Value, &Value),
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let says_all = |value: &Value| value.as_str().is_some_and(is_all);
    let of_all = [typed, request]
        .iter()
        .any(|it| it.as_object().is_some_and(|members| members.values().any(says_all)));
    let question = match (command.risk, of_all && command.endpoint.does != Does::Read) {
        (Some(risk), _) => risk,
        (None, true) => "Do this to all of them?",
        (None, false) => return Ok(()),
    };
    let what = if of_all { " (ALL of them)".to_owned() } else { names(request) };
    or_yes(&format!("{question}{what}"), matches)
}

/// Asks unless it was said beforehand that it is meant.
pub(crate) fn or_yes(question: &str, matches: &ArgMatches) -> Result<(), Failure> {
    if matches.get_flag("yes") || is_yes(question)? {
        Ok(())
    } else {
        Err(Failure::NotConfirmed("nothing was done".to_owned()))
    }
}

/// Only a person at a terminal can say yes.
pub(crate) fn is_yes(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NotConfirmed(format!(
            "{question} There is nobody to ask: give --yes when that is meant. Nothing was done."
        )));
    }
    let unwritten = |error: std::io::Error| Failure::Local(error.to_string());
    // Standard output may be a file or a pipe, and is for the answer alone.
    let mut out = std::io::stderr();
    write!(out, "{} [y/N] ", printable(question)).map_err(unwritten)?;
    out.flush().map_err(unwritten)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(unwritten)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn names(parameters: &Value) -> String {
    let texts: Vec<&str> = parameters
        .as_object()
        .into_iter()
        .flat_map(|members| members.values())
        .filter_map(Value::as_str)
        .collect();
    format!(" ({})", texts.join(" "))
}
