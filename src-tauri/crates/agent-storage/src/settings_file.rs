//! The settings file on disk: read once, set aside when it is damaged, and put in place whole. What writes its text is the
//! shell's.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use agent_core::{Settings, SettingsTrouble, WallMillis};
use serde_json::{Map, Value};
use tracing::warn;

use crate::error::of_io;
use crate::files;

/// The settings stand under this name, so that there is room for something else beside them.
const KEY: &str = "settings";
/// A backup program or a scanner has the file for a moment.
const ATTEMPTS: u32 = 4;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

/// `settings.json` in the data folder.
#[derive(Debug)]
pub struct SettingsFile {
    file: PathBuf,
    kept: Map<String, Value>,
    settings: Settings,
    trouble: Option<SettingsTrouble>,
}

impl SettingsFile {
    /// Reads it; `first` is what a first start begins with, and `now` names the file that is set aside.
    pub fn read(file: &Path, first: Settings, now: WallMillis) -> Self {
        let file = file.to_owned();
        let begin = |trouble| Self { file: file.clone(), kept: Map::new(), settings: first.clone(), trouble };
        let text = match patiently(|| std::fs::read(&file)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return begin(None),
            Err(error) => return begin(Some(unreadable(&error))),
        };
        match serde_json::from_slice::<Map<String, Value>>(&text) {
            Ok(kept) => {
                let (settings, lost) = kept.get(KEY).map_or((first, Vec::new()), Settings::read);
                if !lost.is_empty() {
                    warn!(?lost, "some settings can't be read");
                }
                let trouble = (!lost.is_empty()).then_some(SettingsTrouble::FieldsLost { fields: lost });
                Self { file, kept, settings, trouble }
            }
            Err(error) => {
                let aside = files::aside(&file, now);
                warn!(%error, ?aside, "the settings can't be read and are set aside");
                let moved = std::fs::rename(&file, &aside);
                begin(Some(match moved {
                    Ok(()) => SettingsTrouble::SetAside { path: aside.display().to_string() },
                    Err(error) => unreadable(&error),
                }))
            }
        }
    }

    /// As they were read.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What was wrong when they were read.
    pub fn trouble(&self) -> Option<&SettingsTrouble> {
        self.trouble.as_ref()
    }

    /// What is to stand in the file, by name. An error: the file could not be read, and is left as it is.
    pub fn update(&mut self, settings: &Settings) -> io::Result<&Map<String, Value>> {
        if let Some(SettingsTrouble::Unreadable { .. }) = &self.trouble {
            return Err(io::Error::other(
                "the settings could not be read at the start, and are left as they are",
            ));
        }
        settings.write_over(self.kept.entry(KEY).or_insert(Value::Null));
        Ok(&self.kept)
    }

    /// The name of the file beside it, for its next text.
    pub const NEXT: &str = "settings.next.json";

    /// The next text is going to be written; only this user can read it.
    pub fn begin_text(&self) -> io::Result<()> {
        files::create_private_file(&self.file.with_file_name(Self::NEXT))
    }

    /// Puts the next text in place of the one before, whole or not at all.
    pub fn put_in_place(&self) -> io::Result<()> {
        files::put_in_place(&self.file.with_file_name(Self::NEXT), &self.file)
    }
}

fn unreadable(error: &io::Error) -> SettingsTrouble {
    warn!(%error, "the settings can't be read");
    SettingsTrouble::Unreadable { failure: of_io(error) }
}

fn patiently<T>(attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..ATTEMPTS {
        match attempt() {
            Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(BETWEEN_ATTEMPTS),
            outcome => return outcome,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use agent_core::Preferences;

    use super::*;

    fn first() -> Settings {
        let preferences = Preferences { country: "CN".to_owned(), ..Preferences::default() };
        Settings { preferences, ..Settings::default() }
    }

    fn read(text: Option<&str>) -> (tempfile::TempDir, SettingsFile) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.json");
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        let file = SettingsFile::read(&path, first(), WallMillis(0));
        (dir, file)
    }

    #[test]
    fn a_half_written_file_is_set_aside_and_told() {
        for text in [r#"{"settings":{"account":{"host":"10.0."#, "", "\0\0\0", "[]"] {
            let (dir, mut file) = read(Some(text));
            assert_eq!(file.settings(), &first());
            let Some(SettingsTrouble::SetAside { path }) = file.trouble() else { panic!("{text}") };
            assert_eq!(std::fs::read_to_string(path).unwrap(), text);
            assert!(!dir.path().join("settings.json").exists());
            assert!(file.update(&first()).is_ok(), "new ones are kept");
        }
    }

    #[test]
    fn a_file_that_can_not_be_read_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.json");
        // A folder in its place: reading it fails, for root too.
        std::fs::create_dir(&path).unwrap();
        let mut file = SettingsFile::read(&path, first(), WallMillis(0));
        assert!(matches!(file.trouble(), Some(SettingsTrouble::Unreadable { .. })));
        assert!(file.update(&first()).is_err());
        assert!(path.is_dir());
    }

    #[test]
    fn what_else_stands_in_the_file_is_kept() {
        let (_dir, mut file) =
            read(Some(r#"{"later":[1],"settings":{"pet":"cat","preferences":{"outsidePrefix":"9"}}}"#));
        assert_eq!((file.trouble(), file.settings().preferences.outside_prefix.as_str()), (None, "9"));
        let changed = Settings { signed_out: true, ..file.settings().clone() };
        let written = Value::Object(file.update(&changed).unwrap().clone());
        assert_eq!(
            (&written["later"][0], &written["settings"]["pet"]),
            (&Value::from(1), &Value::from("cat"))
        );
        assert_eq!(written["settings"]["signedOut"], Value::from(true));
        assert_eq!(read(None).1.trouble(), None, "a first start");
    }

    #[test]
    fn the_next_text_takes_the_place_of_the_one_before() {
        let (dir, file) = read(Some("{}"));
        file.begin_text().unwrap();
        std::fs::write(dir.path().join(SettingsFile::NEXT), "new").unwrap();
        file.put_in_place().unwrap();
        assert_eq!(std::fs::read_to_string(dir.path().join("settings.json")).unwrap(), "new");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
