//! Whether the API is there, asked by somebody who is not signed in: for whoever looks for trouble.

use pbx_protocol::answer::{self, AnswerError};
use pbx_protocol::endpoints::QueryDeviceInfo;
use pbx_protocol::{Endpoint, Form};
use reqwest::header::{CONTENT_TYPE, DATE};
use tokio::time::timeout;

use crate::address::Scheme;
use crate::client::{Client, read_body};
use crate::error::ClientError;

/// Who answered a knock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// The clock of whoever answered, as HTTP writes it: `Thu, 26 Nov 2026 18:45:15 GMT`.
    pub date: Option<String>,
    /// It is the API, in the version that was asked for.
    pub is_the_api: bool,
    /// What was said went over TLS.
    pub is_encrypted: bool,
}

impl Client {
    /// Asks what the PBX tells nobody without a token: that it refuses says that it is there. No password goes out, and no
    /// attempt at a sign-in is counted.
    pub async fn knock(&self) -> Result<Knock, ClientError> {
        let body = Form::Json.write(&QueryDeviceInfo {}).map_err(|_| ClientError::Setup)?;
        let request = self
            .http
            .post(self.address.url(QueryDeviceInfo::ABOUT.path))
            .query(&[("token", ""), ("type", Form::Json.as_query())])
            .header(CONTENT_TYPE, Form::Json.content_type())
            .body(body);
        let answered = async {
            let response = self.exchange(request).await?;
            let date = response.headers().get(DATE).and_then(|date| date.to_str().ok()).map(str::to_owned);
            Ok((date, read_body(response).await?))
        };
        let (date, body) = timeout(self.limit, answered).await.map_err(|_| ClientError::TimedOut)??;
        let is_the_api = match answer::read::<QueryDeviceInfo>(&body) {
            Ok(_) | Err(AnswerError::Refused(_)) => true,
            Err(
                AnswerError::Empty
                | AnswerError::TooLarge
                | AnswerError::NotTheApi(_)
                | AnswerError::UnexpectedShape(_),
            ) => false,
        };
        Ok(Knock { date, is_the_api, is_encrypted: self.address.scheme == Scheme::Https })
    }
}
