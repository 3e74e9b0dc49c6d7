//! A thousand colleagues, 250 of whom serve the agent's queue: how soon their page is shown, and what it costs while ten of
//! them change each second.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};
use journeys::{Journey, journey_in};
use pbx_simulator::World;
use pbx_simulator::world::{Phone, Queue};
use tokio::time::sleep;

use crate::process;
use crate::table;

const COLLEAGUES: usize = 1000;
const OF_THE_QUEUE: usize = 250;
const LOOKS: usize = 5;
const CHANGES: usize = 100;
const BETWEEN_CHANGES: Duration = Duration::from_millis(100);

/// What was measured.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Crowd {
    /// From the press to the drawn rows, the median of some looks, in milliseconds.
    pub(crate) shown_after: f64,
    /// Hundredths of a second of work in ten seconds of ten changes each, above what the page costs anyway.
    pub(crate) ticks: f64,
}

pub(crate) async fn measure() -> Result<Crowd> {
    let mut crowd = Crowd::default();
    journey_in(world(), "bench-crowd", async |journey| {
        let main = journey.sign_in().await?;
        main.see("queue").await?;
        let mut looks = Vec::new();
        for _ in 0..LOOKS {
            main.click("nav-desk").await?;
            main.see("dial-number").await?;
            looks.push(main.time_to_show("nav-team", "team-row", OF_THE_QUEUE).await?);
        }
        crowd.shown_after = table::percentile(&looks, 0.5);
        let pid = pid_of(journey)?;
        let at_rest = work(pid, async || {
            sleep(BETWEEN_CHANGES).await;
            Ok(())
        });
        let at_rest = at_rest.await?;
        let mut change = 0;
        let busy = work(pid, async || {
            let phone = (2000 + change % 20).to_string();
            // Each is plugged out, and twenty changes later in again.
            if change / 20 % 2 == 0 {
                journey.pbx.unregister(&phone)?;
            } else {
                journey.pbx.register(&phone)?;
            }
            change += 1;
            sleep(BETWEEN_CHANGES).await;
            Ok(())
        });
        crowd.ticks = busy.await? - at_rest;
        Ok(())
    })
    .await?;
    Ok(crowd)
}

fn world() -> World {
    let numbers: Vec<String> = (2000..2000 + COLLEAGUES).map(|number| number.to_string()).collect();
    let mut members: Vec<&str> = numbers.iter().take(OF_THE_QUEUE).map(String::as_str).collect();
    members.push("101");
    let queue = Queue::new("6500", "Sales").static_agents(&members);
    let phones = numbers.iter().map(|number| Phone::new(number, &format!("Colleague {number}")));
    let world = World::empty().phone(Phone::new("101", "Li Na")).queue(queue);
    phones.fold(world, World::phone)
}

/// What the program works while this is done again and again.
async fn work(pid: u32, mut step: impl AsyncFnMut() -> Result<()>) -> Result<f64> {
    let before = process::ticks(pid)?;
    for _ in 0..CHANGES {
        step().await?;
    }
    Ok(process::ticks(pid)? - before)
}

/// The driver has started it; its folder is its name.
fn pid_of(journey: &Journey) -> Result<u32> {
    let folder = journey.desktop.data_dir().display().to_string();
    let is_it = |pid: &u32| {
        let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let mut words = words.split('\0');
        words.next().is_some_and(|program| program.ends_with("uc-companion"))
            && words.any(|word| word == folder)
    };
    let all = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    all.into_iter().find(is_it).context("the program does not run")
}
