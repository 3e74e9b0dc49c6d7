//! What a PBX's lists have named, for the shell's completions. A press of Tab asks no PBX: it would sign in for that, and where
//! one session of a user ends the other, the one that is cut off is somebody at work. So each list that is printed is kept.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use clap::ArgMatches;
use clap_complete::engine::CompletionCandidate;
use serde_json::Value;

use crate::commands::Arg;
use crate::output;
use crate::profile::{self, Name};

/// More than the largest PBX has.
const MOST: usize = 10_000;

/// What a parameter may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    Extension,
    Queue,
    Trunk,
}

impl Thing {
    /// By the wire's name, which is the same in every request.
    pub(crate) fn named_by(arg: &Arg) -> Option<Self> {
        match arg.wire {
            "extid" | "caller" | "callee" | "transferor" | "transferto" | "member" | "agents"
            | "dynamicagents" | "ntransferext" | "btransferext" => Some(Self::Extension),
            "queueid" => Some(Self::Queue),
            "trunkname" | "trunks" => Some(Self::Trunk),
            _ => None,
        }
    }

    /// Of which things a command's answer is the list.
    fn listed_by(command: &str) -> Option<Self> {
        match command {
            "extension list" => Some(Self::Extension),
            "queue show" => Some(Self::Queue),
            "trunk list" => Some(Self::Trunk),
            _ => None,
        }
    }

    fn file(self, profile: &str) -> Option<PathBuf> {
        let kind = match self {
            Self::Extension => "extensions",
            Self::Queue => "queues",
            Self::Trunk => "trunks",
        };
        Some(folder(profile)?.join(kind))
    }
}

fn folder(profile: &str) -> Option<PathBuf> {
    Some(profile::folder().ok()?.join("known").join(profile))
}

/// Of a profile that is removed.
pub(crate) fn forget(profile: &str) {
    if let Some(folder) = folder(profile) {
        // There may be none.
        let _ = fs::remove_dir_all(folder);
    }
}

/// Keeps the names of a list that is printed. What is not kept is not completed, and that is all it costs.
pub(crate) fn remember(command: &str, answer: &Value, matches: &ArgMatches) {
    let Some(thing) = Thing::listed_by(command) else { return };
    // The address of one run alone is nobody's profile.
    let Some(profile) =
        Name::chosen(matches).ok().filter(|name| name.load().is_ok_and(|kept| kept.is_some()))
    else {
        return;
    };
    let Some(file) = thing.file(profile.as_str()) else { return };
    if let Err(failure) = profile::write_private(&file, &output::names(answer)) {
        tracing::debug!(%failure, "the names are not kept");
    }
}

/// What completes the last of several names that are separated by commas.
pub(crate) fn candidates(thing: Thing, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let Ok(profile) = Name::of_environment() else { return Vec::new() };
    let kept =
        thing.file(profile.as_str()).and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let (before, last) = typed.rfind(',').map_or(("", typed), |comma| typed.split_at(comma + 1));
    let fitting = kept.lines().take(MOST).filter(|name| name.starts_with(last) && !name.is_empty());
    fitting.map(|name| CompletionCandidate::new(format!("{before}{name}"))).collect()
}
