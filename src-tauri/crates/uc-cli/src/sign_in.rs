//! Signing in and out, and the session that one command needs: the kept token while it lives, else a new login.

use std::io::{IsTerminal as _, Write as _};

use clap::ArgMatches;
use pbx_client::{Client, ClientError, Retry};
use pbx_protocol::endpoints::{Login, Logout, QueryDeviceInfo};
use pbx_protocol::{Form, Meaning, PasswordDigest, Secret, Token};
use serde_json::Value;

use crate::ask::Asked;
use crate::confirm;
use crate::failure::Failure;
use crate::output;
use crate::profile::Profile;
use crate::refused;
use crate::secrets;

/// Without a listener reports go nowhere; the PBX wants a port all the same, so it is told the document's.
const NO_LISTENER: &str = "8260";

/// A PBX that has let us in.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) token: Token,
    profile: Profile,
    password: Option<Secret>,
    /// The token outlives this command.
    is_kept: bool,
}

/// Signs in with what the command line and the profile say.
pub(crate) async fn session(matches: &ArgMatches) -> Result<Session, Failure> {
    let (profile, client) = reach(matches)?;
    let password = given_password(matches)?;
    // A password that was given means a session of its own.
    if password.is_none()
        && let Some(token) = profile.token()
    {
        let token = Token::new(token.expose());
        return Ok(Session { client, token, profile, password: None, is_kept: true });
    }
    let mut session = Session { client, token: Token::new(""), is_kept: false, password, profile };
    session.sign_in().await?;
    Ok(session)
}

fn reach(matches: &ArgMatches) -> Result<(Profile, Client), Failure> {
    let profile = Profile::of(matches)?;
    let profile = profile.ok_or_else(|| {
        Failure::Usage("which PBX? Use `uc login` first, or --host, --user and --password-fd".to_owned())
    })?;
    let client = client(&profile, matches)?;
    Ok((profile, client))
}

fn client(profile: &Profile, matches: &ArgMatches) -> Result<Client, Failure> {
    let form = if matches.get_flag("xml") { Form::Xml } else { Form::Json };
    Ok(Client::new(profile.address()?, profile.certificate.clone())?.with_form(form))
}

fn given_password(matches: &ArgMatches) -> Result<Option<Secret>, Failure> {
    matches.get_one::<u32>("password-fd").map(|descriptor| secrets::from_descriptor(*descriptor)).transpose()
}

/// The login without reports.
fn quiet_login(user: &str, password: &Secret) -> Login {
    Login {
        username: user.to_owned(),
        password: PasswordDigest::of(password),
        port: NO_LISTENER.to_owned(),
        version: None,
        url: None,
        urltag: None,
    }
}

/// Sends a password that was not refused before.
async fn once(
    client: &Client,
    profile: &Profile,
    password: &Secret,
    login: &Login,
) -> Result<Token, Failure> {
    if refused::is_refused(&profile.account(), password) {
        return Err(Failure::RefusedBefore);
    }
    remembered(client.login(login).await, profile, password)
}

fn remembered(
    outcome: Result<Token, ClientError>,
    profile: &Profile,
    password: &Secret,
) -> Result<Token, Failure> {
    let marked = match &outcome {
        Ok(_) => refused::forget(&profile.account()),
        Err(ClientError::Refused { errno, .. }) if errno.meaning() == Meaning::WrongCredentials => {
            refused::remember(&profile.account(), password)
        }
        Err(_) => Ok(()),
    };
    if let Err(failure) = marked {
        output::say_aside(&format!("uc: {failure}"));
    }
    Ok(outcome?)
}

impl Session {
    async fn sign_in(&mut self) -> Result<(), Failure> {
        let password = match self.password.clone() {
            Some(password) => password,
            None => self.profile.password().ok_or_else(|| {
                Failure::Usage("no password is kept: use `uc login` again, or --password-fd".to_owned())
            })?,
        };
        self.token =
            once(&self.client, &self.profile, &password, &quiet_login(&self.profile.user, &password)).await?;
        self.is_kept = self.password.is_none() && self.profile.keep_token(&Secret::new(self.token.expose()));
        Ok(())
    }

