//! `uc config`: the PBXs that are known here, and which of them is meant unless another is named.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::{self, Shown};
use crate::profile::{Name, Profile};

/// `uc config list`
pub(crate) fn list(matches: &ArgMatches) -> Result<(), Failure> {
    let chosen = Name::chosen(matches)?;
    let mut profiles = Vec::new();
    for name in Name::all()? {
        // One that can't be read is still one of them.
        let kept = name.load().ok().flatten();
        let is_used = name.as_str() == chosen.as_str();
        profiles.push(json!({
            "name": name.as_str(),
            "used": if is_used { "*" } else { "" },
            "pbx": kept.as_ref().map(place).unwrap_or_default(),
            "user": kept.map(|kept| kept.user).unwrap_or_default(),
        }));
    }
    output::show(&json!({ "profiles": profiles }), Shown::of(matches))
}

/// `uc config show`
pub(crate) fn show(matches: &ArgMatches) -> Result<(), Failure> {
    let profile = Profile::of(matches)?;
    let profile = profile.ok_or_else(|| Failure::Usage("no PBX is known here: use `uc login`".to_owned()))?;
    let value = serde_json::to_value(&profile).map_err(|error| Failure::Local(error.to_string()))?;
    let mut shown = json!({ "profile": Name::chosen(matches)?.as_str() });
    if let (Some(shown), Value::Object(members)) = (shown.as_object_mut(), value) {
        shown.extend(members);
        shown.insert("password_kept".to_owned(), profile.password().is_some().into());
    }
    output::show(&shown, Shown::of(matches))
}

/// `uc config use NAME`
pub(crate) fn choose(matches: &ArgMatches) -> Result<(), Failure> {
    let name = named(matches)?;
    let profile = name.must_load()?;
    name.make_current()?;
    output::print(&format!(
        "{} is used from now on: {} as {}.",
        name.as_str(),
        place(&profile),
        profile.user
    ))?;
    Ok(())
}

/// `uc config remove NAME`
pub(crate) fn remove(matches: &ArgMatches) -> Result<(), Failure> {
    let name = named(matches)?;
    name.must_load()?.forget_secrets();
    name.remove()?;
    output::print(&format!("{} is forgotten, with its password.", name.as_str()))?;
    Ok(())
}

fn named(matches: &ArgMatches) -> Result<Name, Failure> {
    Name::parse(matches.get_one::<String>("name").map(String::as_str).unwrap_or_default())
}

fn place(profile: &Profile) -> String {
    let scheme = if profile.https { "https" } else { "http" };
    format!("{scheme}://{}", pbx_client::authority(&profile.host, profile.port))
}
