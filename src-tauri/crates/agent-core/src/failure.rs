//! Why something could not be done, as data that the UI puts into words.

use pbx_protocol::Meaning;
use pbx_protocol::number::NotANumber;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::crm::check::WrongTarget;
use crate::doors::NotRead;
use crate::hotkeys::action::HotkeyAction;
use crate::hotkeys::shortcut::WrongShortcut;
use crate::phone::forward::WrongForward;
use crate::policy::FixedField;
use crate::session::account::AccountField;
use crate::settings_check::SettingField;
use crate::window_keys::check::WrongKey;
use crate::window_keys::deed::KeyDeed;

/// Why a request, a download or a file could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Failure {
    /// No connection to the PBX.
    Unreachable { reason: Unreachable },
    /// TLS was spoken to a plain port, or the other way round.
    TlsMismatch,
    /// The PBX's certificate has not been trusted yet.
    CertificateUnknown {
        /// SHA-256 in lowercase hex.
        fingerprint: String,
    },
    /// The PBX shows another certificate than the trusted one.
    CertificateChanged {
        /// SHA-256 in lowercase hex of the new one.
        fingerprint: String,
    },
    /// An HTTP error.
    HttpStatus {
        /// E.g. 502, of a proxy in between.
        status: u16,
    },
    /// Something answers at that address, but not the UC API (a web page, nothing, an answer cut short).
    NotTheApi,
    /// No answer in time.
    TimedOut,
    /// Others waited before it for too long, so it was never sent.
    NotSent,
    /// More bytes than any true answer has.
    TooLarge,
    /// The PBX said no.
    Refused {
        /// Its error number.
        errno: String,
        /// What that probably means.
        meaning: Meaning,
        /// Which endpoint said so.
        endpoint: String,
    },
    /// The PBX said yes, and what it says of itself afterwards is as before.
    NotDone,
    /// Anybody between could read what is said to the PBX, and the settings want none of that.
    NotEncrypted,
    /// No password is stored for this.
    NoPassword,
    /// The stored password was refused by the PBX before; it is not sent again.
    PasswordRefused,
    /// The keyring is locked or does not answer yet; the password is in it.
    KeyringLocked,
    /// Another program has the port for reports.
    PortTaken { port: u16 },
    /// Other programs have every port that the administrator has given for reports.
    PortsTaken {
        first: u16,
        last: u16,
        /// Who has them, where that is known. Untrusted text.
        holders: Vec<String>,
    },
    /// The extension is not one of the PBX's.
    UnknownExtension { extension: String },
    /// The disk is full.
    DiskFull,
    /// A file could not be read or written.
    File {
        /// The operating system's words.
        detail: String,
    },
    /// The file is damaged and was set aside.
    Damaged {
        /// Where it is now.
        path: String,
    },
    /// A later version of this program wrote the history: it is only read, and new calls are kept beside it.
    LaterVersion,
    /// This computer has no sound device that can be used.
    NoSoundDevice,
    /// The file is here, and can't be heard.
    Unplayable {
        /// What it is.
        why: Unplayable,
    },
    /// No program of this computer opens the file.
    NoProgram,
    /// The download broke off; nothing was kept.
    CutShort,
    /// The core is not connected to a PBX.
    NotSignedIn,
    /// The administrator does not allow it.
    Forbidden,
}

impl Failure {
    /// The PBX may have done what it was asked: it was sent, and no answer tells.
    pub(crate) const fn may_have_worked(&self) -> bool {
        match self {
            Self::TimedOut
            | Self::CutShort
            | Self::NotTheApi
            | Self::TooLarge
            | Self::Unreachable { reason: Unreachable::ConnectionLost }
            | Self::HttpStatus { status: 500.. } => true,
            Self::Unreachable { .. }
            | Self::HttpStatus { .. }
            | Self::TlsMismatch
            | Self::CertificateUnknown { .. }
            | Self::CertificateChanged { .. }
            | Self::NotSent
            | Self::NotDone
            | Self::Refused { .. }
            | Self::NotEncrypted
            | Self::NoPassword
            | Self::PasswordRefused
            | Self::KeyringLocked
            | Self::PortTaken { .. }
            | Self::PortsTaken { .. }
            | Self::UnknownExtension { .. }
            | Self::DiskFull
            | Self::File { .. }
            | Self::Damaged { .. }
            | Self::LaterVersion
            | Self::NoSoundDevice
            | Self::Unplayable { .. }
            | Self::NoProgram
            | Self::NotSignedIn
            | Self::Forbidden => false,
        }
    }
}

