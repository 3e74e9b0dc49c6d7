//! The one place of this crate that reads the clock; everything below is told the time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::model::now::Now;

/// The real clock, which can be put forward.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    skipped: Duration,
}

#[expect(clippy::disallowed_methods, reason = "the exchange is told the time; this is who tells it")]
impl Clock {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), skipped: Duration::ZERO }
    }

    pub(crate) fn now(&self) -> Now {
        // A wall clock before 1970 is a broken machine; 1970 will do for a simulated PBX.
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { elapsed: self.started.elapsed() + self.skipped, wall: wall + self.skipped }
    }

    pub(crate) fn skip(&mut self, duration: Duration) {
        self.skipped += duration;
    }
}
