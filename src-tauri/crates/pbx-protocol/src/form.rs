//! The two forms of the API: `type=json` and `type=xml`, over the same types.

use serde::Serialize;
use serde_json::Value;

use crate::{report, text, xml};

/// How requests and answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// What all endpoints have examples of.
    #[default]
    Json,
    /// For networks whose middle boxes want it.
    Xml,
}

impl Form {
    /// The value of the query's `type`.
    pub fn as_query(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    /// The request's `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }

    /// The request's body. Fails for a type that has no JSON form, which no endpoint is.
    pub fn write(self, request: &impl Serialize) -> serde_json::Result<String> {
        match self {
            Self::Json => serde_json::to_string(request),
            Self::Xml => Ok(xml::write(&serde_json::to_value(request)?)),
        }
    }

    /// Any body as the value its JSON has, in whatever encoding. A PBX that does not speak XML says so in JSON, so that
    /// is read as well.
    pub fn read(self, body: &[u8]) -> Result<Value, String> {
        let text = text::decode(body);
        // Programs in C send the byte along that ends their strings.
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        let looks_like_json = text.starts_with('{');
        match self {
            Self::Xml if !looks_like_json => xml::read_text(text).map_err(|error| error.to_string()),
            Self::Json | Self::Xml => read_json(text),
        }
    }
}

/// A damaged answer is mended as a report is, if it is whole and says how the request went: else a web page or half a
/// list might pass for a success.
fn read_json(text: &str) -> Result<Value, String> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error.to_string(),
    };
    let mended = text.starts_with('{').then(|| report::mend(text)).flatten();
    mended.filter(|value| value.get("status").is_some_and(Value::is_string)).ok_or(error)
}
