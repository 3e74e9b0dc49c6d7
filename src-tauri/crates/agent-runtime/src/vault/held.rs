//! What is kept of one password: the one to send, the one before it while this one is new, and which were refused.
//!
//! A PBX's "wrong password" may mean something else: a locked address, a full session table, a user table that is half
//! there. So a refused password is marked and not thrown away, and what was there before comes back when a newly typed
//! one is refused.

use pbx_protocol::{PasswordDigest, Secret};

use super::NoSecret;
use agent_storage::{Keyring, KeyringError};

/// The service all our passwords stand under.
const SERVICE: &str = "uc-companion";
/// A person who has mistyped more often is locked out anyway.
const MOST_REFUSED: usize = 8;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    current: Option<Secret>,
    before: Option<Secret>,
    /// Digests, latest last. They open the PBX as the passwords do, so they are kept where those are.
    refused: Vec<Secret>,
}

impl Held {
    pub(super) fn read(keyring: &dyn Keyring, user: &str) -> Result<Self, KeyringError> {
        let current = keyring.get(SERVICE, user)?;
        if current.is_none() {
            return Ok(Self::default());
        }
        let before = keyring.get(SERVICE, &before_of(user))?;
        let refused = keyring.get(SERVICE, &refused_of(user))?;
        let refused = refused.map(|list| list.expose().split_whitespace().map(Secret::new).collect());
        Ok(Self { current, before, refused: refused.unwrap_or_default() })
    }

    /// Only what has changed is touched: a keyring may ask its owner each time.
    pub(super) fn write(&self, keyring: &dyn Keyring, user: &str) -> Result<(), KeyringError> {
        let list: Vec<&str> = self.refused.iter().map(Secret::expose).collect();
        let refused = (!list.is_empty()).then(|| Secret::new(list.join(" ")));
        // The current one last: cut off in between, the old password is still the one that is sent.
        let entries =
            [(before_of(user), &self.before), (refused_of(user), &refused), (user.to_owned(), &self.current)];
        for (entry, secret) in entries {
            if keyring.get(SERVICE, &entry)? == *secret {
                continue;
            }
            match secret {
                Some(secret) => keyring.set(SERVICE, &entry, secret)?,
                None => keyring.delete(SERVICE, &entry)?,
            }
        }
        Ok(())
    }

    pub(super) fn usable(&self) -> Result<Secret, NoSecret> {
        let secret = self.current.as_ref().ok_or(NoSecret::None)?;
        if self.refused.contains(&digest_of(secret)) { Err(NoSecret::Refused) } else { Ok(secret.clone()) }
    }

    /// There is something that a success would tidy away.
    pub(super) fn is_doubted(&self) -> bool {
        self.before.is_some() || !self.refused.is_empty()
    }

    /// A person knows best: what is typed is sent, though it was refused before.
    pub(super) fn type_in(&mut self, secret: Secret) {
        let digest = digest_of(&secret);
        self.refused.retain(|refused| *refused != digest);
        if self.current.as_ref() == Some(&secret) {
            return;
        }
        let old = self.current.replace(secret);
        // Of two that were typed one after the other, neither has worked yet: the one before both stays.
        self.before = self.before.take().or(old);
    }

    /// What needs no such care: the PBX or the receiver asks for it each time.
    pub(super) fn replace(&mut self, secret: Secret) {
        *self = Self { current: Some(secret), ..Self::default() };
    }

    /// What the keyring had besides, unless something else was typed meanwhile.
    pub(super) fn complete(&mut self, in_keyring: Self) {
        if self.current == in_keyring.current {
            *self = in_keyring;
        }
    }

    pub(super) fn refuse(&mut self, secret: &Secret) {
        let digest = digest_of(secret);
        self.refused.retain(|refused| *refused != digest);
        self.refused.push(digest);
        let too_many = self.refused.len().saturating_sub(MOST_REFUSED);
        self.refused.drain(..too_many);
        // Something else may have been typed meanwhile.
        if self.current.as_ref() == Some(secret)
            && let Some(before) = self.before.take()
        {
            self.current = Some(before);
        }
    }

    /// The person wants the one that is kept to be sent once more.
    pub(super) fn forgive(&mut self) {
        if let Some(current) = &self.current {
            let digest = digest_of(current);
            self.refused.retain(|refused| *refused != digest);
        }
    }

    pub(super) fn prove(&mut self, secret: &Secret) {
        self.refused.clear();
        if self.current.as_ref() == Some(secret) {
            self.before = None;
        }
    }
}

fn before_of(user: &str) -> String {
    format!("{user} before")
}

fn refused_of(user: &str) -> String {
    format!("{user} refused")
}

fn digest_of(secret: &Secret) -> Secret {
    Secret::new(PasswordDigest::of(secret).expose())
}
