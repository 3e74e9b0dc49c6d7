//! Why a request failed, and whether to ask again. Nothing here holds an address, a token or a body.

use pbx_protocol::answer::AnswerError;
use pbx_protocol::{Errno, Meaning};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The name of the PBX is not known.
    #[error("the name of the PBX is not known")]
    NameNotFound,
    /// The machine is there, the port is closed.
    #[error("the PBX's port is closed")]
    ConnectionRefused,
    /// Nothing answers at that address.
    #[error("nothing answers at the PBX's address")]
    NoAnswer,
    /// No network leads there.
    #[error("no network leads to the PBX")]
    NoRoute,
    /// The connection broke before the answer was complete.
    #[error("the connection to the PBX broke")]
    ConnectionLost,
    /// TLS was spoken to a plain port, or the other way round.
    #[error("one side speaks TLS, the other does not")]
    TlsMismatch,
    /// The certificate has not been trusted yet.
    #[error("the PBX's certificate is not trusted yet")]
    CertificateUnknown {
        /// SHA-256 in lowercase hex.
        fingerprint: String,
    },
    /// Another certificate than the trusted one.
    #[error("the PBX shows another certificate than the trusted one")]
    CertificateChanged {
        /// SHA-256 of the new one in lowercase hex.
        fingerprint: String,
    },
    /// An HTTP error.
    #[error("HTTP status {0}")]
    HttpStatus(u16),
    /// No answer in time.
    #[error("the PBX did not answer in time")]
    TimedOut,
    /// More bytes than any true answer has.
    #[error("the answer is too large")]
    TooLarge,
    /// A web page, nothing, JSON of another shape or cut short, or no HTTP at all.
    #[error("the answer is not from the UC API")]
    NotTheApi,
    /// The PBX understood and said no.
    #[error("{endpoint} was refused with errno {errno}")]
    Refused {
        /// The PBX's number.
        errno: Errno,
        /// Its path, e.g. `extension/hold`.
        endpoint: &'static str,
    },
    /// The HTTP client could not be built from the settings.
    #[error("the HTTP client could not be set up")]
    Setup,
}

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// A person must act first.
    Never,
    /// After a pause; nothing needs to be changed.
    After,
    /// After a new login.
    AfterSignIn,
}

impl ClientError {
    /// When to ask again.
    pub fn retry(&self) -> Retry {
        match self {
            Self::NameNotFound
            | Self::ConnectionRefused
            | Self::NoAnswer
            | Self::NoRoute
            | Self::ConnectionLost
            | Self::TimedOut
            // Too slow, too often, or broken for the moment: each of these passes.
            | Self::HttpStatus(408 | 429 | 500..) => Retry::After,
            Self::Refused { errno, .. } if errno.meaning() == Meaning::TokenGone => Retry::AfterSignIn,
            Self::Refused { .. }
            | Self::TlsMismatch
            | Self::CertificateUnknown { .. }
            | Self::CertificateChanged { .. }
            | Self::HttpStatus(_)
            | Self::TooLarge
            | Self::NotTheApi
            | Self::Setup => Retry::Never,
        }
    }

    pub(crate) fn from_answer(error: AnswerError, endpoint: &'static str) -> Self {
        match error {
            AnswerError::Refused(errno) => Self::Refused { errno, endpoint },
            AnswerError::TooLarge => Self::TooLarge,
            // What serde says of a body may quote it, so its words end here.
            AnswerError::Empty | AnswerError::NotTheApi(_) | AnswerError::UnexpectedShape(_) => {
                Self::NotTheApi
            }
        }
    }
}
