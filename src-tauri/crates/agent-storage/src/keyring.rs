//! The operating system's keyring, behind a trait: there are desktops without one, and tests.

use keyring::{Entry, Error};
use pbx_protocol::Secret;

/// The operating system's keyring. Called on a thread of its own, since a locked one may block for ever.
pub trait Keyring: std::fmt::Debug + Send + 'static {
    /// The secret kept for this user of this service; `None`: none is.
    fn get(&self, service: &str, user: &str) -> Result<Option<Secret>, KeyringError>;
    /// Keeps a secret, in place of the one before.
    fn set(&self, service: &str, user: &str, secret: &Secret) -> Result<(), KeyringError>;
    /// Forgets a secret; good when there is none.
    fn delete(&self, service: &str, user: &str) -> Result<(), KeyringError>;
}

/// Why the keyring does not help.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// This machine has none, or it does not run.
    #[error("there is no keyring")]
    Unavailable,
    /// It is locked and the person did not open it.
    #[error("the keyring is locked")]
    Locked,
    /// It failed otherwise.
    #[error("the keyring failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Keychain, Credential Manager or Secret Service.
#[derive(Debug)]
pub struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn get(&self, service: &str, user: &str) -> Result<Option<Secret>, KeyringError> {
        match Entry::new(service, user).and_then(|entry| entry.get_password()) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(error)),
        }
    }

    fn set(&self, service: &str, user: &str, secret: &Secret) -> Result<(), KeyringError> {
        let outcome = Entry::new(service, user).and_then(|entry| entry.set_password(secret.expose()));
        outcome.map_err(explain)
    }

    fn delete(&self, service: &str, user: &str) -> Result<(), KeyringError> {
        match Entry::new(service, user).and_then(|entry| entry.delete_credential()) {
            // What was never kept, or is gone by another hand, is no reason for a sign-out to fail.
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(explain(error)),
        }
    }
}

fn explain(error: Error) -> KeyringError {
    match error {
        Error::NoDefaultStore => KeyringError::Unavailable,
        Error::NoStorageAccess(_) => KeyringError::Locked,
        // Some variants carry the secret's bytes, so the error itself goes no further than its kind.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeyringError::Failed("unreadable secret".into()),
        other => KeyringError::Failed(other.to_string().into()),
    }
}
