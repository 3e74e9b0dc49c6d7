//! The session with the PBX: listen, sign in, keep alive, come back, and stop when told no.
//!
//! It never repeats a refused password (five lock the address), and never hurries: what the PBX does not answer is
//! tried again with growing pauses, spread so that 200 desktops do not come back in the same second. For an account
//! that has worked only a refused password and a certificate need a person; everything else will pass.

pub(crate) mod account;
pub(crate) mod ask;
pub(crate) mod believing;
mod checks;
mod coming_back;
pub(crate) mod intents;
mod keeping;
mod port_taken;
mod signing_in;
pub(crate) mod view;

use std::time::Duration;

use pbx_protocol::Extension;

use crate::effect::Effect;
use crate::failure::{Failure, Refusal};
use crate::now::{Now, WallMillis};
use crate::session::view::{
    CheckState, CheckStep, ConnectionState, ConnectionView, DeviceView, Protection, ReceiverView,
};
use crate::settings::Account;
use crate::shared::Shared;
use ask::SignOut;

pub(crate) use account::validate;
use checks::Checks;
use coming_back::Deaths;
use port_taken::Taken;

#[derive(Debug, Default)]
enum State {
    #[default]
    SignedOut,
    Listening {
        give_up: Duration,
    },
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

/// What others than the session itself have to hear of; each is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Just online: fetch the rest.
    Online,
    /// Just lost; it comes back by itself.
    Offline,
    /// Lost until a person does something.
    Stopped,
}

/// What keeps us from the PBX.
#[derive(Debug, Default)]
struct Trouble {
    problem: Option<Failure>,
    /// When it is tried again by itself.
    until: Option<WallMillis>,
    /// Another program has our port, and this one would do.
    free_port: Option<u16>,
    taken: Taken,
}

/// What the PBX says of itself.
#[derive(Debug, Default)]
struct Pbx {
    device: Option<DeviceView>,
    /// What its clock said, and when.
    clock: Option<(String, Now)>,
}

/// Where reports come to.
#[derive(Debug, Default)]
struct Reports {
    receiver: Option<ReceiverView>,
    /// One has come in this session, to the address the PBX has now.
    heard: bool,
}

/// How the tokens fare that the PBX gives us.
#[derive(Debug, Default)]
struct Token {
    /// We have signed in then.
    since: Option<Duration>,
    /// Heartbeats that were not answered in time, in a row.
    unanswered: u32,
    /// When the PBX did not know one any more.
    lost_at: Option<Duration>,
    deaths: Deaths,
}

/// The session with the PBX.
#[derive(Debug, Default)]
pub(crate) struct Session {
    state: State,
    since: WallMillis,
    account: Option<Account>,
    /// This account has worked before, so what fails now will pass.
    proven: bool,
    /// It has been online since the person, or the start of the program, asked for it.
    was_online: bool,
    attempt: u32,
    checks: Checks,
    trouble: Trouble,
    pbx: Pbx,
    reports: Reports,
    token: Token,
    /// What has not been told yet.
    changes: Vec<Change>,
}

impl Session {
    pub(crate) fn new(now: Now) -> Self {
        Self { since: now.wall, ..Self::default() }
    }

    /// On the way to be online.
    pub(crate) fn is_signing_in(&self) -> bool {
        matches!(self.state, State::Listening { .. } | State::LoggingIn | State::Looking)
    }

    fn has_token(&self) -> bool {
        matches!(self.state, State::Online { .. } | State::Looking)
    }

