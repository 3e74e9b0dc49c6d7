//! Tells the three things an answer can be apart: what was asked for, a refusal, or not this API at all.

use serde::Deserialize;
use serde_json::Value;

use crate::{Endpoint, Errno, Form, rows};

/// Why a body is no successful answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The PBX understood and said no. (`{"status":"Failed","errno":"30003"}`)
    #[error("the PBX refused with errno {0}")]
    Refused(Errno),
    /// The body is empty.
    #[error("the answer is empty")]
    Empty,
    /// More values than the answer of any PBX has: read, each would take a hundred times its bytes.
    #[error("the answer holds too many values")]
    TooLarge,
    /// The body is no JSON object: a web page, or cut short.
    #[error("the answer is not from the UC API: {0}")]
    NotTheApi(String),
    /// JSON, but not the shape this endpoint answers with.
    #[error("the answer has an unexpected shape: {0}")]
    UnexpectedShape(String),
}

/// The settings of two thousand phones, fifty each. A value takes up to 600 bytes while it is read: once as it came, once
/// on its way into its type, and once there.
const MOST_VALUES: usize = 100_000;

#[derive(Deserialize)]
struct Verdict {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    errno: Option<Errno>,
}

/// Reads the JSON answer to `E`. A missing `status` counts as success (`extension/hold` answers without one), unless
/// an error number says otherwise.
pub fn read<E: Endpoint>(body: &[u8]) -> Result<E::Response, AnswerError> {
    read_as::<E>(Form::Json, body)
}

/// As [`read`], for an answer in either form.
pub fn read_as<E: Endpoint>(form: Form, body: &[u8]) -> Result<E::Response, AnswerError> {
    Ok(read_counted::<E>(form, body)?.response)
}

/// An answer, and what of it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<R> {
    /// What was asked for.
    pub response: R,
    /// Rows of lists, and members of rows, that were passed over since they make no sense.
    pub passed_over: u32,
}

/// As [`read_as`], and counts what was passed over.
pub fn read_counted<E: Endpoint>(form: Form, body: &[u8]) -> Result<Counted<E::Response>, AnswerError> {
    let value = read_raw(form, body)?;
    let (read, passed_over) = rows::counting(|| E::Response::deserialize(value));
    let response = read.map_err(|error| AnswerError::UnexpectedShape(error.to_string()))?;
    Ok(Counted { response, passed_over })
}

/// A successful answer as it came, but for its verdict.
pub fn read_raw(form: Form, body: &[u8]) -> Result<Value, AnswerError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(AnswerError::Empty);
    }
    // Counted before it is parsed: afterwards the memory is taken.
    if values(form, body) > MOST_VALUES {
        return Err(AnswerError::TooLarge);
    }
    let mut value = form.read(body).map_err(AnswerError::NotTheApi)?;
    // serde reads a struct from a list as well, so `[]` would pass for an answer that says "done".
    if !value.is_object() {
        return Err(AnswerError::NotTheApi("not a JSON object".to_owned()));
    }
    let verdict = Verdict::deserialize(&value).map_err(|error| AnswerError::NotTheApi(error.to_string()))?;
    if verdict.is_refusal() {
        // "Failed" without a number is a refusal all the same.
        return Err(AnswerError::Refused(verdict.errno.unwrap_or_else(|| Errno::new(""))));
    }
    // The verdict is no part of what was asked for.
    if let Some(members) = value.as_object_mut() {
        members.remove("status");
    }
    Ok(value)
}

/// At least as many as the body has: before each stands a comma, a bracket or a brace, or the name of an element.
fn values(form: Form, body: &[u8]) -> usize {
    let begins_one = |byte: &&u8| match form {
        Form::Json => matches!(**byte, b',' | b'[' | b'{'),
        // A PBX that does not speak XML answers in JSON.
        Form::Xml => matches!(**byte, b',' | b'[' | b'{' | b'<'),
    };
    body.iter().filter(begins_one).count()
}

impl Verdict {
    fn is_refusal(&self) -> bool {
        match &self.status {
            Some(status) => !status.trim().eq_ignore_ascii_case("Success"),
            None => self.errno.is_some(),
        }
    }
}
