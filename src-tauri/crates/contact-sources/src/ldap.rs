//! A directory over LDAP (RFC 4511), encrypted from the first byte (`ldaps`) or before anything is said (`StartTLS`).

use std::sync::Arc;
use std::time::Duration;

use agent_core::{ContactSource, FilterTemplate, Sought, SourceAttributes, SourceTrouble};
use ldap3::{
    Ldap, LdapConnAsync, LdapConnSettings, LdapError, Scope, SearchEntry, SearchOptions, SearchResult,
    StdStream,
};
use pbx_client::{Pin, addresses_of};
use reqwest::Url;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tracing::debug;

use crate::{Opened, trouble};

/// Stands for an IPv6 address where a name has to be (RFC 6761).
const ADDRESS_ALONE: &str = "address.invalid";
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const NAMES: [&str; 2] = ["displayName", "cn"];
const COMPANIES: [&str; 2] = ["o", "company"];
const NUMBERS: [&str; 5] = ["telephoneNumber", "mobile", "homePhone", "otherTelephone", "otherMobile"];
/// Codes of RFC 4511, appendix A.
const TIME_LIMIT: u32 = 3;
const SIZE_LIMIT: u32 = 4;
const ADMIN_LIMIT: u32 = 11;
const NO_SUCH_OBJECT: u32 = 32;
const INVALID_DN: u32 = 34;
const INAPPROPRIATE_AUTH: u32 = 48;
const INVALID_CREDENTIALS: u32 = 49;
const NO_ACCESS: u32 = 50;

/// Somebody whom a directory knows. Untrusted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    pub company: Option<String>,
    pub numbers: Vec<String>,
}

/// A directory that is signed in to. Cheap to clone: several ask over one connection.
#[derive(Debug, Clone)]
pub struct Directory {
    ldap: Ldap,
    source: ContactSource,
    filter: FilterTemplate,
}

impl Directory {
    /// Connects, and signs in where there is a user.
    pub async fn open(opened: &Opened) -> Result<Self, SourceTrouble> {
        let Opened { source, password } = opened;
        let filter = FilterTemplate::parse(&source.filter).ok_or(SourceTrouble::BadFilter)?;
        let mut ldap =
            timeout(CONNECT_LIMIT, connect(source)).await.map_err(|_| SourceTrouble::TooSlow)??;
        if !source.user.is_empty() {
            // Without a password a directory would take it for nobody, and say yes (RFC 4513, 5.1.2).
            let password = password.as_ref().filter(|secret| !secret.expose().is_empty());
            let password = password.ok_or(SourceTrouble::NoPassword)?;
            let bound = ldap.with_timeout(CONNECT_LIMIT).simple_bind(&source.user, password.expose()).await;
            match bound.map_err(|error| of_ldap(&error))?.rc {
                0 => {}
                INVALID_CREDENTIALS => return Err(SourceTrouble::WrongPassword),
                INAPPROPRIATE_AUTH => return Err(SourceTrouble::NoPassword),
                code => return Err(SourceTrouble::Refused { code }),
            }
        }
        Ok(Self { ldap, source: source.clone(), filter })
    }

    /// Whether it can't be asked any more.
    pub fn is_closed(&mut self) -> bool {
        self.ldap.is_closed()
    }

    /// People with this number or name, at most so many.
    pub async fn find(
        &mut self,
        sought: Sought<'_>,
        most: i32,
        within: Duration,
    ) -> Result<Vec<Found>, SourceTrouble> {
        match self.filter.fill(sought) {
            Some(filter) => self.search(&filter, most, within).await,
            None => Ok(Vec::new()),
        }
    }

    /// Some people, whoever they are, and whether the filter finds them.
    pub async fn look(&mut self, most: i32, within: Duration) -> Result<Vec<Found>, SourceTrouble> {
        let all = self.search("(objectClass=*)", most, within).await?;
        let Some(first) = all.first() else { return Ok(all) };
        let digits: String = first
            .numbers
            .iter()
            .take(1)
            .flat_map(|number| number.chars())
            .filter(char::is_ascii_digit)
            .collect();
        let mut is_found = false;
        for sought in [Sought::Name(&first.name), Sought::Number(&digits)] {
            is_found |= !self.find(sought, most, within).await?.is_empty();
        }
        if is_found { Ok(all) } else { Err(SourceTrouble::BadFilter) }
    }

