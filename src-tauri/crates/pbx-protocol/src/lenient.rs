//! Reads what the PBX writes loosely: numbers as text, text as numbers, missing and empty fields.

use serde::{Deserialize, Deserializer, de};

struct TextVisitor;

impl de::Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("text or a number")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<String, E> {
        Ok(if flag { "on" } else { "off" }.to_owned())
    }
    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}

/// Text, a number, a flag or null, as text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

/// A count that may come as `5`, `"5"` or `""` (0).
pub(crate) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let text = text(deserializer)?;
    let text = text.trim();
    if text.is_empty() { Ok(0) } else { text.parse().map_err(de::Error::custom) }
}

/// `"101,103, 104"` as its valid members; what is no identifier is passed over.
pub(crate) fn comma_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFromText,
{
    Ok(text(deserializer)?.split(',').filter_map(T::try_from_text).collect())
}

/// Identifiers that can stand in a comma-separated list.
pub(crate) trait TryFromText: Sized {
    fn try_from_text(text: &str) -> Option<Self>;
}

impl TryFromText for crate::Extension {
    fn try_from_text(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

/// A list that is at times a single object, and at times absent or empty text.
pub(crate) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany<T> {
        Many(Vec<T>),
        One(T),
        Empty(String),
        Null(()),
    }
    match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(list) => Ok(list),
        OneOrMany::One(item) => Ok(vec![item]),
        OneOrMany::Empty(text) if text.trim().is_empty() => Ok(Vec::new()),
        OneOrMany::Empty(_) => Err(de::Error::custom("expected a list")),
        OneOrMany::Null(()) => Ok(Vec::new()),
    }
}
