//! A shift of eight hours in half an hour, against a simulated PBX that does all that PBXs, networks and machines do: it
//! loses reports, sends them twice and out of order, hangs, restarts, is away, forgets its sessions; the agent's machine
//! sleeps, its clock jumps, its disk is full, its program is killed. At the end the history must be what the PBX knows to
//! have happened, every note must be there, the memory flat, and no message on the screen that is no longer true.
//!
//! `scripts/soak [--minutes N] [--seed N]`. The same seed does the same deeds and faults in the same order; when each
//! strikes depends on the machine. The agent runs without a window, as a process of its own, so that it can be killed.

mod agent;
mod fault;
mod patient;
mod shift;
mod verdict;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::shift::Shift;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        [agent::COMMAND, folder, pbx, reports] => agent::run(Path::new(folder), pbx, reports).await,
        _ => soak(&words).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn soak(words: &[&str]) -> Result<()> {
    let (mut minutes, mut seed) = (30, None);
    for pair in words.chunks(2) {
        match *pair {
            ["--minutes", text] => minutes = text.parse().context("--minutes takes a whole number")?,
            ["--seed", text] => seed = Some(text.parse().context("--seed takes a whole number")?),
            _ => bail!("usage: soak [--minutes N] [--seed N]"),
        }
    }
    // Told, so that a failure can be had again.
    let seed = seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("seed {seed}, {minutes} min");
    let folder = tempfile::Builder::new().prefix("soak-").tempdir()?;
    let mut shift = Shift::begin(folder.path(), seed).await?;
    let worked = shift.work(Duration::from_secs(60 * minutes)).await;
    let judged = match worked {
        Ok(()) => verdict::judge(shift).await,
        Err(error) => Err(error),
    };
    if judged.is_err() {
        // For whoever looks into it.
        println!("the agent's folder is kept: {}", folder.keep().display());
    }
    judged
}
