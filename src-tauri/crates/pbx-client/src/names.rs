//! Looks up the PBX's name, so that a name that is not known has an error type of its own. A name server that is away
//! does not take the PBX with it: the addresses that were found last are used meanwhile.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::timeout;
use tracing::warn;

/// A name server that takes longer is as good as none.
const LIMIT: Duration = Duration::from_secs(5);

/// Of the whole program: a client is made anew at each sign-in, which is when they are needed.
static LAST_FOUND: Mutex<LastFound> = Mutex::new(LastFound(BTreeMap::new()));

/// All addresses behind a name, those of IPv4 first, which most networks lead; the ones found last while the name
/// server is away.
pub async fn addresses_of(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let found = match timeout(LIMIT, tokio::net::lookup_host((host, port))).await {
        Ok(found) => found.map(|found| found.map(|address| address.ip()).collect()),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    };
    let mut last_found = LAST_FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let mut addresses = last_found.settle(host, found)?;
    addresses.sort_by_key(IpAddr::is_ipv6);
    Ok(addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect())
}

#[derive(Debug)]
struct LastFound(BTreeMap<String, Found>);

#[derive(Debug)]
struct Found {
    addresses: Vec<IpAddr>,
    /// Since then the name server answered nothing that can be used.
    is_told: bool,
}

impl LastFound {
    fn settle(&mut self, host: &str, found: io::Result<Vec<IpAddr>>) -> io::Result<Vec<IpAddr>> {
        match (found, self.0.get_mut(host)) {
            (Ok(found), _) if !found.is_empty() => {
                let known = Found { addresses: found.clone(), is_told: false };
                self.0.insert(host.to_owned(), known);
                Ok(found)
            }
            // An answer without an address counts as none: a PBX that moved has a new one.
            (found, Some(last)) => {
                // The PBX is asked several times a minute, and a name server can be away for a day.
                if !std::mem::replace(&mut last.is_told, true) {
                    let error = found.err();
                    warn!(?error, "the PBX's name can't be looked up; its last addresses are used");
                }
                Ok(last.addresses.clone())
            }
            (Ok(_), None) => Err(io::ErrorKind::NotFound.into()),
            (Err(error), None) => Err(error),
        }
    }
}

/// The operating system's resolver.
#[derive(Debug)]
pub struct Names;

/// The name leads nowhere. The name itself is not part of it.
#[derive(Debug, thiserror::Error)]
#[error("the name can't be resolved: {0}")]
pub struct UnknownName(io::Error);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is put in by the caller.
            let found = addresses_of(name.as_str(), 0).await.map_err(UnknownName)?;
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_addresses_outlive_the_name_server() {
        let address = |text: &str| vec![text.parse::<IpAddr>().unwrap()];
        let gone = || Err(io::ErrorKind::TimedOut.into());
        let mut last = LastFound(BTreeMap::new());
        assert!(last.settle("pbx", gone()).is_err(), "never known");
        assert_eq!(last.settle("pbx", Ok(address("10.0.0.5"))).unwrap(), address("10.0.0.5"));
        assert!(!last.0["pbx"].is_told);
        assert_eq!(last.settle("pbx", gone()).unwrap(), address("10.0.0.5"));
        assert!(last.0["pbx"].is_told, "once, until it is found again");
        assert_eq!(last.settle("pbx", Ok(Vec::new())).unwrap(), address("10.0.0.5"));
        assert!(last.settle("another", gone()).is_err());
        assert_eq!(last.settle("pbx", Ok(address("10.0.0.6"))).unwrap(), address("10.0.0.6"), "it moved");
        assert!(!last.0["pbx"].is_told);
        assert_eq!(last.settle("pbx", gone()).unwrap(), address("10.0.0.6"));
    }
}
