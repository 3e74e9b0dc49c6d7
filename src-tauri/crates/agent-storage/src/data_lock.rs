//! One program for one data folder: two would undo each other's settings and take each other's reports. The plugin that
//! finds a running program looks in one session only; this lock is seen from each session and each computer.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::files;

/// Held as long as the program runs; the system lets go of it however the program ends.
const LOCK: &str = "in-use.lock";
/// Who holds it, beside it: on Windows nobody else may read a file that is locked.
const HOLDER: &str = "in-use.json";
/// A program that is ending says goodbye to the PBX first.
pub const PATIENCE: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_millis(100);

/// Who uses a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its name on its network.
    pub host: String,
    pub pid: u32,
    /// Day and time there.
    pub since: String,
}

/// Another program uses the folder.
#[derive(Debug, thiserror::Error)]
#[error("{} is used by another UC Companion: {}", .folder.display(), .holder.as_ref().map_or("nobody knows which".to_owned(), told))]
pub struct FolderTaken {
    pub folder: PathBuf,
    /// What it wrote of itself, if that can be read.
    pub holder: Option<Holder>,
}

fn told(Holder { host, pid, since }: &Holder) -> String {
    format!("process {pid} on {host}, since {since}")
}

/// The folder is ours until this is dropped.
#[derive(Debug)]
pub struct DataLock {
    _file: Option<File>,
}

/// Takes the folder, which must exist, for this program; waits so long for one that is ending.
pub fn take(folder: &Path, us: &Holder, patience: Duration) -> Result<DataLock, FolderTaken> {
    let mut patience = patience;
    loop {
        match lock(folder) {
            Ok(file) => {
                if let Err(error) = write_holder(folder, us) {
                    warn!(%error, "who uses the data folder could not be written down");
                }
                return Ok(DataLock { _file: Some(file) });
            }
            Err(TryLockError::WouldBlock) if !patience.is_zero() => {
                std::thread::sleep(AGAIN);
                patience = patience.saturating_sub(AGAIN);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(FolderTaken { folder: folder.to_owned(), holder: read_holder(folder) });
            }
            // There are file systems without locks, and the rest of the program works on them.
            Err(TryLockError::Error(error)) => {
                warn!(%error, "the data folder can't be locked");
                return Ok(DataLock { _file: None });
            }
        }
    }
}

/// What is to be seen of a folder's lock from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// No program runs on it.
    Free,
    /// One does; what it wrote of itself, if that can be read.
    Taken(Option<Holder>),
    /// The file system has no locks, or does not let us look.
    Unknown(String),
}

/// Whether a program uses the folder, without making anything in it. Who starts at this very moment waits for the end of
/// the look.
pub fn look(folder: &Path) -> Use {
    let file = match OpenOptions::new().append(true).open(folder.join(LOCK)) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Use::Free,
        Err(error) => return Use::Unknown(error.to_string()),
    };
    match file.try_lock() {
        Ok(()) => Use::Free,
        Err(TryLockError::WouldBlock) => Use::Taken(read_holder(folder)),
        Err(TryLockError::Error(error)) => Use::Unknown(error.to_string()),
    }
}

fn lock(folder: &Path) -> Result<File, TryLockError> {
    let path = folder.join(LOCK);
    files::create_private_file(&path).map_err(TryLockError::Error)?;
    let file = OpenOptions::new().append(true).open(path).map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

fn write_holder(folder: &Path, us: &Holder) -> std::io::Result<()> {
    files::replace(&folder.join(HOLDER), &serde_json::to_vec(us)?)
}

fn read_holder(folder: &Path) -> Option<Holder> {
    serde_json::from_slice(&std::fs::read(folder.join(HOLDER)).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOT_LONG: Duration = Duration::from_millis(1);

    fn holder(pid: u32) -> Holder {
        Holder { host: "desk-7".to_owned(), pid, since: "2026-03-12 10:32".to_owned() }
    }

    #[test]
    fn the_second_learns_who_was_first_and_may_come_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = take(folder.path(), &holder(1), NOT_LONG).unwrap();
        let taken = take(folder.path(), &holder(2), NOT_LONG).unwrap_err();
        assert_eq!(taken.holder, Some(holder(1)));
        assert_eq!(look(folder.path()), Use::Taken(Some(holder(1))));
        let said = taken.to_string();
        assert!(said.contains("process 1 on desk-7, since 2026-03-12 10:32"), "{said}");
        drop(first);
        assert_eq!(look(folder.path()), Use::Free);
        let _second = take(folder.path(), &holder(2), NOT_LONG).unwrap();
        assert_eq!(take(folder.path(), &holder(3), NOT_LONG).unwrap_err().holder, Some(holder(2)));
    }

    #[test]
    fn a_look_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(look(folder.path()), Use::Free);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        std::fs::create_dir(folder.path().join(LOCK)).unwrap();
        assert!(matches!(look(folder.path()), Use::Unknown(_)));
    }

    #[test]
    fn one_that_is_ending_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let first = take(folder.path(), &holder(1), NOT_LONG).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| take(folder.path(), &holder(2), Duration::from_mins(1)));
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
    }

    #[test]
    fn a_holder_that_wrote_nothing_readable_holds_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let _first = take(folder.path(), &holder(1), NOT_LONG).unwrap();
        std::fs::write(folder.path().join(HOLDER), "{").unwrap();
        assert_eq!(take(folder.path(), &holder(2), NOT_LONG).unwrap_err().holder, None);
    }
}
