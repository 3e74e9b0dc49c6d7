//! Several PBXs, each under a name: `--profile`, else `UC_PROFILE`, else what `uc config use` chose, else `default`.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use clap::ArgMatches;

use super::{Profile, folder, write_private};
use crate::failure::Failure;
use crate::known;

const DEFAULT: &str = "default";
/// The one that was there before there were several keeps its file.
const DEFAULT_FILE: &str = "profile.json";
const FOLDER: &str = "profiles";
const CURRENT: &str = "current";
const LONGEST: usize = 64;

/// Under which name a profile is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    name: String,
    /// Somebody said so, so it has to be there.
    is_said: bool,
}

impl Name {
    /// What is safe as a file's name on every system.
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        let is_fit = (1..=LONGEST).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            && !name.starts_with('.');
        let named = || Self { name: name.to_owned(), is_said: true };
        is_fit.then(named).ok_or_else(|| {
            Failure::Usage(format!("{name:?} is no name for a profile: letters, digits, - and _"))
        })
    }

    pub(crate) fn chosen(matches: &ArgMatches) -> Result<Self, Failure> {
        match matches.get_one::<String>("profile") {
            Some(name) => Self::parse(name),
            None => Self::of_environment(),
        }
    }

    /// The one that is used where no option names another.
    pub(crate) fn of_environment() -> Result<Self, Failure> {
        match std::env::var("UC_PROFILE") {
            Ok(name) if !name.is_empty() => Self::parse(&name),
            Ok(_) | Err(_) => Self::current(),
        }
    }

    /// The one that is used unless another is named.
    pub(crate) fn current() -> Result<Self, Failure> {
        let kept = fs::read_to_string(folder()?.join(CURRENT)).ok();
        let kept = kept.and_then(|text| Self::parse(text.trim()).ok()).map(|name| name.name);
        Ok(Self { is_said: kept.is_some(), name: kept.unwrap_or_else(|| DEFAULT.to_owned()) })
    }

    pub(crate) fn make_current(&self) -> Result<(), Failure> {
        write_private(&folder()?.join(CURRENT), &self.name)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// All that are kept, in the order of their names.
    pub(crate) fn all() -> Result<Vec<Self>, Failure> {
        let mut names = Vec::new();
        if folder()?.join(DEFAULT_FILE).exists() {
            names.push(DEFAULT.to_owned());
        }
        // No folder is no profile.
        let entries = fs::read_dir(folder()?.join(FOLDER)).into_iter().flatten().flatten();
        let files = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.extend(files.filter_map(|file| file.strip_suffix(".json").map(str::to_owned)));
        names.sort();
        Ok(names.iter().filter_map(|name| Self::parse(name).ok()).collect())
    }

    /// `None` where nothing is kept under a name that nobody has said.
    pub(crate) fn load(&self) -> Result<Option<Profile>, Failure> {
        let path = self.path()?;
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| {
                Failure::Local(format!("{}: {error}; use `uc login` again", path.display()))
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Local(format!("{}: {error}", path.display()))),
        }
    }

    /// As [`Self::load`]; nothing else than what is kept will do.
    pub(crate) fn must_load(&self) -> Result<Profile, Failure> {
        self.load()?.ok_or_else(|| self.unknown())
    }

    /// What was said and is not there is mistyped.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.is_said && self.load()?.is_none() { Err(self.unknown()) } else { Ok(()) }
    }

    fn unknown(&self) -> Failure {
        Failure::Usage(format!(
            "there is no profile {:?}; `uc config list` shows those there are, `uc login --profile {}` makes it",
            self.name, self.name
        ))
    }

    pub(crate) fn save(&self, profile: &Profile) -> Result<(), Failure> {
        let text =
            serde_json::to_string_pretty(profile).map_err(|error| Failure::Local(error.to_string()))?;
        write_private(&self.path()?, &text)
    }

    pub(crate) fn remove(&self) -> Result<(), Failure> {
        known::forget(&self.name);
        let path = self.path()?;
        fs::remove_file(&path).map_err(|error| Failure::Local(format!("{}: {error}", path.display())))
    }

    fn path(&self) -> Result<PathBuf, Failure> {
        let folder = folder()?;
        Ok(if self.name == DEFAULT {
            folder.join(DEFAULT_FILE)
        } else {
            folder.join(FOLDER).join(format!("{}.json", self.name))
        })
    }
}
