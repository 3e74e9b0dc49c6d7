//! What is wrong with a policy, in words for administrators.

use std::fmt;

/// One thing that is wrong; everything else holds.
#[derive(Debug)]
pub struct Trouble {
    /// The file, or the key of the registry.
    pub place: String,
    /// Which key in it; `None`: all of it.
    pub key: Option<String>,
    pub why: Why,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            // Whoever wrote it may have written anything.
            Some(key) => write!(f, "{}: {}: {}", self.place, key.escape_debug(), self.why),
            None => write!(f, "{}: {}", self.place, self.why),
        }
    }
}

/// Why something does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// The place is there and can't be read.
    #[error("can't be read: {0}")]
    Unreadable(#[source] std::io::Error),
    /// Damaged, or of another format.
    #[error("not used: {0}")]
    NotUnderstood(String),
    /// It is JSON or a property list, and a list or a number where keys are expected.
    #[error("not used: it holds no keys")]
    NoKeys,
    /// Anybody could have written it.
    #[error("not used: others than root can write to it (chmod go-w)")]
    WritableByOthers,
    /// Somebody else than the administrator has written it.
    #[error("not used: it does not belong to root (chown root)")]
    NotOfRoot,
    /// A key of a later version, or a misspelling.
    #[error("there is no such key")]
    UnknownKey,
    /// Policies can be read by everybody on the machine.
    #[error("a policy never holds a password; it is not used, and should be removed and changed")]
    Password,
    /// Of another type, or senseless.
    #[error("has to be {0}")]
    HasToBe(&'static str),
}
