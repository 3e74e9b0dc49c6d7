//! What of calls stands in the history, and the numbers that were last called or called from.

use super::cards::Cards;
use crate::calls::call::Call;
use crate::effect::Effect;
use crate::history::{CallNote, Filled, RecentNumber};
use crate::missed::PastCallOf;
use crate::outbox::Outbox;
use crate::shared::Shared;
use crate::shown;

/// As many as a menu holds.
const MOST_RECENT: usize = 10;

/// The history's rows, as far as the desk has to do with them.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    recent: Vec<RecentNumber>,
    written: u64,
    /// Calls that were written since somebody looked.
    ended: Vec<PastCallOf>,
}

impl Rows {
    pub(crate) fn recent(&self) -> &[RecentNumber] {
        &self.recent
    }

    /// The numbers of calls before this start; those of calls since are newer.
    pub(crate) fn on_recent(&mut self, older: Vec<RecentNumber>) {
        for one in older {
            // The history may open late, when calls of this run are in the list already; those are the newer ones.
            if self.recent.iter().all(|known| known.number != one.number) {
                self.recent.push(RecentNumber { name: one.name.map(shown::name), ..one });
            }
        }
        self.recent.truncate(MOST_RECENT);
    }

    /// How many times the history was written.
    pub(crate) fn revision(&self) -> u64 {
        self.written
    }

    /// What it holds is shown otherwise from now on: windows read their page anew.
    pub(crate) fn on_shown_otherwise(&mut self) {
        self.written += 1;
    }

    /// The history has more rows than before.
    pub(crate) fn on_caught_up(&mut self, filled: Filled) {
        // Windows read their page anew at each change: not every hour for a catch-up that found nothing.
        self.written += u64::from(filled.added > 0);
    }

    /// A call that has just ended.
    pub(super) fn write_new(&mut self, call: &Call, cards: &Cards, shared: &mut Shared) {
        if let Some(number) = call.number() {
            let name = cards.name(call, &shared.directory);
            self.recent.retain(|recent| recent.number != number);
            self.recent.insert(0, RecentNumber { number, name });
            self.recent.truncate(MOST_RECENT);
        }
        self.write(call, cards, shared);
    }

    /// A call that has just ended, or more is known of one that was written before.
    pub(super) fn write(&mut self, call: &Call, cards: &Cards, shared: &mut Shared) {
        let record = call.record(cards.name(call, &shared.directory), shared);
        self.written += 1;
        let card = cards.of(call);
        self.ended.push(PastCallOf {
            record: record.clone(),
            line: card.and_then(|card| card.e164.clone()),
            company: card.and_then(|card| card.company.clone()),
        });
        shared.push(Effect::Record { record });
    }

    /// Calls that were written since the last time.
    pub(crate) fn take_ended(&mut self) -> Vec<PastCallOf> {
        std::mem::take(&mut self.ended)
    }

    /// What was noted about a call that is in the history alone.
    pub(super) fn annotate(&mut self, id: String, note: CallNote, out: &mut Outbox) {
        self.written += 1;
        out.push(Effect::Annotate { id, note });
    }
}
