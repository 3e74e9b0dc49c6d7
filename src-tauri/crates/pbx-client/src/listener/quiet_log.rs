//! Something that anybody on the network can cause is logged once a minute, with how often it happened.

use std::time::Duration;

use tokio::time::Instant;

const QUIET: Duration = Duration::from_mins(1);

#[derive(Debug, Default)]
pub(super) struct QuietLog {
    last: Option<Instant>,
    untold: u64,
}

impl QuietLog {
    /// Counts one; `Some` is how many to tell of now.
    pub(super) fn count(&mut self, now: Instant) -> Option<u64> {
        self.untold += 1;
        if self.last.is_some_and(|last| now.duration_since(last) < QUIET) {
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.untold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_others_together() {
        let start = Instant::now();
        let mut log = QuietLog::default();
        assert_eq!(log.count(start), Some(1));
        assert_eq!(log.count(start + QUIET / 3), None);
        assert_eq!(log.count(start + QUIET / 2), None);
        assert_eq!(log.count(start + QUIET), Some(3));
        assert_eq!(log.count(start + QUIET * 3 / 2), None);
    }
}
