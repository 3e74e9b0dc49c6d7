//! What is known of a call while it goes on, kept on disk: a program that is killed loses no word and no call. When it
//! comes back into the same call, it goes on with what it had.

use std::collections::{BTreeMap, BTreeSet};

use pbx_protocol::Extension;

use super::cards::Cards;
use crate::calls::Calls;
use crate::calls::call::Call;
use crate::calls::view::CallKey;
use crate::effect::Effect;
use crate::history::CallRecord;
use crate::shared::Shared;

/// What the disk has of calls that go on.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    written: BTreeMap<CallKey, CallRecord>,
    /// Calls of an earlier run whose end nobody has seen; `None`: the history is not open yet.
    unfinished: Option<Vec<CallRecord>>,
}

impl Drafts {
    /// The calls that a run before this one left unfinished; they are in the history already.
    pub(crate) fn on_unfinished(&mut self, records: Vec<CallRecord>) {
        self.unfinished = Some(records);
    }

    pub(super) fn keep(&mut self, known: &BTreeSet<CallKey>) {
        self.written.retain(|key, _| known.contains(key));
    }

    /// A call that is found under a channel of an unfinished one is that one.
    pub(crate) fn go_on(&mut self, calls: &mut Calls, own: Option<&Extension>) {
        let Some(unfinished) = &mut self.unfinished else { return };
        for call in calls.all_mut().iter_mut().filter(|call| !call.is_settled()) {
            // It has a row of its own already, which must not become another's.
            if self.written.contains_key(&call.key) {
                continue;
            }
            // A channel outlives a transfer, and the next run may be another agent's: the channel alone proves nothing.
            let is_it = |record: &CallRecord| {
                own.is_some_and(|own| own.as_str() == record.extension)
                    && record.number == call.number()
                    && record.channels.iter().any(|channel| call.ids.all.contains(channel))
            };
            if let Some(at) = unfinished.iter().position(is_it) {
                call.go_on_from(unfinished.remove(at));
            }
        }
    }

    /// Keeps each call that is talked in or noted about, as soon as there is anything new. Before the history is open
    /// nothing could be written, and nobody knows which of them are of an earlier run.
    pub(super) fn write(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        if self.unfinished.is_some() {
            self.write_what_is_new(calls, cards, shared);
        }
    }

    fn write_what_is_new(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        for call in calls.iter().filter(|call| !call.is_settled()) {
            if !call.was_talked_in() && call.kept.note.is_empty() {
                continue;
            }
            let record = call.record(cards.name(call, &shared.directory), shared);
            // The end of a live call is the moment at which it was looked at: that alone is no news.
            let known = CallRecord { ended: record.started, ..record.clone() };
            if self.written.get(&call.key) != Some(&known) {
                self.written.insert(call.key, known);
                shared.push(Effect::Draft { record });
            }
        }
    }

    pub(super) fn write_all(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        // Those that are written too: now, at the end of the program, their last moment is the news.
        self.written.clear();
        self.write_what_is_new(calls, cards, shared);
    }
}
