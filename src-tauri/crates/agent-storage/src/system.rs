//! What differs between the operating systems; the rest of this crate does not ask where it runs. Elsewhere than on Unix
//! a user's folders are the user's from the start, so there is nothing to do.

pub(crate) use here::{file_for_us_alone, folder_for_us_alone, make_private, write_out_folder};

#[cfg(unix)]
mod here {
    use std::fs::{DirBuilder, File, OpenOptions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use tracing::warn;

    pub(crate) fn folder_for_us_alone(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder.mode(0o700)
    }

    pub(crate) fn file_for_us_alone(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    /// Takes the rights of others away. An earlier version, or somebody's `umask`, may have given them.
    pub(crate) fn make_private(path: &Path, mode: u32) -> io::Result<()> {
        let mut rights = std::fs::metadata(path)?.permissions();
        if rights.mode().trailing_zeros() >= 6 {
            return Ok(());
        }
        rights.set_mode(mode);
        if let Err(error) = std::fs::set_permissions(path, rights) {
            // It is somebody else's folder, which the administrator has chosen: calls are told all the same.
            warn!(%error, ?path, "others may read what is kept here");
        }
        Ok(())
    }

    /// After a power cut a name that was not written out leads to nothing.
    pub(crate) fn write_out_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

#[cfg(not(unix))]
mod here {
    use std::fs::{DirBuilder, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(crate) fn folder_for_us_alone(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder
    }

    pub(crate) fn file_for_us_alone(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(crate) fn make_private(_path: &Path, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    /// A folder can't be opened there.
    pub(crate) fn write_out_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}
