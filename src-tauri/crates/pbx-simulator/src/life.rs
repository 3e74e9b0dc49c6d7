//! A floor that lives by itself: callers come, agents lift and hang up when they have talked.

use std::time::Duration;

use crate::control::Control;

/// How many of a hundred agents have a caller, on a floor that is neither empty nor overrun.
const BUSY_PERCENT: usize = 60;
/// A phone rings for so many beats on average, and a call lasts so many.
const RUNG_BEATS: u32 = 8;
const TALKED_BEATS: u32 = 120;

/// Lives on, a deed a beat at most of each kind; ends with the simulator.
pub(crate) async fn live(control: Control, seed: u64, beat: Duration) {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut beats = tokio::time::interval(beat);
    loop {
        beats.tick().await;
        let pbx = control.snapshot();
        let agents = pbx.queues.iter().map(|queue| queue.members.len()).sum::<usize>();
        if pbx.calls.len() * 100 < agents * BUSY_PERCENT
            && let Some(queue) = dice.choice(&pbx.queues)
        {
            let caller = format!("138{:08}", dice.u32(0..100_000_000));
            // What is not possible at this moment happens at another.
            let _ = control.outside_calls_queue(&caller, queue.number.as_str());
        }
        for call in &pbx.calls {
            let agents = call.parties.iter().filter(|party| party.internal);
            let chance = if call.talking { TALKED_BEATS } else { RUNG_BEATS };
            let agents: Vec<&str> = agents.map(|party| party.number.as_str()).collect();
            let Some(agent) = dice.choice(&agents).filter(|_| dice.u32(0..chance) == 0) else { continue };
            let _ = if call.talking { control.hang_up(agent) } else { control.lift(agent) };
        }
    }
}
