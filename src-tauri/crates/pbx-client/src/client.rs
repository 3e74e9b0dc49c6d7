//! Sends endpoints and reads answers. Knows the PBX's address and its certificate; holds no token.

use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::endpoints::Login;
use pbx_protocol::{Endpoint, Token, answer};
use reqwest::header::CONTENT_TYPE;
use tokio::time::timeout;

use crate::address::{PbxAddress, Scheme};
use crate::error::ClientError;
use crate::pin::Pin;

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A PBX on the same network answers in milliseconds; a hung one must not hold the agent up.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// The extension list of the largest PBX is below 1 MB.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// One PBX, ready to be asked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) address: Arc<PbxAddress>,
    pin: Arc<Pin>,
}

impl Client {
    /// Prepares to talk to a PBX; `certificate` is the SHA-256 in hex of the one that is trusted, for https.
    pub fn new(address: PbxAddress, certificate: Option<String>) -> Result<Self, ClientError> {
        let pin = Arc::new(Pin::new(certificate));
        let tls = pin.tls_config().map_err(|_| ClientError::Setup)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy() // a PBX is in the house; a proxy would see the token
            .connect_timeout(CONNECT_LIMIT)
            .build()
            .map_err(|_| ClientError::Setup)?;
        Ok(Self { http, address: Arc::new(address), pin })
    }

    /// Signs in. The token belongs into every further request.
    pub async fn login(&self, login: &Login) -> Result<Token, ClientError> {
        Ok(self.post(&[("type", "json")], login).await?.token)
    }

    /// Asks one thing.
    pub async fn send<E: Endpoint>(&self, token: &Token, request: &E) -> Result<E::Response, ClientError> {
        self.post(&[("token", token.expose()), ("type", "json")], request).await
    }

    async fn post<E: Endpoint>(
        &self,
        query: &[(&str, &str)],
        request: &E,
    ) -> Result<E::Response, ClientError> {
        let body = serde_json::to_vec(request).map_err(|_| ClientError::Setup)?;
        let request = self
            .http
            .post(self.address.url(E::PATH))
            .query(query)
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .body(body);
        let answer = async {
            let response = request.send().await.map_err(|error| self.explain(&error))?;
            read_body(response, self.address.scheme).await
        };
        let body = timeout(ANSWER_LIMIT, answer).await.map_err(|_| ClientError::TimedOut)??;
        answer::read::<E>(&body).map_err(|error| ClientError::from_answer(error, E::PATH))
    }

    /// Puts a transport error into our words; the error itself holds the address with the token.
    pub(crate) fn explain(&self, error: &reqwest::Error) -> ClientError {
        if let Some(fingerprint) = self.pin.take_refused() {
            return if self.pin.has_trusted() {
                ClientError::CertificateChanged { fingerprint }
            } else {
                ClientError::CertificateUnknown { fingerprint }
            };
        }
        let causes: Vec<String> = causes(error).collect();
        let says = |word: &str| causes.iter().any(|cause| cause.contains(word));
        if says("InvalidContentType")
            || says("corrupt message")
            || says("invalid HTTP version")
            || says("UnexpectedMessage")
        {
            return ClientError::TlsMismatch;
        }
        if let Some(kind) = io_kind(error) {
            match kind {
                std::io::ErrorKind::ConnectionRefused => return ClientError::ConnectionRefused,
                std::io::ErrorKind::NetworkUnreachable | std::io::ErrorKind::HostUnreachable => {
                    return ClientError::NoRoute;
                }
                std::io::ErrorKind::TimedOut => return ClientError::NoAnswer,
                _ => {}
            }
        }
        if says("dns error") || says("failed to lookup address") {
            ClientError::NameNotFound
        } else if error.is_timeout() {
            if error.is_connect() { ClientError::NoAnswer } else { ClientError::TimedOut }
        } else if says("parse") || says("invalid HTTP") {
            ClientError::NotTheApi
        } else if error.is_connect() && self.address.scheme == Scheme::Https {
            ClientError::TlsMismatch
        } else {
            ClientError::ConnectionLost
        }
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = String> {
    let first: &dyn std::error::Error = error;
    std::iter::successors(first.source(), |cause| cause.source()).map(|cause| format!("{cause} {cause:?}"))
}

fn io_kind(error: &reqwest::Error) -> Option<std::io::ErrorKind> {
    let first: &dyn std::error::Error = error;
    std::iter::successors(first.source(), |cause| cause.source())
        .find_map(|cause| cause.downcast_ref::<std::io::Error>())
        .map(std::io::Error::kind)
}

async fn read_body(mut response: reqwest::Response, scheme: Scheme) -> Result<Vec<u8>, ClientError> {
    let status = response.status();
    if !status.is_success() {
        // nginx and its kin answer 400 to plain HTTP on a TLS port.
        let mismatch = scheme == Scheme::Http && status.as_u16() == 400;
        return Err(if mismatch {
            ClientError::TlsMismatch
        } else {
            ClientError::HttpStatus(status.as_u16())
        });
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ClientError::ConnectionLost)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ClientError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
