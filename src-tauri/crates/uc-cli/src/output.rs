//! Answers as tables for people, or as JSON, CSV and names for scripts, with passwords masked in all of them.

mod table;

use std::io::{self, Write as _};

use clap::ArgMatches;
use serde_json::Value;

use crate::failure::Failure;
use crate::printable::{printable, printable_json};

const MASK: &str = "********";
/// What the name of a member says whose value opens something.
const SECRET_WORDS: [&str; 3] = ["password", "secret", "passwd"];

/// How to show an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    /// As [`Format::Json`]; downloads and reports know no other but text.
    pub(crate) json: bool,
    pub(crate) secrets: bool,
    format: Format,
    headers: Headers,
}

/// For whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
    Name,
}

impl Format {
    pub(crate) const WORDS: [&'static str; 4] = ["table", "json", "csv", "name"];

    fn of(matches: &ArgMatches) -> Self {
        // Downloads have a file for an output, and no format.
        let chosen = matches.try_get_one::<String>("format").ok().flatten().map(String::as_str);
        match chosen {
            Some("csv") => Self::Csv,
            Some("name") => Self::Name,
            Some("json") => Self::Json,
            _ if matches.get_flag("json") => Self::Json,
            _ => Self::Table,
        }
    }
}

/// Whether a first line names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headers {
    Shown,
    LeftOut,
}

impl Shown {
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let format = Format::of(matches);
        let headers = if matches.get_flag("no-headers") { Headers::LeftOut } else { Headers::Shown };
        Self { json: format == Format::Json, secrets: matches.get_flag("show-secrets"), format, headers }
    }
}

/// Prints an answer.
pub(crate) fn show(answer: &Value, shown: Shown) -> Result<(), Failure> {
    let text = written(answer, shown)?;
    // No row is no line, for whoever counts them.
    if !text.is_empty() {
        print(&text)?;
    }
    Ok(())
}

/// An answer as it is shown.
pub(crate) fn written(answer: &Value, shown: Shown) -> Result<String, Failure> {
    let answer = if shown.secrets { answer.clone() } else { masked(answer) };
    Ok(match shown.format {
        Format::Json => pretty(&answer),
        Format::Table => table::table(&answer, shown.headers),
        Format::Csv => table::csv(&answer, shown.headers)?,
        Format::Name => table::names(&answer),
    })
}

/// What the rows of an answer are called by, a line each.
pub(crate) fn names(answer: &Value) -> String {
    table::names(answer)
}

/// What this program itself has made, and knows to be harmless: a manual page has control characters of its own.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<Reader, Failure> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Ok(()) => Ok(Reader::Reads),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::Local(error.to_string())),
    }
}

/// Whether there is still somebody who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Reads,
    /// It has seen enough, as `head` has.
    Gone,
}

/// Everything written to standard output goes through here.
pub(crate) fn print(text: &str) -> Result<Reader, Failure> {
    match writeln!(io::stdout(), "{}", printable(text)) {
        Ok(()) => Ok(Reader::Reads),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::Local(error.to_string())),
    }
}

/// Everything written to standard error goes through here.
pub(crate) fn say_aside(text: &str) {
    // Nowhere is left to complain to.
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// JSON on one line.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<Reader, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::Local(error.to_string()))?;
    print(&printable_json(&text))
}

pub(crate) fn pretty(value: &Value) -> String {
    // A value always serialises.
    printable_json(&serde_json::to_string_pretty(value).unwrap_or_default())
}

pub(crate) fn masked(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mask = |(name, value): (&String, &Value)| {
                // Whether there is a password may be seen: a missing one is what somebody looks for.
                let is_set = !matches!(value, Value::Null) && value != "";
                let is_secret = SECRET_WORDS.iter().any(|word| name.to_lowercase().contains(word));
                let value = if is_secret && is_set { Value::from(MASK) } else { masked(value) };
                (name.clone(), value)
            };
            Value::Object(members.iter().map(mask).collect())
        }
        Value::Array(list) => list.iter().map(masked).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn passwords_are_masked_wherever_they_are() {
        let answer = json!({"a": [{"registerpassword": "x", "vmsecret": "1", "participantepassword": "", "name": "n"}]});
        let expected = json!({"a": [{"registerpassword": MASK, "vmsecret": MASK, "participantepassword": "", "name": "n"}]});
        assert_eq!(masked(&answer), expected);
    }
}