/// What a file is that can't be heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Unplayable {
    /// A sound in a format that we can't play; another program may.
    Format {
        /// What people call it, e.g. AMR.
        name: String,
    },
    /// Nothing that we know, or damaged; another program may know it.
    Unknown,
    /// It has no sound in it.
    Empty,
    /// Something else lies in the place of a sound.
    NotASound { found: NotSound },
}

impl Unplayable {
    /// Whether another program may be able to play it.
    pub(crate) const fn may_be_heard_elsewhere(&self) -> bool {
        match self {
            Self::Format { .. } | Self::Unknown => true,
            Self::Empty | Self::NotASound { .. } => false,
        }
    }
}

/// What lies in the place of a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NotSound {
    /// HTML: a page of a server or a proxy in between.
    WebPage,
    /// JSON: mostly a refusal.
    Json,
    Text,
    /// A picture, a document, an archive.
    Other,
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Unreachable {
    /// The name is not known.
    NameNotFound,
    /// The machine is there, the port is closed.
    ConnectionRefused,
    /// Nothing answers at that address.
    NoAnswer,
    /// No network leads there.
    NoRoute,
    /// The connection broke.
    ConnectionLost,
}

/// Why the core does not accept an intent now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Refusal {
    /// Not signed in.
    NotSignedIn,
    /// Not in this state.
    NotNow,
    /// The call is over.
    NoSuchCall,
    /// The queue is not one of the agent's.
    NoSuchQueue,
    /// What was typed is no telephone number, or more than one.
    InvalidNumber { why: NotANumber },
    /// The agent's own extension was dialled.
    OwnNumber,
    /// Nobody answered the question whether to dial it.
    Unanswered,
    /// A call can't be handed to an extension behind a number: nobody keys it in.
    ExtensionInTransfer {
        number: String,
        /// The extension behind it.
        extension: String,
    },
    /// Who is to be asked is who waits.
    SamePerson,
    /// The administrator wants a reason for each pause.
    ReasonRequired,
    /// There is no reason for a pause that is called so.
    NoSuchReason {
        /// Those that there are.
        known: Vec<String>,
    },
    /// The administrator wants to know what came of the last conversation.
    ResultRequired,
    /// A field of the account can't be right.
    InvalidAccount { field: AccountField },
    /// Calls of the agent's phone can't go there.
    InvalidForward { why: WrongForward },
    /// A preference can't be right; the old one is kept.
    InvalidSetting { field: SettingField },
    /// A shortcut can't be had; the one before stays.
    InvalidHotkey { action: HotkeyAction, why: WrongShortcut },
    /// A deed of the window can't have this key; the one before stays.
    InvalidKey { deed: KeyDeed, why: WrongKey },
    /// What is marked in another program is not known.
    MarkedNotRead { why: NotRead },
    /// Text is marked, and no number that could be called stands in it.
    NoNumberMarked,
    /// A caller's page can't be set up like this; the old one is kept.
    InvalidTarget {
        /// Which of them.
        slot: u8,
        why: WrongTarget,
    },
    /// The administrator has set or forbidden it.
    SetByAdministrator { field: FixedField },
    /// The person said no when asked.
    NotConfirmed,
    /// A reminder can't come in the past.
    TimeIsPast,
    /// A reminder may be two months ahead at most.
    TimeIsTooFar,
    /// The message, recording or notice is gone.
    NoSuchItem,
    /// There is no room for another favourite.
    FavouritesFull,
    /// The program would be gone while somebody is on the line.
    InCall,
    /// The program is shutting down.
    ShuttingDown,
}
