//! Ctrl-C and a polite kill: what is under way is dropped, half a file and the session with it.

use crate::failure::Failure;
use crate::limits;
use crate::system;

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
        whole = limits::too_long() => Err(Failure::TooLong(whole)),
    }
}

/// Done when we are asked to end; never, where the system can't tell. It is listened for from the call on, not from the
/// first poll: what is printed after the call may be answered with a signal at once.
pub(crate) fn asked() -> impl Future<Output = Signal> {
    let interrupted = system::interrupted();
    let terminated = system::terminated();
    async {
        tokio::select! {
            () = interrupted => Signal::Interrupt,
            () = terminated => Signal::Terminate,
        }
    }
}
