//! The copy that is broken, and where it is built.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// What is not in the repository and needed by its tests.
const MADE: [&str; 2] = ["ui/node_modules", "ui/dist"];

/// What is in the repository, as it is now; what is built of it stays from one time to the next.
pub(super) fn made(root: &Path) -> Result<PathBuf> {
    let copy = root.join("target/breaks/copy");
    std::fs::create_dir_all(&copy)?;
    let tracked = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output()?;
    ensure!(tracked.status.success(), "git does not list the files");
    let tracked = String::from_utf8(tracked.stdout)?;
    let tracked: BTreeSet<&str> = tracked.split('\0').filter(|name| !name.is_empty()).collect();
    remove_what_went(&copy, Path::new(""), &tracked)?;
    for name in tracked {
        let (from, to) = (root.join(name), copy.join(name));
        let Ok(wanted) = std::fs::read(&from) else { continue };
        // What has not changed keeps its date, and is not compiled anew.
        if std::fs::read(&to).ok().as_ref() != Some(&wanted) {
            std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
            std::fs::write(&to, &wanted)?;
        }
    }
    for made in MADE {
        let to = copy.join(made);
        if to.exists() {
            std::fs::remove_dir_all(&to)?;
        }
        link(&root.join(made), &to)?;
    }
    warm(root)?;
    Ok(copy)
}

/// The same files in a folder of its own: a tool that asks where a file really is must not find it elsewhere.
fn link(from: &Path, to: &Path) -> Result<()> {
    let linked = Command::new("cp").arg("-al").args([from, to]).status()?;
    ensure!(linked.success(), "{} can't be linked", from.display());
    Ok(())
}

/// A file that was moved since the last time would be compiled beside itself.
fn remove_what_went(copy: &Path, folder: &Path, tracked: &BTreeSet<&str>) -> Result<()> {
    for entry in std::fs::read_dir(copy.join(folder))? {
        let entry = entry?;
        let name = folder.join(entry.file_name());
        let is_tracked = name.to_str().is_some_and(|name| tracked.contains(name));
        if entry.file_type()?.is_dir() {
            if !MADE.iter().any(|made| name == Path::new(made)) {
                remove_what_went(copy, &name, tracked)?;
            }
        } else if !is_tracked {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Dependencies are those of the repository's own builds, as far as there are any.
fn warm(root: &Path) -> Result<()> {
    let (from, to) = (root.join("target/debug"), root.join("target/breaks/build/debug"));
    if to.exists() || !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(&to)?;
    for part in [".fingerprint", "build", "deps"] {
        link(&from.join(part), &to.join(part))?;
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
