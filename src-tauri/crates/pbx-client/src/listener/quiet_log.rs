//! Something that anybody on the network can cause is logged once a minute, with how often it happened.

use std::sync::{Mutex, PoisonError};
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

/// One log for each kind of problem that the PBX, or whoever uses its address, can cause without end.
#[derive(Debug, Default)]
pub(super) struct QuietLogs(Mutex<[QuietLog; 6]>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    WrongPath,
    PathLeftOut,
    OtherPbx,
    TooLarge,
    Mended,
    Unreadable,
}

impl QuietLogs {
    /// Counts one; `Some` is how many to tell of now.
    pub(super) fn count(&self, trouble: Trouble) -> Option<u64> {
        let mut logs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [wrong_path, path_left_out, other_pbx, too_large, mended, unreadable] = &mut *logs;
        let log = match trouble {
            Trouble::WrongPath => wrong_path,
            Trouble::PathLeftOut => path_left_out,
            Trouble::OtherPbx => other_pbx,
            Trouble::TooLarge => too_large,
            Trouble::Mended => mended,
            Trouble::Unreadable => unreadable,
        };
        log.count(Instant::now())
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

    #[test]
    fn one_trouble_does_not_hide_another() {
        let logs = QuietLogs::default();
        assert_eq!(logs.count(Trouble::Mended), Some(1));
        assert_eq!(logs.count(Trouble::Mended), None);
        assert_eq!(logs.count(Trouble::Unreadable), Some(1));
    }
}
