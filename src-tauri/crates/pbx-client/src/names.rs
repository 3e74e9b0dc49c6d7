//! Looks up the PBX's name, so that a name that is not known has an error type of its own.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The operating system's resolver.
#[derive(Debug)]
pub(crate) struct Names;

/// The name leads nowhere. The name itself is not part of it.
#[derive(Debug, thiserror::Error)]
#[error("the name can't be resolved: {0}")]
pub(crate) struct UnknownName(std::io::Error);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is put in by the caller.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(UnknownName)?;
            let found: Addrs = Box::new(found.collect::<Vec<_>>().into_iter());
            Ok(found)
        })
    }
}
