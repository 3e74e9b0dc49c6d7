//! Why the PBX refused: its error number and what that probably means.

use serde::{Deserialize, Serialize};

/// The PBX's error number, as text because the wire has it as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Errno(#[serde(deserialize_with = "crate::lenient::text")] String);

/// What to make of an error number. Only 30003 is in the vendor's document; the others are those of the related
/// Yeastar S-Series and are shown as "probably".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// User or password is wrong. (20003, 30003)
    WrongCredentials,
    /// This address or user is locked for some minutes. (20002)
    LockedOut,
    /// The token is gone: sign in again. (20004, 20005, 20006)
    TokenGone,
    /// The extension does not exist. (10006)
    NoSuchExtension,
    /// The call does not exist or ended. (10005, 10007)
    NoSuchCall,
    /// The extension is busy. (10008)
    ExtensionNotIdle,
    /// The called number does not exist or is malformed. (10011, 10031)
    NoSuchNumber,
    /// The queue does not exist. (10013)
    NoSuchQueue,
    /// The call is not connected. (10015)
    NotConnected,
    /// The extension may not call outside. (10024)
    NoOutboundPermission,
    /// The number is empty. (10028)
    EmptyNumber,
    /// The queue's password is wrong. (10032)
    WrongQueuePassword,
    /// The file is gone from the PBX. (20014, 20018)
    NoSuchFile,
    /// The download ticket is used up or too old. (20012, 20017, 20020)
    TicketExpired,
    /// A parameter is missing, empty or malformed. (10004, 20007, 20016, 20019)
    BadParameter,
    /// This firmware does not know the request. (10003)
    NotSupported,
    /// None of the above.
    Unknown,
}

impl Errno {
    /// Wraps a number as the wire has it.
    pub fn new(number: impl Into<String>) -> Self {
        Self(number.into())
    }

    /// The number as the wire has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it probably means.
    pub fn meaning(&self) -> Meaning {
        match self.0.trim() {
            "20003" | "30003" => Meaning::WrongCredentials,
            "20002" => Meaning::LockedOut,
            "20004" | "20005" | "20006" => Meaning::TokenGone,
            "10006" => Meaning::NoSuchExtension,
            "10005" | "10007" => Meaning::NoSuchCall,
            "10008" => Meaning::ExtensionNotIdle,
            "10011" | "10031" => Meaning::NoSuchNumber,
            "10013" => Meaning::NoSuchQueue,
            "10015" => Meaning::NotConnected,
            "10024" => Meaning::NoOutboundPermission,
            "10028" => Meaning::EmptyNumber,
            "10032" => Meaning::WrongQueuePassword,
            "20014" | "20018" => Meaning::NoSuchFile,
            "20012" | "20017" | "20020" => Meaning::TicketExpired,
            "10004" | "20007" | "20016" | "20019" => Meaning::BadParameter,
            "10003" => Meaning::NotSupported,
            _ => Meaning::Unknown,
        }
    }
}

impl std::fmt::Display for Errno {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
