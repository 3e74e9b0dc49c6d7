//! The session with the PBX: client, token, and what the PBX was told about our listener. Tokens live here only.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use agent_core::{Account, Failure, Scheme};
use pbx_client::{Client, PbxAddress};
use pbx_protocol::Token;
use pbx_protocol::endpoints::{Heartbeat, Login, UrlKind};
use pbx_protocol::{PasswordDigest, Secret};

use crate::failures;

/// Asks the PBX for reports that are valid JSON; firmware that does not know it sends the old ones.
const REPORT_VERSION: &str = "1.0.2";

/// A PBX on the same network answers in milliseconds; a hung one must not hold the agent up.
const USUAL_LIMIT: Duration = Duration::from_secs(10);
/// Whatever the settings say: less would fail all the time, more than the core waits.
const SHORTEST_LIMIT: Duration = Duration::from_secs(5);
const LONGEST_LIMIT: Duration = Duration::from_secs(45);

/// Cheap to clone; all clones are one line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// Counts sign-ins and sign-outs, so that the outcome of an old sign-in is known as such.
    generation: u64,
    pbx: String,
    place: String,
    session: Option<Session>,
    receiver: Option<Receiver>,
    /// Seconds that the PBX is given for an answer; 0: as usual.
    answer_seconds: u32,
}

/// What every request needs.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) token: Token,
}

/// Where reports reach us.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Receiver {
    pub(crate) address: String,
    pub(crate) port: u16,
    /// Unguessable; what protects reports from forgery.
    pub(crate) path: String,
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Receiver({}:{}/…)", self.address, self.port)
    }
}

impl Receiver {
    fn url(&self) -> String {
        pbx_client::authority(&self.address, self.port) + "/" + &self.path
    }
}

/// A sign-in under way.
#[derive(Debug)]
pub(crate) struct SignIn {
    generation: u64,
    pub(crate) client: Client,
    pub(crate) account: Account,
}

impl Line {
    /// Ends what was and prepares a sign-in.
    pub(crate) fn begin(&self, account: Account) -> Result<SignIn, Failure> {
        let mut state = self.state();
        // Before anything can fail: an earlier sign-in that is answered later must find that nobody wants it.
        state.generation += 1;
        state.session = None;
        state.pbx.clone_from(&account.host);
        let address = pbx_address(&account)?;
        state.place = address.to_string();
        let client = Client::new(address, account.certificate.clone());
        let client = client.map_err(failures::of_client)?;
        let client = patient(client, state.answer_seconds);
        Ok(SignIn { generation: state.generation, client, account })
    }

    /// The PBX took the sign-in. A session that nobody wants any more is given back.
    pub(crate) fn opened(&self, sign_in: &SignIn, token: Token) -> Result<(), Session> {
        let session = Session { client: sign_in.client.clone(), token };
        let mut state = self.state();
        if state.generation != sign_in.generation {
            return Err(session);
        }
        state.session = Some(session);
        Ok(())
    }

    /// Takes the session away; what it is good for is to say good-bye.
    pub(crate) fn end(&self) -> Option<Session> {
        let mut state = self.state();
        state.generation += 1;
        state.session.take()
    }

    pub(crate) fn session(&self) -> Result<Session, Failure> {
        self.state().session.clone().ok_or(Failure::NotSignedIn)
    }

    /// Address and port that were signed in to last; queue passwords belong to it.
    pub(crate) fn place(&self) -> String {
        self.state().place.clone()
    }

    /// The host that was signed in to last.
    pub(crate) fn pbx(&self) -> String {
        self.state().pbx.clone()
    }

    /// How long the PBX is given for an answer, from the next request on.
    pub(crate) fn set_answer_seconds(&self, seconds: u32) {
        let mut state = self.state();
        state.answer_seconds = seconds;
        if let Some(session) = &mut state.session {
            session.client = patient(session.client.clone(), seconds);
        }
    }

    pub(crate) fn set_receiver(&self, receiver: Option<Receiver>) {
        self.state().receiver = receiver;
    }

