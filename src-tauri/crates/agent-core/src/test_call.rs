//! A call that is none: the program shows itself how calls pop up. It is no part of the calls, so nobody who follows those
//! hears of it: no history, no other program, no page, no sound.

use std::time::Duration;

use crate::now::Now;

/// Long enough to be seen, too short to be taken for a caller.
const SHOWN: Duration = Duration::from_secs(3);

/// Whether one is shown now.
#[derive(Debug, Default)]
pub(crate) struct TestCall {
    until: Option<Duration>,
}

impl TestCall {
    pub(crate) fn begin(&mut self, now: Now) {
        self.until = Some(now.monotonic + SHOWN);
    }

    pub(crate) fn let_time_pass(&mut self, now: Now) {
        self.until = self.until.filter(|until| now.monotonic < *until);
    }

    pub(crate) fn is_shown(&self) -> bool {
        self.until.is_some()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.until
    }
}
