//! A moment, as everything in here is told it.

use std::time::Duration;

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
