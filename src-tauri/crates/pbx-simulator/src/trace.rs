//! What was asked, answered and reported, a line of JSON each, so that a customer's trace becomes a test. Passwords, tokens
//! and tickets are left out: a trace is sent around.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use pbx_protocol::Form;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::api::request::{Answer, Method, Request};

const MASK: &str = "********";
/// What the name of a member says whose value opens something.
const SECRET_WORDS: [&str; 5] = ["password", "secret", "passwd", "token", "random"];

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Seconds since the start.
    pub(crate) at: f64,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum What {
    Exchange { asked: Box<Asked>, answered: Answered },
    Report { report: String },
}

/// A request without what opens anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) endpoint: String,
    #[serde(default)]
    pub(crate) query: Map<String, Value>,
    /// As JSON, whatever it was written in; text where it was neither JSON nor XML.
    #[serde(default)]
    pub(crate) body: Value,
}

/// An answer without what opens anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answered {
    Json(Value),
    /// The bytes in base64, under their MIME type.
    File {
        mime: String,
        bytes: String,
    },
    /// Neither JSON nor XML, though it should be: as it was.
    Text(String),
    /// No address of the API.
    Nothing,
}

/// The file that is written.
#[derive(Debug)]
pub(crate) struct Trace {
    file: Mutex<File>,
    started: Instant,
}

impl Trace {
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(File::create(path)?), started: Instant::now() })
    }

    pub(crate) fn exchange(&self, asked: Asked, answer: &Answer) {
        self.write(What::Exchange { asked: Box::new(asked), answered: Answered::of(answer) });
    }

    pub(crate) fn report(&self, body: &str) {
        self.write(What::Report { report: body.to_owned() });
    }

    fn write(&self, what: What) {
        let line = Line { at: self.started.elapsed().as_secs_f64(), what };
        let text = serde_json::to_string(&line).unwrap_or_default();
        // A line is written whole or not at all, so a panic elsewhere leaves nothing half done.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writeln!(file, "{text}") {
            tracing::warn!(%error, "the trace is not written");
        }
    }
}

/// The lines of a trace; what is no line is named.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (at, text) in BufReader::new(File::open(path)?).lines().enumerate() {
        let text = text?;
        if text.trim().is_empty() {
            continue;
        }
        let line = serde_json::from_str(&text).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {error}", at + 1))
        })?;
        lines.push(line);
    }
    Ok(lines)
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Other => "OTHER",
        };
        let query = request.query.iter().map(|(name, value)| (name.clone(), Value::from(value.clone())));
        let body = [Form::Json, Form::Xml].iter().find_map(|form| form.read(&request.body).ok());
        let body = body.unwrap_or_else(|| Value::from(String::from_utf8_lossy(&request.body).into_owned()));
        Self {
            method: method.to_owned(),
            endpoint: request.endpoint().unwrap_or(&request.path).to_owned(),
            query: query.map(|(name, value)| masked_member(name, value)).collect(),
            body: masked(body),
        }
    }
}

impl Answered {
    fn of(answer: &Answer) -> Self {
        let written = |form: Form, text: &str| match form.read(text.as_bytes()) {
            Ok(value) => Self::Json(masked(value)),
            Err(_) => Self::Text(text.to_owned()),
        };
        match answer {
            Answer::Json(text) => written(Form::Json, text),
            Answer::Xml(text) => written(Form::Xml, text),
            Answer::File { content_type, bytes } => {
                Self::File { mime: (*content_type).to_owned(), bytes: BASE64_STANDARD.encode(bytes) }
            }
            Answer::NotFound => Self::Nothing,
        }
    }

    /// The same again.
    pub(crate) fn again(&self) -> Answer {
        match self {
            Self::Json(value) => Answer::Json(value.to_string()),
            Self::Text(text) => Answer::Json(text.clone()),
            Self::File { mime, bytes } => {
                let content_type = if mime.starts_with("text/") { "text/csv" } else { "audio/x-wav" };
                Answer::File {
                    content_type,
                    bytes: BASE64_STANDARD.decode(bytes).map_or(Bytes::new(), Bytes::from),
                }
            }
            Self::Nothing => Answer::NotFound,
        }
    }
}

fn masked(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| masked_member(name, value)).collect())
        }
        Value::Array(list) => list.into_iter().map(masked).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

fn masked_member(name: String, value: Value) -> (String, Value) {
    let opens = SECRET_WORDS.iter().any(|word| name.to_lowercase().contains(word)) && value != "";
    let value = if opens { Value::from(MASK) } else { masked(value) };
    (name, value)
}
