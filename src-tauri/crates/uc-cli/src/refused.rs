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

/// So many passwords are remembered of one account: two jobs with an old password each must not forget the other's.
const MOST: usize = 5;
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
    is_among(&marks_of(&one_way_to_write(account), &load()), password)
}

/// Remembers a password that was refused.
pub(crate) fn remember(account: &str, password: &Secret) -> Result<(), Failure> {
    let account = one_way_to_write(account);
    let mut refused = load();
    let marks = marks_of(&account, &refused);
    // A person has tried it again.
    if is_among(&marks, password) {
        return Ok(());
    }
    // One salt for all of an account, so that a look costs the same however many there are.
    let salt = match marks.first() {
        Some(mark) => mark.salt,
        None => new_salt()?,
    };
    if marks.len() >= MOST
        && let Some(oldest) = refused.0.iter().position(|mark| mark.account == account)
    {
        refused.0.remove(oldest);
    }
    refused.0.push(Mark { account, salt, digest: digest(password, &salt) });
    save(&refused)
}

fn marks_of<'a>(account: &str, refused: &'a Refused) -> Vec<&'a Mark> {
    refused.0.iter().filter(|mark| mark.account == account).collect()
}

fn is_among(marks: &[&Mark], password: &Secret) -> bool {
    let Some(first) = marks.first() else { return false };
    let digest = digest(password, &first.salt);
    marks.iter().any(|mark| mark.salt == first.salt && mark.digest == digest)
}

fn digest(password: &Secret, salt: &[u8; 16]) -> [u8; 32] {
    let mut digest = [0; 32];
    let password = password.expose().as_bytes();
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, salt, password, &mut digest);
    digest
}

fn new_salt() -> Result<[u8; 16], Failure> {
    let mut salt = [0; 16];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut salt)
        .map_err(|_| Failure::Local("no random bytes from the operating system".to_owned()))?;
    Ok(salt)
}

/// The PBX has taken a password of this account.
pub(crate) fn forget(account: &str) -> Result<(), Failure> {
    let mut refused = load();
    let before = refused.0.len();
    let account = one_way_to_write(account);
    refused.0.retain(|mark| mark.account != account);
    // Nearly every sign-in has nothing to forget, and writes nothing.
    if refused.0.len() == before { Ok(()) } else { save(&refused) }
}

/// Names of machines mean the same in capitals and with a dot at the end; names of users do not.
fn one_way_to_write(account: &str) -> String {
    let Some((user, machine)) = account.rsplit_once('@') else { return account.to_owned() };
    let machine = machine.to_lowercase();
    let (host, port) = machine.rsplit_once(':').unwrap_or((&machine, ""));
    format!("{user}@{}:{port}", host.trim_end_matches('.'))
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
