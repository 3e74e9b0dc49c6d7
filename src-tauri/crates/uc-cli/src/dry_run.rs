//! `--dry-run`: the request as it would be sent, without a token, and with passwords masked. Nothing is sent, not even a
//! sign-in.

use clap::ArgMatches;
use pbx_client::PbxAddress;
use pbx_protocol::{Endpoint, Form};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::{self, Shown};
use crate::profile::Profile;

/// As [`is_all`], of a request that is no command's row.
pub(crate) fn is_all_of<E: Endpoint>(matches: &ArgMatches, request: &E) -> Result<bool, Failure> {
    let body = serde_json::to_value(request).map_err(|error| Failure::Local(error.to_string()))?;
    is_all(matches, E::ABOUT.path, &body)
}

/// For what is more than one request: it is refused, since doing it all the same would be worst.
pub(crate) fn refuse(matches: &ArgMatches, path: &str) -> Result<(), Failure> {
    if matches.get_flag("dry-run") {
        return Err(Failure::Usage(format!("--dry-run shows one request, and `uc {path}` is more than one")));
    }
    Ok(())
}

/// Shows the request where that is all that is wanted.
pub(crate) fn is_all(matches: &ArgMatches, path: &str, body: &Value) -> Result<bool, Failure> {
    if !matches.get_flag("dry-run") {
        return Ok(false);
    }
    let address = Profile::of(matches)?.map(|profile| profile.address()).transpose()?;
    let form = if matches.get_flag("xml") { Form::Xml } else { Form::Json };
    let url = address.as_ref().map_or_else(|| format!("/api/…/{path}"), |at: &PbxAddress| at.url(path));
    let url = format!("{url}?token=…&type={}", form.as_query());
    let shown = Shown::of(matches);
    let body = if shown.secrets { body.clone() } else { output::masked(body) };
    if shown.json {
        output::print(&output::pretty(&json!({ "method": "POST", "url": url, "body": body })))?;
        return Ok(true);
    }
    let body = form.write(&body).map_err(|error| Failure::Local(error.to_string()))?;
    output::print(&format!("POST {url}\nContent-Type: {}\n\n{body}", form.content_type()))?;
    Ok(true)
}
