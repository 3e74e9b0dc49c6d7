//! Why the PBX refused: its error number and what that probably means.

use serde::{Deserialize, Serialize};

/// The PBX's error number, as text because the wire has it as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Errno(#[serde(deserialize_with = "crate::lenient::text")] String);

/// What to make of an error number. Only 30003 is in the vendor's document; the others are those of the related
/// Yeastar S-Series and are shown as "probably".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "contract", derive(ts_rs::TS))]
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

/// The numbers of the Yeastar S-Series, and the one of the vendor's document (30003).
const WORDS: &[(&str, &str)] = &[
    ("10003", "the request is not supported"),
    ("10004", "a required parameter is empty"),
    ("10005", "the call id does not exist"),
    ("10006", "the extension does not exist"),
    ("10007", "the call does not exist"),
    ("10008", "the extension is not idle"),
    ("10009", "the extension does not allow being monitored"),
    ("10010", "the monitor mode does not match"),
    ("10011", "the called number does not exist"),
    ("10012", "the IVR does not exist"),
    ("10013", "the queue does not exist"),
    ("10014", "the ring group does not exist"),
    ("10015", "the call is not connected"),
    ("10017", "the extension could not be configured"),
    ("10018", "the IVR could not be configured"),
    ("10019", "the queue could not be configured"),
    ("10020", "it could not be added"),
    ("10021", "it does not exist"),
    ("10022", "it exists already"),
    ("10023", "the prompt does not exist"),
    ("10024", "the extension may not call outside"),
    ("10028", "the number is empty"),
    ("10031", "the called number is wrong"),
    ("10032", "the password is wrong"),
    ("20000", "only JSON is understood"),
    ("20001", "only POST is understood"),
    ("20002", "the user is locked"),
    ("20003", "user name or password is wrong"),
    ("20004", "there is no such token"),
    ("20005", "the token is empty"),
    ("20006", "the token timed out"),
    ("20007", "the data are empty"),
    ("20008", "the port is wrong"),
    ("20010", "the request was not passed on"),
    ("20012", "the recording's ticket is not valid"),
    ("20014", "the recording does not exist"),
    ("20015", "the allowed address is wrong"),
    ("20016", "the voicemail's status is wrong"),
    ("20017", "the voicemail's ticket is not valid"),
    ("20018", "the voice file does not exist"),
    ("20019", "the records' time is not written as it should be"),
    ("20020", "the records' ticket is not valid"),
    ("20021", "there are no records"),
    ("30003", "user name or password is wrong"),
];

impl Errno {
    /// Wraps a number as the wire has it.
    pub fn new(number: impl Into<String>) -> Self {
        Self(number.into())
    }

    /// The number as the wire has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it probably means, in English; nothing for a number that the related PBX does not know either.
    pub fn in_words(&self) -> Option<&'static str> {
        WORDS.iter().find(|(number, _)| *number == self.0.trim()).map(|(_, words)| *words)
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
            // Shown as it is: a guess would send the agent after the wrong cause.
            _ => Meaning::Unknown,
        }
    }
}

impl std::fmt::Display for Errno {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
