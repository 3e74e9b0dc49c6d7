//! A session at work: heartbeats, and what a failed request says about the session as a whole.

use std::time::Duration;

use pbx_protocol::Meaning;

use super::{Session, State};
use crate::failure::{Failure, Refusal};
use crate::session::ask::KeepAlive;
use crate::session::view::{CheckStep, ReceiverView};
use crate::shared::Shared;

/// A token taken by another program, an address of ours that has changed: an agent is without calls no longer than
/// this before it is noticed.
const HEARTBEAT: Duration = Duration::from_mins(1);
/// A PBX that is busy for a moment is not gone: so many heartbeats in a row may stay unanswered.
const UNANSWERED: u32 = 1;

impl Session {
    /// Up to a tenth earlier, different for each extension.
    pub(super) fn heartbeat_pause(&self) -> Duration {
        // The spread is up to half of it, and a fifth of that is the tenth.
        HEARTBEAT.saturating_sub(self.spread(HEARTBEAT) / 5)
    }

    fn beat(&self, shared: &mut Shared) {
        if self.is_online() {
            // One that is still under way answers for this one, too: a PBX that is slow must not get more to do for
            // it.
            shared.ask_once(KeepAlive {});
        }
    }

    pub(crate) fn on_heartbeat(&mut self, outcome: Result<(), Failure>, shared: &mut Shared) {
        if !self.is_online() {
            return;
        }
        match outcome {
            Ok(()) => {
                self.token.unanswered = 0;
            }
            Err(Failure::TimedOut) if self.token.unanswered < UNANSWERED => {
                self.token.unanswered += 1;
                self.beat(shared);
            }
            Err(failure) => self.give_way(failure, shared),
        }
    }

    /// The PBX was told where we listen; says whether that is another place than before.
    pub(crate) fn on_announced(&mut self, address: &str, port: u16) -> bool {
        let State::Online { .. } = self.state else { return false };
        if self.reports.receiver.as_ref().is_some_and(|old| old.address == address && old.port == port) {
            return false;
        }
        self.reports.receiver = Some(ReceiverView::new(address.to_owned(), port));
        // A firewall may lie before the new address: that the old one was reached proves nothing here.
        self.reports.heard = false;
        self.checks.passed(CheckStep::ReportPort, Some(&format!("{address}:{port}")));
        self.checks.running(CheckStep::Reports);
        true
    }

    /// A request failed for a reason that may concern the whole session.
    pub(crate) fn on_failure(&mut self, failure: &Failure, shared: &mut Shared) {
        if !self.is_online() {
            return;
        }
        if matches!(failure, Failure::Refused { meaning: Meaning::TokenGone, .. }) {
            self.on_token_gone(failure.clone(), shared);
        } else if speaks_against_the_session(failure) {
            // One lost request is no lost PBX: ask at once, and believe that answer.
            self.beat(shared);
        }
    }

    /// The person does not want to wait.
    pub(crate) fn retry(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        let State::Waiting { .. } = self.state else { return Err(Refusal::NotNow) };
        self.begin(shared);
        Ok(())
    }

    /// Does not wait any longer; while online, makes sure that it is.
    pub(crate) fn retry_now(&mut self, shared: &mut Shared) {
        match self.state {
            // A person who waits sees what it came to.
            State::Waiting { .. } => {
                self.begin(shared);
            }
            State::Online { .. } => self.beat(shared),
            // Under way, or a matter for a person. A lock is waited out: another network need not mean another address.
            State::SignedOut
            | State::Listening { .. }
            | State::LoggingIn
            | State::Looking
            | State::Refused
            | State::LockedOut { .. } => {}
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        match self.state {
            State::Online { next_heartbeat } => Some(next_heartbeat),
            State::Waiting { retry_at } => Some(retry_at),
            State::LockedOut { until } => Some(until),
            State::Listening { give_up } => Some(give_up),
            State::SignedOut | State::LoggingIn | State::Looking | State::Refused => None,
        }
    }

    pub(crate) fn on_deadline(&mut self, shared: &mut Shared) {
        if self.next_deadline().is_none_or(|at| at > shared.now.monotonic) {
            return;
        }
        match self.state {
            State::Online { .. } => {
                // Not by `enter`: everybody would hear that we are online, and fetch all lists again each minute.
                self.state = State::Online { next_heartbeat: shared.now.monotonic + self.heartbeat_pause() };
                self.beat(shared);
            }
            State::Waiting { .. } => self.begin(shared),
            State::Listening { .. } => {
                self.checks.failed(CheckStep::ReportPort);
                self.give_way(Failure::TimedOut, shared);
            }
            // Somebody else behind our address may have mistyped: a password that has worked is tried with care.
            State::LockedOut { .. } if self.proven => self.begin(shared),
            // The person may try again now; why it was refused stays to be read.
            State::LockedOut { .. } => {
                self.trouble.until = None;
                self.enter(State::Refused, shared);
            }
            State::SignedOut | State::LoggingIn | State::Looking | State::Refused => {}
        }
    }
}

fn speaks_against_the_session(failure: &Failure) -> bool {
    match failure {
        Failure::Unreachable { .. }
        | Failure::TimedOut
        | Failure::NotSent
        | Failure::NotDone
        | Failure::TlsMismatch
        | Failure::CertificateUnknown { .. }
        | Failure::CertificateChanged { .. }
        | Failure::HttpStatus { .. }
        | Failure::NotTheApi
        | Failure::CutShort
        | Failure::NotSignedIn => true,
        // The PBX was there to say no, or it is a matter of this computer.
        Failure::Refused { .. }
        | Failure::Forbidden
        | Failure::TooLarge
        | Failure::NotEncrypted
        | Failure::NoPassword
        | Failure::PasswordRefused
        | Failure::KeyringLocked
        | Failure::PortTaken { .. }
        | Failure::PortsTaken { .. }
        | Failure::UnknownExtension { .. }
        | Failure::DiskFull
        | Failure::File { .. }
        | Failure::Damaged { .. }
        | Failure::LaterVersion
        | Failure::NoSoundDevice
        | Failure::Unplayable { .. }
        | Failure::NoProgram => false,
    }
}
