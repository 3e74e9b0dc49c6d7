//! Time as the exchange is told it. The one place of this crate that reads the clock is [`Clock`].

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A moment on two clocks: one that only runs forward, and the one on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Since the exchange started.
    pub elapsed: Duration,
    /// Since 1970, UTC.
    pub wall: Duration,
}

impl Now {
    /// The same moment, later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self { elapsed: self.elapsed + duration, wall: self.wall + duration }
    }
}

/// The real clock, with a hand that can be put forward.
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
