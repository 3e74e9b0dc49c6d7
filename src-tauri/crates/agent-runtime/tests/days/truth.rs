//! What happened to 101, seen in the PBX itself and not in its reports.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use agent_core::{CallDirection, CallOutcome};
use pbx_simulator::Snapshot;
use pbx_simulator::snapshot::{CallSeen, PartyState};

pub(crate) const OWN: &str = "101";

/// A call as it is compared: from where, with whom, how it ended. Reports do not tell a refused ring from one that
/// nobody heard, nor a number that is busy from one that does not answer, so here they are the same.
pub(crate) type Told = (CallDirection, String, CallOutcome);

/// The desk waits a moment before it says that a call was missed; reports may be late by some of it.
const SOON: Duration = Duration::from_millis(2500);

/// A call that 101 takes part in.
struct Current {
    direction: CallDirection,
    incoming: bool,
    other: String,
    talked: bool,
    /// It came through a queue.
    queued: bool,
}

/// Watches the PBX.
#[derive(Default)]
pub(crate) struct Truth {
    current: BTreeMap<String, Current>,
    over: Vec<Told>,
    /// Rings of queues that 101 did not answer: the PBX books them under the queue alone.
    only_rang: Vec<Told>,
    /// Callers whom 101 has just missed, since when.
    just_missed: BTreeMap<String, Duration>,
    /// Those whom a colleague took so soon after that both words are true.
    both: BTreeSet<String>,
}

impl Truth {
    pub(crate) fn see(&mut self, pbx: &Snapshot, now: Duration) {
        self.see_taken_late(pbx, now);
        let mut there = Vec::new();
        for call in &pbx.calls {
            let Some(own) = call.parties.iter().find(|party| party.number == OWN) else { continue };
            let Some(other) = other(call) else { continue };
            let incoming = call.parties[0].number != OWN;
            there.push(other.clone());
            let current = self.current.entry(other.clone()).or_insert_with(|| Current {
                direction: direction(call),
                incoming,
                other,
                talked: false,
                queued: call.queue.is_some(),
            });
            current.talked |= own.state != PartyState::Ringing && call.talking;
        }
        let gone: Vec<String> = self.current.keys().filter(|other| !there.contains(other)).cloned().collect();
        for other in gone {
            if let Some(call) = self.current.remove(&other) {
                let outcome = outcome(&call, pbx);
                if outcome == CallOutcome::Missed {
                    self.just_missed.insert(call.other.clone(), now);
                }
                let told = (call.direction, call.other, outcome);
                if call.queued && !call.talked {
                    self.only_rang.push(told.clone());
                }
                self.over.push(told);
            }
        }
    }

    fn see_taken_late(&mut self, pbx: &Snapshot, now: Duration) {
        self.just_missed.retain(|_, since| now < *since + SOON);
        let talking = pbx.calls.iter().filter(|call| call.talking);
        for party in talking.flat_map(|call| &call.parties) {
            if self.just_missed.contains_key(&party.number) {
                self.both.insert(party.number.clone());
            }
        }
    }

    /// The outcome with which both words are compared.
    pub(crate) fn leniently(&self, (direction, number, outcome): Told) -> Told {
        let both = outcome == CallOutcome::AnsweredElsewhere && self.both.contains(&number);
        (direction, number, if both { CallOutcome::Missed } else { outcome })
    }

    /// 101 talks with a colleague.
    pub(crate) fn talks_with(&self, colleague: &str) -> bool {
        self.current.get(colleague).is_some_and(|call| call.talked)
    }

    /// Somebody has called 101; that its phone was in use shows nowhere in the PBX.
    pub(crate) fn was_called(&mut self, direction: CallDirection, from: &str) {
        if !self.current.contains_key(from) {
            self.over.push((direction, from.to_owned(), CallOutcome::Missed));
        }
    }

    /// 101 has called somebody; a busy line shows nowhere in the PBX.
    pub(crate) fn called(&mut self, to: &str) {
        if !self.current.contains_key(to) {
            let internal = to.len() == OWN.len() && to.starts_with('1');
            let direction = if internal { CallDirection::Internal } else { CallDirection::Outbound };
            self.over.push((direction, to.to_owned(), CallOutcome::NoAnswer));
        }
    }

    /// All calls that the PBX books under 101.
    pub(crate) fn booked(&self) -> Vec<Told> {
        without(&self.over, &self.only_rang)
    }

    pub(crate) fn over(&self) -> &[Told] {
        &self.over
    }

    pub(crate) fn only_rang(&self) -> &[Told] {
        &self.only_rang
    }

    pub(crate) fn all(&self) -> Vec<Told> {
        let mut all: Vec<Told> = self.over.iter().cloned().map(|told| self.leniently(told)).collect();
        all.sort_by_key(|told| format!("{told:?}"));
        all
    }
}

/// What is in `all` more often than in `some`, in order.
pub(crate) fn without(all: &[Told], some: &[Told]) -> Vec<Told> {
    let mut left = all.to_vec();
    for told in some {
        if let Some(at) = left.iter().position(|one| one == told) {
            left.swap_remove(at);
        }
    }
    left.sort_by_key(|told| format!("{told:?}"));
    left
}

/// The other end: whoever calls us, or whom we call.
fn other(call: &CallSeen) -> Option<String> {
    let others = call.parties.iter().filter(|party| party.number != OWN);
    let outside = others.clone().find(|party| !party.internal);
    outside.or_else(|| others.clone().next()).map(|party| party.number.clone())
}

fn direction(call: &CallSeen) -> CallDirection {
    if call.parties.iter().all(|party| party.internal) {
        CallDirection::Internal
    } else if call.parties[0].number == OWN {
        CallDirection::Outbound
    } else {
        CallDirection::Inbound
    }
}

fn outcome(call: &Current, pbx: &Snapshot) -> CallOutcome {
    let taken = || {
        let same = |seen: &&CallSeen| seen.parties.iter().any(|party| party.number == call.other);
        pbx.calls.iter().find(same).is_some_and(|seen| seen.talking)
    };
    match (call.talked, call.incoming) {
        (true, _) => CallOutcome::Answered,
        (false, false) => CallOutcome::NoAnswer,
        (false, true) if taken() => CallOutcome::AnsweredElsewhere,
        (false, true) => CallOutcome::Missed,
    }
}
