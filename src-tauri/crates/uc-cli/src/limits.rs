//! How long is waited, and what is tried again. A request that may have arrived is asked a second time only where it changes
//! nothing: a call must not be placed twice.

use std::sync::OnceLock;
use std::time::Duration;

use clap::ArgMatches;
use pbx_client::ClientError;
use pbx_protocol::Does;
use tokio::time::Instant;

use crate::output;

const CONNECT: u64 = 5;
/// A pause doubles, and is never longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// When the whole command has to be over; set once, before it begins.
static END: OnceLock<(Instant, Duration)> = OnceLock::new();

/// As the command line says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) answer: Option<Duration>,
    retries: u32,
}

impl Limits {
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let seconds = |name: &str| matches.get_one::<u64>(name).copied().map(Duration::from_secs);
        Self {
            connect: seconds("connect-timeout").unwrap_or(Duration::from_secs(CONNECT)),
            answer: seconds("timeout"),
            retries: matches.get_one::<u32>("retry").copied().unwrap_or(0),
        }
    }

    /// Asks, and asks again after a pause where that can do no harm.
    pub(crate) async fn retrying<T>(
        self,
        does: Does,
        mut ask: impl AsyncFnMut() -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let mut pause = Duration::from_secs(1);
        for left in (0..self.retries).rev() {
            match ask().await {
                Err(error) if may_repeat(&error, does) => {
                    output::say_aside(&format!(
                        "uc: {error}; once more in {} s, {left} left",
                        pause.as_secs()
                    ));
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                outcome => return outcome,
            }
        }
        ask().await
    }
}

/// The clock of `--max-time` begins.
pub(crate) fn begin(matches: &ArgMatches) {
    if let Some(seconds) = matches.get_one::<u64>("max-time") {
        let whole = Duration::from_secs(*seconds);
        // Once a run.
        let _ = END.set((Instant::now() + whole, whole));
    }
}

/// Done, with its length, when the command has taken too long; never where there is no limit.
pub(crate) async fn too_long() -> Duration {
    match END.get() {
        Some((end, whole)) => {
            tokio::time::sleep_until(*end).await;
            *whole
        }
        None => std::future::pending().await,
    }
}

/// No `_`: whoever adds an error has to say whether the request may have arrived.
fn may_repeat(error: &ClientError, does: Does) -> bool {
    match error {
        // It has reached nobody.
        ClientError::NameNotFound
        | ClientError::ConnectionRefused
        | ClientError::NoAnswer
        | ClientError::NoRoute => true,
        ClientError::ConnectionLost | ClientError::TimedOut | ClientError::HttpStatus(408 | 429 | 500..) => {
            does == Does::Read
        }
        ClientError::HttpStatus(_)
        | ClientError::TlsMismatch
        | ClientError::CertificateUnknown { .. }
        | ClientError::CertificateChanged { .. }
        | ClientError::TooLarge
        | ClientError::NotTheApi
        | ClientError::Refused { .. }
        | ClientError::Setup => false,
    }
}
