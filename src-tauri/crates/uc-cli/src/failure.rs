//! Why a command failed: what happened, why, what to do next, and the exit code that scripts see.

use std::fmt;
use std::process::ExitCode;

use pbx_client::{BindError, ClientError, DownloadError};
use pbx_protocol::Meaning;

use crate::stopped::Signal;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// The PBX was not reached, or something else answered.
    Client(ClientError),
    /// A file could not be fetched.
    Download(DownloadError),
    /// Reports can't be received.
    Listen(BindError),
    /// Something on this machine: files, keyring, terminal.
    Local(String),
    /// The person said no, or could not be asked.
    NotConfirmed(String),
    /// What in a policy does not hold, a sentence each.
    WrongPolicy(Vec<String>),
    /// So many things on this computer do not work.
    Unwell { count: usize },
    /// So many could not be looked at.
    Unseen { count: usize },
    /// The PBX has refused this very password before.
    RefusedBefore,
    /// Ctrl-C, or a polite kill.
    Stopped(Signal),
}

impl Failure {
    /// As `uc --help` tells.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let refused = |error: &ClientError| match error {
            ClientError::Refused { errno, .. } => match errno.meaning() {
                // A script that is not signed in has to stop; one that was refused one thing may go on.
                Meaning::WrongCredentials | Meaning::LockedOut | Meaning::TokenGone => 4,
                _ => 1,
            },
            _ => 3,
        };
        ExitCode::from(match self {
            Self::WrongPolicy(_) | Self::Unwell { .. } => 1,
            Self::Usage(_) | Self::Unseen { .. } => 2,
            Self::Client(error) | Self::Download(DownloadError::Client(error)) => refused(error),
            Self::Download(_) | Self::Listen(_) | Self::Local(_) => 5,
            Self::NotConfirmed(_) => 6,
            Self::RefusedBefore => 4,
            Self::Stopped(signal) => signal.exit_code(),
        })
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<DownloadError> for Failure {
    fn from(error: DownloadError) -> Self {
        Self::Download(error)
    }
}

impl From<BindError> for Failure {
    fn from(error: BindError) -> Self {
        Self::Listen(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Local(text) | Self::NotConfirmed(text) => f.write_str(text),
            Self::Client(error) | Self::Download(DownloadError::Client(error)) => {
                write!(f, "{error}{}{}", likely(error), advice(error))
            }
            Self::Download(error) => write!(f, "{error}"),
            Self::WrongPolicy(sentences) => f.write_str(&sentences.join("\n")),
            Self::Unwell { count } => write!(f, "not working: {count}"),
            Self::Unseen { count } => write!(f, "not to be seen from here: {count}"),
            Self::RefusedBefore => f.write_str(
                "the PBX has refused this password before, so it was not sent again: the fifth wrong try in a row \
                 locks this address for ten minutes.\nUse `uc login` when it is right now, or give another one.",
            ),
            Self::Stopped(_) => f.write_str("stopped"),
            Self::Listen(BindError::PortTaken { port, free: Some(free) }) => {
                write!(f, "port {port} is taken by another program; {free} is free (--report-port {free})")
            }
            Self::Listen(error) => write!(f, "{error}"),
        }
    }
}

/// The vendor publishes no table, so it is a guess and says so.
fn likely(error: &ClientError) -> String {
    match error {
        ClientError::Refused { errno, .. } => {
            errno.in_words().map(|words| format!(" (probably: {words})")).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn advice(error: &ClientError) -> &'static str {
    match error {
        ClientError::NameNotFound | ClientError::NoAnswer | ClientError::NoRoute => {
            "\nCheck the address: `uc login` asks for it."
        }
        ClientError::ConnectionRefused => "\nCheck the port (9011) and that the API is enabled on the PBX.",
        ClientError::TlsMismatch => "\nTry with or without --https.",
        ClientError::CertificateUnknown { .. } => {
            "\nCompare the fingerprint with the PBX's and give it with --certificate, or use `uc login`."
        }
        ClientError::CertificateChanged { .. } => {
            "\nSomebody may be in between. Ask who runs the PBX whether it was given a new one; if so, use\n\
             `uc login --accept-new-certificate`."
        }
        ClientError::NotTheApi => "\nSomething else answers there: check address, port and --api-version.",
        ClientError::Refused { errno, .. } => match errno.meaning() {
            Meaning::WrongCredentials => {
                "\nCheck user and password; the fifth wrong try in a row locks this address for ten minutes."
            }
            Meaning::LockedOut => "\nWait ten minutes.",
            Meaning::TokenGone => "\nUse `uc login` again.",
            _ => "",
        },
        ClientError::ConnectionLost
        | ClientError::HttpStatus(_)
        | ClientError::TimedOut
        | ClientError::TooLarge
        | ClientError::Setup => "",
    }
}
