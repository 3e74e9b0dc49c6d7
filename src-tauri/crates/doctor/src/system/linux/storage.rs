//! On what a folder lies.

use std::path::{Path, PathBuf};

/// Those of other computers.
const SHARES: [&str; 10] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "fuse.davfs"];

/// The file system's name, where the folder lies on another computer. `mounts` is what `/proc/self/mountinfo` says.
pub(super) fn share(folder: &Path, mounts: &str) -> Option<String> {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    // The deepest one, and of those on top of each other the last.
    let (_, kind) = mounts
        .lines()
        .filter_map(mount)
        .filter(|(place, _)| folder.starts_with(place))
        .max_by_key(|(place, _)| place.components().count())?;
    SHARES.contains(&kind).then(|| kind.to_owned())
}

/// Place and kind: `36 35 98:0 /root /place rw,noatime master:1 - ext3 /dev/root rw`.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, behind) = line.split_once(" - ")?;
    let place = before.split(' ').nth(4)?.replace("\\040", " ");
    Some((PathBuf::from(place), behind.split(' ').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_on_a_share_is_told_by_the_kind_of_share() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
            40 22 0:50 / /home rw - nfs4 server:/home rw\n\
            41 40 8:2 / /home/eve/local\\040disk rw - xfs /dev/sdb rw\n";
        assert_eq!(share(Path::new("/var/lib/x"), mounts), None);
        assert_eq!(share(Path::new("/home/eve/data"), mounts).as_deref(), Some("nfs4"));
        assert_eq!(share(Path::new("/home/eve/local disk/data"), mounts), None);
        assert_eq!(share(Path::new("/home2/eve"), mounts), None, "another folder");
        assert_eq!(share(Path::new("/home"), "nonsense"), None);
    }
}
