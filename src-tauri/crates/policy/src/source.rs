//! Servers of contacts, as an administrator writes them.

use serde_json::{Map, Value as Json};

use crate::Value;
use crate::value;

/// More are no help to anybody.
const MOST: usize = 8;
const LONGEST: usize = 1000;
const MEMBERS: [&str; 8] = ["kind", "name", "address", "user", "certificate", "base", "filter", "attributes"];

/// A server of contacts that everybody has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactServer {
    /// It speaks LDAP, else `CardDAV`.
    pub ldap: bool,
    pub name: String,
    pub address: String,
    /// Empty: each person says who they are there.
    pub user: String,
    /// SHA-256 in lowercase hex.
    pub certificate: Option<String>,
    pub base: String,
    pub filter: String,
    /// What the name, the company and the numbers are called there.
    pub attributes: (String, String, Vec<String>),
}

/// All or none: half a list would look like the whole.
pub(crate) fn sources(given: &Json) -> Option<Value> {
    let sources: Vec<ContactServer> = given.as_array()?.iter().map(source).collect::<Option<_>>()?;
    (1..=MOST).contains(&sources.len()).then_some(Value::ContactServers(sources))
}

fn source(given: &Json) -> Option<ContactServer> {
    let members = given.as_object()?;
    if members.keys().any(|name| !MEMBERS.contains(&name.as_str())) {
        return None;
    }
    let ldap = match members.get("kind")?.as_str()? {
        "ldap" => true,
        "carddav" => false,
        _ => return None,
    };
    let certificate = match text(members, "certificate")? {
        none if none.is_empty() => None,
        given => match value::fingerprint(&given)? {
            Value::Text(hex) => Some(hex),
            _ => return None,
        },
    };
    let server = ContactServer {
        ldap,
        name: text(members, "name")?,
        address: text(members, "address")?,
        user: text(members, "user")?,
        certificate,
        base: text(members, "base")?,
        filter: text(members, "filter")?,
        attributes: attributes(members.get("attributes"))?,
    };
    let is_one = !server.name.is_empty()
        && is_address(&server.address, ldap)
        && ldap != server.base.is_empty()
        && (server.filter.is_empty() || is_filter(&server.filter));
    is_one.then_some(server)
}

/// Empty where it is not said.
fn text(members: &Map<String, Json>, name: &str) -> Option<String> {
    let text = members.get(name).map_or(Some(""), Json::as_str)?.trim();
    (text.len() <= LONGEST && !text.contains(char::is_control)).then(|| text.to_owned())
}

fn attributes(given: Option<&Json>) -> Option<(String, String, Vec<String>)> {
    let Some(given) = given else { return Some(Default::default()) };
    let members = given.as_object()?;
    if members.keys().any(|name| !["name", "company", "numbers"].contains(&name.as_str())) {
        return None;
    }
    let numbers = match members.get("numbers") {
        None => Vec::new(),
        Some(list) => {
            list.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>()?
        }
    };
    let found = (text(members, "name")?, text(members, "company")?, numbers);
    let is_name = |name: &String| {
        name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b';' | b'.'))
    };
    (is_name(&found.0) && is_name(&found.1) && found.2.iter().all(is_name)).then_some(found)
}

fn is_address(address: &str, ldap: bool) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let place = rest.split('/').next().unwrap_or_default();
    let is_encrypted = if ldap { matches!(scheme, "ldaps" | "ldap") } else { scheme == "https" };
    // A password in it would be read by everybody.
    is_encrypted && !place.is_empty() && !place.contains('@') && !address.contains(char::is_whitespace)
}

fn is_filter(filter: &str) -> bool {
    let mut depth = 0_u32;
    let is_closed = filter.chars().all(|letter| match letter {
        '(' => {
            depth += 1;
            true
        }
        ')' => {
            depth = depth.wrapping_sub(1);
            depth != u32::MAX
        }
        _ => true,
    });
    is_closed && depth == 0 && (filter.contains("{number}") || filter.contains("{name}"))
}
