//! From an error of the HTTP stack to [`ClientError`]. The stack's own error never leaves this file: it may hold the
//! address with the token. Causes are told by their types, not by their words.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tracing::debug;

use crate::address::{PbxAddress, Scheme};
use crate::error::ClientError;
use crate::names::UnknownName;
use crate::pin::Untrusted;

/// What an answer in no HTTP at all is looked at for.
const PROBE_LIMIT: Duration = Duration::from_secs(2);
/// An error page that says what is wrong is short.
const LARGEST_ERROR_PAGE: usize = 16 * 1024;
/// What nginx, Apache and Go say to plain HTTP on their TLS port.
const PLAIN_ON_TLS_PORT: [&str; 3] =
    ["sent to https port", "speaking plain http to an ssl-enabled", "http request to an https server"];

/// Why no answer came. `tls_worked` is whether a certificate of this address has been trusted before.
pub(crate) async fn of_request(error: reqwest::Error, address: &PbxAddress, tls_worked: bool) -> ClientError {
    // The URL's query holds the token, and what follows is logged.
    let error = error.without_url();
    debug!(causes = %causes(&error), "no answer from the PBX");
    if error.is_builder() {
        return ClientError::Setup;
    }
    // Asked before rustls's own errors, since one of them wraps this one.
    if let Some(untrusted) = find::<Untrusted>(&error) {
        return match untrusted.clone() {
            Untrusted::Unknown { fingerprint } => ClientError::CertificateUnknown { fingerprint },
            Untrusted::Changed { fingerprint } => ClientError::CertificateChanged { fingerprint },
        };
    }
    if let Some(tls) = find::<rustls::Error>(&error) {
        return match tls {
            // The trusted certificate was shown by somebody who can't prove that it is theirs.
            rustls::Error::InvalidCertificate(_) => ClientError::ConnectionLost,
            _ => ClientError::TlsMismatch,
        };
    }
    if find::<hyper::Error>(&error).is_some_and(hyper::Error::is_parse) {
        // A mistyped port may be SSH or SIP as well, so TLS is claimed only where an alert comes back.
        let tls = address.scheme == Scheme::Http && answers_in_tls(address).await;
        return if tls { ClientError::TlsMismatch } else { ClientError::NotTheApi };
    }
    if !error.is_connect() {
        return if error.is_timeout() { ClientError::TimedOut } else { ClientError::ConnectionLost };
    }
    of_connection(&error, address.scheme, tls_worked)
}

fn of_connection(error: &reqwest::Error, scheme: Scheme, tls_worked: bool) -> ClientError {
    if find::<UnknownName>(error).is_some() {
        return ClientError::NameNotFound;
    }
    if error.is_timeout() {
        return ClientError::NoAnswer;
    }
    match io_kind(error) {
        Some(ErrorKind::ConnectionRefused) => ClientError::ConnectionRefused,
        Some(ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown) => {
            ClientError::NoRoute
        }
        Some(ErrorKind::TimedOut) => ClientError::NoAnswer,
        // A plain server hangs up on a TLS greeting; so does a TLS server that is just going down.
        Some(ErrorKind::UnexpectedEof) if scheme == Scheme::Https && !tls_worked => ClientError::TlsMismatch,
        _ => ClientError::ConnectionLost,
    }
}

/// Why an answer is no success. The status is in the head; what it means may stand in the page only.
pub(crate) async fn of_status(mut response: reqwest::Response, scheme: Scheme) -> ClientError {
    let status = response.status().as_u16();
    // Web servers answer plain HTTP on their TLS port with 400; the page of any other status says no more.
    if scheme == Scheme::Https || status != 400 {
        return ClientError::HttpStatus(status);
    }
    let mut page = Vec::new();
    while page.len() < LARGEST_ERROR_PAGE
        && let Ok(Some(chunk)) = response.chunk().await
    {
        page.extend_from_slice(&chunk);
    }
    let page = String::from_utf8_lossy(&page).to_lowercase();
    let is_tls_port = PLAIN_ON_TLS_PORT.iter().any(|words| page.contains(words));
    if is_tls_port { ClientError::TlsMismatch } else { ClientError::HttpStatus(status) }
}

/// Says something plain and harmless, and looks whether a TLS alert comes back.
async fn answers_in_tls(address: &PbxAddress) -> bool {
    const TLS_ALERT: [u8; 2] = [0x15, 0x03];
    let probe = async {
        let mut stream = TcpStream::connect((address.host.as_str(), address.port)).await?;
        // No host and no token: anybody may be listening there.
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
        let mut start = [0; TLS_ALERT.len()];
        stream.read_exact(&mut start).await?;
        io::Result::Ok(start == TLS_ALERT)
    };
    matches!(timeout(PROBE_LIMIT, probe).await, Ok(Ok(true)))
}

/// Looks through all causes, also through what an [`io::Error`] wraps and does not name as its source.
pub fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|error| error.downcast_ref::<T>().or_else(|| find(wrapped(error)?)))
}

/// What the operating system said: an [`io::Error`] that wraps another one is of kind "other".
fn io_kind(error: &reqwest::Error) -> Option<ErrorKind> {
    let mut error = find::<io::Error>(error)?;
    while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    Some(error.kind())
}

fn wrapped<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return error.get_ref().map(|inner| -> &(dyn Error + 'static) { inner });
    }
    match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(rustls::CertificateError::Other(other)) => Some(&*other.0),
        _ => None,
    }
}

fn chain<'a>(first: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(first), |&error| error.source())
}

fn causes(error: &reqwest::Error) -> String {
    chain(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
