//! The one place that reads the clock. Timers of the operating system stand still while the machine sleeps, the wall
//! clock does not: the difference tells that it slept, and for how long. But the wall clock may also be set; where the
//! system has a clock that goes on during sleep and is never set, that one decides.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use agent_core::{Now, WallMillis};

use crate::event_loop::LONGEST_NAP;
use crate::system;

/// The wall clock is set by steps of some seconds at times; a sleep that matters is longer.
const SHORTEST_SLEEP: Duration = Duration::from_secs(20);
/// The clocks are read at least so often. On Windows both go on during sleep, and this is what tells of it.
const LONGEST_SILENCE: Duration = LONGEST_NAP.saturating_add(SHORTEST_SLEEP);

/// Reads the time. Copies of it agree.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
}

#[expect(clippy::disallowed_methods, reason = "everybody else is told the time; this is who tells it")]
impl Clock {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now() }
    }

    /// Since the start, without the time the machine slept where the operating system leaves it out.
    pub(crate) fn running(self) -> Duration {
        Instant::now().duration_since(self.started)
    }

    /// What the wall clock shows. It may be set back.
    pub fn wall() -> WallMillis {
        // A clock before 1970 or after the year 292 million is a broken machine; the epoch will do.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        WallMillis(i64::try_from(since.as_millis()).unwrap_or_default())
    }
}

/// What was read, and whether the machine slept since the reading before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) now: Now,
    pub(crate) woke: bool,
}

/// Makes a clock that goes on during sleep out of one that does not.
#[derive(Debug)]
pub(crate) struct SleepMeter {
    running: Duration,
    wall: WallMillis,
    slept: Duration,
    /// What the clock that is never set was ahead of the timers at the start.
    ahead: Option<Duration>,
}

impl SleepMeter {
    pub(crate) fn start(clock: Clock) -> Self {
        let running = clock.running();
        let ahead = system::uptime(clock.running()).map(|uptime| uptime.saturating_sub(running));
        Self { running, wall: Clock::wall(), slept: Duration::ZERO, ahead }
    }

    pub(crate) fn read(&mut self, clock: Clock) -> Reading {
        self.observe(clock.running(), Clock::wall(), || system::uptime(clock.running()))
    }

    fn observe(
        &mut self,
        running: Duration,
        wall: WallMillis,
        uptime: impl Fn() -> Option<Duration>,
    ) -> Reading {
        let ran = running.saturating_sub(self.running);
        let passed =
            u64::try_from(wall.0.saturating_sub(self.wall.0)).map_or(Duration::ZERO, Duration::from_millis);
        let mut missed = passed.saturating_sub(ran);
        // It slept, or somebody has set the wall clock.
        if missed >= SHORTEST_SLEEP
            && let (Some(ahead), Some(uptime)) = (self.ahead, uptime())
        {
            missed = uptime.saturating_sub(running).saturating_sub(ahead).saturating_sub(self.slept);
        }
        let stood_still = missed >= SHORTEST_SLEEP;
        if stood_still {
            self.slept += missed;
        }
        let woke = stood_still || ran >= LONGEST_SILENCE;
        self.running = running;
        self.wall = wall;
        Reading { now: Now { monotonic: running + self.slept, wall }, woke }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter() -> SleepMeter {
        SleepMeter {
            running: Duration::from_secs(100),
            wall: WallMillis(1_000_000),
            slept: Duration::ZERO,
            ahead: None,
        }
    }

    #[test]
    fn time_that_passes_on_both_clocks_is_no_sleep() {
        let reading = meter().observe(Duration::from_secs(110), WallMillis(1_000_000 + 10_000), || None);
        assert_eq!(reading.now.monotonic, Duration::from_secs(110));
        assert!(!reading.woke);
    }

    #[test]
    fn nobody_read_the_clocks_for_long_so_the_machine_slept() {
        let reading = meter().observe(Duration::from_secs(1900), WallMillis(1_000_000 + 1_800_000), || None);
        assert_eq!(reading.now.monotonic, Duration::from_secs(1900), "these clocks went on");
        assert!(reading.woke);
    }

    #[test]
    fn sleep_is_noticed_once_and_counts_as_time_passed() {
        let mut meter = meter();
        let woken = meter.observe(Duration::from_secs(101), WallMillis(1_000_000 + 3_601_000), || None);
        assert_eq!(woken.now.monotonic, Duration::from_secs(101 + 3600));
        assert!(woken.woke);
        let later = meter.observe(Duration::from_secs(102), WallMillis(1_000_000 + 3_602_000), || None);
        assert_eq!(later.now.monotonic, Duration::from_secs(102 + 3600));
        assert!(!later.woke);
    }

    #[test]
    fn a_wall_clock_set_back_or_a_little_forward_changes_nothing() {
        for wall in [-5_000_000, 1_000_000 - 60_000, 1_000_000 + 15_000] {
            let reading = meter().observe(Duration::from_secs(101), WallMillis(wall), || None);
            assert_eq!(reading.now, Now { monotonic: Duration::from_secs(101), wall: WallMillis(wall) });
            assert!(!reading.woke, "{wall}");
        }
    }

    #[test]
    fn a_wall_clock_set_forward_is_no_sleep() {
        // The machine had been up for an hour.
        let hour = Duration::from_hours(1);
        let mut meter = SleepMeter { ahead: Some(hour), ..meter() };
        let up = |slept: u64| move || Some(hour + Duration::from_secs(101 + slept));
        let set = meter.observe(Duration::from_secs(101), WallMillis(1_000_000 + 3_601_000), up(0));
        assert_eq!((set.now.monotonic, set.woke), (Duration::from_secs(101), false));
        // It sleeps for a minute, and for another one.
        let woken = meter.observe(Duration::from_secs(101), WallMillis(1_000_000 + 3_661_000), up(60));
        assert_eq!((woken.now.monotonic, woken.woke), (Duration::from_secs(161), true));
        let woken = meter.observe(Duration::from_secs(101), WallMillis(1_000_000 + 3_721_000), up(120));
        assert_eq!((woken.now.monotonic, woken.woke), (Duration::from_secs(221), true));
    }
}
