//! Whom the listener believes. Reports are not authenticated by the PBX: its address and an unguessable path are
//! all there is.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

/// What protects reports from forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// The PBX names the path it was given, from its own address.
    AddressAndPath,
    /// The PBX leaves the path out; its address alone is checked.
    AddressOnly,
}

/// The path that was asked for is not the one that was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrongPath;

pub(super) struct Guard {
    path: String,
    allowed: RwLock<BTreeSet<IpAddr>>,
}

impl Guard {
    pub(super) fn new(path: String) -> Self {
        Self { path, allowed: RwLock::new(BTreeSet::new()) }
    }

    pub(super) fn allow(&self, sources: impl IntoIterator<Item = IpAddr>) {
        let sources = sources.into_iter().map(|address| address.to_canonical()).collect();
        *self.allowed.write().unwrap_or_else(PoisonError::into_inner) = sources;
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn believes(&self, source: IpAddr) -> bool {
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner);
        allowed.contains(&source.to_canonical())
    }

    /// An empty target arrives here as `/`.
    pub(super) fn check_path(&self, path: &str) -> Result<Protection, WrongPath> {
        match path.trim_start_matches('/') {
            "" => Ok(Protection::AddressOnly),
            path if path == self.path => Ok(Protection::AddressAndPath),
            _ => Err(WrongPath),
        }
    }
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_both_spellings() {
        let guard = Guard::new("secret".to_owned());
        let (v4, mapped): (IpAddr, IpAddr) =
            ("192.0.2.7".parse().unwrap(), "::ffff:192.0.2.7".parse().unwrap());
        assert!(!guard.believes(v4), "nobody is believed at first");
        guard.allow([mapped]);
        assert!(guard.believes(v4) && guard.believes(mapped));
        guard.allow(["2001:db8::7".parse().unwrap()]);
        assert!(!guard.believes(v4), "an earlier address is forgotten");
    }

    #[test]
    fn only_its_own_path_or_none_will_do() {
        let guard = Guard::new("secret".to_owned());
        for (path, verdict) in [
            ("/secret", Ok(Protection::AddressAndPath)),
            ("//secret", Ok(Protection::AddressAndPath)),
            ("/", Ok(Protection::AddressOnly)),
            ("", Ok(Protection::AddressOnly)),
            ("/secret/", Err(WrongPath)),
            ("/Secret", Err(WrongPath)),
            ("/secre", Err(WrongPath)),
        ] {
            assert_eq!(guard.check_path(path), verdict, "{path}");
        }
    }

    #[test]
    fn the_path_is_not_printed() {
        assert!(!format!("{:?}", Guard::new("secret".to_owned())).contains("secret"));
    }
}
