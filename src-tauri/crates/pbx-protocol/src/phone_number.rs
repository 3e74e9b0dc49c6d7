//! Telephone numbers as people type them, as links carry them and as the PBX reports them.

use serde::{Deserialize, Serialize};

use crate::{Extension, InvalidId};

const INVALID: InvalidId = InvalidId { kind: "telephone number" };

/// The longest number a person may dial; E.164 has 15 digits, the rest is room for prefixes and feature codes.
const LONGEST_NUMBER: usize = 32;
/// The longest number on the wire: one behind an outbound prefix.
const LONGEST_WITH_PREFIX: usize = 2 * LONGEST_NUMBER;

/// What can be dialled: digits, `*`, `#`, and at the front (or behind an outbound prefix) `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct DialString(String);

impl DialString {
    /// Takes a number the way people write it: blanks, dots, dashes, slashes and brackets are dropped, anything
    /// else that can't be dialled is refused rather than skipped, so that a wrong number is never called. At most
    /// 32 characters remain.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let mut number = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' | '*' | '#' => number.push(c),
                '+' if number.is_empty() => number.push(c),
                ' ' | '\u{a0}' | '.' | '-' | '/' | '(' | ')' => {}
                _ => return Err(INVALID),
            }
        }
        let dialable = number.bytes().any(|b| b != b'+') && number.len() <= LONGEST_NUMBER;
        if dialable { Ok(Self(number)) } else { Err(INVALID) }
    }

    /// Reads a `tel:`, `callto:` or `sip:` link, or a bare number. Parameters (`;ext=…`, `?…`) and a host are cut off.
    pub fn from_link(link: &str) -> Result<Self, InvalidId> {
        let (scheme, rest) = split_scheme(link.trim());
        let address = rest.trim_start_matches('/').split([';', '?']).next().unwrap_or_default();
        let user = match address.split_once('@') {
            Some((user, _host)) => user,
            // `sip:10.0.0.5` names a host and nobody on it; its digits are no number.
            None if scheme == Scheme::Sip && address.contains(['.', ':']) => return Err(INVALID),
            None => address,
        };
        Self::parse(&percent_decode(user).ok_or(INVALID)?)
    }

    /// The number as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number behind the prefix that an outbound route wants.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Self {
        Self(prefix.chars().filter(|c| is_key(*c)).chain(self.0.chars()).collect())
    }
}

impl std::fmt::Display for DialString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl crate::ListMember for DialString {
    fn from_list(text: &str) -> Option<Self> {
        // Why it is none does not matter here: the list is refused.
        Self::parse(text).ok()
    }
    fn as_listed(&self) -> &str {
        &self.0
    }
}

impl From<&Extension> for DialString {
    fn from(extension: &Extension) -> Self {
        Self(extension.to_string())
    }
}

impl<'de> Deserialize<'de> for DialString {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = crate::lenient::text(deserializer)?;
        Self::parse(&text).or_else(|refused| prefixed(&text).ok_or(refused)).map_err(serde::de::Error::custom)
    }
}

/// What [`DialString::with_prefix`] makes and a person may not type: longer, and `+` in the middle.
fn prefixed(text: &str) -> Option<DialString> {
    let (prefix, number) = text.split_once('+').unwrap_or((text, "0"));
    let dialable = |part: &str| !part.is_empty() && part.chars().all(is_key);
    (dialable(prefix) && dialable(number) && text.len() <= LONGEST_WITH_PREFIX)
        .then(|| DialString(text.to_owned()))
}

/// A key of a telephone.
fn is_key(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '*' | '#')
}

#[derive(PartialEq)]
enum Scheme {
    /// `sip:`, `sips:`: what follows is `user@host` or a host.
    Sip,
    /// `tel:`, `callto:` or none: what follows is a number.
    Number,
}

fn split_scheme(link: &str) -> (Scheme, &str) {
    let schemes = [
        ("sip:", Scheme::Sip),
        ("sips:", Scheme::Sip),
        ("tel:", Scheme::Number),
        ("callto:", Scheme::Number),
    ];
    for (name, scheme) in schemes {
        match link.split_at_checked(name.len()) {
            Some((front, rest)) if front.eq_ignore_ascii_case(name) => return (scheme, rest),
            Some(_) | None => {}
        }
    }
    (Scheme::Number, link)
}

/// Nothing when a `%` is not followed by two hex digits or the bytes are not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' { hex(bytes.next()?)? << 4 | hex(bytes.next()?)? } else { byte });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// A caller or callee as a trunk gave it: `"Name" <num>`, a number with a trailing blank, `anonymous`, nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The number without decoration; `None` when the caller withheld it.
    pub number: Option<String>,
    /// The name the trunk sent, if any.
    pub name: Option<String>,
}

impl Party {
    /// Reads the wire's text; never fails, since an odd caller is a caller all the same.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let (name, number) = match (text.rfind('<'), text.ends_with('>')) {
            (Some(open), true) => {
                (text[..open].trim().trim_matches('"').trim(), &text[open + 1..text.len() - 1])
            }
            _ => ("", text),
        };
        let number = number.trim();
        let withheld = number.is_empty()
            || ["anonymous", "unknown", "private", "restricted", "unavailable", "asserted"]
                .iter()
                .any(|word| number.eq_ignore_ascii_case(word));
        Self {
            number: (!withheld).then(|| number.to_owned()),
            name: (!name.is_empty() && !name.eq_ignore_ascii_case("anonymous")).then(|| name.to_owned()),
        }
    }
}
