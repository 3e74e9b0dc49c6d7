//! Where passwords come from: never from the command line itself, which every user of the machine can read.

use std::fs;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use pbx_protocol::Secret;

use crate::failure::Failure;

/// For the help texts.
pub(crate) const SOURCES: &str = "`ask`, `fd:N` or `file:PATH`";

/// Reads a secret from a source as in [`SOURCES`].
pub(crate) fn read(source: &str, what: &str) -> Result<Secret, Failure> {
    if source == "ask" {
        return ask(what);
    }
    if let Some(descriptor) = source.strip_prefix("fd:") {
        let descriptor = descriptor.parse().map_err(|_| bad_source())?;
        return from_descriptor(descriptor);
    }
    if let Some(path) = source.strip_prefix("file:") {
        return from_file(Path::new(path));
    }
    Err(bad_source())
}

/// Asks at the terminal, without showing what is typed.
pub(crate) fn ask(what: &str) -> Result<Secret, Failure> {
    // A script has a terminal as well, and nobody who looks at it.
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage("there is nobody to ask for the password: use --password-fd".to_owned()));
    }
    let typed = rpassword::prompt_password(format!("{what}: "));
    typed.map(Secret::new).map_err(|error| {
        Failure::Local(format!("there is no terminal to ask for the password ({error}); use --password-fd"))
    })
}

/// Reads the first line of a file.
pub(crate) fn from_file(path: &Path) -> Result<Secret, Failure> {
    let text = fs::read_to_string(path);
    Ok(first_line(&text.map_err(|error| Failure::Local(format!("{}: {error}", path.display())))?))
}

/// Reads the first line of a descriptor that the caller has opened.
pub(crate) fn from_descriptor(descriptor: u32) -> Result<Secret, Failure> {
    let unreadable = |error: std::io::Error| Failure::Local(format!("file descriptor {descriptor}: {error}"));
    let mut text = String::new();
    if descriptor == 0 && std::io::stdin().is_terminal() {
        // Whoever types it there must not see it.
        return ask("Password of the API user");
    }
    if descriptor == 0 {
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
    } else {
        // The name under which Unix has it; elsewhere only 0 works, and the error says so.
        text = fs::read_to_string(format!("/dev/fd/{descriptor}")).map_err(unreadable)?;
    }
    Ok(first_line(&text))
}

fn first_line(text: &str) -> Secret {
    // The line's end comes from an editor or `echo`, and is no part of the password.
    Secret::new(text.lines().next().unwrap_or_default())
}

fn bad_source() -> Failure {
    Failure::Usage(format!(
        "a password is not given on the command line, where others can read it: use {SOURCES}"
    ))
}
