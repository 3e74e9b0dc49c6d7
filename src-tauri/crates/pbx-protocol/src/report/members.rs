//! JSON objects with every member kept in the order sent, repeated keys included.

use std::borrow::Cow;

use serde::de::{self, Deserialize, Deserializer};
use serde_json::Value;

/// The members of one object. Shape A repeats the key `ext`: serde's derive would refuse that, `Value` would keep
/// the last one only. Names and texts without escapes are borrowed from the body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Members<'a>(pub(super) Vec<(Text<'a>, Member<'a>)>);

/// A member's value: an object keeps its own order and repeats.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Member<'a> {
    Object(Members<'a>),
    List(Vec<Member<'a>>),
    Text(Cow<'a, str>),
    /// A number, a flag, or null.
    Other(Value),
}

/// A member's name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'a> Members<'a> {
    /// The first member of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Member<'a>> {
        self.0.iter().find(|(key, _)| key.0 == name).map(|(_, value)| value)
    }
}

impl Member<'_> {
    /// Text, number or flag as text.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Other(Value::Number(number)) => Some(Cow::Owned(number.to_string())),
            Self::Other(Value::Bool(flag)) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Self::Other(_) | Self::Object(_) | Self::List(_) => None,
        }
    }

    /// As JSON's own value, which has each name once: a member counts where it stands first.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Other(value) => value,
            Self::List(list) => list.into_iter().map(Self::into_value).collect(),
            Self::Object(members) => {
                let mut map = serde_json::Map::new();
                for (name, value) in members.0 {
                    if !map.contains_key(&*name.0) {
                        map.insert(name.0.into_owned(), value.into_value());
                    }
                }
                Value::Object(map)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> de::Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a member's name")
    }
    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de> Deserialize<'de> for Member<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MemberVisitor)
    }
}

struct MemberVisitor;

impl<'de> de::Visitor<'de> for MemberVisitor {
    type Value = Member<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Member<'de>, A::Error> {
        // Room for the members of every captured report but the booking's.
        let mut members = Vec::with_capacity(8);
        while let Some(entry) = map.next_entry()? {
            members.push(entry);
        }
        Ok(Member::Object(Members(members)))
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Member<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Member::List(list))
    }
    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Member<'de>, E> {
        Ok(Member::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Member<'de>, E> {
        Ok(Member::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Member<'de>, E> {
        Ok(Member::Other(Value::from(number)))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Member<'de>, E> {
        Ok(Member::Other(Value::from(number)))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Member<'de>, E> {
        Ok(Member::Other(Value::from(number)))
    }
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Member<'de>, E> {
        Ok(Member::Other(Value::from(flag)))
    }
    fn visit_unit<E: de::Error>(self) -> Result<Member<'de>, E> {
        Ok(Member::Other(Value::Null))
    }
}
