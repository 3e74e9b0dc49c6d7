//! Where a PBX's API is, from what people type.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Plain HTTP or TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// The PBX's default.
    Http,
    /// With a pinned certificate.
    Https,
}

/// Where the API is. Made by [`PbxAddress::new`] only, so it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
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
        // People copy the address of the PBX's web page, path and all.
        let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, typed_port) = split_port(rest)?;
        let port = typed_port.unwrap_or(port);
        if port == 0 {
            return Err(InvalidAddress::Port);
        }
        let is_version = api_version
            .strip_prefix('v')
            .is_some_and(|rest| rest.split('.').all(|part| !part.is_empty() && is_number(part)));
        if !is_version {
            return Err(InvalidAddress::ApiVersion);
        }
        Ok(Self { scheme, host, port, api_version: api_version.to_owned() })
    }

    /// `http://host:port/`
    pub(crate) fn root(&self) -> String {
        format!("{self}/")
    }

    /// `http://host:port/api/version/path`, without query.
    pub fn url(&self, path: &str) -> String {
        format!("{self}/api/{}/{path}", self.api_version)
    }
}

/// `host:port` as it stands in a URL: an address of IPv6 has brackets, whether it was typed with them or without.
pub fn authority(host: &str, port: u16) -> String {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if bare.contains(':') { format!("[{bare}]:{port}") } else { format!("{bare}:{port}") }
}

/// `pbx`, `pbx:9011`, `::1`, `[::1]` or `[::1]:9011`.
fn split_port(text: &str) -> Result<(String, Option<u16>), InvalidAddress> {
    // A bare address of IPv6 first: its colons would be taken for a port's.
    if text.parse::<Ipv6Addr>().is_ok() {
        return Ok((text.to_owned(), None));
    }
    let (host, port, is_valid) = if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(InvalidAddress::Host)?;
        let port = after.strip_prefix(':');
        (host, port, host.parse::<Ipv6Addr>().is_ok() && (after.is_empty() || port.is_some()))
    } else {
        let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
        (host, port, is_name_or_v4(host))
    };
    if !is_valid {
        return Err(InvalidAddress::Host);
    }
    let port = port.map(str::parse).transpose().map_err(|_| InvalidAddress::Port)?;
    Ok((host.to_owned(), port))
}

/// What ends in a number is an address and nothing else: `192.168.5.256` and `192.168.5` are mistyped.
fn is_name_or_v4(host: &str) -> bool {
    let labels = host.strip_suffix('.').unwrap_or(host).split('.');
    let ends_in_number = labels.clone().next_back().is_some_and(is_number);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    host.len() <= 253 && labels.clone().all(is_label) && (!ends_in_number || host.parse::<Ipv4Addr>().is_ok())
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for PbxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        write!(f, "{scheme}://{}", authority(&self.host, self.port))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(host: &str) -> Result<String, InvalidAddress> {
        PbxAddress::new(Scheme::Http, host, DEFAULT_PORT, "v1.1.0").map(|address| address.to_string())
    }

    #[test]
    fn what_people_type_is_understood() {
        for (host, address) in [
            ("192.168.5.150", "http://192.168.5.150:9011"),
            ("  pbx ", "http://pbx:9011"),
            ("pbx.example.com.", "http://pbx.example.com.:9011"),
            ("my_pbx-2:8080", "http://my_pbx-2:8080"),
            ("http://pbx:9011/", "http://pbx:9011"),
            ("HTTPS://pbx//", "https://pbx:9011"),
            ("https://pbx:443/api/v1.1.0/login?x=1#y", "https://pbx:443"),
            ("http://pbx?x", "http://pbx:9011"),
            ("::1", "http://[::1]:9011"),
            ("[fe80::1]", "http://[fe80::1]:9011"),
            ("https://[fe80::1]:8443/", "https://[fe80::1]:8443"),
        ] {
            assert_eq!(typed(host).as_deref(), Ok(address), "{host:?}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        use InvalidAddress::{Host, Port};
        for (host, why) in [
            ("", Host),
            ("   ", Host),
            ("http://", Host),
            ("http:///x", Host),
            ("ftp://pbx", Host),
            ("p b x", Host),
            ("user:secret@pbx", Port),
            ("user@pbx", Host),
            ("pbx..local", Host),
            ("192.168.5.256", Host),
            ("192.168.5", Host),
            ("192.168.005.150", Host),
            ("电话", Host),
            ("[::1", Host),
            ("[::1]9011", Host),
            ("[192.168.5.150]", Host),
            ("1:2:3", Host),
            ("pbx:1:2", Port),
            ("pbx:", Port),
            ("pbx:0", Port),
            ("pbx:65536", Port),
            ("pbx:http", Port),
        ] {
            assert_eq!(typed(host), Err(why), "{host:?}");
        }
        assert_eq!(typed(&"a".repeat(64)), Err(Host));
        assert_eq!(typed(&"abc.".repeat(70)), Err(Host));
    }

    #[test]
    fn a_version_is_v_and_numbers() {
        let address = |version| PbxAddress::new(Scheme::Https, "pbx", 9011, version);
        for version in ["v0.0.1", "v1.1.0", "v2"] {
            let url = format!("https://pbx:9011/api/{version}/extension/hold");
            assert_eq!(address(version).map(|address| address.url("extension/hold")), Ok(url));
        }
        for version in ["", "v", "1.1.0", "v1..0", "v1.", "v1/../x", "v1.1.0?x", "vx"] {
            assert_eq!(address(version), Err(InvalidAddress::ApiVersion), "{version:?}");
        }
    }
}
