//! One program, started and signed in anew: what it shows, how fast, and what that costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use journeys::Journey;
use tokio::time::Instant;
use tokio::time::sleep;

use crate::bus::Bus;
use crate::options::Options;
use crate::process::{self, Weight};
use crate::report::Call;
use crate::screen::{Screen, Which};
use crate::subject::{Running, Subject};

/// A second with less work, in 1/100 s, ends the start: until then pages are drawn and lists asked for.
const QUIET: f64 = 3.0;
const LONGEST_START: u32 = 60;
const RINGS_FOR: Duration = Duration::from_millis(300);
const BETWEEN_RINGS: Duration = Duration::from_millis(600);
/// Then its memory is weighed.
const WEIGHED_AFTER: usize = 40;
/// How many calls are answered after the rings.
const CALLS: usize = 50;
/// How long it is watched in a call, and after it.
const WATCHED: Duration = Duration::from_secs(10);

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Its window is shown; all is measured.
    Shown,
    /// The same rings while every core is busy with something else.
    Busy,
    /// Its window is never shown.
    Tray,
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) window_after: f64,
    /// From a ring's bytes to the mapped pop-up, in milliseconds, one a ring.
    pub(crate) mapped: Vec<f64>,
    /// From a ring's bytes to the request for a notification.
    pub(crate) told: Vec<f64>,
    pub(crate) at_first: Weight,
    pub(crate) after_rings: Weight,
    pub(crate) after_calls: Weight,
    /// Hundredths of a second of work, at rest.
    pub(crate) ticks_at_rest: f64,
    /// How often something woke its own process, a second.
    pub(crate) wake_ups: f64,
    pub(crate) ticks_in_call: f64,
    pub(crate) ticks_after_call: f64,
}

pub(crate) async fn run(
    subject: Subject,
    course: Course,
    options: &Options,
    journey: &Journey,
    screen: &mut Screen,
) -> Result<Run> {
    let running = subject.start(course == Course::Tray, options, journey, screen).await?;
    let mut run = Run { window_after: running.window_after.unwrap_or_default(), ..Run::default() };
    settle(&running).await?;
    let mut bus = Bus::watch(&journey.desktop).await?;
    match course {
        Course::Tray => rest(&mut run, &running, options).await?,
        Course::Busy => {
            let load = Load::begin();
            ring(&mut run, options.rings.min(30), &running, screen, &mut bus).await?;
            drop(load);
        }
        Course::Shown => {
            rest(&mut run, &running, options).await?;
            ring(&mut run, options.rings, &running, screen, &mut bus).await?;
            call(&mut run, options, &running, screen).await?;
        }
    }
    running.end()?;
    Ok(run)
}

async fn settle(running: &Running) -> Result<()> {
    for _ in 0..LONGEST_START {
        let before = process::ticks(running.pid())?;
        sleep(Duration::from_secs(1)).await;
        if process::ticks(running.pid())? - before < QUIET {
            return Ok(());
        }
    }
    bail!("it does not come to rest after its start")
}

async fn rest(run: &mut Run, running: &Running, options: &Options) -> Result<()> {
    run.at_first = process::weight(running.pid())?;
    let (ticks, wakes) = (process::ticks(running.pid())?, process::wake_ups(running.pid())?);
    sleep(options.rest).await;
    let minutes = options.rest.as_secs_f64() / 60.0;
    run.ticks_at_rest = (process::ticks(running.pid())? - ticks) / minutes;
    run.wake_ups = (process::wake_ups(running.pid())? - wakes) / options.rest.as_secs_f64();
    Ok(())
}

async fn ring(
    run: &mut Run,
    rings: usize,
    running: &Running,
    screen: &mut Screen,
    bus: &mut Bus,
) -> Result<()> {
    for n in 0..rings {
        screen.look_away();
        bus.look_away();
        let sent = Call(n).send("RING", &running.receiver)?;
        run.mapped.push(after(sent, screen.shows(Which::Pop)?));
        run.told.push(after(sent, bus.tells_of(&Call(n).number()).await?));
        sleep(RINGS_FOR).await;
        Call(n).send("BYE", &running.receiver)?;
        screen.hides(Which::Pop)?;
        sleep(BETWEEN_RINGS).await;
        if n + 1 == WEIGHED_AFTER.min(rings) {
            run.after_rings = process::weight(running.pid())?;
        }
    }
    Ok(())
}

async fn call(run: &mut Run, options: &Options, running: &Running, screen: &mut Screen) -> Result<()> {
    let calls = CALLS.min(options.rings);
    for n in 1000..1000 + calls {
        screen.look_away();
        Call(n).send("RING", &running.receiver)?;
        screen.shows(Which::Pop)?;
        Call(n).send("ANSWER", &running.receiver)?;
        if n + 1 == 1000 + calls {
            run.ticks_in_call = watched(running).await?;
        }
        sleep(RINGS_FOR).await;
        Call(n).send("BYE", &running.receiver)?;
        sleep(BETWEEN_RINGS).await;
    }
    run.after_calls = process::weight(running.pid())?;
    // What an ended call still shows goes within seconds.
    sleep(WATCHED).await;
    run.ticks_after_call = watched(running).await?;
    Ok(())
}

async fn watched(running: &Running) -> Result<f64> {
    // What is drawn at the turn itself does not count.
    sleep(Duration::from_secs(2)).await;
    let before = process::ticks(running.pid())?;
    sleep(WATCHED).await;
    Ok(process::ticks(running.pid())? - before)
}

fn after(begin: Instant, end: Instant) -> f64 {
    // What was seen before its sender got round to look at the clock took no time.
    end.saturating_duration_since(begin).as_secs_f64() * 1e3
}

/// Keeps every core busy until it is dropped.
struct Load(Arc<AtomicBool>);

impl Load {
    fn begin() -> Self {
        let goes_on = Arc::new(AtomicBool::new(true));
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let goes_on = Arc::clone(&goes_on);
            std::thread::spawn(move || {
                while goes_on.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        Self(goes_on)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
