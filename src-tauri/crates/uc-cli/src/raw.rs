//! `uc api PATH key=value`: what no command has, for firmware that knows more than the document.

use clap::ArgMatches;
use pbx_protocol::Does;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::output::{self, Shown};
use crate::parameters::is_all;
use crate::{commands, confirm, dry_run, sign_in, stopped};

/// Sends it, and prints the answer as JSON.
pub(crate) async fn ask(matches: &ArgMatches) -> Result<(), Failure> {
    let path = path(matches.get_one::<String>("path").map(String::as_str).unwrap_or_default())?;
    let body = body(matches.get_many::<String>("parameter").into_iter().flatten())?;
    if dry_run::is_all(matches, &path, &body)? {
        return Ok(());
    }
    if let Some(question) = question(&path, &body) {
        confirm::or_yes(&question, matches)?;
    }
    let mut session = sign_in::session(matches).await?;
    let answer = stopped::unless(session.ask_raw(&path, &body)).await;
    session.end().await;
    // Nobody knows what columns it has.
    output::print(&output::pretty(&shown(&answer?, Shown::of(matches))))?;
    Ok(())
}

fn shown(answer: &Value, shown: Shown) -> Value {
    if shown.secrets { answer.clone() } else { output::masked(answer) }
}

/// As the document writes it, with or without what stands before it.
fn path(typed: &str) -> Result<String, Failure> {
    let path = typed.trim().trim_start_matches('/');
    let path = match path.strip_prefix("api/") {
        Some(rest) => rest.split_once('/').map_or(rest, |(_, path)| path),
        None => path,
    };
    let is_fit = !path.is_empty()
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-'));
    if is_fit {
        Ok(path.to_owned())
    } else {
        Err(Failure::Usage(format!("{typed:?} is no path such as queue/query")))
    }
}

/// `key=value` is text, `key:=value` is JSON.
fn body<'a>(parameters: impl Iterator<Item = &'a String>) -> Result<Value, Failure> {
    let mut members = Map::new();
    for parameter in parameters {
        let (name, value) = parameter
            .split_once('=')
            .ok_or_else(|| Failure::Usage(format!("{parameter:?}: write key=value, or key:=JSON")))?;
        let (name, value) = match name.strip_suffix(':') {
            Some(name) => {
                let read = serde_json::from_str(value);
                (name, read.map_err(|error| Failure::Usage(format!("{parameter:?}: {error}")))?)
            }
            None => (name, Value::from(value)),
        };
        members.insert(name.to_owned(), value);
    }
    Ok(Value::Object(members))
}

/// What the command for it would ask; of a path that no command has its words tell.
fn question(path: &str, body: &Value) -> Option<String> {
    let says_all = |value: &Value| value.as_str().is_some_and(is_all);
    let of_all = body.as_object().is_some_and(|members| members.values().any(says_all));
    let known = commands::all().find(|command| command.endpoint.path == path);
    let (risk, reads) = if let Some(command) = known {
        (command.risk, command.endpoint.does == Does::Read)
    } else {
        let words = ["delete", "remove", "checkout", "reset", "reboot", "restore", "clear"];
        let is_risky = words.iter().any(|word| path.contains(word));
        (is_risky.then_some("This seems to take something away. Send it?"), path.ends_with("query"))
    };
    risk.map(str::to_owned).or_else(|| (of_all && !reads).then(|| "Do this to ALL of them?".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_documents() {
        for typed in ["queue/query", "/queue/query", "api/v1.1.0/queue/query", " /api/v2.0.0/queue/query"] {
            assert_eq!(path(typed).ok().as_deref(), Some("queue/query"), "{typed}");
        }
        for typed in ["", "/", "queue/query?token=x", "../login", "a b"] {
            assert!(path(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_takes_away_is_asked_about() {
        let nothing = serde_json::json!({});
        assert!(question("extension/delete", &nothing).is_some());
        assert!(question("blacklist/delete", &nothing).is_some());
        assert!(
            question("queue/query", &nothing).is_none() && question("blacklist/query", &nothing).is_none()
        );
        assert!(question("conference/kick_member", &serde_json::json!({"membernumber": " ALL"})).is_some());
    }
}
