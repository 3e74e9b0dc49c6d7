//! Values as JSON with their texts masked. The types say what is a text: names of members and words of our own enums
//! are none.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Map, Value};

use super::mask::Mask;

/// Members of one report stand in a map, since a call's lie among them.
const OF_A_REPORT: [&str; 4] = ["event", "reason", "call", "parties"];

/// The value as JSON that tells of nobody.
pub(super) fn masked<T: Serialize + ?Sized>(value: &T, mask: &mut Mask) -> Result<Value, Error> {
    value.serialize(Writer { mask, key: "" })
}

/// Writes one value, the member `key` of something.
struct Writer<'a> {
    mask: &'a mut Mask,
    key: &'a str,
}

/// A list that is being written, of a variant where it belongs to one.
struct List<'a> {
    writer: Writer<'a>,
    variant: Option<&'static str>,
    items: Vec<Value>,
}

/// An object that is being written.
struct Object<'a> {
    mask: &'a mut Mask,
    variant: Option<&'static str>,
    key: String,
    members: Map<String, Value>,
}

impl<'a> Writer<'a> {
    fn list(self, variant: Option<&'static str>) -> List<'a> {
        List { writer: self, variant, items: Vec::new() }
    }

    fn object(self, variant: Option<&'static str>) -> Object<'a> {
        Object { mask: self.mask, variant, key: String::new(), members: Map::new() }
    }
}

impl List<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
        let writer = Writer { mask: self.writer.mask, key: self.writer.key };
        self.items.push(item.serialize(writer)?);
        Ok(())
    }

    fn whole(self) -> Value {
        of_variant(self.variant, Value::Array(self.items))
    }
}

impl Object<'_> {
    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        let value = value.serialize(Writer { mask: self.mask, key })?;
        self.members.insert(key.to_owned(), value);
        Ok(())
    }

    fn whole(self) -> Value {
        of_variant(self.variant, Value::Object(self.members))
    }
}

fn of_variant(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(Map::from_iter([(variant.to_owned(), value)])),
        None => value,
    }
}

/// A value that is none of text.
macro_rules! plainly {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Value, Error> {
            Ok(Value::from(value))
        })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    plainly!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64
    );

    fn serialize_char(self, sign: char) -> Result<Value, Error> {
        self.serialize_str(sign.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, text: &str) -> Result<Value, Error> {
        Ok(Value::String(self.mask.text(self.key, text)))
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Error> {
        // No type of the core has any. Should one get them, a line that is missing is better than one unmasked.
        Err(Error::custom("bytes are no part of a journal"))
    }
    fn serialize_none(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, Error> {
        Ok(Value::from(variant))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        Ok(of_variant(Some(variant), value.serialize(Writer { mask: self.mask, key: variant })?))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Error> {
        Ok(self.list(None))
    }
    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Error> {
        Ok(self.list(None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Error> {
        Ok(self.list(None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Error> {
        Ok(self.list(Some(variant)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, Error> {
        Ok(self.object(None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<'a>, Error> {
        Ok(self.object(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'a>, Error> {
        Ok(self.object(Some(variant)))
    }
}

/// Lists of all sorts are lists.
macro_rules! lists {
    ($($kind:ident::$method:ident),*) => {
        $(impl $kind for List<'_> {
            type Ok = Value;
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
                self.item(item)
            }
            fn end(self) -> Result<Value, Error> {
                Ok(self.whole())
            }
        })*
    };
}
lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Members of a type have names that the program gave.
macro_rules! objects {
    ($($kind:ident),*) => {
        $(impl $kind for Object<'_> {
            type Ok = Value;
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
                self.member(key, value)
            }
            fn end(self) -> Result<Value, Error> {
                Ok(self.whole())
            }
        })*
    };
}
objects!(SerializeStruct, SerializeStructVariant);

/// Members of a map have names that anybody may have given.
impl SerializeMap for Object<'_> {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let Value::String(key) = serde_json::to_value(key)? else {
            return Err(Error::custom("the name of a member is text"));
        };
        self.key = if OF_A_REPORT.contains(&key.as_str()) { key } else { self.mask.text("", &key) };
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }
    fn end(self) -> Result<Value, Error> {
        Ok(self.whole())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(serde::Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Word {
        Plain,
        Text(String),
        Pair(String, u8),
        Named { name: Option<&'static str> },
    }

    #[test]
    fn what_the_program_named_stays_and_what_others_named_goes() {
        let map = BTreeMap::from([("Ada", 1), ("13800138000", 2), ("call", 3)]);
        let words = (
            Word::Plain,
            Word::Text("plain".to_owned()),
            Word::Pair("plain".to_owned(), 7),
            Word::Named { name: Some("Ada") },
            Word::Named { name: None },
        );
        let mut mask = Mask::default();
        assert_eq!(
            masked(&words, &mut mask).unwrap().to_string(),
            r#"["plain",{"text":"xxxxx"},{"pair":["xxxxx",7]},{"named":{"name":"xxx"}},{"named":{"name":null}}]"#
        );
        assert_eq!(masked(&map, &mut mask).unwrap().to_string(), r#"{"21111211111":2,"xxx":1,"call":3}"#);
    }
}