    async fn search(
        &mut self,
        filter: &str,
        most: i32,
        within: Duration,
    ) -> Result<Vec<Found>, SourceTrouble> {
        let names = Names::of(&self.source.attributes);
        let seconds = i32::try_from(within.as_secs()).unwrap_or(i32::MAX).max(1);
        let options = SearchOptions::new().sizelimit(most).timelimit(seconds);
        let search = self.ldap.with_search_options(options).with_timeout(within).search(
            &self.source.base,
            Scope::Subtree,
            filter,
            names.all(),
        );
        let SearchResult(entries, result) = search.await.map_err(|error| of_ldap(&error))?;
        debug!(code = result.rc, found = entries.len(), "a directory was asked");
        match result.rc {
            // Those that it told of before it reached its limit are as good as any.
            0 | SIZE_LIMIT | ADMIN_LIMIT => {}
            TIME_LIMIT => return Err(SourceTrouble::TooSlow),
            NO_SUCH_OBJECT | INVALID_DN => return Err(SourceTrouble::NoSuchBase),
            // Active Directory says 1 to who is nobody.
            1 | NO_ACCESS if self.source.user.is_empty() => return Err(SourceTrouble::NoPassword),
            code => return Err(SourceTrouble::Refused { code }),
        }
        Ok(entries.into_iter().filter_map(|entry| names.read(&SearchEntry::construct(entry))).collect())
    }
}

async fn connect(source: &ContactSource) -> Result<Ldap, SourceTrouble> {
    let mut url = Url::parse(&source.address).map_err(|_| SourceTrouble::UnknownName)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SourceTrouble::UnknownName)?;
    let is_tls = url.scheme() == "ldaps";
    let port = url.port().unwrap_or(if is_tls { 636 } else { 389 });
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let addresses = addresses_of(&bare, port).await.map_err(|_| SourceTrouble::UnknownName)?;
    let no_connection = |error: std::io::Error| SourceTrouble::NoConnection {
        detail: agent_core::in_short(&error.to_string(), 200),
    };
    // In brackets it is no name that TLS takes. Nobody vouches for this one, so its certificate is trusted by hand.
    if bare.contains(':') {
        url.set_host(Some(ADDRESS_ALONE)).map_err(|_| SourceTrouble::UnknownName)?;
    }
    let stream =
        TcpStream::connect(&addresses[..]).await.and_then(TcpStream::into_std).map_err(no_connection)?;
    let tls = Arc::new(Pin::new(source.certificate.clone()));
    let tls = tls.tls_config().map_err(|_| SourceTrouble::NoEncryption)?;
    let settings = LdapConnSettings::new()
        .set_std_stream(StdStream::Tcp(stream))
        .set_config(Arc::new(tls))
        .set_starttls(!is_tls);
    let connected = LdapConnAsync::from_url_with_settings(settings, &url).await;
    let (connection, ldap) = connected.map_err(|error| of_ldap(&error))?;
    tokio::spawn(async move {
        if let Err(error) = connection.drive().await {
            debug!(%error, "the connection to a directory has ended");
        }
    });
    Ok(ldap)
}

fn of_ldap(error: &LdapError) -> SourceTrouble {
    match error {
        LdapError::Timeout { .. } => SourceTrouble::TooSlow,
        LdapError::FilterParsing => SourceTrouble::BadFilter,
        // It is there, and does not begin to encrypt.
        LdapError::LdapResult { .. } => SourceTrouble::NoEncryption,
        error => trouble::of_causes(error).unwrap_or_else(|| SourceTrouble::NoConnection {
            detail: agent_core::in_short(&error.to_string(), 200),
        }),
    }
}

/// What this directory calls what is shown.
struct Names<'a> {
    name: Vec<&'a str>,
    company: Vec<&'a str>,
    numbers: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(attributes: &'a SourceAttributes) -> Self {
        let or_usual = |own: &'a str, usual: &[&'a str]| match own {
            "" => usual.to_vec(),
            own => vec![own],
        };
        let numbers: Vec<&str> = attributes.numbers.iter().map(String::as_str).collect();
        Self {
            name: or_usual(&attributes.name, &NAMES),
            company: or_usual(&attributes.company, &COMPANIES),
            numbers: if numbers.is_empty() { NUMBERS.to_vec() } else { numbers },
        }
    }

    fn all(&self) -> Vec<&'a str> {
        [&self.name[..], &self.company, &self.numbers].concat()
    }

    /// Somebody with a number; others are not shown.
    fn read(&self, entry: &SearchEntry) -> Option<Found> {
        let values = |names: &[&str]| -> Vec<String> {
            let of = |name: &str| {
                let its = entry.attrs.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
                its.flat_map(|(_, values)| values.clone()).collect::<Vec<_>>()
            };
            names.iter().flat_map(|name| of(name)).filter(|value| !value.trim().is_empty()).collect()
        };
        let first = |names: &[&str]| values(names).into_iter().next();
        let (name, company) = (first(&self.name), first(&self.company));
        let mut numbers = values(&self.numbers);
        numbers.dedup();
        let is_somebody = !numbers.is_empty() && (name.is_some() || company.is_some());
        is_somebody.then(|| Found { name: name.unwrap_or_default(), company, numbers })
    }
}
