//! A colleague has called back: where the administrator wants it, everybody's records say so. Asked seldom, only about
//! callers of our queues who wait, and nothing is kept but that they were talked with.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::view::MissedRow;
use super::{CallerMark, Missed, millis};
use crate::effect::Effect;
use crate::failure::Failure;
use crate::now::WallMillis;
use crate::shared::Shared;
use crate::voicemail::view::PbxClock;

/// The PBX writes a file of everybody's calls each time.
const EVERY: Duration = Duration::from_mins(5);
/// A caller who was missed longer ago is no longer waited on by a team.
const LOOKED_BACK: Duration = Duration::from_hours(24 * 14);

/// What everybody's records are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamAsk {
    /// The first of these callers was missed then.
    pub since: WallMillis,
    /// Of the callers, as they were told.
    pub numbers: BTreeSet<String>,
    /// Our queues: one that answers by itself is nobody.
    pub queues: BTreeSet<String>,
    /// What may stand before an outside number.
    pub prefix: String,
    /// What the PBX's clock said, and when it was asked.
    pub pbx_clock: (String, WallMillis),
}

/// Somebody has talked with a caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamTalk {
    /// As it was asked for.
    pub number: String,
    /// When that call began.
    pub at: WallMillis,
}

/// When they are asked.
#[derive(Debug, Default)]
pub(super) struct TeamRecords {
    next: Option<Duration>,
    under_way: bool,
}

impl Missed {
    /// Asks when it is time to, and somebody waits.
    pub(crate) fn ask_team(
        &mut self,
        queues: BTreeSet<String>,
        clock: Option<PbxClock>,
        shared: &mut Shared,
    ) {
        let now = shared.now;
        let is_due = self.team.next.is_none_or(|next| next <= now.monotonic) && !self.team.under_way;
        let Some(clock) = clock.filter(|_| is_due) else { return };
        let earliest = WallMillis(now.wall.0.saturating_sub(millis(LOOKED_BACK)));
        let waits = |row: &&MissedRow| {
            row.misses.last >= earliest
                && row.misses.queues.iter().any(|queue| queues.contains(&queue.number))
        };
        let waiting: Vec<(String, WallMillis)> = self
            .rows
            .iter()
            .filter(waits)
            .filter_map(|row| Some((row.number.clone()?, row.misses.first.max(earliest))))
            .collect();
        let Some(since) = waiting.iter().map(|(_, first)| *first).min() else { return };
        self.team = TeamRecords { next: Some(now.monotonic + EVERY), under_way: true };
        let ask = TeamAsk {
            since,
            numbers: waiting.into_iter().map(|(number, _)| number).collect(),
            queues,
            prefix: shared.settings.preferences.outside_prefix.clone(),
            pbx_clock: (clock.said, clock.at),
        };
        shared.push(Effect::ReadTeam { ask: Box::new(ask) });
    }

    /// A caller who was talked with is done, as if the agent had said so.
    pub(crate) fn on_team_told(&mut self, talks: Result<Vec<TeamTalk>, Failure>, shared: &mut Shared) {
        self.team.under_way = false;
        for TeamTalk { number, at } in talks.unwrap_or_default() {
            let caller = self.caller_of(&number);
            let mark = self.mark(&caller);
            if self.rows.iter().any(|row| row.caller == caller && row.misses.first <= at) {
                self.set_mark(&caller, CallerMark { done: mark.done.max(Some(at)), ..mark }, shared);
            }
        }
    }

    /// An answer that was awaited does not come any more.
    pub(crate) fn on_offline(&mut self) {
        self.team.under_way = false;
    }

    /// `None`: nobody waits for it.
    pub(super) fn next_team(&self) -> Option<Duration> {
        self.team.next.filter(|_| !self.rows.is_empty() && !self.team.under_way)
    }
}
