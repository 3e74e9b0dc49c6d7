//! The rules of the house that no compiler knows: who may depend on whom, how long a file may be, what is banned.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// The longest file a person reads in one go.
const LONGEST_FILE: usize = 500;
/// Crates that are arithmetic on values: no network, disk, clock or window.
const PURE: [&str; 2] = ["pbx-protocol", "agent-core"];
const IMPURE: [&str; 9] =
    ["tokio", "reqwest", "tauri", "axum", "hyper", "rusqlite", "keyring", "rodio", "notify-rust"];
/// What speaks to other machines.
const NETWORK: [&str; 6] = ["pbx-client", "reqwest", "hyper", "axum", "rustls", "netwatcher"];
/// TLS and cryptography come from `ring`; these would each bring a C library more.
const BANNED: [&str; 4] = ["aws-lc-sys", "aws-lc-rs", "openssl-sys", "native-tls"];

#[test]
fn pure_crates_depend_on_nothing_that_touches_the_world() -> Result<()> {
    let graph = Graph::read()?;
    for pure in PURE {
        let reached = graph.reached_from(pure)?;
        let impure: Vec<_> = IMPURE.iter().filter(|name| reached.contains(**name)).collect();
        ensure!(impure.is_empty(), "{pure} depends on {impure:?}");
    }
    Ok(())
}

#[test]
fn dependencies_point_one_way() -> Result<()> {
    let graph = Graph::read()?;
    for (from, to) in [
        ("pbx-simulator", "pbx-client"),
        ("pbx-simulator", "agent-core"),
        ("pbx-client", "agent-core"),
        ("agent-core", "pbx-client"),
        ("agent-core", "agent-storage"),
        ("agent-storage", "agent-runtime"),
        ("pbx-client", "agent-storage"),
        ("agent-runtime", "pbx-simulator"),
    ] {
        ensure!(!graph.reached_from(from)?.contains(to), "{from} depends on {to}");
    }
    for package in ["pbx-client", "pbx-simulator", "agent-storage", "agent-runtime", "journeys"] {
        let reached = graph.reached_from(package)?;
        let tauri = reached.iter().find(|name| *name == "tauri" || name.starts_with("tauri-"));
        ensure!(tauri.is_none(), "{package} depends on {tauri:?}");
    }
    Ok(())
}

#[test]
fn what_is_kept_reaches_no_network_and_nobody_else_knows_the_database() -> Result<()> {
    let graph = Graph::read()?;
    let reached = graph.reached_from("agent-storage")?;
    let network: Vec<_> = NETWORK.iter().filter(|name| reached.contains(**name)).collect();
    ensure!(network.is_empty(), "agent-storage depends on {network:?}");
    for (file, text) in sources(&["rs"])? {
        // It needs tokio's channels and timers, and tokio has sockets as well.
        let speaks = file.starts_with("src-tauri/crates/agent-storage") && text.contains("::net::");
        ensure!(!speaks, "{} reaches the network", file.display());
    }
    let users = graph.users_of("rusqlite");
    ensure!(users == ["agent-storage"], "the database is known to {users:?}");
    Ok(())
}

#[test]
fn every_package_comes_from_the_registry_and_none_is_banned() -> Result<()> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    for name in BANNED {
        ensure!(!lock.contains(&format!("name = \"{name}\"")), "Cargo.lock has {name}");
    }
    ensure!(!lock.contains("source = \"git"), "a package comes from git");
    Ok(())
}

#[test]
fn files_are_short_and_open_with_a_word_about_themselves() -> Result<()> {
    let mut faults = Vec::new();
    for (file, text) in sources(&["rs", "ts", "svelte", "css", "sh"])? {
        // Written by a program, read by one.
        if file.ends_with("ui/src/contract.ts") {
            continue;
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{} has {lines} lines", file.display()));
        }
        if file.extension().is_some_and(|kind| kind == "rs") && !text.starts_with("//!") {
            faults.push(format!("{} has no module documentation on top", file.display()));
        }
    }
    ensure!(faults.is_empty(), "{faults:#?}");
    Ok(())
}

