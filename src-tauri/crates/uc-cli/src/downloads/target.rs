//! Where a file goes: under a name that is given, into a folder, or to standard output.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use pbx_client::DownloadError;
use pbx_protocol::safe_file_name;

use crate::failure::Failure;

/// Where a file goes.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// Under this name, whatever it is.
    File(PathBuf),
    /// In this folder, under the PBX's name with the extension that its bytes have.
    Folder(PathBuf),
    /// To standard output.
    Output,
}

impl Target {
    pub(super) fn of(matches: &ArgMatches) -> Self {
        match matches.get_one::<String>("output").map(String::as_str) {
            None => Self::Folder(PathBuf::from(".")),
            Some("-") => Self::Output,
            Some(path) if Path::new(path).is_dir() || path.ends_with(['/', std::path::MAIN_SEPARATOR]) => {
                Self::Folder(PathBuf::from(path))
            }
            Some(path) => Self::File(PathBuf::from(path)),
        }
    }
}

/// A folder that is gone once this is dropped, and with it whatever came half.
#[derive(Debug)]
pub(super) struct Aside {
    folder: tempfile::TempDir,
}

impl Aside {
    /// Beside `file`, so that it can be moved there in one go.
    pub(super) fn beside(file: &Path) -> Result<Self, Failure> {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = tempfile::Builder::new().prefix(".uc-").tempdir_in(parent.unwrap_or(Path::new(".")));
        folder.map(|folder| Self { folder }).map_err(|error| local(&error))
    }

    pub(super) fn anywhere() -> Result<Self, Failure> {
        tempfile::tempdir().map(|folder| Self { folder }).map_err(|error| local(&error))
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where a file comes whose name does not matter.
    pub(super) fn whole(&self) -> PathBuf {
        self.path().join("file")
    }

    /// In place of what is there.
    pub(super) fn replace(self, file: &Path, with: &Path) -> Result<PathBuf, Failure> {
        std::fs::rename(file, with).map_err(|error| Failure::Download(DownloadError::File(error)))?;
        // Not before: what is in it goes with it.
        drop(self.folder);
        Ok(with.to_owned())
    }

    /// To whoever reads standard output, who may have seen enough.
    pub(super) fn pour(&self) -> Result<(), Failure> {
        let mut from = std::fs::File::open(self.whole()).map_err(|error| local(&error))?;
        match io::copy(&mut from, &mut io::stdout().lock()) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(local(&error)),
        }
    }
}

/// A name that the PBX gave is a name and never a path.
pub(super) fn in_folder(folder: &Path, name: &str) -> PathBuf {
    let name = safe_file_name(name);
    // `./x` reads worse than `x`.
    if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) }
}

fn local(error: &io::Error) -> Failure {
    Failure::Local(error.to_string())
}
