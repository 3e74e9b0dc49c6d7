//! Recordings that were heard, kept so that they are fetched once; the ones not heard for the longest time go first.
//!
//! Not voicemail: the PBX gives a deleted message's name to another.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, io};

use agent_core::WallMillis;
use pbx_protocol::safe_file_name;
use tracing::{debug, warn};

use crate::files;

/// About a week of a busy agent's calls.
pub const RECORDINGS_LIMIT: u64 = 200_000_000;

/// A folder for each PBX.
#[derive(Debug, Clone)]
pub struct Recordings {
    folder: PathBuf,
    limit: u64,
}

impl Recordings {
    /// In this folder, with so many bytes at most; [`RECORDINGS_LIMIT`] is what a running program takes.
    pub fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit }
    }

    /// Where the recording lies, or would lie.
    pub fn place(&self, pbx: &str, name: &str) -> io::Result<PathBuf> {
        let folder = self.folder.join(safe_file_name(pbx));
        files::create_private_dir(&folder)?;
        Ok(folder.join(file_of(name)))
    }

    /// Whether it is here; then it is the one heard last.
    pub fn is_here(file: &Path, now: WallMillis) -> bool {
        let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or(0));
        match fs::File::options().append(true).open(file) {
            Ok(open) => {
                if let Err(error) = open.set_modified(now) {
                    debug!(%error, "a recording goes earlier than it should");
                }
                true
            }
            Err(_) => false,
        }
    }

    /// The calls that they are of are forgotten. What can't be removed, because it is being heard, is told in the log.
    pub fn forget(&self, names: &[String]) {
        for folder in entries(&self.folder) {
            for name in names {
                remove(&folder.join(file_of(name)));
            }
        }
    }

    /// All calls are forgotten.
    pub fn forget_all(&self) {
        entries(&self.folder).iter().flat_map(|folder| entries(folder)).for_each(|file| remove(&file));
    }

    /// Makes room. What can't be removed, because it is being heard, goes the next time.
    pub fn trim(&self) {
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for folder in entries(&self.folder) {
            for file in entries(&folder) {
                if let Ok(facts) = file.metadata() {
                    kept.push((facts.modified().unwrap_or(UNIX_EPOCH), facts.len(), file));
                }
            }
        }
        // A file's time is when it was heard last; see `is_here`.
        kept.sort();
        let mut size: u64 = kept.iter().map(|(_, size, _)| size).sum();
        // It stays, whatever its size: it is about to be heard.
        let _newest = kept.pop();
        for (_, bytes, file) in kept {
            if size <= self.limit {
                return;
            }
            match fs::remove_file(&file) {
                Ok(()) => size -= bytes,
                Err(error) => debug!(%error, ?file, "a recording stays"),
            }
        }
    }
}

/// A name that is made harmless may be that of another recording too, or differ from it in capitals alone.
fn file_of(name: &str) -> String {
    format!("{}-{}", digest(name), safe_file_name(name))
}

fn digest(name: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, name.as_bytes());
    digest.as_ref()[..8].iter().fold(String::with_capacity(16), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn remove(file: &Path) {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            warn!(%error, ?file, "a recording of a call that is forgotten stays");
        }
        Ok(()) | Err(_) => {}
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_heard_for_the_longest_time_goes() {
        let dir = tempfile::tempdir().unwrap();
        let recordings = Recordings::new(dir.path().join("recordings"), 250);
        let place = |name: &str| recordings.place("10.0.0.5", name).unwrap();
        for (name, age) in [("a.wav", 30), ("b.wav", 20), ("c.wav", 10)] {
            fs::write(place(name), [0; 100]).unwrap();
            let then = UNIX_EPOCH + Duration::from_secs(1_000_000 - age);
            fs::File::options().append(true).open(place(name)).unwrap().set_modified(then).unwrap();
        }
        assert!(Recordings::is_here(&place("a.wav"), WallMillis(1_000_000_000)), "heard again");
        assert!(!Recordings::is_here(&place("d.wav"), WallMillis(1_000_000_000)));
        recordings.trim();
        let here: Vec<bool> = ["a.wav", "b.wav", "c.wav"].map(|name| place(name).exists()).to_vec();
        assert_eq!(here, [true, false, true]);
    }

    #[test]
    fn two_recordings_are_two_files() {
        let dir = tempfile::tempdir().unwrap();
        let recordings = Recordings::new(dir.path().join("recordings"), 250);
        let long = "x".repeat(200);
        let names = [
            "a/1.wav",
            "b/1.wav",
            "1.wav",
            "1.WAV",
            "1?.wav",
            "1*.wav",
            &format!("a{long}"),
            &format!("b{long}"),
        ];
        let places: std::collections::BTreeSet<String> = names
            .iter()
            .map(|name| recordings.place("10.0.0.5", name).unwrap().display().to_string().to_lowercase())
            .collect();
        assert_eq!(places.len(), names.len(), "{places:?}");
    }

    #[test]
    fn a_forgotten_calls_recording_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let recordings = Recordings::new(dir.path().join("recordings"), 250);
        let place = |name: &str| recordings.place("10.0.0.5", name).unwrap();
        for name in ["a.wav", "b.wav", "c.wav"] {
            fs::write(place(name), "sound").unwrap();
        }
        recordings.forget(&["a.wav".to_owned(), "of another computer.wav".to_owned()]);
        assert_eq!(["a.wav", "b.wav"].map(|name| place(name).exists()), [false, true]);
        recordings.forget_all();
        assert_eq!(["b.wav", "c.wav"].map(|name| place(name).exists()), [false, false]);
    }

    #[test]
    fn a_name_is_never_a_path() {
        let dir = tempfile::tempdir().unwrap();
        let recordings = Recordings::new(dir.path().join("recordings"), 250);
        let place = recordings.place("../../x", "../../etc/passwd").unwrap();
        assert!(place.starts_with(dir.path().join("recordings")), "{}", place.display());
        assert!(!place.components().any(|part| part.as_os_str() == ".."), "{}", place.display());
    }
}
