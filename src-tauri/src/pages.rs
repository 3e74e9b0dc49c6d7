//! Pages live in a process of their own, which can end while the program goes on: killed where memory is short, or by a fault
//! of the web view's. Nothing would be drawn from then on, and a pop-up would be empty. They are loaded again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tauri::async_runtime::spawn;
use tauri::{Builder, Wry};
use tokio::time::{Instant, sleep};
use tracing::warn;

use crate::platform;

/// So long waits a page that has ended soon after it was loaded again: what ends it at once each time must not keep the computer busy.
const REST: Duration = Duration::from_secs(10);

/// Loads each page again whose process has ended.
pub(crate) fn keep(builder: Builder<Wry>) -> Builder<Wry> {
    let ends = Ends::default();
    platform::watch_pages(builder, move |page| {
        let wait = ends.wait(page.label(), Instant::now());
        warn!(page = page.label(), ?wait, "the page's process has ended; it is loaded again");
        let page = page.clone();
        spawn(async move {
            sleep(wait).await;
            if let Err(error) = page.reload() {
                warn!(%error, page = page.label(), "the page can't be loaded again");
            }
        });
    })
}

/// When the process of each page ended last, by the page's name.
#[derive(Debug, Default)]
struct Ends(Mutex<BTreeMap<String, Instant>>);

impl Ends {
    /// How long the page waits that has ended now.
    fn wait(&self, page: &str, now: Instant) -> Duration {
        let mut ends = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = ends.insert(page.to_owned(), now);
        let is_again = before.is_some_and(|before| now.duration_since(before) < REST * 2);
        if is_again { REST } else { Duration::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_ends_again_and_again_waits() {
        let (ends, start) = (Ends::default(), Instant::now());
        let waits = |page, after| ends.wait(page, start + Duration::from_secs(after)).as_secs();
        assert_eq!(waits("pop", 0), 0);
        assert_eq!(waits("main", 1), 0);
        // Loaded at once, and ended at once; then loaded ten seconds later.
        assert_eq!(waits("pop", 1), 10);
        assert_eq!(waits("pop", 12), 10);
        assert_eq!(waits("pop", 60), 0);
    }
}
