//! Earlier versions kept the agent's data in the part of a Windows profile that roams: databases that are open travelled at each
//! log-off, and of two computers the last one won. What they left there comes to where it belongs.

use std::io;
use std::path::Path;

/// What is worth it, and in an order in which a start that is cut off loses nothing: the log of a database's last changes
/// comes before the database.
const WORTH_MOVING: [&str; 6] =
    ["settings.json", "contacts.json", "webhook", "history.db-wal", "history.db-shm", "history.db"];

/// Moves the data to `new`, which must exist; says whether there was any. What is in `new` already stays.
pub fn move_data(old: &Path, new: &Path) -> io::Result<bool> {
    if old == new || new.join("history.db").exists() {
        return Ok(false);
    }
    let mut moved = false;
    for name in WORTH_MOVING {
        let (from, to) = (old.join(name), new.join(name));
        if from.exists() && !to.exists() {
            move_one(&from, &to)?;
            moved = true;
        }
    }
    Ok(moved)
}

/// The old place may be on a server.
fn move_one(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        done => return done,
    }
    if from.is_dir() {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            move_one(&entry.path(), &to.join(entry.file_name()))?;
        }
        return std::fs::remove_dir(from);
    }
    // A copy that is cut off must not pass for the file.
    let part = to.with_extension("part");
    std::fs::copy(from, &part)?;
    std::fs::rename(&part, to)?;
    std::fs::remove_file(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dir: &Path, name: &str) {
        std::fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
        std::fs::write(dir.join(name), name).unwrap();
    }

    #[test]
    fn data_of_an_earlier_version_comes_along_once() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for name in ["settings.json", "history.db", "history.db-wal", "webhook/1.json", "logs/today.log"] {
            written(old.path(), name);
        }
        assert!(move_data(old.path(), new.path()).unwrap());
        for name in ["settings.json", "history.db", "history.db-wal", "webhook/1.json"] {
            assert!(new.path().join(name).exists() && !old.path().join(name).exists(), "{name}");
        }
        assert!(old.path().join("logs/today.log").exists());
        // Another computer of this person brings its own: this one has a history already.
        written(old.path(), "history.db");
        assert!(!move_data(old.path(), new.path()).unwrap());
        assert!(!move_data(new.path(), new.path()).unwrap());
    }

    #[test]
    fn a_move_that_was_cut_off_goes_on() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        written(new.path(), "settings.json");
        written(old.path(), "history.db");
        assert!(move_data(old.path(), new.path()).unwrap());
        assert!(new.path().join("history.db").exists());
    }

    /// `/dev/shm` is a disk of its own.
    #[cfg(all(test, target_os = "linux"))]
    #[test]
    fn from_a_server_it_is_copied() {
        let (old, new) = (tempfile::tempdir_in("/dev/shm").unwrap(), tempfile::tempdir().unwrap());
        written(old.path(), "history.db");
        written(old.path(), "webhook/1.json");
        assert!(move_data(old.path(), new.path()).unwrap());
        for name in ["history.db", "webhook/1.json"] {
            assert_eq!(std::fs::read_to_string(new.path().join(name)).unwrap(), name);
            assert!(!old.path().join(name).exists());
        }
        assert!(!new.path().join("history.part").exists());
    }
}
