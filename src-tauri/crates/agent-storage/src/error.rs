//! What can go wrong with what is kept here, and what the agent is told of it.

use std::io;

use agent_core::Failure;

/// Why something can't be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A file can't be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The history can't be opened, read or written.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// The PBX's records are no CSV, or have the columns of something else.
    #[error("the records can't be read: {0}")]
    Records(#[from] csv::Error),
    /// A later version of this program wrote the history, which is only read.
    #[error("a later version of this program wrote the history")]
    LaterVersion,
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::File(error) => of_io(&error),
            StorageError::Database(error) if is_full(&error) => Self::DiskFull,
            // The words name no path: that would name the agent's account.
            StorageError::Database(_) | StorageError::Records(_) => Self::File { detail: error.to_string() },
            StorageError::LaterVersion => Self::LaterVersion,
        }
    }
}

fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

/// What the agent is told of a file that can't be read or written.
pub fn of_io(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Failure::DiskFull,
        _ => Failure::File { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_one() {
        let told = |error: StorageError| Failure::from(error);
        assert_eq!(told(io::Error::from(io::ErrorKind::StorageFull).into()), Failure::DiskFull);
        let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None).into();
        assert_eq!(told(code(rusqlite::ffi::SQLITE_FULL)), Failure::DiskFull);
        assert!(matches!(told(code(rusqlite::ffi::SQLITE_IOERR)), Failure::File { .. }));
    }
}
