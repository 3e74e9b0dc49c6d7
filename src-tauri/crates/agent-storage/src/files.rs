//! Folders of our own that nobody else reads, and names that are still free.

use std::io;
use std::path::{Path, PathBuf};

use agent_core::WallMillis;
use pbx_protocol::safe_file_name;

use crate::system;

/// Creates the folder and those above it; it is the agent's alone, also where it was there before with other rights.
pub fn create_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    system::folder_for_us_alone(builder.recursive(true)).create(dir)?;
    system::make_private(dir, 0o700)
}

/// Makes the folder the agent's alone, one that is there already too, and sees that something can be written in it. A
/// full disk is none of its troubles: that passes.
pub fn prepare_data_dir(dir: &Path) -> io::Result<()> {
    create_private_dir(dir)?;
    let probe = dir.join(".probe");
    match create_private_file(&probe).and_then(|()| std::fs::remove_file(&probe)) {
        Err(error) if error.kind() != io::ErrorKind::StorageFull => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Creates the file when it is not there; it is the agent's alone.
pub fn create_private_file(file: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    system::file_for_us_alone(options.append(true).create(true)).open(file)?;
    system::make_private(file, 0o600)
}

/// Writes a file that the person gets under a name that nothing has yet: whole, or not at all.
pub fn write_beside<T, E: From<io::Error>>(
    file: &Path,
    write: impl FnOnce(std::fs::File) -> Result<T, E>,
) -> Result<T, E> {
    let part = file.with_extension("part");
    // Before anything stands in it.
    create_private_file(&part)?;
    let written = std::fs::File::create(&part).map_err(E::from).and_then(write);
    let written = written.and_then(|value| {
        put_in_place(&part, file)?;
        Ok(value)
    });
    if written.is_err() {
        // What is left of it is of no use to anybody, and the error says why.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Puts the file in place of the one before, whole or not at all.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = file.with_extension("new");
    create_private_file(&part)?;
    std::fs::write(&part, bytes)?;
    put_in_place(&part, file)
}

/// Puts a file that was written beside in place of another. Both are on the disk whole when it returns, or one is.
pub fn put_in_place(part: &Path, file: &Path) -> io::Result<()> {
    // The content first: after a power cut the old file is worth more than a new name that leads to nothing.
    std::fs::File::options().append(true).open(part)?.sync_all()?;
    std::fs::rename(part, file)?;
    file.parent().map_or(Ok(()), system::write_out_folder)
}

/// Where a damaged file goes: somebody may want it back, so it is never deleted.
pub(crate) fn aside(file: &Path, now: WallMillis) -> PathBuf {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    file.with_extension(format!("damaged-{}.{ending}", now.0))
}

/// A path in `dir` that is free: `name.wav`, `name (2).wav` … The name is the PBX's and is made harmless first.
pub fn free_path(dir: &Path, name: &str) -> PathBuf {
    let name = safe_file_name(name);
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name.as_str(), String::new()),
    };
    let numbered = (2_u32..).map(|number| dir.join(format!("{stem} ({number}){extension}")));
    let first = dir.join(&name);
    std::iter::once(first.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_names_get_a_number() {
        let dir = tempfile::tempdir().unwrap();
        let mut names = Vec::new();
        for _ in 0..3 {
            let path = free_path(dir.path(), "msg0000.wav");
            std::fs::write(&path, "").unwrap();
            names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
        assert_eq!(names, ["msg0000.wav", "msg0000 (2).wav", "msg0000 (3).wav"]);
    }

    #[test]
    fn a_name_is_never_a_path() {
        let dir = Path::new("/somewhere/downloads");
        for (name, path) in [
            ("../../x.wav", "/somewhere/downloads/x.wav"),
            ("/etc/passwd", "/somewhere/downloads/passwd"),
            ("..", "/somewhere/downloads/unnamed"),
            ("C:\\Windows\\x.wav", "/somewhere/downloads/x.wav"),
        ] {
            assert_eq!(free_path(dir, name), Path::new(path), "{name}");
        }
    }

    #[test]
    fn what_breaks_off_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("calls.csv");
        let broken = write_beside(&file, |mut part| {
            io::Write::write_all(&mut part, b"half")?;
            Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(broken.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        write_beside(&file, |mut part| io::Write::write_all(&mut part, b"whole")).unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(all(test, unix))]
    #[test]
    fn what_is_created_is_the_agents_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("data");
        create_private_dir(&inner).unwrap();
        let file = inner.join("history.db");
        create_private_file(&file).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&file)), (0o700, 0o600));

        // Those of an earlier version are made private.
        for (path, rights) in [(&inner, 0o755), (&file, 0o644)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(rights)).unwrap();
        }
        create_private_dir(&inner).unwrap();
        create_private_file(&file).unwrap();
        assert_eq!((mode(&inner), mode(&file)), (0o700, 0o600));

        let older = dir.path().join("older");
        std::fs::create_dir(&older).unwrap();
        std::fs::set_permissions(&older, std::fs::Permissions::from_mode(0o755)).unwrap();
        prepare_data_dir(&older).unwrap();
        assert_eq!(mode(&older), 0o700, "a folder of an earlier version is mended");
        assert_eq!(std::fs::read_dir(&older).unwrap().count(), 0, "and nothing is left in it");
    }

    #[test]
    fn a_folder_that_can_not_be_used_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(prepare_data_dir(&file).is_err());
        assert!(prepare_data_dir(&file.join("below")).is_err());
    }
}
