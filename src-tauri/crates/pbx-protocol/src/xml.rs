//! The API's XML (`type=xml`), read to and written from the values that its JSON has, so that every endpoint is one
//! type for both.
//!
//! The document's answers are `<xml><status>Success</status>…</xml>`; a list is `<item id="0">` and so on inside the
//! element that names it. All scalars are text, which [`crate::answer`] reads as leniently as it does JSON.

use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use crate::text;

/// An answer nests four deep; more is no answer.
const DEEPEST: usize = 32;
const ROOT: &str = "xml";
const ITEM: &str = "item";

/// Why text is no XML of this API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Not well-formed, or cut short.
    #[error("not well-formed: {0}")]
    Malformed(String),
    /// The root is not `<xml>`: a web page, or something else.
    #[error("the root is not <xml>")]
    OtherRoot,
    /// Nested deeper than any answer.
    #[error("nested too deep")]
    TooDeep,
}

/// Reads a document: elements become members, `<item>`s and repeated names become lists, all else is text. The bytes
/// tell the encoding, since the declaration lies at times.
pub fn read(bytes: &[u8]) -> Result<Value, XmlError> {
    read_text(&text::decode(bytes))
}

/// As [`read`]. Names that nobody escaped are read in a second try.
pub(crate) fn read_text(text: &str) -> Result<Value, XmlError> {
    match read_strictly(text) {
        Err(XmlError::Malformed(why)) => read_strictly(&escaped(text)).map_err(|_| XmlError::Malformed(why)),
        read => read,
    }
}

/// `&` that begins no entity and `<` that begins no tag become text, as does what is no character in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '&' if !begins_entity(rest) => out.push_str("&amp;"),
            '<' if !rest
                .starts_with(|next: char| next.is_alphabetic() || matches!(next, '/' | '!' | '?' | '_')) =>
            {
                out.push_str("&lt;");
            }
            '\n' | '\r' | '\t' => out.push(c),
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn begins_entity(rest: &str) -> bool {
    let name = rest.get(..rest.len().min(10)).unwrap_or_default().split_once(';').map(|(name, _)| name);
    name.is_some_and(|name| match name.strip_prefix('#') {
        Some(number) => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        None => resolve_predefined_entity(name).is_some(),
    })
}

fn read_strictly(text: &str) -> Result<Value, XmlError> {
    let mut reader = Reader::from_str(text);
    // `<did/>` says the same as `<did></did>`: nothing.
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::Start(start) => {
                // Open elements are kept in a list, so that depth costs memory and never the stack.
                if open.len() == DEEPEST {
                    return Err(XmlError::TooDeep);
                }
                let name = start.name().as_ref().to_owned();
                if open.is_empty() && name != ROOT {
                    return Err(XmlError::OtherRoot);
                }
                open.push(Element { name, text: String::new(), children: Vec::new() });
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(XmlError::OtherRoot) };
                let (name, value) = done.into_value();
                match open.last_mut() {
                    Some(parent) => parent.children.push((name, value)),
                    None => return Ok(value),
                }
            }
            Event::Text(text) => add(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => add(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) => add(&mut open, &resolve(&name)?),
            Event::Eof => return Err(XmlError::Malformed("it ends too early".to_owned())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) | Event::Empty(_) => {}
        }
    }
}

/// Writes a request or an answer; what XML can't hold (control characters) is left out.
pub fn write(value: &Value) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_element(ROOT, "", value, &mut text);
    text
}

struct Element {
    name: String,
    text: String,
    children: Vec<(String, Value)>,
}

impl Element {
    fn into_value(self) -> (String, Value) {
        let Self { name, text, children } = self;
        if children.is_empty() {
            // The root without members is an object, as `{}` is.
            let value = if name == ROOT { Value::Object(Map::new()) } else { text.trim().into() };
            return (name, value);
        }
        if children.iter().all(|(name, _)| name == ITEM) {
            return (name, children.into_iter().map(|(_, value)| value).collect());
        }
        let mut members = Map::new();
        for (member, value) in children {
            match members.get_mut(&member) {
                None => {
                    members.insert(member, value);
                }
                Some(Value::Array(list)) => list.push(value),
                // A name that comes again makes a list, marked as one or not.
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        (name, Value::Object(members))
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// The five entities that XML knows by itself, and characters by number; a document can't bring its own.
fn resolve(name: &BytesRef<'_>) -> Result<String, XmlError> {
    if let Some(character) = name.resolve_char_ref().map_err(malformed)? {
        return Ok(character.to_string());
    }
    let name: &str = name;
    resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or_else(|| malformed(format!("&{name}; is not known")))
}

fn malformed(error: impl std::fmt::Display) -> XmlError {
    XmlError::Malformed(error.to_string())
}

fn write_element(name: &str, attributes: &str, value: &Value, text: &mut String) {
    text.extend(["<", name, attributes, ">"]);
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                write_element(name, "", value, text);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                write_element(ITEM, &format!(" id=\"{at}\""), value, text);
            }
        }
        Value::Null => {}
        Value::String(content) => write_text(content, text),
        Value::Bool(_) | Value::Number(_) => write_text(&value.to_string(), text),
    }
    text.extend(["</", name, ">"]);
}

fn write_text(content: &str, text: &mut String) {
    // XML 1.0 allows no others below a blank, not even as `&#1;`.
    let allowed: String =
        content.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect();
    text.push_str(&escape(allowed.as_str()));
}