/// An import says where a type lives; by way of `lib.rs` every file would seem to need every other.
#[test]
fn the_core_imports_by_the_owners_path() -> Result<()> {
    for (file, text) in sources(&["rs"])? {
        let is_meant = file.starts_with("src-tauri/crates/agent-core/src") && !file.ends_with("lib.rs");
        let names_no_owner = |word: &str| word.starts_with(|c: char| c == '{' || c.is_uppercase());
        let found = text.split("crate::").skip(1).find(|word| is_meant && names_no_owner(word));
        let line = found.and_then(|word| word.lines().next());
        ensure!(line.is_none(), "{} takes from lib.rs: crate::{}", file.display(), line.unwrap_or_default());
    }
    Ok(())
}

/// CONTRIBUTING.md says where an endpoint stands; what it leaves out, the next person forgets.
#[test]
fn the_list_for_an_endpoint_is_true() -> Result<()> {
    let text = std::fs::read_to_string(root().join("CONTRIBUTING.md"))?;
    let list = text.split("## An endpoint").nth(1).and_then(|rest| rest.split("## ").next());
    let told: BTreeSet<&str> = list
        .context("CONTRIBUTING.md has no list for an endpoint")?
        .split('`')
        .filter(|word| word.starts_with("src-tauri/") || word.starts_with("docs/"))
        .collect();
    let mut found = BTreeSet::new();
    for (file, text) in sources(&["rs", "md", "tsv"])? {
        let file = file.to_string_lossy().into_owned();
        let is_ours = file.starts_with("src-tauri/") || file == "docs/API.md";
        let names_it = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "AddTrunk");
        if is_ours && !file.contains("/tests/") && (names_it || text.contains("siptrunk/add\t")) {
            found.insert(file);
        }
    }
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    ensure!(told == found, "CONTRIBUTING.md names {told:#?}, and AddTrunk stands in {found:#?}");
    Ok(())
}

/// A member whose name says all needs no words; a type does, for somebody who comes from elsewhere.
#[test]
fn every_public_type_says_what_it_is() -> Result<()> {
    let mut faults = Vec::new();
    for (file, text) in sources(&["rs"])? {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let is_type =
                ["pub struct ", "pub enum ", "pub trait "].iter().any(|word| line.starts_with(word));
            let above =
                lines[..at].iter().rev().find(|above| !above.starts_with('#') && !above.starts_with(')'));
            if is_type && !above.is_some_and(|above| above.starts_with("///")) {
                faults.push(format!("{}:{}: {line}", file.display(), at + 1));
            }
        }
    }
    ensure!(faults.is_empty(), "{faults:#?}");
    Ok(())
}

#[test]
fn no_test_is_left_out_and_no_work_left_open() -> Result<()> {
    let banned = |words: &[&str]| words.concat();
    let open = [banned(&["todo", "!("]), banned(&["unimplemented", "!("]), banned(&["dbg", "!("])];
    let left_out = [
        banned(&["#[", "ignore"]),
        banned(&["test", ".skip"]),
        banned(&["it", ".skip"]),
        banned(&["describe", ".skip"]),
        banned(&["test", ".only"]),
        banned(&["it", ".only"]),
        banned(&["it", ".todo"]),
    ];
    for (file, text) in sources(&["rs", "ts", "svelte"])? {
        for word in open.iter().chain(&left_out) {
            ensure!(!text.contains(word.as_str()), "{} has {word}", file.display());
        }
    }
    Ok(())
}

