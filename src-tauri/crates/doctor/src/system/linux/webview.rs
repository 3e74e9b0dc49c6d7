//! The library that draws the windows.

use std::path::{Path, PathBuf};

use crate::fact::Fact;

const NAME: &str = "libwebkit2gtk-4.1";
const FILE: &str = "libwebkit2gtk-4.1.so.0";
/// Below it the pages do not work.
const NEEDED: (u32, u32) = (2, 40);
/// Where distributions keep libraries.
const FOLDERS: [&str; 6] =
    ["usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64", "usr/lib", "lib64", "lib"];

/// `known` is the version that the program was told by the library itself.
pub(super) fn facts(root: &Path, known: Option<&str>) -> Vec<Fact> {
    if let Some(version) = known {
        return vec![of_version(version)];
    }
    vec![match library(root, &[FILE]) {
        Some(path) => Fact::WebviewFound { path: path.display().to_string() },
        None => Fact::WebviewAbsent { name: NAME.to_owned() },
    }]
}

/// The first of these files in a folder of libraries.
pub(super) fn library(root: &Path, names: &[&str]) -> Option<PathBuf> {
    let places = FOLDERS.iter().flat_map(|folder| names.iter().map(move |name| root.join(folder).join(name)));
    places.into_iter().find(|place| place.exists())
}

fn of_version(version: &str) -> Fact {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let found = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let version = version.to_owned();
    if found < NEEDED {
        return Fact::WebviewOld { version, needed: format!("{}.{}", NEEDED.0, NEEDED.1) };
    }
    Fact::Webview { version }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_is_named() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(facts(root.path(), None), [Fact::WebviewAbsent { name: NAME.to_owned() }]);
        let folder = root.path().join("usr/lib64");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(FILE), "").unwrap();
        let path = folder.join(FILE).display().to_string();
        assert_eq!(facts(root.path(), None), [Fact::WebviewFound { path }]);
    }

    #[test]
    fn an_old_one_is_told() {
        let seen = |version| facts(Path::new("/"), Some(version)).remove(0);
        assert_eq!(seen("2.52.3"), Fact::Webview { version: "2.52.3".to_owned() });
        let old = Fact::WebviewOld { version: "2.38.6".to_owned(), needed: "2.40".to_owned() };
        assert_eq!(seen("2.38.6"), old);
    }
}
