//! What a server of contacts said, or why it said nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ContactSource;
use crate::intent::PasswordSlot;
use crate::now::WallMillis;

/// What is new of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum SourceNews {
    /// The answer to `Effect::ReadSource`.
    Read {
        /// As it was asked.
        source: Box<ContactSource>,
        outcome: Result<(), SourceTrouble>,
        kept: KeptContacts,
    },
    /// A directory was asked about somebody.
    Asked { slot: u8, outcome: Result<(), SourceTrouble> },
    /// The answer to `Effect::TestSource`.
    Tested {
        /// As it was asked.
        source: Box<ContactSource>,
        test: SourceTest,
    },
    /// A password was typed.
    Password { slot: PasswordSlot },
}

/// What is kept on this computer of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptContacts {
    pub contacts: u32,
    /// Cards it has besides, which name nobody or have no number.
    pub skipped: u32,
    /// When it was read last.
    pub at: Option<WallMillis>,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SourceTest {
    /// It has people.
    Worked {
        /// How many; of a directory, as many as it tells of at once.
        count: u32,
        /// Some of them. Untrusted text.
        examples: Vec<String>,
    },
    Failed {
        why: SourceTrouble,
    },
}

/// Why a source tells nothing, by the step that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SourceTrouble {
    /// The name server does not know its host.
    UnknownName,
    /// Nobody answers at that address, or the connection broke.
    NoConnection {
        /// The system's words.
        detail: String,
    },
    /// It did not answer in time.
    TooSlow,
    /// It speaks no TLS there.
    NoEncryption,
    /// Its certificate is vouched for by nobody, and nobody has trusted it.
    CertificateUnknown {
        /// SHA-256 in lowercase hex.
        fingerprint: String,
    },
    /// It shows another certificate than the trusted one.
    CertificateChanged {
        /// SHA-256 in lowercase hex of the new one.
        fingerprint: String,
    },
    /// It wants a password, and none was typed.
    NoPassword,
    /// It refused the password, which is not sent again.
    WrongPassword,
    /// The keyring that holds the password is locked.
    KeyringLocked,
    /// There is no address book at that address.
    NoAddressBook,
    /// The directory has no such entry to look below.
    NoSuchBase,
    /// The directory does not take the filter.
    BadFilter,
    /// It says no, in other words.
    Refused {
        /// The HTTP status, or the code of the directory.
        code: u32,
    },
    /// What it says can't be read.
    NotUnderstood,
    /// Its contacts can't be kept on this computer's disk.
    CannotKeep {
        /// The system's words.
        detail: String,
    },
}

impl SourceTrouble {
    /// Nothing is tried by itself: each try with a wrong password may lock its owner out.
    pub(crate) const fn waits_for_the_person(&self) -> bool {
        matches!(self, Self::WrongPassword | Self::NoPassword)
    }
}