/// `x.rs` beside `x/`. Only what several tests share is otherwise: cargo takes each file of `tests/` for a test.
#[test]
fn a_module_is_a_file_beside_its_folder() -> Result<()> {
    let is_shared = |file: &Path| file.iter().rev().nth(2).is_some_and(|folder| folder == "tests");
    let files = sources(&["rs"])?.into_iter().map(|(file, _)| file);
    let old: Vec<_> = files.filter(|file| file.ends_with("mod.rs") && !is_shared(file)).collect();
    ensure!(old.is_empty(), "these are to be named after their module: {old:?}");
    Ok(())
}

/// Also what is built for other systems only is found there. A test may say where it can run.
#[test]
fn one_file_of_a_crate_asks_where_it_runs() -> Result<()> {
    const KNOW: [&str; 2] = ["system.rs", "platform.rs"];
    for (file, text) in sources(&["rs"])? {
        let knows = KNOW.iter().any(|name| file.ends_with(name));
        if knows || !file.iter().any(|folder| folder == "src") {
            continue;
        }
        for line in text.lines().filter(|line| line.contains("cfg(") || line.contains("cfg!(")) {
            let asks = ["unix", "windows", "target_os"].iter().any(|system| line.contains(system));
            ensure!(!asks || line.contains("all(test, "), "{}: {line}", file.display());
        }
    }
    Ok(())
}

#[test]
fn one_file_of_the_ui_knows_the_shell() -> Result<()> {
    for (file, text) in sources(&["ts", "svelte"])? {
        if file.starts_with("ui/src") && !file.ends_with("host/tauri.ts") {
            ensure!(!text.contains("@tauri-apps"), "{} imports the shell's API", file.display());
        }
    }
    Ok(())
}

/// The normal (not test, not build) dependencies of every package, as they are resolved.
struct Graph {
    names: BTreeMap<String, String>,
    next: BTreeMap<String, Vec<String>>,
}

impl Graph {
    fn read() -> Result<Self> {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(root())
            .output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let mut graph = Self { names: BTreeMap::new(), next: BTreeMap::new() };
        for package in list(&metadata["packages"])? {
            graph.names.insert(text(&package["id"])?, text(&package["name"])?);
        }
        for node in list(&metadata["resolve"]["nodes"])? {
            let normal = |dependency: &&Value| {
                list(&dependency["dep_kinds"])
                    .is_ok_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
            };
            let next: Result<Vec<String>> = list(&node["deps"])?
                .iter()
                .filter(normal)
                .map(|dependency| text(&dependency["pkg"]))
                .collect();
            graph.next.insert(text(&node["id"])?, next?);
        }
        Ok(graph)
    }

    /// Who names this package as a dependency of its own.
    fn users_of(&self, package: &str) -> Vec<&str> {
        let is_it = |id: &String| self.names.get(id).is_some_and(|name| name == package);
        let users = self.next.iter().filter(|(_, next)| next.iter().any(is_it));
        users.filter_map(|(user, _)| self.names.get(user).map(String::as_str)).collect()
    }

    /// The names of everything this package needs, near or far.
    fn reached_from(&self, package: &str) -> Result<BTreeSet<String>> {
        let start = self.names.iter().find(|(_, name)| *name == package);
        let (start, _) = start.with_context(|| format!("no package {package}"))?;
        let mut reached = BTreeSet::new();
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            for next in self.next.get(id).into_iter().flatten() {
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
        Ok(reached.into_iter().filter_map(|id| self.names.get(id).cloned()).collect())
    }
}

fn list(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().context("cargo metadata: no list")
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(ToOwned::to_owned).context("cargo metadata: no text")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Every file of our own with one of these endings, by its path in the project.
fn sources(endings: &[&str]) -> Result<Vec<(PathBuf, String)>> {
    const NOT_OURS: [&str; 5] = ["node_modules", "target", "dist", "gen", ".git"];
    let root = root();
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !NOT_OURS.contains(&name.as_str()) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)) {
                let text = std::fs::read_to_string(&path)?;
                found.push((path.strip_prefix(&root)?.to_path_buf(), text));
            }
        }
    }
    ensure!(found.len() > 50, "the sources were not found");
    Ok(found)
}
