//! Telephone numbers as people type them, as links carry them and as the PBX reports them.

use serde::{Deserialize, Serialize};

use crate::{Extension, InvalidId};

/// What can be dialled: digits, `*`, `#`, and at the front `+`; at most 32 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct DialString(String);

impl DialString {
    /// Takes a number the way people write it: blanks, dots, dashes, slashes and brackets are dropped, anything
    /// else that can't be dialled is refused rather than skipped, so that a wrong number is never called.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let invalid = InvalidId { kind: "telephone number" };
        let mut number = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' | '*' | '#' => number.push(c),
                '+' if number.is_empty() => number.push(c),
                ' ' | '\u{a0}' | '.' | '-' | '/' | '(' | ')' => {}
                _ => return Err(invalid),
            }
        }
        let dialable = number.bytes().any(|b| b != b'+') && number.len() <= 32;
        if dialable { Ok(Self(number)) } else { Err(invalid) }
    }

    /// Reads a `tel:`, `callto:` or `sip:` link, or a bare number. Parameters (`;ext=…`, `?…`) and a host are cut off.
    pub fn from_link(link: &str) -> Result<Self, InvalidId> {
        let link = link.trim();
        let lower = link.to_ascii_lowercase();
        let scheme = ["tel:", "callto:", "sips:", "sip:"].into_iter().find(|s| lower.starts_with(s));
        let rest = &link[scheme.map_or(0, str::len)..];
        let rest = rest.trim_start_matches('/');
        let user = rest.split([';', '?', '@']).next().unwrap_or_default();
        Self::parse(&user.replace("%20", " ").replace("%2B", "+").replace("%2b", "+").replace("%23", "#"))
    }

    /// The number as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number behind the prefix that an outbound route wants.
    pub fn with_prefix(&self, prefix: &str) -> Self {
        let digits = prefix.chars().filter(|c| c.is_ascii_digit() || matches!(c, '*' | '#'));
        Self(digits.chain(self.0.chars()).collect())
    }
}

impl std::fmt::Display for DialString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
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
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
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
            (Some(open), true) => (text[..open].trim().trim_matches('"').trim(), &text[open + 1..text.len() - 1]),
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
