//! Coming back after a loss: at once, after a pause, or not without a person.

use std::time::Duration;

use pbx_protocol::Meaning;

use super::{Session, State, later};
use crate::effect::Effect;
use crate::failure::Failure;
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;

// An agent waits a minute and a half at most, spread included, for a PBX that is back; asked more often, by 200
// desktops, one that is starting would be the slower for it.
const LONGEST_PAUSE_SECONDS: u64 = 60;
/// A token lives 30 minutes from the last exchange. One that dies sooner than this was perhaps taken by another
/// program with the same API user, or the PBX started anew and its `BootUp` was lost.
const EARLY_DEATH: Duration = Duration::from_mins(10);
/// Two early deaths so close are no accident.
// The next token dies within ten minutes if it dies early; the other ten are for the pauses in between.
const SHORT_SPAN: Duration = Duration::from_mins(20);
/// How long the PBX does not listen to an address after five wrong passwords. (section "登陆")
const LOCK_OUT: Duration = Duration::from_mins(10);
/// The desktops behind one address were locked out in the same moment.
const LOCK_OUT_SPREAD: Duration = Duration::from_mins(2);
/// The PBX needs a moment after `BootUp`.
const AFTER_BOOT: Duration = Duration::from_secs(1);
/// All desktops hear of it in the same moment, and come back within this time.
const BOOT_SPREAD: Duration = Duration::from_secs(10);

/// Tokens that died early, lately.
#[derive(Debug, Default)]
pub(super) struct Deaths {
    count: u32,
    last: Option<Duration>,
}

impl Deaths {
    /// How many there have been in a row, this one included.
    fn add(&mut self, now: Now) -> u32 {
        let close = self.last.is_some_and(|last| now.monotonic.saturating_sub(last) < SHORT_SPAN);
        self.count = if close { self.count.saturating_add(1) } else { 1 };
        self.last = Some(now.monotonic);
        self.count
    }
}

impl Session {
    /// The first time at once: a token may die. Never in a tight loop: two programs would evict each other for ever.
    pub(super) fn on_token_gone(&mut self, failure: Failure, shared: &mut Shared) {
        self.token.lost_at = Some(shared.now.monotonic);
        let early = self.token.since.is_some_and(|at| shared.now.monotonic.saturating_sub(at) < EARLY_DEATH);
        // One that died of age, e.g. while the machine slept, was nobody's doing.
        let deaths = if early { self.token.deaths.add(shared.now) } else { 0 };
        if deaths < 2 {
            return self.begin(shared);
        }
        self.trouble.problem = Some(failure);
        // The more often in a row, the longer: another seat with our API user does the same as we do, and the two
        // must not take turns for ever.
        self.attempt = self.attempt.max(deaths);
        self.wait(shared);
        shared.tell(Notice::SessionTaken);
    }

    pub(crate) fn has_lost_token_within(&self, time: Duration, now: Now) -> bool {
        self.token.lost_at.is_some_and(|at| now.monotonic < at + time)
    }

    /// The session is older than those that others take away.
    pub(crate) fn has_lasted(&self, now: Now) -> bool {
        let lived = |at: Duration| now.monotonic.saturating_sub(at) >= EARLY_DEATH;
        self.is_online() && self.token.since.is_some_and(lived)
    }

    /// The PBX started anew: it does not know us any more.
    pub(crate) fn on_boot_up(&mut self, shared: &mut Shared) {
        if !self.is_wanted() {
            return;
        }
        // Asked with a token that died with the PBX's last run: refused late, they would count against the next one.
        shared.outbox.forget_requests();
        self.trouble.problem = None;
        // Twice, for `spread` gives up to half of what it gets.
        self.wait_for(AFTER_BOOT + self.spread(2 * BOOT_SPREAD), shared);
    }

    /// With an account that has worked the trouble will pass; with a new one a person must look at it.
    pub(super) fn give_way(&mut self, failure: Failure, shared: &mut Shared) {
        if matches!(failure, Failure::Refused { meaning: Meaning::TokenGone, .. }) {
            return self.on_token_gone(failure, shared);
        }
        self.wait_or_refuse(failure, shared);
    }

