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

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Distrust {
    Source,
    Path,
}

#[derive(Debug)]
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

    /// An empty target arrives here as `/`.
    pub(super) fn check(&self, source: IpAddr, path: &str) -> Result<Protection, Distrust> {
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner);
        if !allowed.contains(&source.to_canonical()) {
            return Err(Distrust::Source);
        }
        match path.trim_start_matches('/') {
            "" => Ok(Protection::AddressOnly),
            path if path == self.path => Ok(Protection::AddressAndPath),
            _ => Err(Distrust::Path),
        }
    }
}
