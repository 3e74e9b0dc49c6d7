//! The values, and what can be one.

use std::collections::BTreeMap;
use std::fmt;
use std::net::Ipv6Addr;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};

use crate::source::ContactServer;

/// A hundred years; more is a slip of the finger.
const MOST_DAYS: u32 = 36_500;
/// Work after a call that takes longer is a pause.
const MOST_SECONDS: u32 = 3_600;
/// Oftener, two hundred desks would be a load; more seldom, it is no news.
const INTERVAL: std::ops::RangeInclusive<u32> = 30..=600;
/// No extension of a PBX is longer.
const LONGEST_EXTENSION: usize = 15;
/// More is no menu any longer.
const MOST_REASONS: usize = 20;
const MOST_RESULTS: usize = 30;
const LONGEST_LABEL: usize = 40;
const MOST_MINUTES: u64 = 1440;
/// What a queue can be marked with.
const COLOURS: [&str; 8] = ["blue", "orange", "green", "violet", "teal", "pink", "olive", "red"];

/// Where numbers come from that are asked about.
const SOURCES: [&str; 3] = ["link", "command-line", "selection"];

/// A value that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Server(Server),
    Text(String),
    Ports(Ports),
    Switch(bool),
    Days(u32),
    Folder(PathBuf),
    Reasons(Vec<PauseReason>),
    Seconds(u32),
    /// By the queue's number.
    Colours(BTreeMap<String, String>),
    Results(Vec<CallResult>),
    /// Each once.
    Sources(Vec<String>),
    ContactServers(Vec<ContactServer>),
}

/// What can come of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallResult {
    /// What other programs know it by.
    pub id: String,
    pub en: String,
    pub zh: String,
}

/// Why somebody can be paused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseReason {
    /// What other programs know it by.
    pub id: String,
    pub en: String,
    pub zh: String,
    /// How long it lasts as a rule.
    pub minutes: Option<u32>,
    /// It is work, only not on the phone.
    pub work: bool,
}

/// Where the PBX is. What is not said is the person's to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Whether TLS is spoken, where that was said.
    pub https: Option<bool>,
    /// Name or address; of IPv6 in brackets.
    pub host: String,
    pub port: Option<u16>,
}

/// Ports from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    pub first: u16,
    pub last: u16,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(server) => server.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::Ports(ports) => ports.fmt(f),
            Self::Switch(on) => on.fmt(f),
            Self::Days(number) | Self::Seconds(number) => number.fmt(f),
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Results(results) => {
                let ids: Vec<&str> = results.iter().map(|result| result.id.as_str()).collect();
                f.write_str(&ids.join(", "))
            }
            Self::ContactServers(sources) => {
                let places: Vec<&str> = sources.iter().map(|source| source.address.as_str()).collect();
                f.write_str(&places.join(", "))
            }
            Self::Reasons(reasons) => {
                let ids: Vec<&str> = reasons.iter().map(|reason| reason.id.as_str()).collect();
                f.write_str(&ids.join(", "))
            }
            Self::Sources(sources) if sources.is_empty() => f.write_str("none"),
            Self::Sources(sources) => f.write_str(&sources.join(", ")),
            Self::Colours(colours) => {
                let each: Vec<String> =
                    colours.iter().map(|(queue, colour)| format!("{queue} {colour}")).collect();
                f.write_str(&each.join(", "))
            }
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.https {
            Some(true) => f.write_str("https://")?,
            Some(false) => f.write_str("http://")?,
            None => {}
        }
        f.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{}-{}", self.first, self.last)
    }
}

pub(crate) fn server(text: &str) -> Option<Value> {
    let (https, place) = match text.split_once("://") {
        Some((scheme, place)) if scheme.eq_ignore_ascii_case("https") => (Some(true), place),
        Some((scheme, place)) if scheme.eq_ignore_ascii_case("http") => (Some(false), place),
        Some(_) => return None,
        None => (None, text),
    };
    // As it is copied from a browser's line.
    let place = place.strip_suffix('/').unwrap_or(place);
    let end_of_host =
        if place.starts_with('[') { place.find(']')? + 1 } else { place.find(':').unwrap_or(place.len()) };
    let (host, rest) = place.split_at(end_of_host);
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(self::port(port)?),
        None if rest.is_empty() => None,
        None => return None,
    };
    is_host(host).then(|| Value::Server(Server { https, host: host.to_owned(), port }))
}

pub(crate) fn version(text: &str) -> Option<Value> {
    let numbers = text.strip_prefix('v')?;
    let is_one = numbers.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    is_one.then(|| Value::Text(text.to_owned()))
}

pub(crate) fn fingerprint(text: &str) -> Option<Value> {
    // As tools print it, with colons and in capitals; compared is one form.
    let hex: String = text.chars().filter(|c| *c != ':').collect::<String>().to_ascii_lowercase();
    (hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then_some(Value::Text(hex))
}

pub(crate) fn user(text: &str) -> Option<Value> {
    let is_one = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    is_one.then(|| Value::Text(text.to_owned()))
}

pub(crate) fn extension(text: &str) -> Option<Value> {
    let is_one = (1..=LONGEST_EXTENSION).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_one.then(|| Value::Text(text.to_owned()))
}

/// A name, an IPv4 address, or an IPv6 address in brackets.
pub(crate) fn is_host(text: &str) -> bool {
    if let Some(bracketed) = text.strip_prefix('[') {
        return bracketed.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    text.strip_suffix('.').unwrap_or(text).split('.').all(is_label)
}

pub(crate) fn ports(text: &str) -> Option<Value> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (port(first.trim())?, port(last.trim())?);
    (first <= last).then_some(Value::Ports(Ports { first, last }))
}

fn port(text: &str) -> Option<u16> {
    // `parse` takes "+8260" too.
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port > 0)
}