    /// Signs in again, once, when the kept token turns out to be gone.
    pub(crate) async fn ask(&mut self, endpoint: &Asked, parameters: Value) -> Result<Value, Failure> {
        // A token of this very run can't have expired: what refuses it would refuse the next.
        let was_kept = self.is_kept;
        let first = (endpoint.send)(self.client.clone(), self.token.clone(), parameters.clone()).await;
        match first {
            Err(error) if was_kept && error.retry() == Retry::AfterSignIn => {
                self.sign_in().await?;
                Ok((endpoint.send)(self.client.clone(), self.token.clone(), parameters).await?)
            }
            outcome => Ok(outcome?),
        }
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

/// A session whose token is fresh and whose reports come here.
pub(crate) async fn session_with(
    matches: &ArgMatches,
    listener: impl FnOnce(&mut Login),
) -> Result<Session, Failure> {
    let (profile, client) = reach(matches)?;
    let password = match given_password(matches)? {
        Some(password) => password,
        None => profile.password().ok_or_else(|| {
            Failure::Usage("no password is kept: use `uc login`, or --password-fd".to_owned())
        })?,
    };
    let mut login = quiet_login(&profile.user, &password);
    listener(&mut login);
    let token = once(&client, &profile, &password, &login).await?;
    Ok(Session { client, token, profile, password: Some(password), is_kept: false })
}

/// `uc login`: asks for what is missing, and keeps what the PBX has taken.
pub(crate) async fn login(matches: &ArgMatches) -> Result<(), Failure> {
    let mut profile = asked_for(matches)?;
    let password = match given_password(matches)? {
        Some(password) => password,
        None => secrets::ask("Password of the API user")?,
    };
    let login = quiet_login(&profile.user, &password);
    let mut outcome = client(&profile, matches)?.login(&login).await;
    let accepted = accepted_certificate(&outcome, profile.certificate.as_deref(), matches)?;
    // Asked again only where a certificate was accepted: the handshake failed, so no password was sent before.
    if accepted.is_some() {
        profile.certificate = accepted;
        outcome = client(&profile, matches)?.login(&login).await;
    }
    // A person asked for it, so it is sent though it may have been refused before.
    let token = remembered(outcome, &profile, &password)?;
    profile.save()?;
    let is_kept = profile.keep_password(&password);
    if !(is_kept && profile.keep_token(&Secret::new(token.expose()))) {
        // Nobody will use the token again.
        let _ = client(&profile, matches)?.send(&token, &Logout {}).await;
    }
    say(&format!("Signed in to {} as {}.", profile.host, profile.user))?;
    if !is_kept {
        say(
            "There is no keyring, or it is locked: the password is not kept. Give --password-fd with each command.",
        )?;
    }
    Ok(())
}

/// The fingerprint that is trusted from now on, where the sign-in failed for its certificate and a person accepts it.
fn accepted_certificate(
    outcome: &Result<Token, ClientError>,
    trusted: Option<&str>,
    matches: &ArgMatches,
) -> Result<Option<String>, Failure> {
    Ok(match outcome {
        Err(ClientError::CertificateUnknown { fingerprint }) => {
            let is_first = std::io::stdin().is_terminal()
                && confirm::is_yes(&format!(
                    "The PBX shows a certificate that no authority has signed, SHA-256:\n  {fingerprint}\n\
                     Is it the PBX's?"
                ))?;
            is_first.then(|| fingerprint.clone())
        }
        // Never with a key that is pressed by habit: the words have to be typed.
        Err(ClientError::CertificateChanged { fingerprint }) => {
            if matches.get_flag("accept-new-certificate") {
                output::say_aside(&format!(
                    "The new certificate is trusted from now on, SHA-256:\n  {fingerprint}"
                ));
                Some(fingerprint.clone())
            } else {
                output::say_aside(&format!(
                    "WARNING: the PBX shows another certificate than the one you have trusted.\n  trusted: {}\n  \
                     shown:   {fingerprint}",
                    trusted.unwrap_or_default()
                ));
                None
            }
        }
        Ok(_) | Err(_) => None,
    })
}

/// `uc logout`: ends the session and forgets its secrets.
pub(crate) async fn logout(matches: &ArgMatches) -> Result<(), Failure> {
    let (profile, client) = reach(matches)?;
    if let Some(token) = profile.token() {
        match client.send(&Token::new(token.expose()), &Logout {}).await {
            Ok(_) => {}
            // It is over already.
            Err(error) if error.retry() == Retry::AfterSignIn => {}
            Err(error) => {
                profile.forget_secrets();
                return Err(error.into());
            }
        }
    } else if let Some(password) = given_password(matches)? {
        let token = once(&client, &profile, &password, &quiet_login(&profile.user, &password)).await?;
        client.send(&token, &Logout {}).await?;
    }
    profile.forget_secrets();
    say("Signed out; the password is forgotten.")
}

/// What is not given is asked for where there is somebody to ask.
fn asked_for(matches: &ArgMatches) -> Result<Profile, Failure> {
    if let Some(profile) = Profile::of(matches)? {
        return Ok(profile);
    }
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let host = text("host").map_or_else(|| ask("Address of the PBX"), Ok)?;
    let user = text("user").map_or_else(|| ask("API user"), Ok)?;
    Ok(Profile {
        host,
        user,
        port: matches.get_one::<u16>("api-port").copied().unwrap_or(pbx_client::DEFAULT_PORT),
        https: matches.get_flag("https"),
        api_version: text("api-version").unwrap_or_else(|| "v1.1.0".to_owned()),
        certificate: text("certificate"),
    })
}

fn ask(what: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage("there is nobody to ask: give --host and --user".to_owned()));
    }
    let unwritten = |error: std::io::Error| Failure::Local(error.to_string());
    let mut out = std::io::stderr();
    write!(out, "{what}: ").and_then(|()| out.flush()).map_err(unwritten)?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(unwritten)?;
    Ok(line.trim().to_owned())
}

fn say(text: &str) -> Result<(), Failure> {
    output::print(text)?;
    Ok(())
}
