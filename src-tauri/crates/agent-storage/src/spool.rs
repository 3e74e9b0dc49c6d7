//! What waits to be handed on, a file each, in the order in which it came. The folder is the queue: it outlives the program,
//! and has an end, for nobody may ever take what waits in it.

use std::io;
use std::path::PathBuf;

use crate::files;

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooled {
    /// A later one has a higher number.
    pub number: u64,
    /// Holds what was given.
    pub file: PathBuf,
}

/// A folder of things that wait. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
    most: usize,
}

impl Spool {
    /// In this folder, with so many at most.
    pub fn new(folder: PathBuf, most: usize) -> Self {
        Self { folder, most }
    }

    /// The oldest first.
    pub fn waiting(&self) -> io::Result<Vec<Spooled>> {
        let mut files = Vec::new();
        let entries = match std::fs::read_dir(&self.folder) {
            // It is made with the first that waits in it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            // A file that is being written has another ending, and what a person puts here is none of ours.
            let number = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")?.parse().ok());
            files.extend(number.map(|number| Spooled { number, file: path }));
        }
        files.sort_by_key(|waiting| waiting.number);
        Ok(files)
    }

    /// Keeps one more under its number; says how many older ones had to go.
    pub fn add(&self, number: u64, bytes: &[u8]) -> io::Result<u32> {
        files::create_private_dir(&self.folder)?;
        let mut kept = self.waiting()?;
        let mut dropped = 0;
        while kept.len() >= self.most {
            std::fs::remove_file(kept.remove(0).file)?;
            dropped += 1;
        }
        files::replace(&self.folder.join(format!("{number:012}.json")), bytes)?;
        Ok(dropped)
    }

    /// Forgets those that this is true of. What can't be removed keeps no other.
    pub fn forget(&self, is_it: impl Fn(&Spooled) -> bool) -> io::Result<()> {
        let mut outcome = Ok(());
        for waiting in self.waiting()?.iter().filter(|waiting| is_it(waiting)) {
            match std::fs::remove_file(&waiting.file) {
                // Otherwise it was handed on at this moment.
                Err(error) if error.kind() != io::ErrorKind::NotFound => outcome = Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_where_there_are_too_many() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::new(dir.path().join("spool"), 2);
        assert_eq!(spool.waiting().unwrap(), []);
        let dropped: Vec<u32> = (9..12).map(|number| spool.add(number, b"{}").unwrap()).collect();
        assert_eq!(dropped, [0, 0, 1]);
        std::fs::write(dir.path().join("spool").join("note.json"), "a person's").unwrap();
        let numbers = || -> Vec<u64> { spool.waiting().unwrap().iter().map(|one| one.number).collect() };
        assert_eq!(numbers(), [10, 11]);
        spool.forget(|waiting| waiting.number == 10).unwrap();
        assert_eq!(numbers(), [11]);
    }
}
