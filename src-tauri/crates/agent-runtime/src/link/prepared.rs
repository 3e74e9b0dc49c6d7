//! One question on its way to the PBX, and what the core does not know of it: passwords, token, our address.

use std::sync::atomic::{AtomicU32, Ordering};

use agent_core::{Account, Announced, Answer, Ask, Failure, PasswordSlot, Scheme, Wire};
use pbx_client::Client;
use pbx_protocol::endpoints::Logout;
use pbx_protocol::{Endpoint, Meaning, QueueNumber, Secret};

use super::line::{Line, Session, SignIn, pbx_address};
use crate::failures;
use crate::vault::Vault;

/// A question with the session it belongs to, which is that of the moment when the core asked.
#[derive(Debug)]
pub(crate) struct Prepared {
    ask: Ask,
    way: Way,
    line: Line,
}

#[derive(Debug)]
enum Way {
    /// Before any session.
    Stranger,
    /// Into a session.
    SignIn(Box<SignIn>),
    Session(Session),
    /// There was none.
    Nowhere(Failure),
}

impl Prepared {
    /// Must be called in the order of the core's effects.
    pub(crate) fn new(ask: Ask, line: &Line) -> Self {
        let way = match &ask {
            Ask::TryEncryption(_) => Ok(Way::Stranger),
            Ask::SignIn(login) => {
                line.begin(login.account.clone()).map(|sign_in| Way::SignIn(Box::new(sign_in)))
            }
            Ask::SignOut(_) => line.end().map(Way::Session).ok_or(Failure::NotSignedIn),
            _ => line.session().map(Way::Session),
        };
        Self { ask, way: way.unwrap_or_else(Way::Nowhere), line: line.clone() }
    }

    /// It was asked in a session that is not the one of now.
    pub(crate) fn is_of_another_session(&self) -> bool {
        match &self.way {
            // A session that was renewed has another token.
            Way::Session(session) => !self.line.session().is_ok_and(|now| now.token == session.token),
            Way::Stranger | Way::SignIn(_) | Way::Nowhere(_) => false,
        }
    }

    pub(crate) async fn put(self, vault: &Vault) -> Said {
        if let Way::Nowhere(failure) = self.way {
            return Said { outcome: Err(failure), passed_over: 0 };
        }
        let talk = Talk { way: self.way, line: self.line, vault, passed_over: AtomicU32::new(0) };
        let outcome = self.ask.put(&talk).await;
        Said { outcome, passed_over: talk.passed_over.into_inner() }
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) outcome: Result<Answer, Failure>,
    /// Rows and members of the answer that could not be read.
    pub(crate) passed_over: u32,
}

/// What one question is put through.
struct Talk<'a> {
    way: Way,
    line: Line,
    vault: &'a Vault,
    passed_over: AtomicU32,
}

impl Talk<'_> {
    async fn send_in<E: Endpoint>(&self, session: &Session, request: &E) -> Result<E::Response, Failure> {
        let answer = session.client.send_counted(&session.token, request).await;
        let answer = answer.map_err(failures::of_client)?;
        self.passed_over.fetch_add(answer.passed_over, Ordering::Relaxed);
        Ok(answer.response)
    }
}

impl Wire for Talk<'_> {
    async fn send<E: Endpoint>(&self, request: &E) -> Result<E::Response, Failure> {
        match &self.way {
            Way::Session(session) => self.send_in(session, request).await,
            Way::Stranger | Way::SignIn(_) | Way::Nowhere(_) => Err(Failure::NotSignedIn),
        }
    }

    async fn queue_password(&self, queue: &QueueNumber) -> Result<Option<Secret>, Failure> {
        let slot = PasswordSlot::Queue { queue: queue.to_string() };
        match self.vault.read(&slot, &self.line.place()).await.map_err(failures::of_vault) {
            Ok(password) => Ok(Some(password).filter(|password| !password.expose().is_empty())),
            Err(Failure::NoPassword) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Whatever its certificate is: one that nobody vouches for is shown to the person at the sign-in.
    async fn find_scheme(&self, account: &Account) -> Result<Scheme, Failure> {
        let encrypted = Account { scheme: Scheme::Https, ..account.clone() };
        let client = Client::new(pbx_address(&encrypted)?, encrypted.certificate);
        let speaks_tls = client.map_err(failures::of_client)?.speaks_tls().await;
        Ok(if speaks_tls { Scheme::Https } else { Scheme::Http })
    }

    async fn sign_in(&self) -> Result<(), Failure> {
        let Way::SignIn(sign_in) = &self.way else { return Err(Failure::NotSignedIn) };
        let Account { host, port, username, .. } = sign_in.account.clone();
        let slot = PasswordSlot::Account { host: host.clone(), port, username };
        let password = self.vault.read(&slot, &host).await.map_err(failures::of_vault)?;
        let login = self.line.login(&sign_in.account, &password);
        let token = match sign_in.client.login(&login).await.map_err(failures::of_client) {
            Ok(token) => token,
            Err(failure) => {
                // Only this one is about the password: a lock-out or a full table of sessions refuses the right one
                // too.
                if let Failure::Refused { meaning: Meaning::WrongCredentials, .. } = failure {
                    self.vault.refuse(&slot, &host, &password);
                }
                return Err(failure);
            }
        };
        // Also where nobody wants the session any more: the password has worked.
        self.vault.prove(&slot, &host, &password);
        // Nobody wants it any more; left open, it would be a second session on the PBX.
        if let Err(unwanted) = self.line.opened(sign_in, token) {
            self.send_in(&unwanted, &Logout {}).await?;
        }
        Ok(())
    }

    async fn announce(&self) -> Result<Option<Announced>, Failure> {
        let Some((beat, receiver)) = self.line.heartbeat() else { return Ok(None) };
        self.send(&beat).await?;
        Ok(Some(Announced { address: receiver.address, port: receiver.port }))
    }
}
