//! The work after calls: each conversation with somebody outside leaves some, until the agent says that it is done.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cards::Cards;
use super::programs;
use crate::calls::call::Call;
use crate::calls::view::CallDirection;
use crate::history::CallNote;
use crate::now::Now;
use crate::scripts::{CallEvent, ToldCall};
use crate::shared::Shared;
use crate::timer::Timer;

/// More open work than anybody comes back to; the oldest gives way, and its note is in the history.
const MOST_OPEN: usize = 20;
/// Other programs are told of a note when nothing was typed for so long: it comes letter by letter.
const NOTE_RESTS: Duration = Duration::from_secs(10);

/// The work after a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WrapUpView {
    /// The call's id in the history, to note something about it.
    pub record: String,
    /// The other party's number.
    pub number: Option<String>,
    /// The other party's name. Untrusted text.
    pub name: Option<String>,
    /// Since the call ended.
    pub timer: Timer,
    /// What is noted so far.
    pub note: CallNote,
}

/// The work after one call. It outlasts the call, which is forgotten after some minutes.
#[derive(Debug)]
struct Work {
    record: String,
    number: Option<String>,
    name: Option<String>,
    since: Duration,
    note: CallNote,
    /// The call as other programs are told of it.
    call: ToldCall,
    /// They are told of the note then.
    note_due: Option<Duration>,
    /// What they were told last.
    note_told: CallNote,
}

/// The work that is not done yet; what began last comes first.
#[derive(Debug, Default)]
pub(crate) struct WorkList(Vec<Work>);

impl WorkList {
    /// A conversation with somebody outside leaves work behind.
    pub(super) fn begin(&mut self, call: &Call, cards: &Cards, shared: &Shared) {
        let Some(ended) = call.ended() else { return };
        // A word with a colleague leaves nothing to do, and a card for each would bury the customers'.
        if !call.was_talked_in() || call.parties.direction == CallDirection::Internal {
            return;
        }
        let work = Work {
            record: call.record_id(),
            number: call.number(),
            name: cards.name(call, &shared.directory),
            since: ended.monotonic,
            note: call.kept.note.clone(),
            call: programs::told_call(call, cards, shared),
            note_due: (!call.kept.note.is_empty()).then(|| shared.now.monotonic + NOTE_RESTS),
            note_told: CallNote::default(),
        };
        self.0.insert(0, work);
        self.0.truncate(MOST_OPEN);
    }

    /// Whether it is that of the call that ended last.
    pub(crate) fn is_last(&self, record: &str) -> bool {
        self.0.first().is_some_and(|work| work.record == record)
    }

    /// Whether there was such.
    pub(super) fn finish(&mut self, record: Option<&str>, shared: &mut Shared) -> bool {
        let at = self.0.iter().position(|work| record.is_none_or(|record| work.record == record));
        let Some(at) = at else { return false };
        // Without its rest: who is done with the work does not go on typing.
        self.0.remove(at).tell_note(shared);
        true
    }

    pub(super) fn note(&mut self, record: &str, note: &CallNote, now: Now) {
        for work in self.0.iter_mut().filter(|work| work.record == record && work.note != *note) {
            work.note.clone_from(note);
            work.note_due = Some(now.monotonic + NOTE_RESTS);
        }
    }

    /// Notes that nobody goes on with.
    pub(super) fn tell_due_notes(&mut self, shared: &mut Shared) {
        let now = shared.now.monotonic;
        for work in self.0.iter_mut().filter(|work| work.note_due.is_some_and(|due| due <= now)) {
            work.tell_note(shared);
        }
    }

    /// Nobody will go on with any of them.
    pub(super) fn tell_all_notes(&mut self, shared: &mut Shared) {
        for work in self.0.iter_mut().filter(|work| work.note_due.is_some()) {
            work.tell_note(shared);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The next note that is told.
    pub(super) fn next_deadline(&self) -> Option<Duration> {
        self.0.iter().filter_map(|work| work.note_due).min()
    }

    pub(crate) fn view(&self) -> Vec<WrapUpView> {
        let views = self.0.iter().map(|work| WrapUpView {
            record: work.record.clone(),
            number: work.number.clone(),
            name: work.name.clone(),
            timer: Timer::running(work.since, Duration::ZERO),
            note: work.note.clone(),
        });
        views.collect()
    }
}

impl Work {
    fn tell_note(&mut self, shared: &mut Shared) {
        self.note_due = None;
        if self.note == self.note_told {
            return;
        }
        // What was told is kept: a note that is written and taken back is no news.
        self.note_told.clone_from(&self.note);
        let call = ToldCall { note: self.note.clone(), ..self.call.clone() };
        programs::tell(CallEvent::Note, call, shared);
    }
}
