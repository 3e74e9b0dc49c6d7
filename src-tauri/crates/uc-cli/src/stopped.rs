//! Ctrl-C and a polite kill: what is under way is dropped, half a file and the session with it.

use crate::failure::Failure;

/// How the person or the system asked us to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Interrupt,
    Terminate,
}

impl Signal {
    /// As a shell says it: 128 and the signal's number.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// Does the work unless we are asked to end. Who asked for a session ends it afterwards, either way. Nothing that waits
/// for the keyboard belongs in here: it could no longer be interrupted.
pub(crate) async fn unless<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, Failure>
where
    Failure: From<E>,
{
    tokio::select! {
        outcome = work => Ok(outcome?),
        signal = asked() => Err(Failure::Stopped(signal)),
    }
}

/// Returns when we are asked to end; never, where the system can't tell.
pub(crate) async fn asked() -> Signal {
    tokio::select! {
        Ok(()) = tokio::signal::ctrl_c() => Signal::Interrupt,
        () = terminated() => Signal::Terminate,
        else => std::future::pending().await,
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
