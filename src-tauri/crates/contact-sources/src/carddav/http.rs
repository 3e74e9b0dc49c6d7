//! The few verbs of `WebDAV` that an address book is read by. Nothing leads to another server: the password goes along.

use std::sync::Arc;
use std::time::Duration;

use agent_core::SourceTrouble;
use http_auth::PasswordParams;
use pbx_client::{Names, Pin};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION};
use reqwest::{Method, StatusCode, Url};

use super::digest::{self, Digest};
use super::xml::{self, Multistatus};
use crate::{Opened, trouble};

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A server that has to look through ten thousand cards takes its time.
const ANSWER_LIMIT: Duration = Duration::from_mins(1);
/// A hundred cards with their pictures.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;
const MOST_MOVES: usize = 4;
/// A server that calls each number old that it has just given knows no password.
const MOST_OLD: u32 = 2;

/// One server, ready to be asked.
pub(super) struct Http {
    client: reqwest::Client,
    start: Url,
    user: String,
    password: Option<pbx_protocol::Secret>,
    digest: Digest,
}

/// What was said, and at which address: a server may have moved it.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) url: Url,
    pub(super) multistatus: Multistatus,
}

impl Http {
    pub(super) fn new(opened: &Opened) -> Result<Self, SourceTrouble> {
        let Opened { source, password } = opened;
        let start = Url::parse(&source.address).map_err(|_| SourceTrouble::NoAddressBook)?;
        let pin = Arc::new(Pin::new(source.certificate.clone()));
        let tls = pin.tls_config().map_err(|_| SourceTrouble::NoEncryption)?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            // Followed here, where it is known what goes along.
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Names)
            .connect_timeout(CONNECT_LIMIT)
            .timeout(ANSWER_LIMIT)
            .build()
            .map_err(|_| SourceTrouble::NoEncryption)?;
        Ok(Self {
            client,
            start,
            user: source.user.clone(),
            password: password.clone(),
            digest: Digest::default(),
        })
    }

    pub(super) fn start(&self) -> Url {
        self.start.clone()
    }

    /// Another address of the same server.
    pub(super) fn join(&self, url: &Url, href: &str) -> Option<Url> {
        url.join(href.trim()).ok().filter(|found| found.origin() == self.start.origin())
    }

    /// What it says of this address.
    pub(super) async fn about(&self, url: &Url, ask: &'static str) -> Result<Said, SourceTrouble> {
        self.ask(b"PROPFIND", url, "0", ask.to_owned()).await
    }

    /// What it says of this address and all that lies in it.
    pub(super) async fn list(&self, url: &Url, ask: &'static str) -> Result<Said, SourceTrouble> {
        self.ask(b"PROPFIND", url, "1", ask.to_owned()).await
    }

    pub(super) async fn report(&self, url: &Url, ask: String) -> Result<Multistatus, SourceTrouble> {
        self.ask(b"REPORT", url, "1", ask).await.map(|said| said.multistatus)
    }

    async fn ask(
        &self,
        verb: &'static [u8],
        url: &Url,
        depth: &'static str,
        ask: String,
    ) -> Result<Said, SourceTrouble> {
        let mut url = url.clone();
        for _ in 0..MOST_MOVES {
            let response = self.send(verb, &url, depth, &ask).await?;
            let status = response.status();
            if status.is_redirection() {
                let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
                url = to.and_then(|to| self.join(&url, to)).ok_or(SourceTrouble::NoAddressBook)?;
                continue;
            }
            if status != StatusCode::MULTI_STATUS {
                return Err(self.of_status(status));
            }
            let multistatus = xml::read(&body_of(response).await?).ok_or(SourceTrouble::NotUnderstood)?;
            return Ok(Said { url, multistatus });
        }
        Err(SourceTrouble::NoAddressBook)
    }

    /// Says who asks, in the way that the server wants.
    async fn send(
        &self,
        verb: &'static [u8],
        url: &Url,
        depth: &'static str,
        ask: &str,
    ) -> Result<reqwest::Response, SourceTrouble> {
        let method = Method::from_bytes(verb).map_err(|_| SourceTrouble::NotUnderstood)?;
        let mut olds = 0;
        loop {
            let mut request = self
                .client
                .request(method.clone(), url.clone())
                .header("Depth", depth)
                .header(CONTENT_TYPE, "application/xml; charset=utf-8")
                .body(ask.to_owned());
            let digest = self.digest(&method, url, ask);
            let was_digest = digest.is_some();
            if let Some(digest) = digest {
                request = request.header(AUTHORIZATION, digest);
            } else if !self.user.is_empty() {
                request =
                    request.basic_auth(&self.user, self.password.as_ref().map(pbx_protocol::Secret::expose));
            }
            let response = request.send().await.map_err(|error| of_request(&error))?;
            let wanted = Some(response.headers()).filter(|_| response.status() == StatusCode::UNAUTHORIZED);
            let Some(wanted) = wanted.and_then(digest::wanted).filter(|_| self.password.is_some()) else {
                return Ok(response);
            };
            // It knew the password, and wants it with a number that is not used up; else the password is wrong.
            olds += u32::from(was_digest);
            if was_digest && (!wanted.stale() || olds > MOST_OLD) {
                return Ok(response);
            }
            self.digest.set(wanted);
        }
    }

    fn digest(&self, method: &Method, url: &Url, ask: &str) -> Option<HeaderValue> {
        // As it stands in the request's first line.
        let uri =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let who = PasswordParams {
            username: &self.user,
            password: self.password.as_ref()?.expose(),
            uri: &uri,
            method: method.as_str(),
            body: Some(ask.as_bytes()),
        };
        let mut value = HeaderValue::try_from(self.digest.answer(&who)?).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    fn of_status(&self, status: StatusCode) -> SourceTrouble {
        match status {
            StatusCode::UNAUTHORIZED if self.password.is_some() => SourceTrouble::WrongPassword,
            StatusCode::UNAUTHORIZED => SourceTrouble::NoPassword,
            // A page, or a server that knows nothing of address books there.
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::OK => {
                SourceTrouble::NoAddressBook
            }
            other => SourceTrouble::Refused { code: other.as_u16().into() },
        }
    }
}

async fn body_of(mut response: reqwest::Response) -> Result<Vec<u8>, SourceTrouble> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| of_request(&error))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(SourceTrouble::NotUnderstood);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn of_request(error: &reqwest::Error) -> SourceTrouble {
    if error.is_timeout() {
        return SourceTrouble::TooSlow;
    }
    trouble::of_causes(error).unwrap_or_else(|| SourceTrouble::NoConnection { detail: String::new() })
}
