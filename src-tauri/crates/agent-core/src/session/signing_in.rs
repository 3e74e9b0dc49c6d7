//! The way to a session: listen, log in, look up our extension; and what a "no" on that way means.

use std::time::Duration;

use pbx_protocol::Meaning;
use pbx_protocol::endpoints::DeviceInfo;

use super::{Session, State, Trouble};
use crate::effect::Effect;
use crate::failure::{Failure, Refusal};
use crate::input::Listening;
use crate::now::Now;
use crate::session::ask::{Device, ExtensionList, SignIn, SignOut, TryEncryption};
use crate::session::view::{CheckState, CheckStep, DeviceView, ReceiverView};
use crate::settings::{Account, Scheme};
use crate::shared::Shared;
use crate::voicemail::view::PbxClock;

/// A zone changes on a weekend's night, and a clock is set at any time.
const CLOCK_IS_FRESH: Duration = Duration::from_mins(1);
/// Far above what opening a port and asking a name server take; only a lost answer gets here.
const LISTENING_LIMIT: Duration = Duration::from_mins(1);

impl Session {
    pub(super) fn begin(&mut self, shared: &mut Shared) {
        let Some(account) = self.account.clone() else { return };
        // Before a port is opened for nothing. Where the scheme is still to be found out, it is looked at again then.
        if is_too_open(&account, shared) {
            return self.refuse(Some(Failure::NotEncrypted), shared);
        }
        shared.outbox.forget_requests();
        self.trouble = Trouble::default();
        // It may be another PBX, and its zone may have changed while we were away.
        self.pbx.clock = None;
        self.checks.restart();
        self.enter(State::Listening { give_up: shared.now.monotonic + LISTENING_LIMIT }, shared);
        // Before the sign-in, which announces the port: from its answer on, the PBX may report a call there.
        shared.push(Effect::Listen { account });
    }

    pub(crate) fn on_listening(&mut self, outcome: Listening, shared: &mut Shared) {
        let State::Listening { .. } = self.state else { return };
        let Some(account) = self.account.clone() else { return };
        match outcome {
            Listening::Ready { address, port } => {
                self.checks.passed(CheckStep::ReportPort, Some(&format!("{address}:{port}")));
                self.checks.running(CheckStep::Login);
                // The same place as before keeps what is known of it: when the last report came, and how well they are
                // protected.
                let heard =
                    self.reports.receiver.take().filter(|old| old.address == address && old.port == port);
                self.reports.receiver = Some(heard.unwrap_or_else(|| ReceiverView::new(address, port)));
                self.enter(State::LoggingIn, shared);
                match account.scheme {
                    Scheme::Auto => shared.ask(TryEncryption { account }),
                    Scheme::Http | Scheme::Https => shared.ask(SignIn { account }),
                }
            }
            Listening::PortTaken { port, free, holder } => self.on_port_taken(port, free, holder, shared),
            Listening::Failed { failure } => {
                self.checks.failed(CheckStep::ReportPort);
                self.give_way(failure, shared);
            }
        }
    }

    /// The sign-in goes on by the way that the PBX speaks, which is the account's from now on.
    pub(crate) fn on_tried_encryption(&mut self, outcome: Result<Scheme, Failure>, shared: &mut Shared) {
        let State::LoggingIn = self.state else { return };
        let Some(account) = &mut self.account else { return };
        match outcome {
            Ok(scheme) => {
                // Kept with the account once we are online, so that TLS is not given up again without a word when
                // somebody stands between.
                account.scheme = scheme;
                let account = account.clone();
                if is_too_open(&account, shared) {
                    self.checks.failed(CheckStep::Login);
                    return self.refuse(Some(Failure::NotEncrypted), shared);
                }
                shared.ask(SignIn { account });
            }
            Err(failure) => {
                self.checks.failed(CheckStep::Login);
                self.wait_or_refuse(failure, shared);
            }
        }
    }

    pub(crate) fn on_login(&mut self, outcome: Result<(), Failure>, shared: &mut Shared) {
        let State::LoggingIn = self.state else { return };
        match outcome {
            Ok(()) => {
                self.checks.passed(CheckStep::Login, None);
                self.checks.running(CheckStep::Device);
                self.checks.running(CheckStep::Extension);
                self.enter(State::Looking, shared);
                self.token.since = Some(shared.now.monotonic);
                self.token.unanswered = 0;
                self.reports.heard = false;
                // The sign-in hangs on the extension alone. The device tells a name, the firmware and the clock,
                // and may fail.
                shared.ask(Device {});
                shared.ask(ExtensionList { anew: false });
            }
            Err(failure) => {
                self.checks.failed(CheckStep::Login);
                self.on_refused_login(failure, shared);
            }
        }
    }

    fn on_refused_login(&mut self, failure: Failure, shared: &mut Shared) {
        match failure {
            Failure::Refused { meaning: Meaning::LockedOut, .. } => self.lock_out(failure, shared),
            // A PBX that has just started says all sorts of things.
            failure => self.wait_or_refuse(failure, shared),
        }
    }

