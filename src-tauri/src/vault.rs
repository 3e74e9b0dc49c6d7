//! The operating system's keyring behind the runtime's port.

use agent_runtime::{Keyring, KeyringError};
use keyring::{Entry, Error};
use pbx_protocol::Secret;

/// Keychain, Credential Manager or Secret Service.
#[derive(Debug)]
pub(crate) struct SystemKeyring;

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
