//! The endpoints of a session: login, heartbeat, logout.

use pbx_protocol::endpoints::{Done, Heartbeat, Login, LoginAnswer};
use pbx_protocol::{PasswordDigest, Token};

use crate::api::request::Request;
use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::receiver::Receiver;
use crate::model::refusal::Refusal;
use crate::model::sessions::LoginSeen;

/// A report format without the repeated key, asked for at login.
const VALID_JSON_VERSION: &str = "1.0.2";

/// Where the document's examples listen.
const DOCUMENTED_PORT: &str = "8260";

pub(super) fn login(exchange: &mut Exchange, request: &Request, asker: &Asker) -> Answered<LoginAnswer> {
    // Clients that take no reports leave out the port of a listener, which is then the documented one.
    let login: Login = request.read_or(&[("port", DOCUMENTED_PORT)])?;
    exchange.sessions.expire(asker.now);
    let outcome = try_login(exchange, &login, asker);
    // Kept for whoever counts how often a client tries, with a wrong password above all.
    let accepted = outcome.is_ok();
    exchange.sessions.note(LoginSeen { address: asker.address, user: login.username, accepted });
    outcome
}

fn try_login(exchange: &mut Exchange, login: &Login, asker: &Asker) -> Answered<LoginAnswer> {
    let sessions = &mut exchange.sessions;
    // Before the password: a locked address does not even learn whether it was right.
    sessions.check_not_locked(asker.address, asker.now)?;
    let expected = PasswordDigest::of(&exchange.setup.api_password);
    if login.username != exchange.setup.api_user || login.password != expected {
        sessions.count_failure(asker.address, asker.now);
        return Err(Refusal::WrongCredentials);
    }
    let host = Receiver::host_of(asker.address);
    let mut receiver = Receiver::resolve(&host, &login.port, login.url.as_deref(), login.urltag)?;
    receiver.valid_json = login.version.as_deref() == Some(VALID_JSON_VERSION);
    // The old tokens go unremembered, so they are unknown rather than timed out.
    if exchange.options.single_login {
        sessions.close_all();
    }
    let token = exchange.dice.hex32();
    sessions.open(token.clone(), receiver, asker.address, asker.now);
    Ok(LoginAnswer { token: Token::new(token) })
}

/// Without a body it keeps the session alive and moves nothing.
pub(super) fn heartbeat(exchange: &mut Exchange, request: &Request, asker: &Asker) -> Answered<Done> {
    if request.has_body() {
        let beat: Heartbeat = request.read()?;
        let receiver = Receiver::resolve(&beat.address, &beat.port, beat.url.as_deref(), beat.urltag)?;
        exchange.sessions.redirect(&asker.token, receiver);
    }
    Ok(Done {})
}

pub(super) fn logout(exchange: &mut Exchange, asker: &Asker) -> Done {
    exchange.sessions.close(&asker.token);
    Done {}
}
