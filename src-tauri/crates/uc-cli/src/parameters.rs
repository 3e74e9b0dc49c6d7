//! From what was typed to an endpoint's parameters under their wire names.

use clap::ArgMatches;
use serde_json::{Map, Value};

use crate::ask::Invalid;
use crate::commands::{Arg, Command, Kind, Rule};
use crate::failure::Failure;
use crate::secrets;

/// The request's members; what was not given is left out.
pub(crate) fn of(command: &Command, matches: &ArgMatches) -> Result<Value, Failure> {
    let mut parameters = Map::new();
    for arg in command.args {
        let value = match arg.kind {
            // Text on the wire; clap has checked that it is a number.
            Kind::Number => matches.get_one::<u32>(arg.name).map(ToString::to_string),
            Kind::Text | Kind::Words(_) => matches.get_one::<String>(arg.name).cloned(),
            Kind::Secret => matches
                .get_one::<String>(arg.name)
                .map(|source| secrets::read(source, arg.help))
                .transpose()?
                .map(|secret| secret.expose().to_owned()),
        };
        if let Some(value) = value {
            parameters.insert(arg.wire.to_owned(), Value::from(value));
        }
    }
    Ok(Value::Object(parameters))
}

/// What was given and is no part of the request would be lost in silence, and what the PBX takes for all of something
/// would reach further than was meant.
pub(crate) fn refuse_unfit(command: &Command, parameters: &Value, request: &Value) -> Result<(), Failure> {
    let given = |wire: &str| parameters.get(wire).and_then(Value::as_str);
    for arg in command.args {
        let Some(value) = given(arg.wire) else { continue };
        let is_lost = request.get(arg.wire).is_none() && !is_all(value);
        let does_not_fit = match arg.rule {
            Rule::OneAlone if is_all(value) => {
                return Err(Failure::Usage(format!(
                    "{}: the PBX takes `{}` for all of them; name one",
                    arg.written(),
                    value.trim()
                )));
            }
            Rule::With(other, values) => {
                is_lost || given(other).is_some_and(|chosen| !values.contains(&chosen))
            }
            Rule::Free | Rule::OneAlone => is_lost,
        };
        if does_not_fit {
            let chosen = chosen(command, arg, parameters);
            return Err(Failure::Usage(format!("{} does not go with {chosen}", arg.written())));
        }
    }
    Ok(())
}

/// The word for all of them, however it is written.
pub(crate) fn is_all(value: &str) -> bool {
    value.trim().eq_ignore_ascii_case("all")
}

/// The choice that leaves no room for `arg`, as it was typed.
fn chosen(command: &Command, arg: &Arg, parameters: &Value) -> String {
    let decides = |other: &&Arg| match arg.rule {
        Rule::With(wire, _) => other.wire == wire,
        Rule::Free | Rule::OneAlone => other.name == "type",
    };
    let choice = command.args.iter().find(decides);
    let value = choice.and_then(|choice| parameters.get(choice.wire)).and_then(Value::as_str);
    match (choice, value) {
        (Some(choice), Some(value)) => format!("{} {value:?}", choice.written()),
        (_, _) => "the others".to_owned(),
    }
}

/// Names the parameter as it is called on the command line.
pub(crate) fn explain(command: &Command, invalid: &Invalid) -> Failure {
    let wire = missing_member(&invalid.reason).unwrap_or(&invalid.parameter);
    let name = command.args.iter().find(|arg| arg.wire == wire).map(Arg::written);
    Failure::Usage(match (name, missing_member(&invalid.reason)) {
        (Some(name), Some(_)) => format!("{name} is needed here; see `uc {} --help`", command.full_name()),
        (Some(name), None) => format!("{name}: {}", invalid.reason),
        (None, _) => format!("{}; see `uc {} --help`", invalid.reason, command.full_name()),
    })
}

/// serde's words for it.
fn missing_member(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.split('`').next()
}
