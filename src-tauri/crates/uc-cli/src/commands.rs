//! Every command as a row: which endpoint it asks, and what of its parameters stands where on the command line. The
//! rows of a group are in a file of their own; the command line, the request and docs/API.md are made from them.

mod calls;
mod conferences;
mod extensions;
mod files;
mod hotel;
mod queues;
mod routes;
mod session;
mod trunks;

use pbx_protocol::{About, Does, Endpoint, Group};

use crate::ask::Asked;

/// One command that asks one endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Command {
    /// `status` of `uc queue status`.
    pub(crate) name: &'static str,
    /// What the endpoint says of itself.
    pub(crate) endpoint: About,
    /// How it is asked.
    pub(crate) asked: Asked,
    /// One line of help.
    pub(crate) help: &'static str,
    pub(crate) args: &'static [Arg],
    /// Asked before it is done.
    pub(crate) risk: Option<&'static str>,
}

/// One parameter of an endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arg {
    /// The wire's name.
    pub(crate) wire: &'static str,
    /// The command line's name.
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) kind: Kind,
    pub(crate) rule: Rule,
}

/// What a parameter must not be, or must not be given with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    Free,
    /// Makes sense with these values of another parameter alone, where that one is given.
    With(&'static str, &'static [&'static str]),
    /// Names one thing; the PBX would take the word `all` for every one.
    OneAlone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Positional,
    Option,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Number,
    /// One of these words.
    Words(&'static [&'static str]),
    /// Never on the command line itself, which every user of the machine can read.
    Secret,
}

const ON_OFF: &[&str] = &["on", "off"];
const YES_NO: &[&str] = &["yes", "no"];

/// A parameter that stands by itself and must be given.
const fn arg(wire: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg { wire, name, help, place: Place::Positional, required: true, kind: Kind::Text, rule: Rule::Free }
}

/// A parameter that may be given as `--name`.
const fn option(wire: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg { wire, name, help, place: Place::Option, required: false, kind: Kind::Text, rule: Rule::Free }
}

impl Arg {
    const fn optional(self) -> Self {
        Self { required: false, ..self }
    }
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
    const fn number(self) -> Self {
        Self { kind: Kind::Number, ..self }
    }
    const fn words(self, words: &'static [&'static str]) -> Self {
        Self { kind: Kind::Words(words), ..self }
    }
    const fn on_off(self) -> Self {
        self.words(ON_OFF)
    }
    const fn yes_no(self) -> Self {
        self.words(YES_NO)
    }
    const fn secret(self) -> Self {
        Self { kind: Kind::Secret, ..self }
    }
    const fn with(self, other: &'static str, values: &'static [&'static str]) -> Self {
        Self { rule: Rule::With(other, values), ..self }
    }
    const fn one_alone(self) -> Self {
        Self { rule: Rule::OneAlone, ..self }
    }
}

const fn command<E: Endpoint + 'static>(
    name: &'static str,
    help: &'static str,
    args: &'static [Arg],
) -> Command {
    Command { name, endpoint: E::ABOUT, asked: Asked::of::<E>(), help, args, risk: None }
}

impl Arg {
    /// As it is written on the command line.
    pub(crate) fn written(&self) -> String {
        match self.place {
            Place::Positional => format!("<{}>", self.name.to_uppercase()),
            Place::Option => format!("--{}", self.name),
        }
    }
}

impl Command {
    /// It deletes something; `risk` is the question that is asked first.
    const fn risky(self, risk: &'static str) -> Self {
        Self { risk: Some(risk), ..self }
    }

    /// `queue` of `uc queue status`; empty for `uc heartbeat`.
    pub(crate) const fn group(&self) -> &'static str {
        match self.endpoint.group {
            Group::Session => "",
            group => group.name(),
        }
    }

    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.group(), self.name).trim().to_owned()
    }
}

/// Group by group in the document's order.
const ALL: [&[Command]; 9] = [
    session::COMMANDS,
    extensions::COMMANDS,
    trunks::COMMANDS,
    routes::COMMANDS,
    conferences::COMMANDS,
    queues::COMMANDS,
    calls::COMMANDS,
    files::COMMANDS,
    hotel::COMMANDS,
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Command> {
    ALL.into_iter().flatten()
}

/// A command that deletes something and does not ask first does not compile.
const _: () = {
    let mut group = 0;
    while group < ALL.len() {
        let mut at = 0;
        while at < ALL[group].len() {
            let command = &ALL[group][at];
            let deletes = matches!(command.endpoint.does, Does::Delete);
            assert!(deletes == command.risk.is_some(), "what deletes asks first, and nothing else does");
            at += 1;
        }
        group += 1;
    }
};

/// Groups with what each is about.
pub(crate) const GROUPS: &[(&str, &str)] = &[
    ("system", "The PBX itself"),
    ("extension", "Extensions: list, look into, add, change, delete"),
    ("trunk", "Trunks to the outside"),
    ("inbound-route", "Where calls from outside go"),
    ("outbound-route", "Which trunk a dialled number takes"),
    ("conference", "Conference rooms and who is in them"),
    ("ivr", "Voice menus"),
    ("queue", "Queues: members, pauses, settings"),
    ("paging", "Paging groups"),
    ("call", "Calls: dial, hang up, hold, mute, transfer, look up"),
    ("monitor", "Listen in on a call"),
    ("prompt", "Play prompts to a phone"),
    ("voicemail", "Voicemail messages"),
    ("recording", "Recordings of calls"),
    ("cdr", "Call detail records"),
    ("hotel", "Wake-up calls and check-out"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_groups_are_known() {
        let mut seen = BTreeSet::new();
        for command in all() {
            assert!(seen.insert(command.full_name()), "{} twice", command.full_name());
            let known =
                command.group().is_empty() || GROUPS.iter().any(|(group, _)| *group == command.group());
            assert!(known, "{}", command.group());
        }
    }
}