    /// What has changed since the last time.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    pub(crate) fn is_online(&self) -> bool {
        matches!(self.state, State::Online { .. })
    }

    /// There is a session, or there will be one again by itself: what the PBX reports is of interest.
    pub(crate) fn is_wanted(&self) -> bool {
        match self.state {
            State::Listening { .. }
            | State::LoggingIn
            | State::Looking
            | State::Online { .. }
            | State::Waiting { .. } => true,
            State::LockedOut { .. } => self.proven,
            State::SignedOut | State::Refused => false,
        }
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The PBX has known our extension under this account.
    pub(crate) fn is_known(&self) -> bool {
        self.proven
    }

    pub(crate) fn receiver_text(&self) -> String {
        self.reports.receiver.as_ref().map(|r| format!("{}:{}", r.address, r.port)).unwrap_or_default()
    }

    /// Starts signing in. Refused while this PBX has locked us out.
    pub(crate) fn sign_in(
        &mut self,
        account: Account,
        proven: bool,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        validate(&account)?;
        // A sign-in that is refused leaves everything as it was, so nothing is touched before both checks.
        let same_pbx = self.account.as_ref().is_some_and(|old| old.host == account.host);
        // The lock is on our address: under another user name the same PBX would not listen either.
        if matches!(self.state, State::LockedOut { .. }) && same_pbx {
            return Err(Refusal::NotNow);
        }
        self.leave(shared);
        shared.own = Extension::parse(&account.extension).ok();
        self.account = Some(account);
        self.proven = proven;
        // Asked for by a person, it is shown as a sign-in; "reconnecting" is for what comes back by itself. And the
        // pauses that grew with each token that another program took begin anew.
        self.was_online = false;
        self.attempt = 0;
        self.token.deaths = Deaths::default();
        self.pbx.device = None;
        self.begin(shared);
        Ok(())
    }

    /// What the PBX reports is heard until then; a lock-out outlasts this.
    pub(crate) fn sign_out(&mut self, shared: &mut Shared) {
        if matches!(self.state, State::LockedOut { .. }) {
            // Signing out unlocks no address: without this state the next sign-in would run into the same lock.
            // That nobody wants to come back by itself is all that changes.
            if std::mem::take(&mut self.proven) {
                shared.push(Effect::StopListening);
            }
            return;
        }
        self.leave(shared);
        shared.push(Effect::StopListening);
        self.trouble = Trouble::default();
        self.reports.receiver = None;
        self.pbx.device = None;
        self.checks = Checks::default();
        self.enter(State::SignedOut, shared);
    }

    /// Gives an open session back to the PBX.
    fn leave(&mut self, shared: &mut Shared) {
        // The answers would be taken for those to the next session's questions.
        shared.outbox.forget_requests();
        if self.has_token() {
            shared.ask(SignOut {});
        }
    }

    pub(crate) fn on_report(&mut self, now: Now) {
        if let Some(receiver) = &mut self.reports.receiver {
            receiver.heard(now.wall);
        }
        match self.state {
            State::Looking => self.reports.heard = true,
            State::Online { .. } => {
                self.reports.heard = true;
                self.checks.set(CheckStep::Reports, CheckState::Passed);
            }
            // It went where the session before wanted it.
            State::SignedOut
            | State::Listening { .. }
            | State::LoggingIn
            | State::Waiting { .. }
            | State::Refused
            | State::LockedOut { .. } => {}
        }
    }

    pub(crate) fn on_mended_report(&mut self) {
        if let Some(receiver) = &mut self.reports.receiver {
            receiver.mended = receiver.mended.saturating_add(1);
        }
    }

    pub(crate) fn on_protection(&mut self, protection: Protection) {
        if let Some(receiver) = &mut self.reports.receiver {
            receiver.protection = Some(protection);
        }
    }

    fn enter(&mut self, state: State, shared: &mut Shared) {
        // The view has fewer states than we have: "reconnecting since" must not begin anew with each attempt.
        let before = self.view_state();
        let change = match state {
            State::Online { .. } => Some(Change::Online),
            // From a session that is there: the token died, or the person signs in anew. No pause tells of that loss.
            State::Listening { .. } => self.has_token().then_some(Change::Offline),
            State::Waiting { .. } => Some(Change::Offline),
            State::LockedOut { .. } if self.proven => Some(Change::Offline),
            State::LockedOut { .. } | State::Refused => Some(Change::Stopped),
            State::SignedOut | State::LoggingIn | State::Looking => None,
        };
        self.changes.extend(change);
        self.state = state;
        if self.view_state() != before {
            self.since = shared.now.wall;
        }
        shared.online = self.is_online();
    }

    fn view_state(&self) -> ConnectionState {
        match self.state {
            State::SignedOut => ConnectionState::SignedOut,
            State::Listening { .. } | State::LoggingIn | State::Looking => {
                if self.was_online || self.attempt > 0 {
                    ConnectionState::Reconnecting
                } else {
                    ConnectionState::SigningIn
                }
            }
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
            problem: self.trouble.problem.clone(),
            until: self.trouble.until,
            checks: self.checks.view(),
            device: self.pbx.device.clone(),
            receiver: self.reports.receiver.clone(),
            free_port: self.trouble.free_port,
            odd_rows: 0,
            can_try_password: self.can_try_password(),
        }
    }
}

fn later(wall: WallMillis, by: Duration) -> WallMillis {
    WallMillis(wall.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
}
