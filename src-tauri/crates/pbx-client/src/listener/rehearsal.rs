//! A ring that this program sends to itself, to see that the way of a true one is open and how long it takes. It comes on a
//! path of its own, unguessable, known for seconds and good for once; nothing that comes from another address or on
//! another path is taken for it.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// On one computer a connection takes no time.
const EXPECTED: Duration = Duration::from_secs(5);

/// Whether one is expected now.
#[derive(Default)]
pub(super) struct Rehearsal(Mutex<Option<Expected>>);

struct Expected {
    path: String,
    from: BTreeSet<IpAddr>,
    until: Instant,
}

impl Rehearsal {
    /// Expects one on this path, from one of our own addresses; what was expected before is no longer.
    pub(super) fn expect(&self, path: String, from: impl IntoIterator<Item = IpAddr>) {
        let from = from.into_iter().map(|address| address.to_canonical()).collect();
        *self.lock() = Some(Expected { path, from, until: Instant::now() + EXPECTED });
    }

    /// Whether one may come from there, so that it is read at all.
    pub(super) fn may_come_from(&self, source: IpAddr) -> bool {
        self.lock().as_ref().is_some_and(|expected| expected.is_open_to(source))
    }

    /// Whether this is it; only once.
    pub(super) fn is_it(&self, source: IpAddr, path: &str) -> bool {
        let mut expected = self.lock();
        let is_it = expected.as_ref().is_some_and(|expected| {
            expected.is_open_to(source) && path.trim_start_matches('/') == expected.path
        });
        if is_it {
            *expected = None;
        }
        is_it
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Expected>> {
        // Each use leaves it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Expected {
    fn is_open_to(&self, source: IpAddr) -> bool {
        Instant::now() < self.until && self.from.contains(&source.to_canonical())
    }
}

impl std::fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rehearsal(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const OURS: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));
    const THEIRS: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 8));

    #[tokio::test(start_paused = true)]
    async fn it_is_taken_once_from_here_and_soon() {
        let rehearsal = Rehearsal::default();
        assert!(!rehearsal.may_come_from(OURS) && !rehearsal.is_it(OURS, "/"), "none is expected");
        rehearsal.expect("secret".to_owned(), [OURS]);
        assert!(rehearsal.may_come_from("::ffff:10.0.0.7".parse().unwrap()));
        assert!(!rehearsal.may_come_from(THEIRS) && !rehearsal.is_it(THEIRS, "/secret"));
        assert!(!rehearsal.is_it(OURS, "/") && !rehearsal.is_it(OURS, "/other"));
        assert!(rehearsal.is_it(OURS, "/secret"));
        assert!(!rehearsal.is_it(OURS, "/secret"), "a second time");
        rehearsal.expect("secret".to_owned(), [OURS]);
        tokio::time::advance(EXPECTED).await;
        assert!(!rehearsal.may_come_from(OURS) && !rehearsal.is_it(OURS, "/secret"), "too late");
    }
}
