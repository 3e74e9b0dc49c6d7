//! The folder in which everything is kept: there, writable, ours alone, on a disk of this computer, with room.

use std::io;
use std::path::Path;

use agent_storage::files;

use crate::fact::Fact;

const MEGABYTE: u64 = 1024 * 1024;
/// The history of a year and the sounds that are kept for being heard again.
const LITTLE: u64 = 500 * MEGABYTE;
/// Not even the next settings would fit.
const NOTHING: u64 = MEGABYTE;
const OF_OTHERS: u32 = 0o077;

/// What the system says of a folder.
#[derive(Debug)]
pub(crate) struct Folder<'a> {
    pub(crate) path: &'a Path,
    /// Who may do what, where the system has such rights.
    pub(crate) mode: Option<u32>,
    /// It lies on another computer; the name of that file system.
    pub(crate) share: Option<String>,
    pub(crate) free: io::Result<u64>,
}

/// What there is to see of it. Writes a file into it and takes it away again.
pub(crate) fn facts(Folder { path, mode, share, free }: Folder<'_>) -> Vec<Fact> {
    let shown = path.display().to_string();
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return vec![Fact::DataFolderAbsent { path: shown }];
        }
        Err(_) | Ok(_) => {}
    }
    let probe = path.join(".doctor");
    let written = files::create_private_file(&probe).and_then(|()| std::fs::remove_file(&probe));
    let mut facts = vec![match written {
        Ok(()) => Fact::DataFolder { path: shown.clone() },
        Err(error) => Fact::DataFolderUnwritable { path: shown.clone(), detail: error.to_string() },
    }];
    if let Some(mode) = mode.filter(|mode| mode & OF_OTHERS != 0) {
        facts.push(Fact::DataFolderOpen { path: shown.clone(), mode: format!("{:04o}", mode & 0o7777) });
    }
    facts.extend(share.map(|name| Fact::DataFolderShare { path: shown, name }));
    facts.push(match free {
        Ok(free) if free < NOTHING => Fact::SpaceNone,
        Ok(free) => {
            let megabytes = u32::try_from(free / MEGABYTE).unwrap_or(u32::MAX);
            if free < LITTLE { Fact::SpaceLow { megabytes } } else { Fact::Space { megabytes } }
        }
        Err(error) => Fact::SpaceUnknown { detail: error.to_string() },
    });
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLENTY: u64 = 4096 * MEGABYTE;

    fn folder(path: &Path) -> Folder<'_> {
        Folder { path, mode: Some(0o40_700), share: None, free: Ok(PLENTY) }
    }

    #[test]
    fn a_good_folder_is_called_so_and_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().display().to_string();
        assert_eq!(facts(folder(dir.path())), [Fact::DataFolder { path }, Fact::Space { megabytes: 4096 }]);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        let none = dir.path().join("none");
        let path = none.display().to_string();
        assert_eq!(facts(folder(&none)), [Fact::DataFolderAbsent { path }]);
        assert!(!none.exists(), "a look makes nothing");
    }

    #[test]
    fn a_folder_that_takes_nothing_is_told_with_the_reason() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let seen = facts(folder(&file));
        assert!(
            matches!(&seen[0], Fact::DataFolderUnwritable { detail, .. } if !detail.is_empty()),
            "{seen:?}"
        );
    }

    #[test]
    fn a_folder_that_others_read_is_told_with_its_mode() {
        let dir = tempfile::tempdir().unwrap();
        let seen = facts(Folder { mode: Some(0o40_755), ..folder(dir.path()) });
        assert!(seen.iter().any(|fact| matches!(fact, Fact::DataFolderOpen { mode, .. } if mode == "0755")));
    }

    #[test]
    fn a_full_disk_and_a_share_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let with = |free| facts(Folder { free, share: Some("nfs4".to_owned()), ..folder(dir.path()) });
        assert_eq!(with(Ok(0)).last(), Some(&Fact::SpaceNone));
        assert_eq!(with(Ok(9 * MEGABYTE)).last(), Some(&Fact::SpaceLow { megabytes: 9 }));
        let unknown = with(Err(io::Error::other("no"))).pop();
        assert_eq!(unknown, Some(Fact::SpaceUnknown { detail: "no".to_owned() }));
        let shares = |fact: &Fact| matches!(fact, Fact::DataFolderShare { name, .. } if name == "nfs4");
        assert!(with(Ok(0)).iter().any(shares));
    }
}