pub(crate) fn days(number: Option<u64>) -> Option<Value> {
    let days = u32::try_from(number?).ok()?;
    (days <= MOST_DAYS).then_some(Value::Days(days))
}

pub(crate) fn seconds(number: Option<u64>) -> Option<Value> {
    let seconds = u32::try_from(number?).ok()?;
    (seconds <= MOST_SECONDS).then_some(Value::Seconds(seconds))
}

pub(crate) fn interval(number: Option<u64>) -> Option<Value> {
    let seconds = u32::try_from(number?).ok()?;
    INTERVAL.contains(&seconds).then_some(Value::Seconds(seconds))
}

/// One that this version has no texts for is taken too: another version may have them.
pub(crate) fn language(text: &str) -> Option<Value> {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut parts = text.split('-');
    let first = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    (first && parts.all(is_part)).then(|| Value::Text(text.to_owned()))
}

pub(crate) fn folder(text: &str) -> Option<Value> {
    // A relative one would depend on where the program was started.
    let is_one = Path::new(text).is_absolute() && !text.contains(char::is_control);
    is_one.then(|| Value::Folder(PathBuf::from(text)))
}

/// All or none: half a list would look like the whole.
pub(crate) fn reasons(given: &Json) -> Option<Value> {
    let list = given.as_array()?;
    let reasons: Vec<PauseReason> = list.iter().map(reason).collect::<Option<_>>()?;
    let is_twice = |at: usize| reasons[..at].iter().any(|other| other.id == reasons[at].id);
    let is_one = (1..=MOST_REASONS).contains(&reasons.len()) && !(0..reasons.len()).any(is_twice);
    is_one.then_some(Value::Reasons(reasons))
}

fn reason(given: &Json) -> Option<PauseReason> {
    let members = given.as_object()?;
    if members.keys().any(|name| !["id", "en", "zh", "minutes", "work"].contains(&name.as_str())) {
        return None;
    }
    let label = |name: &str| label(members, name);
    let minutes = match members.get("minutes") {
        None => None,
        Some(minutes) => Some(minutes.as_u64().filter(|minutes| (1..=MOST_MINUTES).contains(minutes))?),
    };
    let work = members.get("work").map_or(Some(false), Json::as_bool)?;
    let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
    Some(PauseReason { id: id(members)?, en: label("en")?, zh: label("zh")?, minutes, work })
}

/// All or none. What is kept of a call is the label, so that two with the same could not be told apart.
pub(crate) fn results(given: &Json) -> Option<Value> {
    let list = given.as_array()?;
    let results: Vec<CallResult> = list.iter().map(result).collect::<Option<_>>()?;
    let is_alike = |one: &CallResult, other: &CallResult| {
        let labels = [&other.en, &other.zh];
        one.id == other.id || labels.contains(&&one.en) || labels.contains(&&one.zh)
    };
    let is_twice = |at: usize| results[..at].iter().any(|other| is_alike(&results[at], other));
    let is_one = (1..=MOST_RESULTS).contains(&results.len()) && !(0..results.len()).any(is_twice);
    is_one.then_some(Value::Results(results))
}

fn result(given: &Json) -> Option<CallResult> {
    let members = given.as_object()?;
    if members.keys().any(|name| !["id", "en", "zh"].contains(&name.as_str())) {
        return None;
    }
    Some(CallResult { id: id(members)?, en: label(members, "en")?, zh: label(members, "zh")? })
}

fn label(members: &Map<String, Json>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_str()?.trim();
    let is_one = (1..=LONGEST_LABEL).contains(&text.chars().count()) && !text.contains(char::is_control);
    is_one.then(|| text.to_owned())
}

fn id(members: &Map<String, Json>) -> Option<String> {
    label(members, "id").filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// All or none, as of reasons.
pub(crate) fn colours(given: &Json) -> Option<Value> {
    let colours = given.as_object()?.iter().map(|(queue, colour)| {
        extension(queue)?;
        let colour = colour.as_str().filter(|colour| COLOURS.contains(colour))?;
        Some((queue.clone(), colour.to_owned()))
    });
    colours.collect::<Option<_>>().map(Value::Colours)
}

/// All or none: a list that is half understood would trust somebody else.
pub(crate) fn sources(given: &Json) -> Option<Value> {
    let source = |one: &Json| one.as_str().filter(|word| SOURCES.contains(word)).map(str::to_owned);
    let mut sources: Vec<String> = given.as_array()?.iter().map(source).collect::<Option<_>>()?;
    sources.sort();
    sources.dedup();
    Some(Value::Sources(sources))
}

pub(crate) fn at_quit(text: &str) -> Option<Value> {
    let word = text.to_ascii_lowercase();
    ["ask", "leave", "pause", "stay"].contains(&word.as_str()).then_some(Value::Text(word))
}

pub(crate) fn level(text: &str) -> Option<Value> {
    let word = text.to_ascii_lowercase();
    ["error", "warn", "info", "debug", "trace"].contains(&word.as_str()).then_some(Value::Text(word))
}
