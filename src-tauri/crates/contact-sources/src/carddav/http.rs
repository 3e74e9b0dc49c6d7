//! The few verbs of `WebDAV` that an address book is read by. Nothing leads to another server: the password goes along.

use std::sync::Arc;
use std::time::Duration;

use agent_core::SourceTrouble;
use pbx_client::{Names, Pin};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Method, StatusCode, Url};

use super::xml::{self, Multistatus};
use crate::{Opened, trouble};

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A server that has to look through ten thousand cards takes its time.
const ANSWER_LIMIT: Duration = Duration::from_mins(1);
/// A hundred cards with their pictures.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;
const MOST_MOVES: usize = 4;

/// One server, ready to be asked.
#[derive(Debug)]
pub(super) struct Http {
    client: reqwest::Client,
    start: Url,
    user: String,
    password: Option<pbx_protocol::Secret>,
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
        Ok(Self { client, start, user: source.user.clone(), password: password.clone() })
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
            let method = Method::from_bytes(verb).map_err(|_| SourceTrouble::NotUnderstood)?;
            let mut request = self
                .client
                .request(method, url.clone())
                .header("Depth", depth)
                .header(CONTENT_TYPE, "application/xml; charset=utf-8")
                .body(ask.clone());
            if !self.user.is_empty() {
                request =
                    request.basic_auth(&self.user, self.password.as_ref().map(pbx_protocol::Secret::expose));
            }
            let response = request.send().await.map_err(|error| of_request(&error))?;
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
