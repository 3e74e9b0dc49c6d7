//! The way to a session: listen, log in, look up our extension; and what a "no" on that way means.

use std::time::Duration;

use pbx_protocol::Meaning;
use pbx_protocol::endpoints::DeviceInfo;

use super::{Session, State, Turn, later};
use crate::outbox::{Outbox, Purpose};
use crate::{
    Account, CheckState, CheckStep, DeviceView, Effect, Failure, Listening, Now, PasswordSlot, ReceiverView,
    Request,
};

/// How long the PBX does not listen to an address after five wrong passwords. (section "登陆")
const LOCK_OUT: Duration = Duration::from_mins(10);
/// Far above what opening a port and asking a name server take; only a lost answer gets here.
const LISTENING_LIMIT: Duration = Duration::from_mins(1);

impl Session {
    pub(super) fn begin(&mut self, out: &mut Outbox, now: Now) {
        let Some(account) = self.account.clone() else { return };
        out.forget_requests();
        self.problem = None;
        self.until = None;
        self.free_port = None;
        self.pbx_clock = None;
        self.checks.restart();
        self.enter(State::Listening { give_up: now.monotonic + LISTENING_LIMIT }, now);
        out.push(Effect::Listen { account });
    }

    pub(crate) fn on_listening(&mut self, outcome: Listening, out: &mut Outbox, now: Now) -> Turn {
        let State::Listening { .. } = self.state else { return Turn::Nothing };
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
                    mended: 0,
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
                Turn::Stopped
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
            | Failure::NotSent
            | Failure::TooLarge
            | Failure::UnknownExtension { .. }
            | Failure::DiskFull
            | Failure::File { .. }
            | Failure::Damaged { .. }
            | Failure::NoSoundDevice
            | Failure::Unplayable { .. }
            | Failure::NoProgram
            | Failure::CutShort
            | Failure::NotSignedIn => self.give_way(failure, out, now),
        }
    }

    pub(crate) fn on_device(&mut self, outcome: Result<DeviceInfo, Failure>, now: Now) {
        match outcome {
            Ok(device) => {
                self.pbx_clock = Some((device.system_time.clone(), now.wall));
                let detail = format!("{} {}", device.name, device.firmware);
                self.checks.passed(CheckStep::Device, Some(detail.trim()));
                self.device =
                    Some(DeviceView { name: device.name, firmware: device.firmware, serial: device.serial });
            }
            // The extension is still being looked up.
            Err(_) => self.checks.set(CheckStep::Device, CheckState::Failed),
        }
    }

    /// What the PBX's clock said, and when it was asked.
    pub(crate) fn pbx_clock(&self) -> Option<(String, crate::WallMillis)> {
        self.pbx_clock.clone()
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
                let heard = self.receiver.as_ref().is_some_and(|receiver| receiver.last_report.is_some());
                self.checks
                    .set(CheckStep::Reports, if heard { CheckState::Passed } else { CheckState::Running });
                self.proven = true;
                self.was_online = true;
                self.attempt = 0;
                let next_heartbeat = now.monotonic + self.heartbeat_pause();
                self.enter(State::Online { next_heartbeat }, now);
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
}

fn slot_of(account: &Account) -> PasswordSlot {
    PasswordSlot::Account { host: account.host.clone(), username: account.username.clone() }
}
