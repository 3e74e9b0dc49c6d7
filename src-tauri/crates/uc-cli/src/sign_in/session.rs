//! The session that one command needs: the kept token while it lives, else a new login.

use clap::ArgMatches;
use pbx_client::{Client, ClientError, Retry};
use pbx_protocol::endpoints::{Logout, QueryDeviceInfo};
use pbx_protocol::{About, Does, Secret, Token};
use serde_json::Value;
use tracing::debug;

use super::{given_password, once, quiet_login, reach};
use crate::commands::Command;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::output;
use crate::profile::Profile;

/// A PBX that has let us in.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) token: Token,
    profile: Profile,
    password: Option<Secret>,
    /// The token outlives this command.
    is_kept: bool,
    limits: Limits,
}

/// Signs in with what the command line and the profile say.
pub(crate) async fn session(matches: &ArgMatches) -> Result<Session, Failure> {
    let (profile, client) = reach(matches)?;
    let (password, limits) = (given_password(matches)?, Limits::of(matches));
    // A password that was given means a session of its own.
    if password.is_none()
        && let Some(token) = profile.token()
    {
        let token = Token::new(token.expose());
        return Ok(Session { client, token, profile, password: None, is_kept: true, limits });
    }
    let mut session = Session { client, token: Token::new(""), is_kept: false, password, profile, limits };
    session.sign_in().await?;
    Ok(session)
}

impl Session {
    /// With the password of before: for what outlives its session.
    pub(crate) async fn sign_in(&mut self) -> Result<(), Failure> {
        let password = match self.password.clone() {
            Some(password) => password,
            None => self.profile.password().ok_or_else(|| {
                Failure::Usage("no password is kept: use `uc login` again, or --password-fd".to_owned())
            })?,
        };
        self.token = once(
            &self.client,
            &self.profile,
            &password,
            (&quiet_login(&self.profile.user, &password), self.limits),
        )
        .await?;
        self.is_kept = self.password.is_none() && self.profile.keep_token(&Secret::new(self.token.expose()));
        Ok(())
    }

    /// Signs in again, once, when the kept token turns out to be gone.
    pub(crate) async fn ask(&mut self, command: &Command, parameters: Value) -> Result<Value, Failure> {
        let About { path, does, .. } = command.endpoint;
        let (send, limits) = (command.asked.send, self.limits);
        let ask = async |client: &Client, token: &Token| {
            let tries = async || send(client.clone(), Token::new(token.expose()), parameters.clone()).await;
            limits.retrying(does, tries).await
        };
        // On the heap: it is a large future, and stands in every command.
        let (answer, passed_over) = Box::pin(self.signed_in_again(path, ask)).await?;
        if passed_over > 0 {
            output::say_aside(&format!(
                "uc: {passed_over} odd members of the answer to {path} were left out; `uc api {path}` shows all of it"
            ));
        }
        Ok(answer)
    }

    /// As [`Self::ask`], for what no command has.
    pub(crate) async fn ask_raw(&mut self, path: &str, parameters: &Value) -> Result<Value, Failure> {
        let limits = self.limits;
        let ask = async |client: &Client, token: &Token| {
            // Nobody knows what it does, so it is not repeated where it may have arrived.
            limits.retrying(Does::Change, async || client.send_raw(token, path, parameters).await).await
        };
        Box::pin(self.signed_in_again(path, ask)).await
    }

    async fn signed_in_again<T>(
        &mut self,
        path: &str,
        ask: impl AsyncFn(&Client, &Token) -> Result<T, ClientError>,
    ) -> Result<T, Failure> {
        // A token of this very run can't have expired: what refuses it would refuse the next.
        let was_kept = self.is_kept;
        debug!(path, "asks");
        let outcome = match ask(&self.client, &self.token).await {
            Err(error) if was_kept && error.retry() == Retry::AfterSignIn => {
                self.sign_in().await?;
                ask(&self.client, &self.token).await
            }
            outcome => outcome,
        };
        debug!(path, error = outcome.as_ref().err().map(ToString::to_string), "is answered");
        Ok(outcome?)
    }

    /// A token that is not kept for the next command is given back.
    pub(crate) async fn end(self) {
        if !self.is_kept {
            // It dies by itself in half an hour.
            let _ = self.client.send(&self.token, &Logout {}).await;
        }
    }

    /// Makes sure that the token lives: for what asks more than one question.
    pub(crate) async fn renewed(mut self) -> Result<Self, Failure> {
        if self.is_kept {
            match self.client.send(&self.token, &QueryDeviceInfo {}).await {
                Err(error) if error.retry() == Retry::AfterSignIn => self.sign_in().await?,
                outcome => drop(outcome?),
            }
        }
        Ok(self)
    }
}
