//! The two forms of the API: `type=json` and `type=xml`, over the same types.

use serde_json::Value;

use crate::{Endpoint, xml};

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
    pub fn write<E: Endpoint>(self, request: &E) -> serde_json::Result<String> {
        match self {
            Self::Json => serde_json::to_string(request),
            Self::Xml => Ok(xml::write(&serde_json::to_value(request)?)),
        }
    }

    /// Any body as the value its JSON has. A PBX that does not speak XML says so in JSON, so that is read as well.
    pub fn read(self, body: &[u8]) -> Result<Value, String> {
        let looks_like_json = body.trim_ascii_start().starts_with(b"{");
        match self {
            Self::Xml if !looks_like_json => xml::read(body).map_err(|error| error.to_string()),
            Self::Json | Self::Xml => serde_json::from_slice(body).map_err(|error| error.to_string()),
        }
    }
}
