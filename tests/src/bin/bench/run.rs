//! One program, started and signed in anew: what it shows, how fast, and what that costs.

use std::ops::Range;
use std::time::Duration;

use anyhow::Result;
use journeys::{Desktop, Journey};
use tokio::time::Instant;
use tokio::time::sleep;

use crate::bus::Bus;
use crate::load::Load;
use crate::options::Options;
use crate::process::{self, Weight};
use crate::report::Call;
use crate::screen::{Screen, Which};
use crate::subject::{Running, Subject};
use crate::table;

/// A second with less work, in 1/100 s, ends the start: until then pages are drawn and lists asked for.
const QUIET: f64 = 3.0;
/// In seconds. A slow computer is never as quiet; what is measured at rest tells what a program does then.
const LONGEST_START: u32 = 20;
/// The first rings make what the later ones use again.
const FIRST_RINGS: usize = 5;
const RINGS_FOR: Duration = Duration::from_millis(300);
const BETWEEN_RINGS: Duration = Duration::from_millis(600);
/// Then its memory is weighed.
const WEIGHED_AFTER: usize = 40;
/// How many calls are answered after the rings.
const CALLS: usize = 50;
const MANY_CALLS: usize = 500;
/// The first of them; rings have lower ones.
const FIRST_CALL: usize = 1000;
const LONG_CALL: usize = 2000;
/// Between the reports of the many.
const BRISK: Duration = Duration::from_millis(150);
/// How long it is watched in a call, and after it.
const WATCHED: Duration = Duration::from_secs(10);

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Its window is shown; all is measured.
    Shown,
    /// The same rings while every core is busy with something else.
    Busy,
    /// The same while another program draws all the time.
    Drawn,
    /// Its window is never shown.
    Tray,
    /// The rival shows what counts seconds, as ours always does: what that costs whoever does it.
    Counting,
    /// Rings, and nothing else.
    Rings,
    /// Far more calls than an agent has in a day.
    Long,
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// When the bytes of each ring were on their way.
    pub(crate) sent: Vec<Instant>,
    /// From a ring's bytes to the mapped pop-up, in milliseconds, one a ring.
    pub(crate) mapped: Vec<f64>,
    /// From a ring's bytes to the picture that stays, with the caller in it.
    pub(crate) painted: Vec<f64>,
    /// From a ring's bytes to the request for a notification.
    pub(crate) told: Vec<f64>,
    /// What its own process has grown by with each ring, in MB.
    pub(crate) gained: f64,
    pub(crate) at_first: Weight,
    pub(crate) after_rings: Weight,
    pub(crate) after_calls: Weight,
    /// After ten times as many.
    pub(crate) after_many: Weight,
    /// From a second start to the main window, which the tray had hidden.
    pub(crate) opened_after: f64,
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
    let running = subject.start(course, options, journey, screen).await?;
    let mut run = Run::default();
    settle(&running).await?;
    let mut bus = Bus::watch(&journey.desktop).await?;
    match course {
        Course::Tray => {
            rest(&mut run, &running, options).await?;
            if subject == Subject::Ours {
                run.opened_after = subject.open_again(journey, screen)?;
            }
        }
        Course::Busy => {
            let load = Load::on_cores();
            ring(&mut run, options.rings.min(30), &journey.desktop, &running, screen, &mut bus).await?;
            drop(load);
        }
        Course::Drawn => {
            let load = Load::on_screen(&journey.desktop)?;
            ring(&mut run, options.rings.min(30), &journey.desktop, &running, screen, &mut bus).await?;
            drop(load);
        }
        Course::Shown => {
            rest(&mut run, &running, options).await?;
            ring(&mut run, options.rings, &journey.desktop, &running, screen, &mut bus).await?;
            call(&mut run, options, &running, screen).await?;
        }
        Course::Counting => {
            rest(&mut run, &running, options).await?;
            talk_long(&mut run, &running, screen).await?;
        }
        Course::Rings => ring(&mut run, options.rings, &journey.desktop, &running, screen, &mut bus).await?,
        Course::Long => {
            talk(FIRST_CALL..FIRST_CALL + CALLS, &running, screen).await?;
            run.after_calls = process::weight(running.pid())?;
            talk(FIRST_CALL + CALLS..FIRST_CALL + MANY_CALLS, &running, screen).await?;
            run.after_many = process::weight(running.pid())?;
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
            break;
        }
    }
    Ok(())
}

