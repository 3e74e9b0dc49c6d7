//! The copy that is broken, and where it is built.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// What is in the repository, as it is now; what is built of it stays from one time to the next.
pub(super) fn made(root: &Path) -> Result<PathBuf> {
    let copy = root.join("target/breaks/copy");
    std::fs::create_dir_all(&copy)?;
    let tracked = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output()?;
    ensure!(tracked.status.success(), "git does not list the files");
    for name in tracked.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = std::str::from_utf8(name)?;
        let (from, to) = (root.join(name), copy.join(name));
        let Ok(wanted) = std::fs::read(&from) else { continue };
        // What has not changed keeps its date, and is not compiled anew.
        if std::fs::read(&to).ok().as_ref() != Some(&wanted) {
            std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
            std::fs::write(&to, &wanted)?;
        }
    }
    for made in ["ui/node_modules", "ui/dist"] {
        let to = copy.join(made);
        if !to.exists() {
            std::os::unix::fs::symlink(root.join(made), to)?;
        }
    }
    warm(root)?;
    Ok(copy)
}

/// Dependencies are those of the repository's own builds, as far as there are any.
fn warm(root: &Path) -> Result<()> {
    let (from, to) = (root.join("target/debug"), root.join("target/breaks/build/debug"));
    if to.exists() || !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(&to)?;
    for part in [".fingerprint", "build", "deps"] {
        let links = Command::new("cp").arg("-al").args([from.join(part), to.join(part)]).status()?;
        ensure!(links.success(), "{part} of target/debug can not be linked");
    }
    let packages = packages(root)?;
    // `libagent_core-0123456789abcdef.rlib`
    let is_ours = |name: &str| {
        let name = name.rsplit_once('-').map_or(name, |(name, _)| name).replace('-', "_");
        packages.iter().any(|package| name == *package || name.strip_prefix("lib") == Some(package))
    };
    for part in [".fingerprint", "build", "deps"] {
        for entry in std::fs::read_dir(to.join(part))? {
            let path = entry?.path();
            if !path.file_name().and_then(|name| name.to_str()).is_some_and(is_ours) {
                continue;
            }
            if path.is_dir() { std::fs::remove_dir_all(path)? } else { std::fs::remove_file(path)? }
        }
    }
    Ok(())
}

/// The names of what is built here, packages and programs, with `_` for `-`.
fn packages(root: &Path) -> Result<Vec<String>> {
    let listed = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version=1"])
        .current_dir(root)
        .output()?;
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout)?;
    let packages = listed["packages"].as_array().context("cargo lists no packages")?;
    let targets = packages
        .iter()
        .flat_map(|package| package["targets"].as_array().into_iter().flatten().chain([package]));
    Ok(targets.filter_map(|one| one["name"].as_str()).map(|name| name.replace('-', "_")).collect())
}
