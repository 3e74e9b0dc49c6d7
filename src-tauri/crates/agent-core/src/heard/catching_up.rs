//! When the PBX's records are asked for calls that nobody heard of: at the sign-in, after waking, after any gap in what
//! is heard, and every hour, since a lost report tells nobody that it was lost. What fails is tried again.

use std::time::Duration;

use crate::now::Now;

/// What was lost without a sign is there within this time.
const EVERY: Duration = Duration::from_hours(1);
/// A network that comes and goes must not have the PBX write its records all day.
const AFTER_A_GAP: Duration = Duration::from_mins(5);
/// The first pause after a failure; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
const LONGEST_PAUSE: Duration = Duration::from_mins(30);

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct CatchingUp {
    /// To be done now, whatever goes on.
    at_once: bool,
    /// To be done then, as soon as no call goes on: a call's record may be there before its last report.
    due: Option<Duration>,
    under_way: bool,
    last: Option<Duration>,
    failures: u32,
    /// A request got no answer; reports may have been lost as well.
    gap: bool,
    /// How many unreadable records the agent has been told of.
    unread_told: u32,
}

impl CatchingUp {
    /// Signed in: all that happened since the last time.
    pub(crate) fn on_online(&mut self) {
        // What was told of unreadable records outlives the session, or each sign-in would tell it again.
        *self = Self { at_once: true, unread_told: self.unread_told, ..Self::default() };
    }

    pub(crate) fn on_offline(&mut self) {
        *self = Self { unread_told: self.unread_told, ..Self::default() };
    }

    /// The machine slept.
    pub(crate) fn on_woke(&mut self, now: Now) {
        // Not at once: whoever wakes the machine may be talking, and the pause after a gap is for networks that flap.
        self.due = Some(now.monotonic);
    }

    /// Something was lost on the way to us.
    pub(crate) fn on_loss(&mut self, now: Now) {
        let at = self.last.map_or(now.monotonic, |last| now.monotonic.max(last + AFTER_A_GAP));
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// The PBX was not reached; it is not known yet whether it will be.
    pub(crate) fn on_no_answer(&mut self) {
        self.gap = true;
    }

    /// The PBX is there.
    pub(crate) fn on_answer(&mut self, now: Now) {
        if std::mem::take(&mut self.gap) {
            self.on_loss(now);
        }
    }

    /// Whether to ask now; `calm`: no call goes on.
    pub(crate) fn is_due(&self, calm: bool, now: Now) -> bool {
        !self.under_way && (self.at_once || calm && self.due.is_some_and(|due| due <= now.monotonic))
    }

    pub(crate) fn begin(&mut self, now: Now) {
        self.at_once = false;
        self.due = None;
        self.under_way = true;
        self.last = Some(now.monotonic);
    }

    pub(crate) fn on_done(&mut self, now: Now) {
        self.under_way = false;
        self.failures = 0;
        // A gap that was noticed while it ran is not covered by it, and stays due.
        self.due = Some(self.due.unwrap_or(now.monotonic + EVERY));
    }

    pub(crate) fn on_failed(&mut self, now: Now) {
        self.at_once = false;
        self.under_way = false;
        // 15 seconds doubled eight times are an hour, past the longest pause: there is no need to count on.
        let pause = FIRST_PAUSE.saturating_mul(1 << self.failures.min(8)).min(LONGEST_PAUSE);
        self.failures = self.failures.saturating_add(1);
        self.due = Some(now.monotonic + pause);
    }

    /// Whether the agent is to be told of so many: the same ones are asked for again each hour.
    pub(crate) fn tell_unread(&mut self, count: u32) -> bool {
        std::mem::replace(&mut self.unread_told, count) != count && count > 0
    }

    /// Only what lies ahead: what is due waits for the end of a call, which is no matter of time.
    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        self.due.filter(|due| *due > now.monotonic)
    }
}
