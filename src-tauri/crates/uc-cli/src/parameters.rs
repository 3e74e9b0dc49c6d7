//! From what was typed to an endpoint's parameters under their wire names.

use clap::ArgMatches;
use serde_json::{Map, Value};

use crate::ask::Invalid;
use crate::commands::{Command, Kind};
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

/// Names the parameter as it is called on the command line.
pub(crate) fn explain(command: &Command, invalid: &Invalid) -> Failure {
    let wire = missing_member(&invalid.reason).unwrap_or(&invalid.parameter);
    let name = command.args.iter().find(|arg| arg.wire == wire).map(|arg| match arg.place {
        crate::commands::Place::Positional => format!("<{}>", arg.name.to_uppercase()),
        crate::commands::Place::Option => format!("--{}", arg.name),
    });
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
