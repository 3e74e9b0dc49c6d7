//! What the agent is told of files and databases that fail.

use std::io;

use agent_core::Failure;

/// The path is not part of the words: it names the agent's account.
pub fn of_io(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Failure::DiskFull,
        _ => Failure::File { detail: error.to_string() },
    }
}

pub(crate) fn of_database(error: &rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => Failure::DiskFull,
        _ => Failure::File { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_one() {
        assert_eq!(of_io(&io::ErrorKind::StorageFull.into()), Failure::DiskFull);
        let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        assert_eq!(of_database(&code(rusqlite::ffi::SQLITE_FULL)), Failure::DiskFull);
        assert!(matches!(of_database(&code(rusqlite::ffi::SQLITE_IOERR)), Failure::File { .. }));
    }
}
