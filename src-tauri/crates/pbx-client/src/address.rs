//! Where a PBX's API is, from what people type.

use std::fmt;

/// Plain HTTP or TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// The PBX's default.
    Http,
    /// With a pinned certificate.
    Https,
}

/// Where the API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbxAddress {
    /// Plain or TLS.
    pub scheme: Scheme,
    /// Name or address; IPv6 without brackets.
    pub host: String,
    /// 9011 unless changed.
    pub port: u16,
    /// `v1.1.0` unless changed.
    pub api_version: String,
}

/// The API's port on every UC PBX. (section "登陆")
pub const DEFAULT_PORT: u16 = 9011;

/// What was typed can't be an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// Empty, or with characters no host has.
    #[error("not a host name or address")]
    Host,
    /// Not 1 to 65535.
    #[error("not a port")]
    Port,
    /// Not `v` and numbers.
    #[error("not an API version such as v1.1.0")]
    ApiVersion,
}

impl PbxAddress {
    /// Checks the parts. `host` may carry a scheme, a port or a slash at the end; those given there win.
    pub fn new(scheme: Scheme, host: &str, port: u16, api_version: &str) -> Result<Self, InvalidAddress> {
        let typed = host.trim();
        let (scheme, rest) = match typed.split_once("://") {
            Some((word, rest)) if word.eq_ignore_ascii_case("https") => (Scheme::Https, rest),
            Some((word, rest)) if word.eq_ignore_ascii_case("http") => (Scheme::Http, rest),
            Some(_) => return Err(InvalidAddress::Host),
            None => (scheme, typed),
        };
        let rest = rest.split('/').next().unwrap_or_default();
        let (host, typed_port) = split_port(rest)?;
        let port = typed_port.unwrap_or(port);
        if port == 0 {
            return Err(InvalidAddress::Port);
        }
        let is_version = api_version
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if !is_version {
            return Err(InvalidAddress::ApiVersion);
        }
        Ok(Self { scheme, host, port, api_version: api_version.to_owned() })
    }

    /// `http://host:port/api/version/path`, without query.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{self}/api/{}/{path}", self.api_version)
    }
}

fn split_port(text: &str) -> Result<(String, Option<u16>), InvalidAddress> {
    let parse_port = |text: &str| text.parse::<u16>().map_err(|_| InvalidAddress::Port).map(Some);
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(InvalidAddress::Host)?;
        (host, after.strip_prefix(':').map_or(Ok(None), parse_port)?)
    } else if text.matches(':').count() > 1 {
        (text, None)
    } else {
        match text.split_once(':') {
            Some((host, port)) => (host, parse_port(port)?),
            None => (text, None),
        }
    };
    let is_v6 = host.contains(':');
    let valid = !host.is_empty()
        && host.len() <= 253
        && if is_v6 {
            host.parse::<std::net::Ipv6Addr>().is_ok()
        } else {
            host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        };
    if valid { Ok((host.to_owned(), port)) } else { Err(InvalidAddress::Host) }
}

impl fmt::Display for PbxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{}:{}", self.host, self.port)
        }
    }
}
