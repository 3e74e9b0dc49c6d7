//! What the core asks of the world in one step, and which answers it still waits for.
//!
//! Every request settles: by its outcome, by its session's end, or by [`EXPIRY`] should the runtime ever forget one.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::ask::Ask;
use crate::effect::{Effect, RequestId};
use crate::now::Now;

/// Far above the client's own limit; only a lost answer gets here.
// The settings can give an answer 45 s, and none may be called lost while the runtime still awaits it.
const EXPIRY: Duration = Duration::from_mins(1);

/// Effects of the step at hand, and requests under way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    effects: Vec<Effect>,
    under_way: BTreeMap<RequestId, UnderWay>,
    last_id: u64,
}

#[derive(Debug)]
struct UnderWay {
    ask: Ask,
    deadline: Duration,
    /// What the answer will say is out of date already: it is asked once more then.
    again: bool,
}

impl Outbox {
    pub(crate) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn ask(&mut self, question: impl Into<Ask>, now: Now) {
        let ask = question.into();
        // Over all sessions: a late answer must not find a question of the next one under its id.
        self.last_id += 1;
        let id = RequestId(self.last_id);
        let deadline = now.monotonic + EXPIRY;
        self.under_way.insert(id, UnderWay { ask: ask.clone(), deadline, again: false });
        self.push(Effect::Send { id, ask });
    }

    /// Asks again; an answer already under way is ignored, since it may be stale.
    pub(crate) fn ask_anew(&mut self, question: impl Into<Ask>, now: Now) {
        let ask = question.into();
        match self.under_way.values_mut().find(|entry| entry.ask == ask) {
            Some(entry) => entry.again = true,
            None => self.ask(ask, now),
        }
    }

    /// Asks, unless the answer is awaited already.
    pub(crate) fn ask_once(&mut self, question: impl Into<Ask>, now: Now) {
        let ask = question.into();
        if !self.waits_for(&ask) {
            self.ask(ask, now);
        }
    }

    /// What was asked; `None` for a question of an earlier session, for a second answer, and for an answer that is out
    /// of date.
    pub(crate) fn settle(&mut self, id: RequestId, now: Now) -> Option<Ask> {
        let UnderWay { ask, again, .. } = self.under_way.remove(&id)?;
        if again {
            self.ask(ask, now);
            return None;
        }
        Some(ask)
    }

    pub(crate) fn waits_for(&self, ask: &Ask) -> bool {
        self.under_way.values().any(|entry| entry.ask == *ask)
    }

    /// Answers to what was asked before this are no longer of interest.
    pub(crate) fn forget_requests(&mut self) {
        self.under_way.clear();
    }

    pub(crate) fn take_expired(&mut self, now: Now) -> Vec<Ask> {
        let is_due = |entry: &UnderWay| entry.deadline <= now.monotonic;
        let due = self.under_way.iter().filter(|(_, entry)| is_due(entry));
        let ids: Vec<RequestId> = due.map(|(id, _)| *id).collect();
        // By way of `settle`: one that is to be asked once more is asked, and not told as failed.
        ids.into_iter().filter_map(|id| self.settle(id, now)).collect()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.under_way.values().map(|entry| entry.deadline).min()
    }
}
