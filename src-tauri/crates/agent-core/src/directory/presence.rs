//! What one phone does, as far as lists and reports have told.

use std::time::Duration;

use crate::now::{Now, WallMillis};
use crate::phone::PhoneStatus;
use crate::timer::Timer;

/// Milliseconds. Within that a colleague has perhaps not even hung up.
const OLD_AFTER: i64 = 5 * 60_000;
/// Older than what asking again explains, for whoever looks at it.
const FRESH_FOR: Duration = Duration::from_mins(1);
/// A list may overtake a report once; a phone whose changes only lists tell is not reported.
const UNREPORTED: u8 = 2;

/// What a phone does, since when, and who told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Presence {
    pub(crate) status: PhoneStatus,
    told: Now,
    since: Duration,
    /// It was so already when we came to look.
    pub(crate) longer: bool,
    /// Changes in a row that no report has told.
    unreported: u8,
}

impl Presence {
    /// A phone that nothing was known of.
    pub(super) fn found(status: PhoneStatus, now: Now) -> Self {
        Self { status, told: now, since: now.monotonic, longer: true, unreported: 0 }
    }

    /// A list has told it; after a gap nobody knows what it did meanwhile.
    pub(super) fn listed(self, status: PhoneStatus, is_gap: bool, now: Now) -> Self {
        if is_gap {
            return Self { unreported: self.unreported, ..Self::found(status, now) };
        }
        if status == self.status {
            return Self { told: now, ..self };
        }
        let unreported = self.unreported.saturating_add(1);
        Self { status, told: now, since: now.monotonic, longer: false, unreported }
    }

    /// A report has told it.
    pub(super) fn reported(self, status: PhoneStatus, now: Now) -> Self {
        if status == self.status {
            // A report that a list has overtaken.
            return Self { told: now, unreported: 0, ..self };
        }
        Self { status, told: now, since: now.monotonic, longer: false, unreported: 0 }
    }

    pub(crate) fn timer(self) -> Timer {
        Timer::running(self.since, Duration::ZERO)
    }

    /// Its changes are seen in lists alone.
    pub(crate) fn is_unreported(self) -> bool {
        self.unreported >= UNREPORTED
    }

    /// When it begins to be too old to be shown as so.
    pub(crate) fn old_at(self) -> Duration {
        self.told.monotonic + FRESH_FOR
    }

    pub(crate) fn told(self) -> WallMillis {
        self.told.wall
    }

    /// When that was told, if that is so long ago that it has to be said; nothing is said of what is not known.
    pub(super) fn old_since(self, now: WallMillis) -> Option<WallMillis> {
        // The wall's clock may have been set back since; then it is not old.
        let age = now.0.saturating_sub(self.told.wall.0);
        (self.status != PhoneStatus::Unknown && age >= OLD_AFTER).then_some(self.told.wall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Now {
        let wall = i64::try_from(seconds * 1000).unwrap();
        Now { monotonic: Duration::from_secs(seconds), wall: WallMillis(wall) }
    }

    #[test]
    fn the_time_counts_from_the_change_that_was_seen() {
        let idle = Presence::found(PhoneStatus::Idle, at(10));
        assert!(idle.longer, "idle when we came");
        assert_eq!(idle.listed(PhoneStatus::Idle, false, at(70)).timer().seconds(70_000), 60);
        let talks = idle.reported(PhoneStatus::InUse, at(80));
        assert_eq!((talks.longer, talks.timer().seconds(95_000)), (false, 15));
        let back = talks.listed(PhoneStatus::InUse, true, at(200));
        assert_eq!((back.longer, back.timer().seconds(205_000)), (true, 5), "another talk, for all we know");
    }

    #[test]
    fn a_phone_that_only_lists_tell_of_is_known_by_its_second_change() {
        let first = Presence::found(PhoneStatus::Idle, at(0)).listed(PhoneStatus::InUse, false, at(10));
        assert!(!first.is_unreported(), "the report may be on its way");
        let second = first.listed(PhoneStatus::Idle, false, at(20));
        assert!(second.is_unreported());
        assert!(!second.reported(PhoneStatus::Idle, at(21)).is_unreported(), "it was only late");
    }
}
