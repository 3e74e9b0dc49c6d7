//! `uc policy`: what the administrator has set on this computer, by whom, and what of it does not hold.

use std::path::Path;

use clap::ArgMatches;
use policy::{Origin, Policy, Value};
use serde_json::{Value as Json, json};

use crate::failure::Failure;
use crate::output::{self, Shown};

/// Prints it; something that does not hold is a failure.
pub(crate) fn show(matches: &ArgMatches) -> Result<(), Failure> {
    let policy = match matches.get_one::<String>("file") {
        Some(file) => of_file(Path::new(file))?,
        None => policy::of_this_computer(),
    };
    let shown = Shown::of(matches);
    let settings = settings(&policy);
    if shown.json {
        output::show(&json!({ "settings": settings, "wrong": wrong(&policy) }), shown)?;
    } else if settings.is_empty() {
        output::print("nothing is set")?;
    } else {
        output::show(&json!({ "settings": settings }), shown)?;
    }
    if policy.troubles().is_empty() {
        return Ok(());
    }
    let sentences: Vec<String> = policy.troubles().iter().map(ToString::to_string).collect();
    Err(Failure::WrongPolicy(sentences))
}

/// Before it is rolled out: whose file it is does not matter yet.
fn of_file(file: &Path) -> Result<Policy, Failure> {
    let layer = policy::layer_of_file(file, Origin::Machine);
    let layer = layer.ok_or_else(|| Failure::Local(format!("{}: there is no such file", file.display())))?;
    Ok(Policy::of(vec![layer]))
}

fn settings(policy: &Policy) -> Vec<Json> {
    let row = |(key, setting): (&policy::Key, &policy::Setting)| {
        let value = match &setting.value {
            Value::Switch(on) => Json::from(*on),
            Value::Days(number) | Value::Seconds(number) => Json::from(*number),
            Value::Server(_)
            | Value::Text(_)
            | Value::Ports(_)
            | Value::Folder(_)
            | Value::Reasons(_)
            | Value::Colours(_)
            | Value::Results(_)
            | Value::ContactServers(_)
            | Value::Sources(_) => Json::from(setting.value.to_string()),
        };
        json!({ "key": key.path, "value": value, "set_for": setting.origin.word(), "source": setting.place })
    };
    policy.settings().map(row).collect()
}

fn wrong(policy: &Policy) -> Vec<Json> {
    let row = |trouble: &policy::Trouble| json!({ "source": trouble.place, "key": trouble.key, "why": trouble.why.to_string() });
    policy.troubles().iter().map(row).collect()
}
