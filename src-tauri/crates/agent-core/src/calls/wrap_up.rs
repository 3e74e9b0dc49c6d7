//! The work after calls: each conversation with somebody outside leaves some, until the agent says that it is done.

use std::time::Duration;

use super::{Around, Calls, scripts, told};
use crate::scripts::{CallEvent, ToldCall};
use crate::{CallDirection, CallKey, CallNote, Now, WrapUpView};

/// More open work than anybody comes back to; the oldest gives way, and its note is in the history.
const MOST_OPEN: usize = 20;
/// The timer of work that lasts longer shows minutes: a view a second would go on all day.
const SECONDS_MATTER: Duration = Duration::from_mins(10);

/// Other programs are told of a note when nothing was typed for so long: it comes letter by letter.
const NOTE_RESTS: Duration = Duration::from_secs(10);

/// The work after one call. It outlasts the call, which is forgotten after some minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
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

impl Calls {
    /// A conversation with somebody outside leaves work behind.
    pub(super) fn begin_wrap_up(&mut self, key: CallKey, around: &Around<'_>) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        let Some(ended) = call.ended() else { return };
        if !call.was_talked_in() || call.direction == CallDirection::Internal {
            return;
        }
        let note_due = (!call.note.is_empty()).then(|| around.now.monotonic + NOTE_RESTS);
        self.work.insert(
            0,
            Work {
                record: call.record_id(),
                number: call.number(),
                name: told::name(call, around.directory),
                since: ended.monotonic,
                note: call.note.clone(),
                call: scripts::told_call(call, around),
                note_due,
                note_told: CallNote::default(),
            },
        );
        self.work.truncate(MOST_OPEN);
    }

    /// The work after that call is done, or without one the work that began last; whether there was such.
    pub(crate) fn finish_wrap_up(&mut self, record: Option<&str>, around: &mut Around<'_>) -> bool {
        let at = self.work.iter().position(|work| record.is_none_or(|record| work.record == record));
        let Some(at) = at else { return false };
        self.work[at].note_due.get_or_insert(around.now.monotonic);
        self.tell_note(at, around);
        self.work.remove(at);
        true
    }

    pub(super) fn note_work(&mut self, record: &str, note: &CallNote, now: Now) {
        for work in self.work.iter_mut().filter(|work| work.record == record && work.note != *note) {
            work.note.clone_from(note);
            work.note_due = Some(now.monotonic + NOTE_RESTS);
        }
    }

    /// Notes that nobody goes on with.
    pub(super) fn tell_notes(&mut self, around: &mut Around<'_>) {
        let is_due = |work: &Work| work.note_due.is_some_and(|due| due <= around.now.monotonic);
        let due: Vec<usize> = (0..self.work.len()).filter(|at| is_due(&self.work[*at])).collect();
        for at in due {
            self.tell_note(at, around);
        }
    }

    /// Nobody will go on with any of them.
    pub(super) fn tell_all_notes(&mut self, around: &mut Around<'_>) {
        for at in 0..self.work.len() {
            if self.work[at].note_due.is_some() {
                self.tell_note(at, around);
            }
        }
    }

    fn tell_note(&mut self, at: usize, around: &mut Around<'_>) {
        let Some(work) = self.work.get_mut(at) else { return };
        work.note_due = None;
        if work.note == work.note_told {
            return;
        }
        work.note_told.clone_from(&work.note);
        let call = ToldCall { note: work.note.clone(), ..work.call.clone() };
        if self.scripts.events.contains(&CallEvent::Note) {
            self.tell(CallEvent::Note, call, around);
        }
    }

    /// The timer's next second, or the next note that is told.
    pub(super) fn wrap_up_deadline(&self, now: Now) -> Option<Duration> {
        let since = self.work.first()?.since;
        let note = self.work.iter().filter_map(|work| work.note_due).min();
        let passed = now.monotonic.saturating_sub(since);
        let step = if passed < SECONDS_MATTER { 1 } else { 60 };
        let second = since + Duration::from_secs((passed.as_secs() / step + 1) * step);
        Some(note.map_or(second, |note| note.min(second)))
    }

    pub(crate) fn wrap_up_views(&self, now: Now) -> Vec<WrapUpView> {
        let views = self.work.iter().map(|work| WrapUpView {
            record: work.record.clone(),
            number: work.number.clone(),
            name: work.name.clone(),
            seconds: u32::try_from(now.monotonic.saturating_sub(work.since).as_secs()).unwrap_or(u32::MAX),
            note: work.note.clone(),
        });
        views.collect()
    }
}
