//! The session with the PBX: listen, sign in, keep alive, come back, and stop when told no.
//!
//! It never repeats a refused password (five lock the address), and never hurries: what the PBX does not answer is
//! tried again with growing pauses, spread so that 200 desktops do not come back in the same second.

mod account;
mod checks;

use std::time::Duration;

use pbx_protocol::endpoints::DeviceInfo;
use pbx_protocol::{Extension, Meaning};

use crate::outbox::{Outbox, Purpose};
use crate::{
    Account, CheckState, CheckStep, ConnectionState, ConnectionView, DeviceView, Effect, Failure, Listening,
    Now, PasswordSlot, Protection, ReceiverView, Refusal, Request, WallMillis,
};

pub(crate) use account::validate;
use checks::Checks;

/// The PBX forgets a silent client after 30 minutes; six tries fit in.
const HEARTBEAT: Duration = Duration::from_mins(5);
/// How long the PBX does not listen to an address after five wrong passwords. (section "登陆")
const LOCK_OUT: Duration = Duration::from_mins(10);
const LONGEST_PAUSE_SECONDS: u64 = 60;
/// A token that dies sooner than this was probably taken by another program with the same API user.
const EARLY_DEATH: Duration = Duration::from_mins(10);
/// The PBX needs a moment after `BootUp`.
const AFTER_BOOT: Duration = Duration::from_secs(1);

#[derive(Debug)]
enum State {
    SignedOut,
    Listening,
    LoggingIn,
    /// Signed in; the extension is being looked up.
    Looking,
    Online {
        next_heartbeat: Duration,
    },
    Waiting {
        retry_at: Duration,
    },
    Refused,
    LockedOut {
        until: Duration,
    },
}

/// What the session's part found out, for the desk to pass on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Nothing,
    /// Just online: fetch the rest.
    Online,
    /// Just lost.
    Offline,
    /// Lost, and another program seems to use our API user.
    Taken,
}

/// The session with the PBX.
#[derive(Debug)]
pub(crate) struct Session {
    state: State,
    since: WallMillis,
    account: Option<Account>,
    /// This account has worked before, so what fails now will pass.
    proven: bool,
    checks: Checks,
    problem: Option<Failure>,
    until: Option<WallMillis>,
    device: Option<DeviceView>,
    receiver: Option<ReceiverView>,
    free_port: Option<u16>,
    attempt: u32,
    signed_in_at: Option<Duration>,
}

impl Session {
    pub(crate) fn new(now: Now) -> Self {
        Self {
            state: State::SignedOut,
            since: now.wall,
            account: None,
            proven: false,
            checks: Checks::default(),
            problem: None,
            until: None,
            device: None,
            receiver: None,
            free_port: None,
            attempt: 0,
            signed_in_at: None,
        }
    }

