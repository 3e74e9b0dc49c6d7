//! An endpoint's type as two functions, so that a row of `commands` can hold it: the request is checked and sent, and
//! the answer read, as that type.

use std::pin::Pin;

use pbx_client::{Client, ClientError};
use pbx_protocol::{Endpoint, Token};
use serde_json::Value;

/// Which parameter is wrong, and why.
#[derive(Debug)]
pub(crate) struct Invalid {
    /// The wire's name of the parameter, where it is known.
    pub(crate) parameter: String,
    pub(crate) reason: String,
}

/// The answer, and how much of it could not be read.
pub(crate) type Answered = (Value, u32);
type Answer = Pin<Box<dyn Future<Output = Result<Answered, ClientError>>>>;

/// An endpoint's type as two functions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    // Functions and not closures, so that a row can stand in a constant.
    /// Gives back what the PBX will read.
    pub(crate) check: fn(&Value) -> Result<Value, Invalid>,
    pub(crate) send: fn(Client, Token, Value) -> Answer,
}

impl Asked {
    pub(crate) const fn of<E: Endpoint + 'static>() -> Self {
        Self { check: check::<E>, send: |client, token, body| Box::pin(send::<E>(client, token, body)) }
    }
}

fn read<E: Endpoint>(parameters: &Value) -> Result<E, Invalid> {
    serde_path_to_error::deserialize(parameters).map_err(|error| Invalid {
        parameter: error.path().to_string(),
        reason: error.into_inner().to_string(),
    })
}

fn check<E: Endpoint>(parameters: &Value) -> Result<Value, Invalid> {
    let request = read::<E>(parameters)?;
    serde_json::to_value(request)
        .map_err(|error| Invalid { parameter: String::new(), reason: error.to_string() })
}

async fn send<E: Endpoint>(client: Client, token: Token, parameters: Value) -> Result<Answered, ClientError> {
    // It was checked before anybody was asked for a password.
    let request = read::<E>(&parameters).map_err(|_| ClientError::Setup)?;
    let answer = client.send_counted(&token, &request).await?;
    let value = serde_json::to_value(answer.response).map_err(|_| ClientError::NotTheApi)?;
    Ok((value, answer.passed_over))
}
