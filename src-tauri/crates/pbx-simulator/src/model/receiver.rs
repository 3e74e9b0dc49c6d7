//! Where a session's reports go, worked out from what login and heartbeat say.

use std::net::IpAddr;

use pbx_protocol::endpoints::UrlKind;
use serde::Serialize;

use crate::model::refusal::Refusal;

/// An application's report listener.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Receiver {
    /// Address or name.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// Path with its slash.
    pub path: String,
    /// Whether the login asked for format 1.0.2.
    pub valid_json: bool,
}

impl Receiver {
    /// From login or heartbeat. Without `urltag` a `url` counts as a path.
    pub(crate) fn resolve(
        address: &str,
        port: &str,
        url: Option<&str>,
        kind: Option<UrlKind>,
    ) -> Result<Self, Refusal> {
        let port = parse_port(port)?;
        let here = |path: &str| Self {
            host: address.to_owned(),
            port,
            path: format!("/{}", path.trim_start_matches('/')),
            valid_json: false,
        };
        match (url, kind.unwrap_or(UrlKind::Path)) {
            (None, _) => Ok(here("")),
            (Some(path), UrlKind::Path) => Ok(here(path)),
            (Some(url), UrlKind::Absolute) => absolute(url, port),
        }
    }

    /// As it stands in an address.
    pub(crate) fn bracketed_host(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }

    /// From the address a request came from.
    pub(crate) fn host_of(peer: IpAddr) -> String {
        peer.to_canonical().to_string()
    }
}

/// `172.16.6.150:8260/report`; a scheme in front is passed over, a missing port is the one given beside it.
fn absolute(url: &str, default_port: u16) -> Result<Receiver, Refusal> {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, path) = url.split_once('/').unwrap_or((url, ""));
    let (host, port) = match authority.rsplit_once(':') {
        // `[::1]` without a port has colons too, but ends with its bracket.
        Some((host, port)) if !port.ends_with(']') => (host, parse_port(port)?),
        Some(_) | None => (authority, default_port),
    };
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if host.is_empty() {
        return Err(Refusal::MissingParameter);
    }
    Ok(Receiver { host: host.to_owned(), port, path: format!("/{path}"), valid_json: false })
}

fn parse_port(port: &str) -> Result<u16, Refusal> {
    // Port 0 is what one asks a system for, not where anybody listens.
    port.trim().parse().ok().filter(|port| *port != 0).ok_or(Refusal::WrongPort)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(url: Option<&str>, kind: Option<UrlKind>) -> Result<String, Refusal> {
        Receiver::resolve("110.22.2.3", "8260", url, kind).map(|r| format!("{}:{}{}", r.host, r.port, r.path))
    }

    #[test]
    fn the_documents_examples() {
        assert_eq!(resolve(None, None).unwrap(), "110.22.2.3:8260/");
        assert_eq!(resolve(Some("report"), Some(UrlKind::Path)).unwrap(), "110.22.2.3:8260/report");
        assert_eq!(resolve(Some("10.0.0.9:81/r"), Some(UrlKind::Absolute)).unwrap(), "10.0.0.9:81/r");
        assert_eq!(resolve(Some("[::1]:81/r"), Some(UrlKind::Absolute)).unwrap(), "::1:81/r");
        assert_eq!(resolve(Some("[::1]/r"), Some(UrlKind::Absolute)).unwrap(), "::1:8260/r");
        assert_eq!(resolve(Some("http://10.0.0.9/r"), Some(UrlKind::Absolute)).unwrap(), "10.0.0.9:8260/r");
    }

    #[test]
    fn a_port_must_be_one() {
        for port in ["", "0", "70000", "http"] {
            assert_eq!(Receiver::resolve("1.2.3.4", port, None, None), Err(Refusal::WrongPort), "{port}");
        }
    }
}
