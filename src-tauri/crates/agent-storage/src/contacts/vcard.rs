//! People from vCards of any version. The lines are put right first (see `vcard_lines`), so that calcard reads them as
//! version 3.0 in UTF-8.

use std::cell::LazyCell;
use std::ops::Deref;

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use encoding_rs::{Encoding, UTF_8};

use super::file_text;
use super::person::full_name;
use super::taking::{Person, Taking};
use super::vcard_lines::{CardLine, Property, lines};

/// A card in a card in a card … is none of a person.
const DEEPEST: usize = 8;
/// Where the first card begins, some programs write a line or two before it.
const HEAD: usize = 4096;

/// Whether a card begins near the start.
pub(super) fn is_vcard(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    lines(head).take_while(|line| line.property == Property::Begin).any(|line| begins(&line))
}

/// Takes everybody who has a number.
pub(super) fn read(bytes: &[u8], country: Option<&str>, taking: &mut Taking) {
    // Asked for by few files: it takes a reading of all lines.
    let otherwise = LazyCell::new(|| encoding_of(bytes, country));
    let mut open: Vec<Card> = Vec::new();
    let (mut cards, mut agent) = (0, false);
    for line in lines(bytes) {
        match line.property {
            Property::Begin if begins(&line) => {
                // A card that begins in another one is an agent's, or the other one has lost its end.
                if !agent || open.len() >= DEEPEST {
                    open.drain(..).rev().for_each(|card| card.close(&otherwise, taking));
                }
                cards += 1;
                open.push(Card { at: cards, lines: Vec::new() });
                agent = false;
            }
            Property::End => {
                if let Some(card) = open.pop() {
                    card.close(&otherwise, taking);
                }
            }
            Property::Agent => {
                let value = line.value.trim_ascii();
                agent = value.is_empty() || value.eq_ignore_ascii_case(b"BEGIN:VCARD");
                if !value.is_empty() && agent {
                    cards += 1;
                    open.push(Card { at: cards, lines: Vec::new() });
                    agent = false;
                }
            }
            _ => {
                if let Some(card) = open.last_mut() {
                    card.lines.push(line);
                }
            }
        }
    }
    open.drain(..).rev().for_each(|card| card.close(&otherwise, taking));
}

fn begins(line: &CardLine) -> bool {
    line.property == Property::Begin && line.value.trim_ascii().eq_ignore_ascii_case(b"VCARD")
}

/// Whether a value is neither UTF-8 nor in the encoding that it declares.
fn is_unclear(line: &CardLine) -> bool {
    let broken = |encoding: &'static Encoding| encoding.decode_without_bom_handling(&line.value).1;
    std::str::from_utf8(&line.value).is_err() && line.charset.is_none_or(broken)
}

/// What letters are encoded in where the cards don't say it rightly, told by all of them together.
fn encoding_of(bytes: &[u8], country: Option<&str>) -> &'static Encoding {
    let unclear = lines(bytes).filter(is_unclear);
    // A blank between the values, lest two halves make a letter.
    let sample: Vec<u8> =
        unclear.take(10_000).flat_map(|line| [line.value, b" ".to_vec()].concat()).collect();
    if sample.is_empty() { UTF_8 } else { file_text::guess(&sample, country) }
}

struct Card {
    at: u32,
    lines: Vec<CardLine>,
}

impl Card {
    fn close(self, otherwise: &impl Deref<Target = &'static Encoding>, taking: &mut Taking) {
        let mended = self.mended(otherwise);
        let mut parser = Parser::new(&mended);
        if let Entry::VCard(vcard) = parser.entry() {
            taking.take(self.at, &person(&vcard));
        }
    }

    /// The card as version 3.0 has it, a line a property.
    fn mended(&self, otherwise: &impl Deref<Target = &'static Encoding>) -> String {
        let is_old = self
            .lines
            .iter()
            .any(|line| line.property == Property::Version && line.value.trim_ascii().starts_with(b"2"));
        let faxes: Vec<&[u8]> =
            self.lines.iter().filter(|line| labels_a_fax(line)).map(|line| line.group.as_slice()).collect();
        let mut text = String::from("BEGIN:VCARD\nVERSION:3.0\n");
        for line in &self.lines {
            let name = match line.property {
                Property::FormattedName => "FN",
                Property::Name => "N",
                Property::Nickname => "NICKNAME",
                Property::Company => "ORG",
                Property::Number if line.group.is_empty() || !faxes.contains(&line.group.as_slice()) => "TEL",
                Property::Number
                | Property::Fax
                | Property::Label
                | Property::Version
                | Property::Begin
                | Property::End
                | Property::Agent => continue,
            };
            let value = file_text::of_value(&line.value, line.charset, || **otherwise);
            text.push_str(name);
            text.push(':');
            push_value(&mut text, &value, is_old);
            text.push('\n');
        }
        text.push_str("END:VCARD\n");
        text
    }
}

/// Version 2.1 knows no escapes but that of the semicolon.
fn push_value(text: &mut String, value: &str, is_old: bool) {
    let mut letters = value.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => text.push_str("\\n"),
            '\r' => {}
            '\\' if is_old && letters.peek() != Some(&';') => text.push_str("\\\\"),
            ',' if is_old => text.push_str("\\,"),
            letter => text.push(letter),
        }
    }
}

fn labels_a_fax(line: &CardLine) -> bool {
    line.property == Property::Label
        && line.value.to_ascii_lowercase().windows(3).any(|three| three == b"fax")
}

fn person(vcard: &VCard) -> Person {
    let all = |property: VCardProperty| vcard.entries.iter().filter(move |entry| entry.name == property);
    let first = |property: VCardProperty| all(property).flat_map(texts).find(|text| !text.is_empty());
    let parts = all(VCardProperty::N).map(parts).find(|parts| parts.iter().any(|part| !part.is_empty()));
    let [family, given, middle] = parts.unwrap_or_default();
    let by_parts = full_name(&family, &given, &middle);
    // Programs of the West write Chinese names the wrong way round where nobody has written the whole name.
    let formatted = first(VCardProperty::Fn).filter(|name| *name != format!("{given} {family}"));
    let name = formatted.unwrap_or(by_parts);
    Person {
        name: if name.is_empty() { first(VCardProperty::Nickname).unwrap_or_default() } else { name },
        company: first(VCardProperty::Org).unwrap_or_default(),
        numbers: all(VCardProperty::Tel)
            .flat_map(texts)
            .map(|text| without_scheme(&text).to_owned())
            .collect(),
    }
}

fn texts(entry: &VCardEntry) -> impl Iterator<Item = String> + '_ {
    entry.values.iter().filter_map(VCardValue::as_text).map(|text| text.trim().to_owned())
}

/// Family, given and further names.
fn parts(entry: &VCardEntry) -> [String; 3] {
    let part = |at: usize| match entry.values.get(at) {
        Some(VCardValue::Component(words)) => words.join(" ").trim().to_owned(),
        Some(value) => value.as_text().unwrap_or_default().trim().to_owned(),
        None => String::new(),
    };
    [part(0), part(1), part(2)]
}

fn without_scheme(number: &str) -> &str {
    match number.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => number[4..].trim(),
        _ => number,
    }
}
