//! What can be dialled, and how it stands on the wire.

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
    /// Takes a number as programs and the wire write it: blanks, dots, dashes, slashes and brackets are dropped, anything
    /// else is refused. At most 32 characters remain. What people write is read by [`super::read`].
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let mut number = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' | '*' | '#' => number.push(c),
                // Anywhere else it begins a second number.
                '+' if number.is_empty() => number.push(c),
                ' ' | '\u{a0}' | '.' | '-' | '/' | '(' | ')' => {}
                _ => return Err(INVALID),
            }
        }
        Self::of_keys(number).ok_or(INVALID)
    }

    /// `None` when there are no keys, or more than anybody dials.
    pub(super) fn of_keys(number: String) -> Option<Self> {
        let dialable = number.bytes().any(|b| b != b'+') && number.len() <= LONGEST_NUMBER;
        dialable.then_some(Self(number))
    }

    /// A feature code of the PBX, e.g. `*72` or `#21#`, and nobody's number.
    pub fn is_code(&self) -> bool {
        self.0.starts_with(['*', '#'])
    }

    /// The number as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number behind the prefix that an outbound route wants. A `+` may end the prefix of a number without one.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Self {
        let plus = if prefix.ends_with('+') && !self.0.starts_with('+') { "+" } else { "" };
        let keys: String = prefix.chars().filter(|c| is_key(*c)).collect();
        Self(keys + plus + &self.0)
    }
}

impl std::fmt::Display for DialString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl crate::ListMember for DialString {
    fn from_list(text: &str) -> Option<Self> {
        // Why it is invalid does not matter here: the list is refused.
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