    /// The same where there is no token yet that could be gone.
    pub(super) fn wait_or_refuse(&mut self, failure: Failure, shared: &mut Shared) {
        if !self.will_pass(&failure) {
            return self.refuse(Some(failure), shared);
        }
        self.trouble.problem = Some(failure);
        self.wait(shared);
    }

    fn will_pass(&self, failure: &Failure) -> bool {
        match failure {
            // A person has to look at each of these. The same password, sent again by itself, would be one of the five
            // wrong ones that lock the address for everybody behind it.
            Failure::CertificateUnknown { .. }
            | Failure::CertificateChanged { .. }
            | Failure::NotEncrypted
            | Failure::NoPassword
            | Failure::PasswordRefused
            | Failure::Refused { meaning: Meaning::WrongCredentials, .. } => false,
            // The keyring opens when the person has signed in to this computer, be the account new or not.
            Failure::KeyringLocked => true,
            // While it boots, a PBX gives odd error numbers and lists nobody. An account that has never worked may be
            // wrong in any of these, and its person sits at the form.
            Failure::Refused { .. }
            | Failure::Unreachable { .. }
            | Failure::TlsMismatch
            | Failure::HttpStatus { .. }
            | Failure::NotTheApi
            | Failure::TimedOut
            | Failure::NotSent
            | Failure::NotDone
            | Failure::TooLarge
            | Failure::UnknownExtension { .. }
            | Failure::PortTaken { .. }
            | Failure::PortsTaken { .. }
            | Failure::DiskFull
            | Failure::File { .. }
            | Failure::Damaged { .. }
            | Failure::LaterVersion
            | Failure::NoSoundDevice
            | Failure::Unplayable { .. }
            | Failure::NoProgram
            | Failure::CutShort
            | Failure::NotSignedIn
            | Failure::Forbidden => self.proven,
        }
    }

    pub(super) fn refuse(&mut self, failure: Option<Failure>, shared: &mut Shared) {
        shared.outbox.forget_requests();
        self.trouble.problem = failure;
        // Nothing listens from here on, and the window must not name an address as if reports could come there.
        self.reports.receiver = None;
        self.enter(State::Refused, shared);
        shared.push(Effect::StopListening);
    }

    /// The PBX does not listen to our address for a while. An account that has worked comes back by itself after that,
    /// and hears meanwhile what the PBX may still report.
    pub(super) fn lock_out(&mut self, failure: Failure, shared: &mut Shared) {
        // Those that come back by themselves would come in one moment; a person waits for the clock that is shown.
        let pause = if self.proven { LOCK_OUT + self.spread(LOCK_OUT_SPREAD) } else { LOCK_OUT };
        shared.outbox.forget_requests();
        self.trouble.problem = Some(failure);
        self.trouble.until = Some(later(shared.now.wall, pause));
        self.enter(State::LockedOut { until: shared.now.monotonic + pause }, shared);
        if self.proven {
            return;
        }
        self.reports.receiver = None;
        shared.push(Effect::StopListening);
    }

    fn wait(&mut self, shared: &mut Shared) {
        shared.outbox.forget_requests();
        // 2^6 seconds are past the longest pause already; a shift that went on would overflow after an evening
        // without the PBX.
        let pause = Duration::from_secs((1_u64 << self.attempt.min(6)).min(LONGEST_PAUSE_SECONDS));
        self.attempt = self.attempt.saturating_add(1);
        self.wait_for(pause + self.spread(pause), shared);
    }

    fn wait_for(&mut self, pause: Duration, shared: &mut Shared) {
        self.trouble.until = Some(later(shared.now.wall, pause));
        self.enter(State::Waiting { retry_at: shared.now.monotonic + pause }, shared);
    }

    /// Up to half the pause, different for each extension and attempt.
    pub(super) fn spread(&self, pause: Duration) -> Duration {
        let digits = self.account.as_ref().and_then(|a| a.extension.parse::<u64>().ok()).unwrap_or(0);
        // Knuth's multipliers, 2^32 and 2^16 over the golden ratio: extensions side by side, which is how they are
        // given out, end up far apart. Nothing is drawn by lot, for a journal has to replay to the same views.
        let mixed =
            digits.wrapping_mul(2_654_435_761).wrapping_add(u64::from(self.attempt).wrapping_mul(40_503));
        let percent = u32::try_from(mixed % 50).unwrap_or(0);
        pause * percent / 100
    }
}