    pub(crate) fn is_online(&self) -> bool {
        matches!(self.state, State::Online { .. })
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// Our extension, while there is an account.
    pub(crate) fn extension(&self) -> Option<Extension> {
        self.account.as_ref().and_then(|account| Extension::parse(&account.extension).ok())
    }

    /// The PBX has known our extension under this account.
    pub(crate) fn is_known(&self) -> bool {
        self.proven
    }

    pub(crate) fn has_heard_reports(&self) -> bool {
        self.receiver.as_ref().is_some_and(|receiver| receiver.last_report.is_some())
    }

    pub(crate) fn receiver_text(&self) -> String {
        self.receiver.as_ref().map(|r| format!("{}:{}", r.address, r.port)).unwrap_or_default()
    }

    /// The person, or the start of the program, wants a session. A lock-out is waited for.
    pub(crate) fn sign_in(
        &mut self,
        account: Account,
        proven: bool,
        out: &mut Outbox,
        now: Now,
    ) -> Result<(), Refusal> {
        if let State::LockedOut { until } = self.state
            && now.monotonic < until
        {
            return Err(Refusal::NotNow);
        }
        validate(&account)?;
        self.account = Some(account);
        self.proven = proven;
        self.attempt = 0;
        self.device = None;
        self.begin(out, now);
        Ok(())
    }

    fn begin(&mut self, out: &mut Outbox, now: Now) {
        let Some(account) = self.account.clone() else { return };
        out.forget_requests();
        self.problem = None;
        self.until = None;
        self.free_port = None;
        self.checks.restart();
        self.enter(State::Listening, now);
        out.push(Effect::Listen { account });
    }

    pub(crate) fn on_listening(&mut self, outcome: Listening, out: &mut Outbox, now: Now) -> Turn {
        let State::Listening = self.state else { return Turn::Nothing };
        let Some(account) = self.account.clone() else { return Turn::Nothing };
        match outcome {
            Listening::Ready { address, port } => {
                self.checks.passed(CheckStep::ReportPort, Some(&format!("{address}:{port}")));
                self.checks.running(CheckStep::Login);
                let heard = self.receiver.take().filter(|old| old.address == address && old.port == port);
                self.receiver = Some(heard.unwrap_or(ReceiverView {
                    address,
                    port,
                    last_report: None,
                    protection: None,
                }));
                self.enter(State::LoggingIn, now);
                out.send(Request::Login { account }, Purpose::Login, now);
                Turn::Nothing
            }
            Listening::PortTaken { free, .. } => {
                self.checks.failed(CheckStep::ReportPort);
                self.free_port = free;
                self.refuse(None, out, now)
            }
            Listening::Failed { failure } => {
                self.checks.failed(CheckStep::ReportPort);
                self.give_way(failure, out, now)
            }
        }
    }

    pub(crate) fn on_login(&mut self, outcome: Result<(), Failure>, out: &mut Outbox, now: Now) -> Turn {
        let State::LoggingIn = self.state else { return Turn::Nothing };
        match outcome {
            Ok(()) => {
                self.checks.passed(CheckStep::Login, None);
                self.checks.running(CheckStep::Device);
                self.checks.running(CheckStep::Extension);
                self.enter(State::Looking, now);
                self.signed_in_at = Some(now.monotonic);
                out.send(Request::DeviceInfo, Purpose::Device, now);
                out.send(Request::Extensions, Purpose::Extensions, now);
                Turn::Nothing
            }
            Err(failure) => {
                self.checks.failed(CheckStep::Login);
                self.on_refused_login(failure, out, now)
            }
        }
    }

    fn on_refused_login(&mut self, failure: Failure, out: &mut Outbox, now: Now) -> Turn {
        match &failure {
            Failure::Refused { meaning: Meaning::LockedOut, .. } => {
                self.problem = Some(failure);
                self.until = Some(later(now.wall, LOCK_OUT));
                self.enter(State::LockedOut { until: now.monotonic + LOCK_OUT }, now);
                out.push(Effect::StopListening);
                Turn::Offline
            }
            Failure::Refused { meaning: Meaning::WrongCredentials, .. } => {
                if let Some(account) = &self.account {
                    out.push(Effect::ForgetPassword { slot: slot_of(account) });
                }
                self.refuse(Some(failure), out, now)
            }
            Failure::Refused { .. } | Failure::NoPassword => self.refuse(Some(failure), out, now),
            Failure::Unreachable { .. }
            | Failure::TlsMismatch
            | Failure::CertificateUnknown { .. }
            | Failure::CertificateChanged { .. }
            | Failure::HttpStatus { .. }
            | Failure::NotTheApi
            | Failure::TimedOut
            | Failure::TooLarge
            | Failure::UnknownExtension { .. }
            | Failure::DiskFull
            | Failure::File { .. }
            | Failure::Damaged { .. }
            | Failure::CannotPlay
            | Failure::CutShort
            | Failure::NotSignedIn => self.give_way(failure, out, now),
        }
    }

    pub(crate) fn on_device(&mut self, outcome: Result<DeviceInfo, Failure>) {
        match outcome {
            Ok(device) => {
                let detail = format!("{} {}", device.name, device.firmware);
                self.checks.passed(CheckStep::Device, Some(detail.trim()));
                self.device =
                    Some(DeviceView { name: device.name, firmware: device.firmware, serial: device.serial });
            }
            Err(_) => self.checks.failed(CheckStep::Device),
        }
    }

    /// The extension list has come: `known` says whether ours is in it, with its name for people.
    pub(crate) fn on_extensions(
        &mut self,
        known: Result<Option<String>, Failure>,
        out: &mut Outbox,
        now: Now,
    ) -> Turn {
        let State::Looking = self.state else { return Turn::Nothing };
        match known {
            Ok(Some(name)) => {
                self.checks.passed(CheckStep::Extension, Some(&name));
                let heard = self.has_heard_reports();
                self.checks
                    .set(CheckStep::Reports, if heard { CheckState::Passed } else { CheckState::Running });
                self.proven = true;
                self.attempt = 0;
                self.enter(State::Online { next_heartbeat: now.monotonic + HEARTBEAT }, now);
                Turn::Online
            }
            Ok(None) => {
                self.checks.failed(CheckStep::Extension);
                let extension = self.account.as_ref().map(|a| a.extension.clone()).unwrap_or_default();
                out.send(Request::Logout, Purpose::Logout, now);
                self.refuse(Some(Failure::UnknownExtension { extension }), out, now)
            }
            Err(failure) => {
                self.checks.failed(CheckStep::Extension);
                self.give_way(failure, out, now)
            }
        }
    }

    pub(crate) fn on_heartbeat(&mut self, outcome: Result<(), Failure>, out: &mut Outbox, now: Now) -> Turn {
        if !self.is_online() {
            return Turn::Nothing;
        }
        match outcome {
            Ok(()) => Turn::Nothing,
            Err(failure) => self.give_way(failure, out, now),
        }
    }

    /// A request failed for a reason that may concern the whole session.
    pub(crate) fn on_failure(&mut self, failure: &Failure, out: &mut Outbox, now: Now) -> Turn {
        if !self.is_online() {
            return Turn::Nothing;
        }
        match failure {
            Failure::Refused { meaning: Meaning::TokenGone, .. } => self.on_token_gone(out, now),
            Failure::Unreachable { .. } | Failure::TimedOut => {
                // One lost request is no lost PBX: ask at once, and believe that answer.
                if !out.waits_for(&Purpose::Heartbeat) {
                    out.send(Request::Heartbeat, Purpose::Heartbeat, now);
                }
                Turn::Nothing
            }
            Failure::Refused { .. }
            | Failure::TlsMismatch
            | Failure::CertificateUnknown { .. }
            | Failure::CertificateChanged { .. }
            | Failure::HttpStatus { .. }
            | Failure::NotTheApi
            | Failure::TooLarge
            | Failure::NoPassword
            | Failure::UnknownExtension { .. }
            | Failure::DiskFull
            | Failure::File { .. }
            | Failure::Damaged { .. }
            | Failure::CannotPlay
            | Failure::CutShort
            | Failure::NotSignedIn => Turn::Nothing,
        }
    }

    fn on_token_gone(&mut self, out: &mut Outbox, now: Now) -> Turn {
        let died_early = self.signed_in_at.is_some_and(|at| now.monotonic.saturating_sub(at) < EARLY_DEATH);
        if died_early {
            self.attempt = self.attempt.max(2);
            self.wait(out, now);
            Turn::Taken
        } else {
            self.begin(out, now);
            Turn::Offline
        }
    }

    /// The PBX started anew: it does not know us any more.
    pub(crate) fn on_boot_up(&mut self, out: &mut Outbox, now: Now) -> Turn {
        match self.state {
            State::SignedOut | State::Refused | State::LockedOut { .. } => Turn::Nothing,
            State::Listening
            | State::LoggingIn
            | State::Looking
            | State::Online { .. }
            | State::Waiting { .. } => {
                out.forget_requests();
                self.wait_for(AFTER_BOOT + self.spread(AFTER_BOOT), now);
                Turn::Offline
            }
        }
    }

    pub(crate) fn on_report(&mut self, now: Now) {
        if let Some(receiver) = &mut self.receiver {
            receiver.last_report = Some(now.wall);
        }
        if self.is_online() {
            self.checks.set(CheckStep::Reports, CheckState::Passed);
        }
    }

    pub(crate) fn on_protection(&mut self, protection: Protection) {
        if let Some(receiver) = &mut self.receiver {
            receiver.protection = Some(protection);
        }
    }

    pub(crate) fn sign_out(&mut self, out: &mut Outbox, now: Now) {
        out.forget_requests();
        if matches!(self.state, State::Online { .. } | State::Looking) {
            out.send(Request::Logout, Purpose::Logout, now);
        }
        out.push(Effect::StopListening);
        self.problem = None;
        self.until = None;
        self.receiver = None;
        self.checks = Checks::default();
        self.enter(State::SignedOut, now);
    }

    /// Whether [`Session::retry_now`] would do something.
    pub(crate) fn can_retry(&self) -> bool {
        matches!(self.state, State::Waiting { .. })
    }

    /// Does not wait any longer; while online, makes sure that it is.
    pub(crate) fn retry_now(&mut self, out: &mut Outbox, now: Now) {
        match self.state {
            State::Waiting { .. } => self.begin(out, now),
            State::Online { .. } => {
                if !out.waits_for(&Purpose::Heartbeat) {
                    out.send(Request::Heartbeat, Purpose::Heartbeat, now);
                }
            }
            State::SignedOut
            | State::Listening
            | State::LoggingIn
            | State::Looking
            | State::Refused
            | State::LockedOut { .. } => {}
        }
    }

    /// The account with the shown certificate pinned, if that is the one that was shown.
    pub(crate) fn trust(&self, trusted: &str) -> Option<Account> {
        let (Failure::CertificateUnknown { fingerprint } | Failure::CertificateChanged { fingerprint }) =
            self.problem.as_ref()?
        else {
            return None;
        };
        let account = self.account.clone()?;
        (fingerprint == trusted).then(|| Account { certificate: Some(fingerprint.clone()), ..account })
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        match self.state {
            State::Online { next_heartbeat } => Some(next_heartbeat),
            State::Waiting { retry_at } => Some(retry_at),
            State::LockedOut { until } => Some(until),
            State::SignedOut | State::Listening | State::LoggingIn | State::Looking | State::Refused => None,
        }
    }

    pub(crate) fn on_deadline(&mut self, out: &mut Outbox, now: Now) {
        match self.state {
            State::Online { next_heartbeat } if next_heartbeat <= now.monotonic => {
                self.state = State::Online { next_heartbeat: now.monotonic + HEARTBEAT };
                if !out.waits_for(&Purpose::Heartbeat) {
                    out.send(Request::Heartbeat, Purpose::Heartbeat, now);
                }
            }
            State::Waiting { retry_at } if retry_at <= now.monotonic => self.begin(out, now),
            State::LockedOut { until } if until <= now.monotonic => {
                self.until = None;
                self.enter(State::Refused, now);
            }
            State::Online { .. }
            | State::Waiting { .. }
            | State::LockedOut { .. }
            | State::SignedOut
            | State::Listening
            | State::LoggingIn
            | State::Looking
            | State::Refused => {}
        }
    }

    /// With an account that has worked the trouble will pass; with a new one a person must look at it.
    fn give_way(&mut self, failure: Failure, out: &mut Outbox, now: Now) -> Turn {
        let needs_a_person = matches!(
            failure,
            Failure::CertificateUnknown { .. } | Failure::CertificateChanged { .. } | Failure::NoPassword
        );
        if matches!(failure, Failure::Refused { meaning: Meaning::TokenGone, .. }) {
            return self.on_token_gone(out, now);
        }
        if !self.proven || needs_a_person {
            return self.refuse(Some(failure), out, now);
        }
        self.problem = Some(failure);
        self.wait(out, now);
        Turn::Offline
    }

    fn refuse(&mut self, failure: Option<Failure>, out: &mut Outbox, now: Now) -> Turn {
        self.problem = failure;
        self.enter(State::Refused, now);
        out.push(Effect::StopListening);
        Turn::Offline
    }

    fn wait(&mut self, out: &mut Outbox, now: Now) {
        out.forget_requests();
        let pause = Duration::from_secs((1_u64 << self.attempt.min(6)).min(LONGEST_PAUSE_SECONDS));
        self.attempt = self.attempt.saturating_add(1);
        self.wait_for(pause + self.spread(pause), now);
    }

    fn wait_for(&mut self, pause: Duration, now: Now) {
        self.until = Some(later(now.wall, pause));
        self.enter(State::Waiting { retry_at: now.monotonic + pause }, now);
    }

    /// Up to half the pause, different for each extension and attempt.
    fn spread(&self, pause: Duration) -> Duration {
        let digits = self.account.as_ref().and_then(|a| a.extension.parse::<u64>().ok()).unwrap_or(0);
        let mixed =
            digits.wrapping_mul(2_654_435_761).wrapping_add(u64::from(self.attempt).wrapping_mul(40_503));
        let percent = u32::try_from(mixed % 50).unwrap_or(0);
        pause * percent / 100
    }

    fn enter(&mut self, state: State, now: Now) {
        let before = self.view_state();
        self.state = state;
        if self.view_state() != before {
            self.since = now.wall;
        }
    }

    fn view_state(&self) -> ConnectionState {
        match self.state {
            State::SignedOut => ConnectionState::SignedOut,
            State::Listening | State::LoggingIn | State::Looking if self.proven => {
                ConnectionState::Reconnecting
            }
            State::Listening | State::LoggingIn | State::Looking => ConnectionState::SigningIn,
            State::Online { .. } => ConnectionState::Online,
            State::Waiting { .. } => ConnectionState::Reconnecting,
            State::Refused => ConnectionState::Refused,
            State::LockedOut { .. } => ConnectionState::LockedOut,
        }
    }

    pub(crate) fn view(&self) -> ConnectionView {
        ConnectionView {
            state: self.view_state(),
            since: self.since,
            problem: self.problem.clone(),
            until: self.until,
            checks: self.checks.view(),
            device: self.device.clone(),
            receiver: self.receiver.clone(),
            free_port: self.free_port,
        }
    }
}

fn slot_of(account: &Account) -> PasswordSlot {
    PasswordSlot::Account { host: account.host.clone(), username: account.username.clone() }
}

fn later(wall: WallMillis, by: Duration) -> WallMillis {
    WallMillis(wall.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
}
