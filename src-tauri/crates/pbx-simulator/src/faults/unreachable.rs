//! The PBX is switched off or restarting: new connections are closed as they come, kept ones at the next request.

/// Ends a connection without an answer.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the PBX is switched off")]
pub(crate) struct Cut;