    pub(crate) fn login(&self, account: &Account, password: &Secret) -> Login {
        let receiver = self.state().receiver.clone();
        Login {
            username: account.username.clone(),
            password: PasswordDigest::of(password),
            // The PBX demands one, also where nothing listens.
            port: receiver.as_ref().map_or(account.report_port, |receiver| receiver.port).to_string(),
            version: Some(REPORT_VERSION.to_owned()),
            url: receiver.as_ref().map(Receiver::url),
            urltag: receiver.map(|_| UrlKind::Absolute),
        }
    }

    /// Announces where we listen. `None`: nothing listens, so there is nothing to announce.
    pub(crate) fn heartbeat(&self) -> Option<(Heartbeat, Receiver)> {
        let receiver = self.state().receiver.clone()?;
        let beat = Heartbeat {
            url: Some(receiver.url()),
            port: receiver.port.to_string(),
            address: receiver.address.clone(),
            urltag: Some(UrlKind::Absolute),
        };
        Some((beat, receiver))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each use leaves the state whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn patient(client: Client, seconds: u32) -> Client {
    match seconds {
        0 => client.with_limit(USUAL_LIMIT),
        seconds => {
            client.with_limit(Duration::from_secs(u64::from(seconds)).clamp(SHORTEST_LIMIT, LONGEST_LIMIT))
        }
    }
}

pub(crate) fn pbx_address(account: &Account) -> Result<PbxAddress, Failure> {
    let scheme = match account.scheme {
        // What is not found out yet is not used: `Ask::TryEncryption` comes first.
        Scheme::Http | Scheme::Auto => pbx_client::Scheme::Http,
        Scheme::Https => pbx_client::Scheme::Https,
    };
    // The core checks accounts before it signs in; what slips through leads nowhere.
    PbxAddress::new(scheme, &account.host, account.port, &account.api_version).map_err(|_| Failure::NotTheApi)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn account(host: &str) -> Account {
        Account {
            scheme: Scheme::Http,
            host: host.to_owned(),
            port: 9011,
            api_version: "v1.1.0".to_owned(),
            username: "api".to_owned(),
            extension: "101".to_owned(),
            report_host: None,
            report_port: 8260,
            certificate: None,
            believed: Vec::new(),
        }
    }

    fn receiver(address: &str) -> Receiver {
        Receiver { address: address.to_owned(), port: 8261, path: "0123abcd".to_owned() }
    }

    #[test]
    fn the_listener_is_announced_absolutely() {
        let line = Line::default();
        assert_eq!(line.login(&account("pbx"), &Secret::new("x")).port, "8260");
        assert!(line.heartbeat().is_none());
        line.set_receiver(Some(receiver("10.0.0.9")));
        let login = line.login(&account("pbx"), &Secret::new("x"));
        assert_eq!((login.port.as_str(), login.url.as_deref()), ("8261", Some("10.0.0.9:8261/0123abcd")));
        assert_eq!((login.urltag, login.version.as_deref()), (Some(UrlKind::Absolute), Some("1.0.2")));
        let (beat, _) = line.heartbeat().unwrap();
        assert_eq!((beat.address.as_str(), beat.port.as_str()), ("10.0.0.9", "8261"));
        assert_eq!((beat.url, beat.urltag), (login.url, login.urltag));
        line.set_receiver(Some(receiver("fe80::1")));
        assert_eq!(line.heartbeat().unwrap().0.url.unwrap(), "[fe80::1]:8261/0123abcd");
        line.set_receiver(Some(receiver("[fe80::1]")));
        assert_eq!(
            line.heartbeat().unwrap().0.url.unwrap(),
            "[fe80::1]:8261/0123abcd",
            "as somebody typed it"
        );
    }

    #[test]
    fn an_overtaken_sign_in_opens_nothing() {
        let line = Line::default();
        let first = line.begin(account("pbx")).unwrap();
        let second = line.begin(account("pbx")).unwrap();
        assert!(line.opened(&first, Token::new("one")).is_err());
        assert!(line.session().is_err());
        assert!(line.opened(&second, Token::new("two")).is_ok());
        assert_eq!(line.session().unwrap().token, Token::new("two"));
        assert_eq!(line.end().unwrap().token, Token::new("two"));
        assert!(line.session().is_err());
        assert!(line.opened(&second, Token::new("two")).is_err(), "signed out meanwhile");
    }

    #[test]
    fn the_path_is_not_printed() {
        assert_eq!(format!("{:?}", receiver("10.0.0.9")), "Receiver(10.0.0.9:8261/…)");
    }
}
