//! What is measured, and how long.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

const USAGE: &str = "usage: bench [--quick] [--hops] [--rendering auto|cpu] [--json FILE] [--write]";

/// How a run goes.
#[derive(Debug)]
pub(crate) struct Options {
    /// How often both are started and rung at.
    pub(crate) rounds: usize,
    /// In each round, for each of the two.
    pub(crate) rings: usize,
    /// How long it is watched at rest.
    pub(crate) rest: Duration,
    /// By how much each limit is wider than the goal.
    pub(crate) slack: f64,
    /// Whether both draw without the graphics card's library, whatever WebKit would choose.
    pub(crate) cpu_rendering: bool,
    /// Whether it is shown where the milliseconds of a ring go, instead of the comparison.
    pub(crate) hops: bool,
    /// Whether the table is written into the papers.
    pub(crate) write: bool,
    /// Where the figures go, too.
    pub(crate) json: Option<PathBuf>,
}

impl Options {
    pub(crate) fn of(words: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            rounds: 3,
            rings: 100,
            rest: Duration::from_mins(1),
            slack: 1.0,
            cpu_rendering: false,
            hops: false,
            write: false,
            json: None,
        };
        let mut words = words;
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => {
                    options.rounds = 1;
                    options.rings = 20;
                    options.rest = Duration::from_secs(10);
                    options.slack = 2.0;
                }
                "--hops" => options.hops = true,
                "--write" => options.write = true,
                "--rendering" => {
                    options.cpu_rendering = match words.next().as_deref() {
                        Some("cpu") => true,
                        Some("auto") => false,
                        Some(_) | None => bail!(USAGE),
                    }
                }
                "--json" => options.json = Some(words.next().context(USAGE)?.into()),
                _ => bail!(USAGE),
            }
        }
        Ok(options)
    }
}
