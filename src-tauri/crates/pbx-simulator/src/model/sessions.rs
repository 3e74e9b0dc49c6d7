//! Who is logged in, where their reports go, and who is locked out.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use crate::model::now::Now;
use crate::model::receiver::Receiver;
use crate::model::refusal::Refusal;

/// The PBX forgets a client that is silent for half an hour.
const TOKEN_LIFETIME: Duration = Duration::from_mins(30);
/// The fifth wrong password in a row locks the address.
const ALLOWED_FAILURES: u32 = 5;
const LOCK_OUT: Duration = Duration::from_mins(10);

#[derive(Debug, Default)]
pub(crate) struct Sessions {
    live: BTreeMap<String, Live>,
    timed_out: BTreeSet<String>,
    failures: BTreeMap<IpAddr, Failures>,
    logins: Vec<LoginSeen>,
}

#[derive(Debug)]
struct Live {
    receiver: Receiver,
    /// When it expires unless something is exchanged.
    until: Duration,
}

#[derive(Debug, Default)]
struct Failures {
    in_a_row: u32,
    locked_until: Option<Duration>,
}

/// One attempt to log in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LoginSeen {
    /// From where it was tried.
    pub address: IpAddr,
    /// As which user.
    pub user: String,
    /// Whether it succeeded.
    pub accepted: bool,
}

impl Sessions {
    /// A valid token lives on from now.
    pub(crate) fn touch(&mut self, token: &str, now: Now) -> Result<(), Refusal> {
        // First of all: a token that timed out is told apart from one that never was.
        self.expire(now);
        if token.is_empty() {
            return Err(Refusal::NoToken);
        }
        if self.timed_out.contains(token) {
            return Err(Refusal::TokenTimedOut);
        }
        let session = self.live.get_mut(token).ok_or(Refusal::NoSuchToken)?;
        session.until = now.elapsed + TOKEN_LIFETIME;
        Ok(())
    }

    /// A right password forgives the wrong ones before it.
    pub(crate) fn open(&mut self, token: String, receiver: Receiver, address: IpAddr, now: Now) {
        self.failures.remove(&address);
        self.live.insert(token, Live { receiver, until: now.elapsed + TOKEN_LIFETIME });
    }

    /// Reports go elsewhere from now on, in the format asked for at login.
    pub(crate) fn redirect(&mut self, token: &str, receiver: Receiver) {
        if let Some(session) = self.live.get_mut(token) {
            session.receiver = Receiver { valid_json: session.receiver.valid_json, ..receiver };
        }
    }

    pub(crate) fn close(&mut self, token: &str) {
        self.live.remove(token);
    }

    pub(crate) fn close_all(&mut self) {
        self.live.clear();
    }

    /// Where reports go now, each place once.
    pub(crate) fn receivers(&mut self, now: Now) -> Vec<Receiver> {
        self.expire(now);
        self.current_receivers()
    }

    /// As [`Self::receivers`], at the time of the last request.
    pub(crate) fn current_receivers(&self) -> Vec<Receiver> {
        let places: BTreeSet<&Receiver> = self.live.values().map(|session| &session.receiver).collect();
        places.into_iter().cloned().collect()
    }

    pub(crate) fn note(&mut self, login: LoginSeen) {
        self.logins.push(login);
    }

    pub(crate) fn logins(&self) -> &[LoginSeen] {
        &self.logins
    }

    pub(crate) fn expire_all(&mut self) {
        self.timed_out.extend(std::mem::take(&mut self.live).into_keys());
    }

    /// A restart forgets every token, and who was locked out.
    pub(crate) fn forget(&mut self) {
        self.live.clear();
        self.timed_out.clear();
        self.failures.clear();
    }

    pub(crate) fn expire(&mut self, now: Now) {
        let gone = self.live.extract_if(.., |_, session| session.until <= now.elapsed);
        self.timed_out.extend(gone.map(|(token, _)| token));
    }

    pub(crate) fn check_not_locked(&mut self, address: IpAddr, now: Now) -> Result<(), Refusal> {
        let Some(until) = self.failures.get(&address).and_then(|f| f.locked_until) else { return Ok(()) };
        if now.elapsed < until {
            return Err(Refusal::LockedOut);
        }
        self.failures.remove(&address);
        Ok(())
    }

    pub(crate) fn count_failure(&mut self, address: IpAddr, now: Now) {
        let failures = self.failures.entry(address).or_default();
        failures.in_a_row += 1;
        if failures.in_a_row >= ALLOWED_FAILURES {
            failures.locked_until = Some(now.elapsed + LOCK_OUT);
        }
    }
}
