//! Why a command failed: what happened, why, what to do next, and the exit code that scripts see.

use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use pbx_client::{BindError, ClientError, DownloadError};
use pbx_protocol::Meaning;
use serde_json::{Value, json};

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
    /// `--max-time` is over.
    TooLong(Duration),
    /// Of many, some were refused or not tried.
    NotAll(String),
}

/// What kind of failure, for scripts that read JSON; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Refused,
    Usage,
    NotReached,
    SignedOut,
    Local,
    NotConfirmed,
    OddAnswer,
    /// Something on this computer does not work.
    Unwell,
    /// Something could not be looked at.
    Unseen,
    Stopped(Signal),
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::NotReached => "not-reached",
            Self::SignedOut => "not-signed-in",
            Self::Local => "local",
            Self::NotConfirmed => "not-confirmed",
            Self::OddAnswer => "odd-answer",
            Self::Unwell => "unwell",
            Self::Unseen => "unseen",
            Self::Stopped(_) => "stopped",
        }
    }

    /// As `uc --help` tells.
    fn exit_code(self) -> u8 {
        match self {
            Self::Refused | Self::Unwell => 1,
            Self::Usage | Self::Unseen => 2,
            Self::NotReached => 3,
            Self::SignedOut => 4,
            Self::Local => 5,
            Self::NotConfirmed => 6,
            Self::OddAnswer => 7,
            Self::Stopped(signal) => signal.exit_code(),
        }
    }

    fn of_client(error: &ClientError) -> Self {
        match error {
            ClientError::Refused { errno, .. } => match errno.meaning() {
                // A script that is not signed in has to stop; one that was refused one thing may go on.
                Meaning::WrongCredentials | Meaning::LockedOut | Meaning::TokenGone => Self::SignedOut,
                _ => Self::Refused,
            },
            ClientError::NotTheApi | ClientError::TooLarge | ClientError::HttpStatus(_) => Self::OddAnswer,
            ClientError::NameNotFound
            | ClientError::ConnectionRefused
            | ClientError::NoAnswer
            | ClientError::NoRoute
            | ClientError::ConnectionLost
            | ClientError::TlsMismatch
            | ClientError::CertificateUnknown { .. }
            | ClientError::CertificateChanged { .. }
            | ClientError::TimedOut => Self::NotReached,
            ClientError::Setup => Self::Local,
        }
    }
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.kind().exit_code())
    }

    fn kind(&self) -> Kind {
        match self {
            Self::WrongPolicy(_) | Self::NotAll(_) => Kind::Refused,
            Self::Usage(_) => Kind::Usage,
            Self::Client(error) | Self::Download(DownloadError::Client(error)) => Kind::of_client(error),
            Self::Download(_) | Self::Listen(_) | Self::Local(_) => Kind::Local,
            Self::NotConfirmed(_) => Kind::NotConfirmed,
            Self::RefusedBefore => Kind::SignedOut,
            Self::Stopped(signal) => Kind::Stopped(*signal),
            Self::TooLong(_) => Kind::NotReached,
            Self::Unwell { .. } => Kind::Unwell,
            Self::Unseen { .. } => Kind::Unseen,
        }
    }

    /// The request never reached anybody who could have refused it.
    pub(crate) fn ends_a_series(&self) -> bool {
        !matches!(self.kind(), Kind::Refused | Kind::Usage)
    }

    /// A PBX that starts answers oddly for a while; what needs a person does not pass.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Client(error) => matches!(Kind::of_client(error), Kind::NotReached | Kind::OddAnswer),
            _ => false,
        }
    }

    /// For scripts: what happened, where, and what to do.
    pub(crate) fn to_json(&self) -> Value {
        let text = self.to_string();
        let (message, advice) = text.split_once('\n').unwrap_or((&text, ""));
        let mut error =
            json!({ "kind": self.kind().word(), "code": self.kind().exit_code(), "message": message });
        let more = match self {
            Self::Client(ClientError::Refused { errno, endpoint })
            | Self::Download(DownloadError::Client(ClientError::Refused { errno, endpoint })) => {
                vec![("errno", errno.to_string()), ("endpoint", (*endpoint).to_owned())]
            }
            _ => Vec::new(),
        };
        let advice = (!advice.is_empty()).then(|| ("advice", advice.to_owned()));
        for (name, value) in more.into_iter().chain(advice) {
            error[name] = Value::from(value);
        }
        json!({ "error": error })
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
            Self::Usage(text) | Self::Local(text) | Self::NotConfirmed(text) | Self::NotAll(text) => {
                f.write_str(text)
            }
            Self::TooLong(limit) => write!(f, "it took longer than --max-time {}", limit.as_secs()),
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
        ClientError::HttpStatus(_) => {
            "\nA web server answers there, and does not know this: check address, port and --api-version."
        }
        ClientError::ConnectionLost | ClientError::TimedOut | ClientError::TooLarge | ClientError::Setup => {
            ""
        }
    }
}
