//! What of a source can be right at all.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::filter::FilterTemplate;
use super::{ContactSource, FIRST_OF_POLICY, MOST_SOURCES, SourceKind};
use crate::settings_check::{SettingField, is_place};

/// Longer ones are no names.
const LONGEST: usize = 1000;
/// Of a person; more are no choice any longer.
const MOST_NUMBERS: usize = 12;

/// Names the first field that was changed and can't be right.
pub(crate) fn validate(new: &[ContactSource], old: &[ContactSource]) -> Result<(), SettingField> {
    let slots: BTreeSet<u8> = new.iter().map(|source| source.slot).collect();
    // What is kept of a source is kept by its slot.
    let is_known = |slot: &u8| *slot < MOST_SOURCES || *slot >= FIRST_OF_POLICY;
    if slots.len() != new.len() || !slots.iter().all(is_known) {
        return Err(SettingField::SourceAddress);
    }
    new.iter().try_for_each(|source| {
        let before = old.iter().find(|before| before.slot == source.slot).cloned().unwrap_or_default();
        of_source(source, &before)
    })
}

fn of_source(new: &ContactSource, old: &ContactSource) -> Result<(), SettingField> {
    let is_text = |text: &str| text.len() <= LONGEST && !text.contains(char::is_control);
    let attributes = &new.attributes;
    let is_list = attributes.numbers.len() <= MOST_NUMBERS;
    let names = attributes.numbers.iter().chain([&attributes.name, &attributes.company]);
    let checks = [
        (
            SettingField::SourceAddress,
            new.address == old.address && new.kind == old.kind,
            new.address.is_empty() || is_address(&new.address, new.kind),
        ),
        (SettingField::SourceName, new.name == old.name, is_text(&new.name)),
        // Basic sign-in parts user and password by a colon.
        (
            SettingField::SourceUser,
            new.user == old.user,
            is_text(&new.user) && (new.kind == SourceKind::Ldap || !new.user.contains(':')),
        ),
        (SettingField::SourceBase, new.base == old.base, is_base(&new.base)),
        (
            SettingField::SourceFilter,
            new.filter == old.filter,
            new.filter.len() <= LONGEST && FilterTemplate::parse(&new.filter).is_some(),
        ),
        (
            SettingField::SourceAttributes,
            attributes == &old.attributes,
            is_list && names.map(String::as_str).all(is_attribute),
        ),
    ];
    match checks.into_iter().find(|(_, is_as_before, can_be)| !is_as_before && !can_be) {
        Some((field, ..)) => Err(field),
        None => Ok(()),
    }
}

/// Encrypted, or on this computer.
fn is_address(text: &str, kind: SourceKind) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name and a password have fields of their own, and the password its keyring.
    if text.contains(|c: char| c.is_control() || c.is_whitespace()) || !is_place(authority) {
        return false;
    }
    match (kind, scheme) {
        (SourceKind::Carddav, "https") | (SourceKind::Ldap, "ldaps" | "ldap") => true,
        (SourceKind::Carddav, "http") => is_this_computer(authority),
        _ => false,
    }
}

fn is_this_computer(place: &str) -> bool {
    let host = match place.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `ou=people,dc=example,dc=com`
fn is_base(text: &str) -> bool {
    let is_part = |part: &str| part.split_once('=').is_some_and(|(name, _)| is_attribute(name.trim()));
    text.is_empty()
        || (text.len() <= LONGEST
            && !text.contains(char::is_control)
            && text.split(',').next().is_some_and(is_part))
}

fn is_attribute(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b';' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(source: ContactSource) -> Option<SettingField> {
        validate(&[source], &[]).err()
    }

    #[test]
    fn an_address_is_encrypted_or_on_this_computer() {
        for (kind, address, can_be) in [
            (SourceKind::Carddav, "https://cloud.example/remote.php/dav", true),
            (SourceKind::Carddav, "http://127.0.0.1:5232/ada/", true),
            (SourceKind::Carddav, "http://[::1]:5232/", true),
            (SourceKind::Carddav, "http://localhost:5232/", true),
            (SourceKind::Carddav, "http://localhost.example/", false),
            (SourceKind::Carddav, "http://cloud.example/", false),
            (SourceKind::Carddav, "https://ada:secret@cloud.example/", false),
            (SourceKind::Carddav, "https://cloud.example/a b", false),
            (SourceKind::Carddav, "ldaps://ldap.example", false),
            (SourceKind::Carddav, "cloud.example", false),
            (SourceKind::Ldap, "ldaps://ldap.example", true),
            (SourceKind::Ldap, "ldap://ldap.example:389", true),
            (SourceKind::Ldap, "https://ldap.example", false),
            (SourceKind::Ldap, "", true),
        ] {
            let source = ContactSource { kind, address: address.to_owned(), ..ContactSource::default() };
            assert_eq!(refused(source).is_none(), can_be, "{address}");
        }
    }

    #[test]
    fn each_wrong_field_is_named() {
        let usual = ContactSource::default;
        let ldap = || ContactSource { kind: SourceKind::Ldap, ..usual() };
        let names = |numbers: &[&str]| SourceAttributes {
            numbers: numbers.iter().map(|name| (*name).to_owned()).collect(),
            ..SourceAttributes::default()
        };
        for (source, field) in [
            (ContactSource { filter: "(cn=*)".to_owned(), ..ldap() }, SettingField::SourceFilter),
            (ContactSource { filter: "(cn={name}".to_owned(), ..ldap() }, SettingField::SourceFilter),
            (ContactSource { base: "people".to_owned(), ..ldap() }, SettingField::SourceBase),
            (ContactSource { user: "ada:x".to_owned(), ..usual() }, SettingField::SourceUser),
            (ContactSource { name: "a\n".to_owned(), ..usual() }, SettingField::SourceName),
            (
                ContactSource { attributes: names(&["mobile)(uid=*"]), ..ldap() },
                SettingField::SourceAttributes,
            ),
            (ContactSource { slot: MOST_SOURCES, ..usual() }, SettingField::SourceAddress),
        ] {
            assert_eq!(refused(source.clone()), Some(field), "{source:?}");
            assert_eq!(validate(&[source.clone(), source.clone()], &[]), Err(SettingField::SourceAddress));
        }
        let good = ContactSource {
            base: "ou=people,dc=example,dc=com".to_owned(),
            user: "cn=reader,dc=example".to_owned(),
            attributes: names(&["mobile", "telephoneNumber"]),
            ..ldap()
        };
        assert_eq!(refused(good), None);
    }

    #[test]
    fn what_stood_there_before_is_not_asked_about() {
        let old = ContactSource { filter: "(cn=*)".to_owned(), ..ContactSource::default() };
        let new = ContactSource { name: "Home".to_owned(), ..old.clone() };
        assert_eq!(validate(&[new], &[old]), Ok(()));
    }

    use super::super::SourceAttributes;
}
