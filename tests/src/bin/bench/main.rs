//! How fast the pop-up comes, and what the program costs, beside the least that a program of its kind can be: `tests/rival`,
//! which has the same two windows, a socket and a notification. Both run by turns on one desktop, so that what the machine
//! does meets both; a figure is a ratio, and what is over its limit fails.
//!
//! `scripts/bench [--quick] [--hops] [--rendering cpu] [--json FILE] [--write]`. [`run`] starts a program and rings, [`screen`] and [`bus`] see
//! what comes of it from outside, [`process`] weighs it, [`table`] compares.

mod bus;
mod crowd;
mod hops;
mod load;
mod options;
mod paint;
mod paper;
mod process;
mod report;
mod run;
mod screen;
mod subject;
mod table;

use std::process::ExitCode;

use anyhow::Result;
use journeys::{Journey, journey};

use crate::hops::{Clocks, Hops};
use crate::options::Options;
use crate::run::{Course, Run};
use crate::screen::Screen;
use crate::subject::Subject;
use crate::table::Verdict;

/// How often each is started to see how long that takes.
const STARTS: usize = 7;

#[tokio::main]
async fn main() -> ExitCode {
    let mut verdict = None;
    let done = match Options::of(std::env::args().skip(1)) {
        Ok(options) => {
            journey("bench", async |journey| {
                verdict = Some(bench(journey, &options).await?);
                Ok(())
            })
            .await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        eprintln!("{error:#}");
        return ExitCode::FAILURE;
    }
    match verdict {
        Some(Verdict::Kept) => ExitCode::SUCCESS,
        Some(Verdict::Noisy) => ExitCode::from(2),
        Some(Verdict::Over) | None => ExitCode::FAILURE,
    }
}

async fn bench(journey: &mut Journey, options: &Options) -> Result<Verdict> {
    // Once by hand, so that the password lies in the keyring; from then on it signs in by itself.
    journey.sign_in().await?;
    journey.terminate().await?;
    let mut screen = Screen::watch(&journey.desktop)?;
    if options.hops {
        return show_hops(journey, options, &mut screen).await;
    }
    let starts = start_by_turns(options, journey, &mut screen).await?;
    let mut rounds: Vec<[Run; 2]> = Vec::new();
    for round in 1..=options.rounds {
        let mut pair = Vec::new();
        for subject in [Subject::Rival, Subject::Ours] {
            eprintln!("round {round} of {}: {}", options.rounds, subject.name());
            pair.push(run::run(subject, Course::Shown, options, journey, &mut screen).await?);
        }
        rounds.extend(<[Run; 2]>::try_from(pair));
    }
    let mut aside = Vec::new();
    for course in [Course::Busy, Course::Drawn, Course::Tray] {
        let mut pair = Vec::new();
        for subject in [Subject::Rival, Subject::Ours] {
            eprintln!("{course:?}: {}", subject.name());
            pair.push(run::run(subject, course, options, journey, &mut screen).await?);
        }
        aside.extend(<[Run; 2]>::try_from(pair));
    }
    eprintln!("Counting: the rival");
    let counting = run::run(Subject::Rival, Course::Counting, options, journey, &mut screen).await?;
    eprintln!("Long: the companion");
    let long = run::run(Subject::Ours, Course::Long, options, journey, &mut screen).await?;
    eprintln!("A thousand colleagues: the companion");
    let crowd = crowd::measure().await?;
    let table =
        table::Table::of(&starts, &rounds, &aside, [&counting, &long], crowd, table::sizes()?, options)?;
    print!("{table}");
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&table)?)?;
    }
    if options.write {
        paper::write(&table, options)?;
    }
    Ok(table.verdict())
}

/// How long each takes to show its window, the rival's first. A start reads files that another may have pushed out of memory, so
/// one says little.
async fn start_by_turns(options: &Options, journey: &Journey, screen: &mut Screen) -> Result<[Vec<f64>; 2]> {
    let mut starts = [Vec::new(), Vec::new()];
    for turn in 1..=STARTS {
        eprintln!("start {turn} of {STARTS}");
        for (subject, seen) in [Subject::Rival, Subject::Ours].into_iter().zip(&mut starts) {
            let running = subject.start(Course::Rings, options, journey, screen).await?;
            seen.extend(running.window_after);
            running.end()?;
        }
    }
    Ok(starts)
}

/// What the program alone does between a ring and what is seen of it.
async fn show_hops(journey: &mut Journey, options: &Options, screen: &mut Screen) -> Result<Verdict> {
    let clocks = Clocks::now();
    let run = run::run(Subject::Ours, Course::Rings, options, journey, screen).await?;
    let hops = Hops::of(&run, clocks, &journey.desktop.data_dir().join("logs"))?;
    print!("{hops}");
    Ok(hops.verdict())
}
