//! Who is logged in, where their reports go, and who is locked out.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use pbx_protocol::endpoints::{Done, Heartbeat, Login, LoginAnswer};
use pbx_protocol::{PasswordDigest, Token};

use crate::api::Asker;
use crate::api::request::Request;
use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::receiver::Receiver;
use crate::model::refusal::Refusal;

/// The PBX forgets a client that is silent for half an hour.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_mins(30);
/// The fifth wrong password in a row locks the address.
const ALLOWED_FAILURES: u32 = 5;
const LOCK_OUT: Duration = Duration::from_mins(10);

/// A report format without the repeated key, asked for at login.
const VALID_JSON_VERSION: &str = "1.0.2";

/// Where the document's examples listen.
const DOCUMENTED_PORT: &str = "8260";

#[derive(Debug, Default)]
pub(crate) struct Sessions {
    live: BTreeMap<String, Session>,
    timed_out: BTreeSet<String>,
    failures: BTreeMap<IpAddr, Failures>,
    logins: Vec<LoginSeen>,
}

#[derive(Debug)]
struct Session {
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
    /// From where.
    pub address: IpAddr,
    /// As which user.
    pub user: String,
    /// Whether it succeeded.
    pub accepted: bool,
}

impl Sessions {
    /// A valid token lives on from now.
    pub(crate) fn touch(&mut self, token: &str, now: Now) -> Result<(), Refusal> {
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

    fn expire(&mut self, now: Now) {
        let gone = self.live.extract_if(.., |_, session| session.until <= now.elapsed);
        self.timed_out.extend(gone.map(|(token, _)| token));
    }

    fn check_not_locked(&mut self, address: IpAddr, now: Now) -> Result<(), Refusal> {
        let Some(until) = self.failures.get(&address).and_then(|f| f.locked_until) else { return Ok(()) };
        if now.elapsed < until {
            return Err(Refusal::LockedOut);
        }
        self.failures.remove(&address);
        Ok(())
    }

    fn count_failure(&mut self, address: IpAddr, now: Now) {
        let failures = self.failures.entry(address).or_default();
        failures.in_a_row += 1;
        if failures.in_a_row >= ALLOWED_FAILURES {
            failures.locked_until = Some(now.elapsed + LOCK_OUT);
        }
    }
}

impl Exchange {
    /// As sent by clients that take no reports: without the port of a listener, which is then the documented one.
    pub(crate) fn login_request(request: &Request) -> Result<Login, Refusal> {
        request.read_or(&[("port", DOCUMENTED_PORT)])
    }

    pub(crate) fn login(&mut self, login: &Login, asker: &Asker) -> Result<LoginAnswer, Refusal> {
        self.sessions.expire(asker.now);
        let outcome = self.try_login(login, asker);
        self.sessions.logins.push(LoginSeen {
            address: asker.address,
            user: login.username.clone(),
            accepted: outcome.is_ok(),
        });
        outcome
    }

    fn try_login(&mut self, login: &Login, asker: &Asker) -> Result<LoginAnswer, Refusal> {
        self.sessions.check_not_locked(asker.address, asker.now)?;
        let expected = PasswordDigest::of(&self.settings.api_password);
        if login.username != self.settings.api_user || login.password != expected {
            self.sessions.count_failure(asker.address, asker.now);
            return Err(Refusal::WrongCredentials);
        }
        let host = Receiver::host_of(asker.address);
        let mut receiver = Receiver::resolve(&host, &login.port, login.url.as_deref(), login.urltag)?;
        receiver.valid_json = login.version.as_deref() == Some(VALID_JSON_VERSION);
        self.sessions.failures.remove(&asker.address);
        if self.settings.single_login {
            self.sessions.live.clear();
        }
        let token = self.dice.hex32();
        let until = asker.now.elapsed + TOKEN_LIFETIME;
        self.sessions.live.insert(token.clone(), Session { receiver, until });
        Ok(LoginAnswer { token: Token::new(token) })
    }

    /// Without a body it keeps the session alive and moves nothing.
    pub(crate) fn heartbeat(&mut self, beat: Option<&Heartbeat>, asker: &Asker) -> Result<Done, Refusal> {
        let Some(beat) = beat else { return Ok(Done {}) };
        let receiver = Receiver::resolve(&beat.address, &beat.port, beat.url.as_deref(), beat.urltag)?;
        if let Some(session) = self.sessions.live.get_mut(&asker.token) {
            session.receiver = Receiver { valid_json: session.receiver.valid_json, ..receiver };
        }
        Ok(Done {})
    }

    pub(crate) fn logout(&mut self, asker: &Asker) -> Done {
        self.sessions.live.remove(&asker.token);
        Done {}
    }
}
