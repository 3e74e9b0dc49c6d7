//! A request as the exchange sees it, and its answer: HTTP without the network.

use std::net::IpAddr;

use bytes::Bytes;
use pbx_protocol::{CallId, DialString, Extension, Form, InboundId, QueueNumber, xml};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::model::refusal::Refusal;

/// The two methods the API knows; anything else is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Fetches a file.
    Get,
    /// Asks for all else.
    Post,
    /// No endpoint takes it.
    Other,
}

/// What an application sent, once its head is read.
#[derive(Debug, Clone)]
pub struct Request {
    /// Decides before the endpoint does whether it is answered.
    pub method: Method,
    /// Path from `/api/` on.
    pub path: String,
    /// The query's pairs, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// As it came: JSON, XML or nothing.
    pub body: Bytes,
    /// The address it came from: tickets and lock-outs hang on it.
    pub peer: IpAddr,
}

/// What goes back, always with status 200 but for addresses outside the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The form of every answer unless XML is asked for.
    Json(String),
    /// The same said in XML, for `type=xml`.
    Xml(String),
    /// What a ticket opened.
    File {
        /// Its MIME type.
        content_type: &'static str,
        /// The whole file: those of a simulated PBX are small.
        bytes: Bytes,
    },
    /// No address of the API.
    NotFound,
}

impl Request {
    /// The endpoint below `/api/v…/`; every version is the same to us, as it is in the document.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        let (version, endpoint) = self.path.strip_prefix("/api/")?.split_once('/')?;
        version.starts_with('v').then_some(endpoint)
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// From the query, else from the body: whoever fetches a file with POST may put it in either.
    pub(crate) fn parameter_or_member(&self, name: &str) -> Option<String> {
        let member = || match self.parameters().ok()?.remove(name)? {
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        };
        self.parameter(name).map(str::to_owned).or_else(member)
    }

    /// Which form the answer has to have.
    pub(crate) fn form(&self) -> Form {
        if self.parameter("type") == Some("xml") { Form::Xml } else { Form::Json }
    }

    pub(crate) fn has_body(&self) -> bool {
        !self.body.iter().all(u8::is_ascii_whitespace)
    }

    /// By what the body looks like: clients send text/plain, and JSON where they ask for XML.
    fn parameters(&self) -> Result<Map<String, Value>, Refusal> {
        let is_xml = self.body.trim_ascii_start().starts_with(b"<");
        let form = if is_xml { Form::Xml } else { Form::Json };
        match form.read(&self.body) {
            Ok(Value::Object(parameters)) => Ok(parameters),
            _ => Err(Refusal::OnlyJson),
        }
    }

    /// The body as an endpoint's parameters. No body is no parameters, and an empty parameter is none.
    pub(crate) fn read<E: DeserializeOwned>(&self) -> Result<E, Refusal> {
        self.read_or(&[])
    }

    /// As [`Self::read`]; what is not given has these values.
    pub(crate) fn read_or<E: DeserializeOwned>(&self, defaults: &[(&str, &str)]) -> Result<E, Refusal> {
        let mut parameters = if self.has_body() { self.parameters()? } else { Map::new() };
        // The document's examples send `""` for what is not set.
        parameters.retain(|_, value| value.as_str() != Some(""));
        for (name, value) in defaults {
            parameters.entry(*name).or_insert_with(|| Value::from(*value));
        }
        // Looked at before the type reads them: it would only say that something is wrong.
        let invalid = first_invalid(&parameters);
        serde_json::from_value(Value::Object(parameters))
            .map_err(|_| invalid.unwrap_or(Refusal::MissingParameter))
    }
}

/// Which parameter is no valid identifier tells which error number the PBX gives.
fn first_invalid(parameters: &Map<String, Value>) -> Option<Refusal> {
    parameters.iter().find_map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (valid, refusal) = match name.as_str() {
            "extid" | "callee" | "transferor" | "listener" | "listenedext" | "whisperer" | "whisperedext"
            | "bargein" | "bargedext" => {
                // Lists are checked by their parts, since only some endpoints take more than one.
                let valid = |part: &str| part == "all" || Extension::parse(part).is_ok();
                (text.split(',').all(valid), Refusal::NoSuchExtension)
            }
            "queueid" => (QueueNumber::parse(&text).is_ok(), Refusal::NoSuchQueue),
            "callid" => (CallId::parse(&text).is_ok(), Refusal::NoSuchCallId),
            "inboundid" | "outboundid" => (InboundId::parse(&text).is_ok(), Refusal::NoSuchCall),
            "outto" | "transferto" | "caller" => (DialString::parse(&text).is_ok(), Refusal::BadNumber),
            _ => return None,
        };
        (!valid).then_some(refusal)
    })
}

impl Answer {
    pub(crate) fn success(response: &impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Success<'a, R> {
            status: &'static str,
            #[serde(flatten)]
            response: &'a R,
        }
        // Answers are structs and maps with text keys, which always serialise; a failure shows as an odd answer.
        let text = serde_json::to_string(&Success { status: "Success", response });
        Self::Json(text.unwrap_or_else(|error| format!("{{\"simulator\":{:?}}}", error.to_string())))
    }

    /// Says the same in the form that was asked for.
    pub(crate) fn in_form(self, form: Form) -> Self {
        match (self, form) {
            (Self::Json(text), Form::Xml) => match Form::Json.read(text.as_bytes()) {
                Ok(value) => Self::Xml(xml::write(&value)),
                Err(_) => Self::Json(text),
            },
            (answer, _) => answer,
        }
    }

    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self::Json(format!(r#"{{"status":"Failed","errno":"{}"}}"#, refusal as u16))
    }
}