    pub(crate) fn on_device(&mut self, outcome: Result<DeviceInfo, Failure>, now: Now) {
        match outcome {
            Ok(device) => {
                self.pbx.clock = Some((device.system_time.clone(), now));
                let detail = format!("{} {}", device.name, device.firmware);
                self.checks.passed(CheckStep::Device, Some(detail.trim()));
                self.pbx.device =
                    Some(DeviceView { name: device.name, firmware: device.firmware, serial: device.serial });
            }
            // The extension is still being looked up; a clock that is not told later fails nothing.
            Err(_) if self.pbx.device.is_none() => self.checks.set(CheckStep::Device, CheckState::Failed),
            Err(_) => {}
        }
    }

    /// What the PBX's clock said, and when it was asked, a moment ago.
    pub(crate) fn pbx_clock(&self, now: Now) -> Option<(String, crate::now::WallMillis)> {
        let (said, at) = self.pbx.clock.as_ref()?;
        let is_fresh = now.monotonic.saturating_sub(at.monotonic) < CLOCK_IS_FRESH;
        is_fresh.then(|| (said.clone(), at.wall))
    }

    /// The same, however long ago: dates of the PBX are read by it.
    pub(crate) fn clock_view(&self) -> Option<PbxClock> {
        let (said, at) = self.pbx.clock.as_ref()?;
        Some(PbxClock { said: said.clone(), at: at.wall })
    }

    /// The extension list has come: `known` says whether ours is in it, with its name for people.
    pub(crate) fn on_extensions(&mut self, known: Result<Option<String>, Failure>, shared: &mut Shared) {
        let State::Looking = self.state else { return };
        match known {
            Ok(Some(name)) => {
                self.checks.passed(CheckStep::Extension, Some(&name));
                // Reports may come while we are still looking ourselves up: a phone that rings just then has proved
                // the way.
                let reports = if self.reports.heard { CheckState::Passed } else { CheckState::Running };
                self.checks.set(CheckStep::Reports, reports);
                self.proven = true;
                self.was_online = true;
                self.attempt = 0;
                let next_heartbeat = shared.now.monotonic + self.heartbeat_pause();
                self.enter(State::Online { next_heartbeat }, shared);
            }
            Ok(None) => {
                self.checks.failed(CheckStep::Extension);
                // Not given back, the token would live on for half an hour, with a receiver of ours that the PBX
                // reports to.
                let extension = self.account.as_ref().map(|a| a.extension.clone()).unwrap_or_default();
                shared.ask(SignOut {});
                self.wait_or_refuse(Failure::UnknownExtension { extension }, shared);
            }
            Err(failure) => {
                self.checks.failed(CheckStep::Extension);
                // It has answered, so there is a session to give back; where nothing answered, nobody would hear
                // this either.
                if let Failure::Refused { .. } = failure {
                    shared.ask(SignOut {});
                }
                self.give_way(failure, shared);
            }
        }
    }

    /// The password that was refused has worked before: a PBX that is starting says all sorts of things.
    pub(super) fn can_try_password(&self) -> bool {
        let State::Refused = self.state else { return false };
        let is_refused = |failure: &Failure| {
            matches!(
                failure,
                Failure::PasswordRefused | Failure::Refused { meaning: Meaning::WrongCredentials, .. }
            )
        };
        self.proven && self.trouble.problem.as_ref().is_some_and(is_refused)
    }

    /// As often as a person asks, and not once more.
    pub(crate) fn try_password_again(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        let account = self.account.clone().filter(|_| self.can_try_password()).ok_or(Refusal::NotNow)?;
        shared.push(Effect::ForgivePassword { slot: account.password_slot() });
        self.sign_in(account, true, shared)
    }

    /// Signs in with the shown certificate pinned, if that is the one that was shown.
    pub(crate) fn trust(&mut self, trusted: &str, shared: &mut Shared) -> Result<(), Refusal> {
        let account = self.account_that_trusts(trusted).ok_or(Refusal::NotNow)?;
        // Behind another certificate may stand another PBX: what it refuses is a matter for the person again.
        self.sign_in(account, false, shared)
    }

    fn account_that_trusts(&self, trusted: &str) -> Option<Account> {
        let (Failure::CertificateUnknown { fingerprint } | Failure::CertificateChanged { fingerprint }) =
            self.trouble.problem.as_ref()?
        else {
            return None;
        };
        let account = self.account.clone()?;
        // A retry may have met yet another certificate meanwhile: pinned is what the person has read.
        (fingerprint == trusted).then(|| Account { certificate: Some(fingerprint.clone()), ..account })
    }
}

/// Anybody between could read the password, and the person wants none of that.
fn is_too_open(account: &Account, shared: &Shared) -> bool {
    shared.settings.preferences.only_encrypted && spoken(account) == Scheme::Http
}

/// What is typed in front of the host wins.
fn spoken(account: &Account) -> Scheme {
    match account.host.trim().split_once("://") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") => Scheme::Https,
        // Whatever else stands there counts as open: nothing passes for encrypted by being unknown.
        Some(_) => Scheme::Http,
        None => account.scheme,
    }
}
