//! A timer that whoever looks at it counts: a view a second, for a clock that anybody can tell, would keep the processor
//! of a thin client busy all day.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long something has lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Timer {
    /// It goes on.
    Runs {
        /// What the view's `clock` said when it began, in milliseconds; below zero, where that was in an earlier run.
        #[ts(type = "number")]
        since: i64,
    },
    /// It is over.
    Stands { seconds: u32 },
}

/// What has not begun has lasted no time.
impl Default for Timer {
    fn default() -> Self {
        Self::Stands { seconds: 0 }
    }
}

impl Timer {
    /// Something that began then, and had lasted for some time before.
    pub(crate) fn running(began: Duration, lasted: Duration) -> Self {
        Self::Runs { since: millis(began).saturating_sub(millis(lasted)) }
    }

    pub(crate) fn standing(lasted: Duration) -> Self {
        Self::Stands { seconds: u32::try_from(lasted.as_secs()).unwrap_or(u32::MAX) }
    }

    /// What it shows at a moment of the view's `clock`.
    pub fn seconds(self, clock: u64) -> u32 {
        match self {
            Self::Stands { seconds } => seconds,
            Self::Runs { since } => {
                let lasted = i64::try_from(clock).unwrap_or(i64::MAX).saturating_sub(since).max(0);
                u32::try_from(lasted / 1000).unwrap_or(u32::MAX)
            }
        }
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_goes_on_from_what_it_lasted_before() {
        let timer = Timer::running(Duration::from_secs(10), Duration::ZERO);
        assert_eq!([0, 9_999, 10_999, 71_000].map(|clock| timer.seconds(clock)), [0, 0, 0, 61]);
        let timer = Timer::running(Duration::from_secs(10), Duration::from_secs(50));
        assert_eq!([0, 10_000, 11_000].map(|clock| timer.seconds(clock)), [40, 50, 51]);
        assert_eq!(Timer::standing(Duration::from_millis(7_900)).seconds(99_000), 7);
    }
}
