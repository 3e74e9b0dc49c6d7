//! What a story says of servers of contacts: `carddav https://… as ada` stands in slot 0, `ldap ldaps://… under dc=…` in 1.

use agent_core::{
    CallKey, CallerCard, CardPerson, ContactSource, Input, Intent, KeptContacts, SourceKind, SourceNews,
    SourceState, SourceTest, SourceTrouble, SourceView, WallMillis,
};

use crate::told::words;

/// `carddav https://cloud.example as ada and ldap ldaps://ldap.example under dc=example`; `none`.
pub(crate) fn sources(text: &str) -> Vec<ContactSource> {
    text.split(" and ").filter(|spec| *spec != "none").map(source).collect()
}

fn source(spec: &str) -> ContactSource {
    let (spec, base) = spec.split_once(" under ").unwrap_or((spec, ""));
    let (spec, user) = spec.split_once(" as ").unwrap_or((spec, ""));
    let (kind, address) = spec.split_once(' ').unwrap();
    let kind = if kind == "ldap" { SourceKind::Ldap } else { SourceKind::Carddav };
    ContactSource {
        slot: u8::from(kind == SourceKind::Ldap),
        kind,
        address: address.to_owned(),
        user: user.to_owned(),
        base: base.to_owned(),
        ..ContactSource::default()
    }
}

pub(crate) fn intent(verb: &str, rest: &str, call: CallKey) -> Option<Intent> {
    Some(match (verb, rest.split_once(' ')?) {
        ("test", ("contacts", slot)) => Intent::TestSource { slot: slot.parse().unwrap() },
        ("pick", ("contact", person)) => Intent::ChooseContact { call, person: person.parse().unwrap() },
        _ => return None,
    })
}

/// What came of it.
pub(crate) fn said(text: &str) -> Input {
    let (what, rest) = text.split_once(' ').unwrap();
    let (of, said) = rest.split_once(": ").unwrap_or((rest, ""));
    let trouble = || serde_json::from_value::<SourceTrouble>(serde_json::json!({ "kind": said })).unwrap();
    match what {
        "read" => {
            let (contacts, skipped) = said.split_once(" kept, ").unwrap();
            let skipped = skipped.trim_end_matches(" skipped").parse().unwrap();
            let kept = KeptContacts { contacts: contacts.parse().unwrap(), skipped, at: Some(WallMillis(0)) };
            Input::Source(SourceNews::Read { source: Box::new(source(of)), outcome: Ok(()), kept })
        }
        "failed" => {
            let kept = KeptContacts { contacts: 1204, skipped: 3, at: Some(WallMillis(0)) };
            Input::Source(SourceNews::Read { source: Box::new(source(of)), outcome: Err(trouble()), kept })
        }
        "tested" => {
            let outcome = match said.parse() {
                Ok(count) => SourceTest::Worked { count, examples: vec!["Ada 030 5550101".to_owned()] },
                Err(_) => SourceTest::Failed { why: trouble() },
            };
            Input::Source(SourceNews::Tested { source: Box::new(source(of)), test: outcome })
        }
        "asked" => {
            let outcome = if said == "ok" { Ok(()) } else { Err(trouble()) };
            Input::Source(SourceNews::Asked { slot: of.parse().unwrap(), outcome })
        }
        "password" => Input::Source(SourceNews::Password { slot: source(of).password_slot() }),
        "know" => Input::Identified { number: of.to_owned(), card: several(said) },
        other => panic!("contacts say no {other}"),
    }
}

/// `Ada, Ben`
fn several(names: &str) -> CallerCard {
    let person = |name: &str| CardPerson { name: name.to_owned(), ..CardPerson::default() };
    let people: Vec<CardPerson> = names.split(", ").map(person).collect();
    CallerCard { name: people.first().map(|one| one.name.clone()), people, ..CallerCard::default() }
}

pub(crate) fn line(view: &SourceView) -> (String, String) {
    let state = match &view.state {
        SourceState::Never => "never".to_owned(),
        SourceState::Working => "working".to_owned(),
        SourceState::Ok { .. } => "ok".to_owned(),
        SourceState::Failing { why, .. } => format!("failing, {}", words(why)),
        SourceState::Paused { why } => format!("paused, {}", words(why)),
    };
    let KeptContacts { contacts, skipped, .. } = view.kept;
    let testing = if view.testing { ", testing" } else { "" };
    let test = view.test.as_ref().map(|test| format!(", tested {}", words(test))).unwrap_or_default();
    (format!("source {}", view.slot), format!("{state}, {contacts} kept, {skipped} skipped{testing}{test}"))
}
