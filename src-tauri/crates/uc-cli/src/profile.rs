//! What `uc login` keeps: the address in a file, password and token in the operating system's keyring.

mod name;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use clap::ArgMatches;
use keyring::Entry;
use pbx_client::{DEFAULT_PORT, PbxAddress, Scheme};
use pbx_protocol::Secret;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::system;

pub(crate) use name::Name;

const SERVICE: &str = "uc";
const TOKEN_SERVICE: &str = "uc token";
const DEFAULT_VERSION: &str = "v1.1.0";
/// A locked keyring waits for a person; a script has none.
const KEYRING_LIMIT: Duration = Duration::from_secs(10);

/// Which PBX, as whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) https: bool,
    pub(crate) api_version: String,
    pub(crate) user: String,
    /// SHA-256 in hex of the certificate that is trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<String>,
}

impl Profile {
    /// The chosen profile, overridden by the environment, and that by the command line; `None` if no PBX and user are named.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Option<Self>, Failure> {
        let given = |name: &str, variable: &str| {
            let typed = matches.get_one::<String>(name).cloned();
            typed.or_else(|| std::env::var(variable).ok().filter(|text| !text.is_empty()))
        };
        let kept = Name::chosen(matches)?.load()?;
        let (host, user) = (given("host", "UC_HOST"), given("user", "UC_USER"));
        let mut profile = match (kept, host, user) {
            (Some(kept), None, None) => kept,
            (Some(kept), host, user) => {
                let same_pbx = host.as_ref().is_none_or(|host| *host == kept.host);
                // Trusted for the saved PBX, not for whatever `--host` names.
                let certificate = kept.certificate.filter(|_| same_pbx);
                Self { host: host.unwrap_or(kept.host), user: user.unwrap_or(kept.user), certificate, ..kept }
            }
            (None, Some(host), Some(user)) => Self {
                host,
                user,
                port: DEFAULT_PORT,
                https: false,
                api_version: DEFAULT_VERSION.to_owned(),
                certificate: None,
            },
            (None, _, _) => return Ok(None),
        };
        if let Some(port) = matches.get_one::<u16>("api-port") {
            profile.port = *port;
        }
        if let Some(version) = matches.get_one::<String>("api-version") {
            profile.api_version.clone_from(version);
        }
        if let Some(certificate) = matches.get_one::<String>("certificate") {
            profile.certificate = Some(certificate.replace(':', "").to_lowercase());
        }
        profile.https |= matches.get_flag("https");
        Ok(Some(profile))
    }

    pub(crate) fn address(&self) -> Result<PbxAddress, Failure> {
        let scheme = if self.https { Scheme::Https } else { Scheme::Http };
        PbxAddress::new(scheme, &self.host, self.port, &self.api_version)
            .map_err(|error| Failure::Usage(error.to_string()))
    }

    /// Whose password it is: another port is another service.
    pub(crate) fn account(&self) -> String {
        format!("{}@{}:{}", self.user, self.host, self.port)
    }

    pub(crate) fn password(&self) -> Option<Secret> {
        read_secret(SERVICE, self.account())
    }

    pub(crate) fn token(&self) -> Option<Secret> {
        read_secret(TOKEN_SERVICE, self.account())
    }

    /// Says whether it was kept.
    pub(crate) fn keep_password(&self, password: &Secret) -> bool {
        keep_secret(SERVICE, self.account(), password)
    }

    /// Says whether it was kept; a token that is not kept costs a login the next time.
    pub(crate) fn keep_token(&self, token: &Secret) -> bool {
        keep_secret(TOKEN_SERVICE, self.account(), token)
    }

    pub(crate) fn forget_secrets(&self) {
        for service in [SERVICE, TOKEN_SERVICE] {
            let account = self.account();
            // There may be none, or no keyring: then there is nothing to forget.
            let _ = in_time(move || Entry::new(service, &account)?.delete_credential());
        }
    }
}

/// `UC_CONFIG_DIR` is for tests, and for whoever keeps everything elsewhere.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    std::env::var_os("UC_CONFIG_DIR")
        .map(PathBuf::from)
        .or_else(|| dirs::config_dir().map(|folder| folder.join("uc")))
        .ok_or_else(|| Failure::Local("there is no folder for settings; set UC_CONFIG_DIR".to_owned()))
}

/// Writes a file that nobody else on this machine needs to read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let unwritten = |error: std::io::Error| Failure::Local(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritten)?;
    }
    fs::write(path, text).and_then(|()| system::make_private(path)).map_err(unwritten)
}

fn read_secret(service: &'static str, account: String) -> Option<Secret> {
    in_time(move || Entry::new(service, &account)?.get_password()).map(Secret::new)
}

fn keep_secret(service: &'static str, account: String, secret: &Secret) -> bool {
    let secret = secret.clone();
    in_time(move || Entry::new(service, &account)?.set_password(secret.expose())).is_some()
}

/// A locked keyring can block forever, so it is asked on its own thread; no answer counts as no password.
fn in_time<T: Send + 'static>(ask: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    // Left alone when it is late: a thread can't be ended, and this program soon is.
    std::thread::spawn(move || {
        // Who asked may have gone on without the answer.
        let _ = sender.send(ask().ok());
    });
    receiver.recv_timeout(KEYRING_LIMIT).ok().flatten()
}
