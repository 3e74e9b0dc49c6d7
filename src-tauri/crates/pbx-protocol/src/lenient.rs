//! Reads what the PBX writes loosely: numbers as text, text as numbers, one object where a list is due, missing
//! and empty fields.

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

use crate::{ListMember, rows};

/// The largest PBX has some thousand extensions. A row that was read may be a hundred times as large as it was sent.
const MOST_ROWS: usize = 10_000;

/// Text, a number, a flag or null, as text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

/// As [`text`], without the blanks around it: trunks leave some behind a number.
pub(crate) fn trimmed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(text(deserializer)?.trim().to_owned())
}

/// As [`text`]; `None` when it is blank.
pub(crate) fn filled_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(text(deserializer)?).filter(|text| !text.trim().is_empty()))
}

/// As [`text`], for members that may be absent; blank text is text.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(Some)
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
    T: ListMember,
{
    Ok(text(deserializer)?.split(',').filter_map(T::from_list).collect())
}

/// An identifier, or the first of several; `None` when there is none, since a call is shown without it too.
pub(crate) fn identifier<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: ListMember,
{
    let one = |value: &Value| T::from_list(&text(value).ok()?);
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(list) => list.iter().find_map(one),
        single => one(&single),
    })
}

/// An object, or the first of a list of them; `None` when it is null, empty or blank.
pub(crate) fn first<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = match Value::deserialize(deserializer)? {
        Value::Array(list) => list.into_iter().next().unwrap_or_default(),
        single => single,
    };
    let absent = match &value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
    };
    if absent { Ok(None) } else { T::deserialize(value).map(Some).map_err(de::Error::custom) }
}

/// A list that is at times a single object, and at times absent or empty text. An odd row is passed over and counted;
/// where all are odd it is no such list.
pub(crate) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let (list, first_error) = rows::read(listed(Value::deserialize(deserializer)?)?);
    match first_error {
        // Not one row could be read: an empty list would claim that there is nobody.
        Some(error) if list.is_empty() => Err(de::Error::custom(error)),
        Some(_) | None => Ok(list),
    }
}

/// As [`one_or_many`], for a list inside a row or an answer that is of use without it: all of it may be odd.
pub(crate) fn any_of_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(rows::read(listed(Value::deserialize(deserializer)?)?).0)
}

fn listed<E: de::Error>(value: Value) -> Result<Vec<Value>, E> {
    match value {
        Value::Array(list) if list.len() > MOST_ROWS => Err(E::custom("more rows than any PBX has")),
        Value::Array(list) => Ok(list),
        // In XML a single row is marked by nothing, and looks like an object.
        single @ Value::Object(_) => Ok(vec![single]),
        Value::Null => Ok(Vec::new()),
        Value::String(text) if text.trim().is_empty() => Ok(Vec::new()),
        Value::String(_) | Value::Bool(_) | Value::Number(_) => Err(E::custom("expected a list")),
    }
}

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
        // The words of the document, which whoever reads the text goes on to look for.
        Ok(if flag { "on" } else { "off" }.to_owned())
    }
    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}

/// Flags that the wire has as `on` and `off`.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(crate) mod on_off {
    pub(crate) fn serialize<S: serde::Serializer>(
        flag: &Option<bool>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        super::write_flag(*flag, ["off", "on"], serializer)
    }
    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<bool>, D::Error> {
        super::flag(deserializer)
    }
}

/// Flags that the wire has as `yes` and `no`.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(crate) mod yes_no {
    pub(crate) fn serialize<S: serde::Serializer>(
        flag: &Option<bool>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        super::write_flag(*flag, ["no", "yes"], serializer)
    }
    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<bool>, D::Error> {
        super::flag(deserializer)
    }
}

/// Numbers that the wire has as text.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(crate) mod number {
    pub(crate) fn serialize<S: serde::Serializer>(
        number: &Option<u32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match number {
            // As text, which is how the document's requests write numbers.
            Some(number) => serializer.collect_str(number),
            None => serializer.serialize_none(),
        }
    }
    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<u32>, D::Error> {
        let Some(text) = super::filled_text(deserializer)? else { return Ok(None) };
        text.trim().parse().map(Some).map_err(serde::de::Error::custom)
    }
}

fn write_flag<S: serde::Serializer>(
    flag: Option<bool>,
    words: [&'static str; 2],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match flag {
        Some(flag) => serializer.serialize_str(words[usize::from(flag)]),
        None => serializer.serialize_none(),
    }
}

/// A flag in any of the ways in which firmwares and other people's programs write one.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let text = text(deserializer)?;
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "on" | "yes" | "1" | "true" => Ok(Some(true)),
        "off" | "no" | "0" | "false" => Ok(Some(false)),
        _ => Err(de::Error::custom("expected on or off")),
    }
}
