//! Files that were fetched to be heard and can't be: opened with the program that the system has for them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use agent_core::{Failure, MediaId};
use agent_storage::files;
use pbx_protocol::safe_file_name;
use tracing::warn;

use crate::failures;
use crate::ports::Browser;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Unheard {
    browser: Arc<dyn Browser>,
    /// Of copies; emptied at each start.
    folder: PathBuf,
    files: Arc<Mutex<BTreeMap<MediaId, Known>>>,
}

#[derive(Debug, Clone)]
struct Known {
    file: PathBuf,
    /// What other programs know its format by.
    extension: &'static str,
}

impl Unheard {
    pub(crate) fn new(browser: Arc<dyn Browser>, folder: PathBuf) -> Self {
        Self { browser, folder, files: Arc::default() }
    }

    pub(crate) fn remember(&self, media: MediaId, file: PathBuf, extension: &'static str) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(media, Known { file, extension });
    }

    /// Opens a copy, under an extension of ours: the PBX names its files, and a system runs what is called ".exe". Blocks.
    pub(crate) fn open(&self, media: &MediaId) -> Result<(), Failure> {
        let copy = self.copy(media).map_err(|error| failures::of_io(&error))?;
        self.browser.open_file(&copy).map_err(|error| {
            warn!(%error, "no program opens a sound");
            Failure::NoProgram
        })
    }

    fn copy(&self, media: &MediaId) -> io::Result<PathBuf> {
        let known = self.files.lock().unwrap_or_else(PoisonError::into_inner).get(media).cloned();
        let Known { file, extension } = known.ok_or(io::ErrorKind::NotFound)?;
        let (MediaId::Voicemail { file: name, .. } | MediaId::Recording { name }) = media;
        let name = Path::new(&safe_file_name(name)).with_extension(extension);
        files::create_private_dir(&self.folder)?;
        let copy = files::free_path(&self.folder, &name.to_string_lossy());
        fs::copy(file, &copy)?;
        Ok(copy)
    }
}
