//! Signing in and out.

mod session;

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::ArgMatches;
use pbx_client::{Client, ClientError, Retry};
use pbx_protocol::endpoints::{Login, Logout};
use pbx_protocol::{Does, Form, Meaning, PasswordDigest, Secret, Token};

use crate::confirm;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::output;
use crate::profile::{Name, Profile};
use crate::refused;
use crate::secrets;
use crate::stopped;

pub(crate) use session::{Session, session};

/// Without a listener reports go nowhere; the PBX wants a port all the same. At the document's own a desktop of this computer
/// may listen, so it is told the one that throws away what it gets.
pub(crate) const NO_LISTENER: &str = "9";

fn reach(matches: &ArgMatches) -> Result<(Profile, Client), Failure> {
    Name::chosen(matches)?.check()?;
    let profile = Profile::of(matches)?;
    let profile = profile.ok_or_else(|| {
        Failure::Usage(
            "which PBX? Use `uc login` first, or --host, --user and --password-fd (UC_HOST, UC_USER, UC_PASSWORD_FILE)"
                .to_owned(),
        )
    })?;
    let client = client(&profile, matches)?;
    Ok((profile, client))
}

fn client(profile: &Profile, matches: &ArgMatches) -> Result<Client, Failure> {
    let form = if matches.get_flag("xml") { Form::Xml } else { Form::Json };
    let limits = Limits::of(matches);
    let client = Client::reaching_within(limits.connect, profile.address()?, profile.certificate.clone())?;
    let client = client.with_form(form);
    Ok(limits.answer.map_or(client.clone(), |limit| client.with_limit(limit)))
}

fn given_password(matches: &ArgMatches) -> Result<Option<Secret>, Failure> {
    if let Some(descriptor) = matches.get_one::<u32>("password-fd") {
        return secrets::from_descriptor(*descriptor).map(Some);
    }
    let file = std::env::var_os("UC_PASSWORD_FILE").filter(|path| !path.is_empty());
    file.map(|path| secrets::from_file(Path::new(&path))).transpose()
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
    (login, limits): (&Login, Limits),
) -> Result<Token, Failure> {
    if refused::is_refused(&profile.account(), password) {
        return Err(Failure::RefusedBefore);
    }
    // It is not tried again where it may have arrived: each wrong one counts.
    let tried = limits.retrying(Does::Change, async || client.login(login).await);
    let outcome = stopped::unless(async { Ok::<_, Failure>(tried.await) }).await?;
    remembered(outcome, profile, password)
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
    Name::chosen(matches)?.save(&profile)?;
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
                output::say_aside(
                    "uc: the password is forgotten; the session on the PBX ends by itself in half an hour",
                );
                return Err(error.into());
            }
        }
    } else if let Some(password) = given_password(matches)? {
        let login = quiet_login(&profile.user, &password);
        let token = once(&client, &profile, &password, (&login, Limits::of(matches))).await?;
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
