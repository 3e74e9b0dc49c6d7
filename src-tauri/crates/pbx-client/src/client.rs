//! Sends endpoints and reads answers. Knows the PBX's address and its certificate; holds no token.

use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::answer::{self, Counted};
use pbx_protocol::endpoints::Login;
use pbx_protocol::{Endpoint, Form, Token};
use reqwest::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;
use tracing::warn;

use crate::address::{PbxAddress, Scheme};
use crate::diagnosis;
use crate::error::ClientError;
use crate::names::Names;
use crate::pin::Pin;

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A PBX on the same network answers in milliseconds; a hung one must not hold the agent up.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// A sign-in that is given up too early leaves a session behind on the PBX each time.
const LOGIN_LIMIT: Duration = Duration::from_secs(30);
/// Whoever signs in for the first time waits for it, and a PBX without TLS may just say nothing.
const TLS_LIMIT: Duration = Duration::from_secs(2);
/// The extension list of the largest PBX is below 1 MB.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// One PBX, ready to be asked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) address: Arc<PbxAddress>,
    pin: Arc<Pin>,
    form: Form,
    pub(crate) limit: Duration,
}

impl Client {
    /// Prepares to talk to a PBX; `certificate` is the SHA-256 in hex of the one that is trusted, for https.
    pub fn new(address: PbxAddress, certificate: Option<String>) -> Result<Self, ClientError> {
        Self::reaching_within(CONNECT_LIMIT, address, certificate)
    }

    /// As [`Self::new`], with another limit for the connection than five seconds.
    pub fn reaching_within(
        limit: Duration,
        address: PbxAddress,
        certificate: Option<String>,
    ) -> Result<Self, ClientError> {
        let pin = Arc::new(Pin::new(certificate));
        let tls = pin.tls_config().map_err(|_| ClientError::Setup)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            // No PBX redirects; following one would carry the token to wherever it points.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy() // a PBX is in the house; a proxy would see the token
            .dns_resolver(Names)
            .connect_timeout(limit)
            .build()
            .map_err(|_| ClientError::Setup)?;
        Ok(Self { http, address: Arc::new(address), pin, form: Form::Json, limit: ANSWER_LIMIT })
    }

    /// The same PBX, asked in this form; JSON unless said otherwise.
    #[must_use]
    pub fn with_form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same PBX, given so long for an answer; ten seconds unless said otherwise. A sign-in has half a minute at least.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Whether TLS is spoken at this https address, be the certificate trusted or not. Nothing is sent but a request for
    /// the page at its root, and that to a trusted one only.
    pub async fn speaks_tls(&self) -> bool {
        if self.address.scheme != Scheme::Https {
            return false;
        }
        let asked = timeout(TLS_LIMIT, self.exchange(self.http.get(self.address.root()))).await;
        match asked {
            Ok(Ok(_)) => true,
            // No `_`: whoever adds an error has to say whether a server that speaks TLS can cause it.
            Ok(Err(error)) => match error {
                ClientError::CertificateUnknown { .. }
                | ClientError::CertificateChanged { .. }
                | ClientError::HttpStatus(_) => true,
                ClientError::NameNotFound
                | ClientError::ConnectionRefused
                | ClientError::NoAnswer
                | ClientError::NoRoute
                | ClientError::ConnectionLost
                | ClientError::TlsMismatch
                | ClientError::TimedOut
                | ClientError::TooLarge
                | ClientError::NotTheApi
                | ClientError::Refused { .. }
                | ClientError::Setup => false,
            },
            Err(_) => false,
        }
    }

    /// Signs in. The token belongs into every further request.
    pub async fn login(&self, login: &Login) -> Result<Token, ClientError> {
        Ok(self.post(None, login, self.limit.max(LOGIN_LIMIT)).await?.response.token)
    }

    /// Asks one thing.
    pub async fn send<E: Endpoint>(&self, token: &Token, request: &E) -> Result<E::Response, ClientError> {
        Ok(self.send_counted(token, request).await?.response)
    }

    /// Asks one thing, and says how much of the answer could not be read.
    pub async fn send_counted<E: Endpoint>(
        &self,
        token: &Token,
        request: &E,
    ) -> Result<Counted<E::Response>, ClientError> {
        self.post(Some(token), request, self.limit).await
    }

    /// Asks what no endpoint type has: newer firmware knows more than the document. The answer is as it came.
    pub async fn send_raw(
        &self,
        token: &Token,
        path: &str,
        parameters: &Value,
    ) -> Result<Value, ClientError> {
        let body = self.body_of(Some(token), path, parameters, self.limit).await?;
        answer::read_raw(self.form, &body).map_err(|error| ClientError::from_answer(error, "it"))
    }

    async fn post<E: Endpoint>(
        &self,
        token: Option<&Token>,
        request: &E,
        limit: Duration,
    ) -> Result<Counted<E::Response>, ClientError> {
        let body = self.body_of(token, E::ABOUT.path, request, limit).await?;
        let answer = answer::read_counted::<E>(self.form, &body);
        let answer = answer.map_err(|error| ClientError::from_answer(error, E::ABOUT.path))?;
        if answer.passed_over > 0 {
            // The path and a count, nothing of the rows: they hold names and numbers of people.
            warn!(
                endpoint = E::ABOUT.path,
                count = answer.passed_over,
                "odd rows of an answer were passed over"
            );
        }
        Ok(answer)
    }

    async fn body_of(
        &self,
        token: Option<&Token>,
        path: &str,
        request: &impl Serialize,
        limit: Duration,
    ) -> Result<Vec<u8>, ClientError> {
        let body = self.form.write(request).map_err(|_| ClientError::Setup)?;
        // The sign-in alone goes without a token: it asks for one.
        let query = [token.map(|token| ("token", token.expose())), Some(("type", self.form.as_query()))];
        let query: Vec<(&str, &str)> = query.into_iter().flatten().collect();
        let request = self
            .http
            .post(self.address.url(path))
            .query(&query)
            .header(CONTENT_TYPE, self.form.content_type())
            .body(body);
        // One limit over head and body: a PBX that drips its answer has hung as well.
        let answer = async { read_body(self.exchange(request).await?).await };
        timeout(limit, answer).await.map_err(|_| ClientError::TimedOut)?
    }

    /// Sends; what comes back is a success by its HTTP status.
    pub(crate) async fn exchange(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<reqwest::Response, ClientError> {
        match request.send().await {
            Ok(response) if response.status().is_success() => Ok(response),
            Ok(response) => Err(diagnosis::of_status(response, self.address.scheme).await),
            Err(error) => Err(diagnosis::of_request(error, &self.address, self.pin.has_trusted()).await),
        }
    }
}

pub(crate) async fn read_body(mut response: reqwest::Response) -> Result<Vec<u8>, ClientError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ClientError::ConnectionLost)? {
        // Counted while it comes: the length in the head may be missing, or wrong.
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ClientError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