async fn rest(run: &mut Run, running: &Running, options: &Options) -> Result<()> {
    run.at_first = process::weight(running.pid())?;
    let (ticks, wakes) = (process::ticks(running.pid())?, process::wake_ups(running.pid())?);
    sleep(options.rest).await;
    let minutes = options.rest.as_secs_f64() / 60.0;
    run.ticks_at_rest = (process::ticks(running.pid())? - ticks) / minutes;
    for (thread, count) in process::wake_ups(running.pid())? {
        // Of threads by the same name one may have ended.
        let count = (count - wakes.get(&thread).copied().unwrap_or(0.0)).max(0.0);
        run.wake_ups += count / options.rest.as_secs_f64();
        if count > 0.0 {
            eprintln!("  {thread} was woken {:.1} times a minute", count / minutes);
        }
    }
    Ok(())
}

async fn ring(
    run: &mut Run,
    rings: usize,
    desktop: &Desktop,
    running: &Running,
    screen: &mut Screen,
    bus: &mut Bus,
) -> Result<()> {
    let mut at_first = 0.0;
    for n in 0..rings {
        if n == FIRST_RINGS {
            at_first = process::weight_alone(running.pid()).own;
        }
        screen.look_away();
        bus.look_away();
        let sent = Call(n).send("RING", &running.receiver)?;
        run.sent.push(sent);
        run.mapped.push(after(sent, screen.shows(Which::Pop)?));
        run.told.push(after(sent, bus.tells_of(&Call(n).number()).await?));
        sleep(RINGS_FOR).await;
        run.painted.extend(screen.pop_stays_as_from().map(|at| after(sent, at)));
        Call(n).send("BYE", &running.receiver)?;
        screen.hides(Which::Pop)?;
        // Missed ones would pile up until they cover the pop-up.
        desktop.run("dunstctl", &["close-all"])?;
        sleep(BETWEEN_RINGS).await;
        if n + 1 == WEIGHED_AFTER.min(rings) {
            run.after_rings = process::weight(running.pid())?;
        }
    }
    run.gained = (process::weight_alone(running.pid()).own - at_first) / table::as_f64(rings - FIRST_RINGS);
    Ok(())
}

async fn call(run: &mut Run, options: &Options, running: &Running, screen: &mut Screen) -> Result<()> {
    let calls = CALLS.min(options.rings);
    for n in FIRST_CALL..FIRST_CALL + calls {
        screen.look_away();
        Call(n).send("RING", &running.receiver)?;
        screen.shows(Which::Pop)?;
        Call(n).send("ANSWER", &running.receiver)?;
        sleep(RINGS_FOR).await;
        Call(n).send("BYE", &running.receiver)?;
        sleep(BETWEEN_RINGS).await;
    }
    run.after_calls = process::weight(running.pid())?;
    talk_long(run, running, screen).await
}

/// One call, and what goes on in it and after it.
async fn talk_long(run: &mut Run, running: &Running, screen: &mut Screen) -> Result<()> {
    // What the calls before still show goes within seconds.
    sleep(WATCHED).await;
    screen.look_away();
    Call(LONG_CALL).send("RING", &running.receiver)?;
    screen.shows(Which::Pop)?;
    Call(LONG_CALL).send("ANSWER", &running.receiver)?;
    run.ticks_in_call = watched(running).await?;
    Call(LONG_CALL).send("BYE", &running.receiver)?;
    sleep(WATCHED).await;
    run.ticks_after_call = watched(running).await?;
    Ok(())
}

/// One call after the other, each answered.
async fn talk(calls: Range<usize>, running: &Running, screen: &mut Screen) -> Result<()> {
    for n in calls {
        screen.look_away();
        Call(n).send("RING", &running.receiver)?;
        screen.shows(Which::Pop)?;
        Call(n).send("ANSWER", &running.receiver)?;
        sleep(BRISK).await;
        Call(n).send("BYE", &running.receiver)?;
        sleep(BRISK).await;
    }
    // What the last one still shows goes within seconds.
    sleep(WATCHED).await;
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
