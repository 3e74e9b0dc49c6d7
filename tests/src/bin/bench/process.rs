//! What a program and all that it has started cost, as the kernel counts.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use serde::Serialize;

/// Memory, in MB of 1,000,000 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Weight {
    /// Its share of all that it has in memory.
    pub(crate) pss: f64,
    /// What of it nobody else uses, whatever else runs WebKit.
    pub(crate) own: f64,
}

/// Of a process and all below it.
pub(crate) fn weight(pid: u32) -> Result<Weight> {
    let mut weight = Weight::default();
    for one in tree(pid)?.into_iter().map(weight_alone) {
        weight.pss += one.pss;
        weight.own += one.own;
    }
    Ok(weight)
}

/// Of a process without those below it. One that has ended weighs nothing.
pub(crate) fn weight_alone(pid: u32) -> Weight {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let megabytes = |name: &str| -> f64 {
        let value = rollup.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = value.and_then(|value| value.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kilobytes.unwrap_or(0.0) * 1024.0 / 1e6
    };
    Weight { pss: megabytes("Pss:"), own: megabytes("Pss_Anon:") + megabytes("Pss_Shmem:") }
}

/// Hundredths of a second that it and all below it have worked.
pub(crate) fn ticks(pid: u32) -> Result<f64> {
    let mut ticks = 0.0;
    for pid in tree(pid)? {
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // The name in brackets may hold blanks; user and system time are 12 and 13 behind it.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect()).unwrap_or_default();
        let time = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        ticks += time(11) + time(12);
    }
    Ok(ticks)
}

/// How often each thread of this one process has gone to sleep, by its name: each time, something had woken it.
pub(crate) fn wake_ups(pid: u32) -> Result<BTreeMap<String, f64>> {
    let mut counts = BTreeMap::new();
    for thread in fs::read_dir(format!("/proc/{pid}/task")).context("the program has ended")? {
        let folder = thread?.path();
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let value = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let count = value("voluntary_ctxt_switches:").and_then(|count| count.parse::<f64>().ok());
        *counts.entry(value("Name:").unwrap_or_default().to_owned()).or_default() += count.unwrap_or(0.0);
    }
    Ok(counts)
}

/// It and all below it.
fn tree(root: u32) -> Result<Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut all = vec![root];
    let mut at = 0;
    while let Some(pid) = all.get(at) {
        all.extend(children.get(pid).cloned().unwrap_or_default());
        at += 1;
    }
    Ok(all)
}
