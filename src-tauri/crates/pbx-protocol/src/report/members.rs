//! JSON objects with every member kept in the order sent, repeated keys included.

use serde::de::{self, Deserialize, Deserializer};
use serde_json::Value;

/// The members of one object. Shape A repeats the key `ext`: serde's derive would refuse that, `Value` would keep
/// the last one only.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Members(pub(super) Vec<(String, Member)>);

/// A member's value: an object keeps its own order and repeats.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Member {
    Object(Members),
    List(Vec<Member>),
    Scalar(Value),
}
impl Members {
    /// The first member of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Member> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl Member {
    /// Text, number or flag as text.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Scalar(Value::String(text)) => Some(text.clone()),
            Self::Scalar(Value::Number(number)) => Some(number.to_string()),
            Self::Scalar(Value::Bool(flag)) => Some(flag.to_string()),
            Self::Scalar(_) | Self::Object(_) | Self::List(_) => None,
        }
    }
}

impl Member {
    /// As JSON's own value, which has each name once: a member counts where it stands first.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Scalar(value) => value,
            Self::List(list) => list.into_iter().map(Self::into_value).collect(),
            Self::Object(members) => {
                let mut map = serde_json::Map::new();
                for (name, value) in members.0 {
                    if !map.contains_key(&name) {
                        map.insert(name, value.into_value());
                    }
                }
                Value::Object(map)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MemberVisitor)
    }
}

struct MemberVisitor;

impl<'de> de::Visitor<'de> for MemberVisitor {
    type Value = Member;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Member, A::Error> {
        let mut members = Vec::new();
        while let Some(entry) = map.next_entry()? {
            members.push(entry);
        }
        Ok(Member::Object(Members(members)))
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Member, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Member::List(list))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Member, E> {
        Ok(Member::Scalar(Value::from(text)))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Member, E> {
        Ok(Member::Scalar(Value::from(number)))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Member, E> {
        Ok(Member::Scalar(Value::from(number)))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Member, E> {
        Ok(Member::Scalar(Value::from(number)))
    }
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Member, E> {
        Ok(Member::Scalar(Value::from(flag)))
    }
    fn visit_unit<E: de::Error>(self) -> Result<Member, E> {
        Ok(Member::Scalar(Value::Null))
    }
}
