//! Passwords that a PBX has refused: none is sent a second time, whoever starts `uc` again. Five wrong ones lock the
//! address for ten minutes, and with it the agents behind the same router.
//!
//! Kept is a slow, salted digest, so that another password is known as another one and none can be read back.

use std::fs;
use std::num::NonZeroU32;
use std::path::PathBuf;

use pbx_protocol::Secret;
use ring::pbkdf2;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What one check costs whoever has stolen the file, and us a tenth of a second.
const ROUNDS: NonZeroU32 = NonZeroU32::new(200_000).unwrap();

#[derive(Debug, Default, Serialize, Deserialize)]
struct Refused(Vec<Mark>);

#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    /// `user@host:port`
    account: String,
    salt: [u8; 16],
    digest: [u8; 32],
}

/// Whether this password was refused for this account.
pub(crate) fn is_refused(account: &str, password: &Secret) -> bool {
    load().0.iter().any(|mark| {
        mark.account == account
            && pbkdf2::verify(
                pbkdf2::PBKDF2_HMAC_SHA256,
                ROUNDS,
                &mark.salt,
                password.expose().as_bytes(),
                &mark.digest,
            )
            .is_ok()
    })
}

/// Remembers a password that was refused, in place of the one before.
pub(crate) fn remember(account: &str, password: &Secret) -> Result<(), Failure> {
    let mut mark = Mark { account: account.to_owned(), salt: [0; 16], digest: [0; 32] };
    let random = ring::rand::SystemRandom::new();
    ring::rand::SecureRandom::fill(&random, &mut mark.salt)
        .map_err(|_| Failure::Local("no random bytes from the operating system".to_owned()))?;
    let password = password.expose().as_bytes();
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &mark.salt, password, &mut mark.digest);
    let mut refused = load();
    refused.0.retain(|other| other.account != account);
    refused.0.push(mark);
    save(&refused)
}

/// The PBX has taken a password of this account.
pub(crate) fn forget(account: &str) -> Result<(), Failure> {
    let mut refused = load();
    let before = refused.0.len();
    refused.0.retain(|mark| mark.account != account);
    // Nearly every sign-in has nothing to forget, and writes nothing.
    if refused.0.len() == before { Ok(()) } else { save(&refused) }
}

/// What can't be read was not written by us.
fn load() -> Refused {
    let text = path().ok().and_then(|path| fs::read_to_string(path).ok());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn save(refused: &Refused) -> Result<(), Failure> {
    let text = serde_json::to_string(refused).map_err(|error| Failure::Local(error.to_string()))?;
    crate::profile::write_private(&path()?, &text)
}

fn path() -> Result<PathBuf, Failure> {
    Ok(crate::profile::folder()?.join("refused.json"))
}
