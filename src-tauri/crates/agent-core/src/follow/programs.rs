//! Other programs hear of each call's ring, answer and end, each once.

use std::collections::{BTreeMap, BTreeSet};

use super::cards::Cards;
use crate::calls::call::{Call, Phase};
use crate::calls::view::CallKey;
use crate::crm;
use crate::effect::Effect;
use crate::history::CallOutcome;
use crate::results;
use crate::scripts::CallEvent;
use crate::scripts::told::{Told, ToldCall, post};
use crate::shared::Shared;

/// The programs and the web address that are told of calls.
#[derive(Debug, Default)]
pub(super) struct Programs {
    /// What they have been told of each call.
    told: BTreeMap<CallKey, Vec<CallEvent>>,
}

impl Programs {
    pub(super) fn keep(&mut self, known: &BTreeSet<CallKey>) {
        self.told.retain(|key, _| known.contains(key));
    }

    /// Nothing rang, though somebody called.
    pub(super) fn leave_out_ring(&mut self, key: CallKey) {
        // As if told: a program that opens a window at a ring must not for a phone in use. The missed call comes.
        self.told.entry(key).or_default().push(CallEvent::Ring);
    }

    pub(super) fn hear(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        for call in calls {
            for event in reached(call, cards) {
                // Noted first, be the event wanted or not: a setting that is changed in the middle of a call tells
                // nothing of what was before.
                let told = self.told.entry(call.key).or_default();
                if !told.contains(&event) {
                    told.push(event);
                    let told = told_call(call, cards, shared);
                    run(event, &told, shared);
                    post(&Told::Call { event, call: Box::new(told) }, shared);
                }
            }
        }
    }
}

/// Starts the program, where the settings want it to hear of this.
pub(super) fn run(event: CallEvent, told: &ToldCall, shared: &mut Shared) {
    let scripts = &shared.settings.preferences.scripts;
    if !scripts.events.contains(&event) || scripts.program.is_empty() {
        return;
    }
    let result = results::word(&told.note, shared.governed.policy());
    let words = crm::CrmCall::of(told, &result);
    let filled_in = |argument: &String| crm::argument(argument, event.word(), &words);
    let arguments = scripts.arguments.iter().map(filled_in).collect();
    let program = scripts.program.clone();
    shared.outbox.push(Effect::RunProgram { program, arguments });
}

/// What has happened to a call so far. A ring waits for the caller's card, which comes at once.
fn reached(call: &Call, cards: &Cards) -> Vec<CallEvent> {
    let settled = call.is_settled();
    let mut events = Vec::new();
    if call.parties.incoming && (settled || call.phase != Phase::Ringing || cards.of(call).is_some()) {
        events.push(CallEvent::Ring);
    }
    if call.is_connected() || call.was_talked_in() {
        events.push(CallEvent::Answer);
    }
    // Not with the BYE: whether a colleague has the call is known a moment later.
    if settled {
        events.push(CallEvent::End);
    }
    if settled && call.outcome() == CallOutcome::Missed {
        events.push(CallEvent::Missed);
    }
    events
}

pub(super) fn told_call(call: &Call, cards: &Cards, shared: &Shared) -> ToldCall {
    let record = call.record(cards.name(call, &shared.directory), shared);
    let card = cards.of(call);
    let (e164, company) = card.map(|card| (card.e164.clone(), card.company.clone())).unwrap_or_default();
    ToldCall::of(record, e164, company, call.is_settled())
}
