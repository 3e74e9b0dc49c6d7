//! What is known of a call while it goes on, kept on disk: a program that is killed loses no word and no call. When it
//! comes back into the same call, it goes on with what it had.

use std::time::Duration;

use super::call::Call;
use super::{Around, Calls, told};
use crate::{CallRecord, Effect, WallMillis};

/// A call that began in an earlier run of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Before {
    /// Its id in the history: what goes on is the same row.
    pub(super) id: String,
    pub(super) started: WallMillis,
    pub(super) answered: Option<WallMillis>,
    /// How long it had lasted when it was found again.
    pub(super) lasted: Duration,
}

impl Calls {
    /// The calls that a run before this one left unfinished; they are in the history already.
    pub(crate) fn on_unfinished(&mut self, records: Vec<CallRecord>) {
        self.unfinished = Some(records);
    }

    /// A call that is found under a channel of an unfinished one is that one.
    pub(super) fn go_on(&mut self, around: &Around<'_>) {
        let Some(unfinished) = &mut self.unfinished else { return };
        for call in self.list.iter_mut().filter(|call| !call.is_settled() && call.drafted.is_none()) {
            let is_it = |record: &CallRecord| {
                record.extension == around.own.as_str()
                    && record.number == call.number()
                    && record.channels.iter().any(|channel| call.ids.contains(channel))
            };
            if let Some(at) = unfinished.iter().position(is_it) {
                call.go_on_from(unfinished.remove(at));
            }
        }
    }

    /// Keeps each call that is talked in or noted about, as soon as there is anything new. Before the history is open
    /// nothing could be written, and nobody knows which of them are of an earlier run.
    pub(super) fn keep_drafts(&mut self, around: &mut Around<'_>) {
        if self.unfinished.is_some() {
            self.keep_what_is_new(around);
        }
    }

    fn keep_what_is_new(&mut self, around: &mut Around<'_>) {
        let (own, now) = (around.own, around.now);
        for call in self.list.iter_mut().filter(|call| !call.is_settled()) {
            if !call.was_talked_in() && call.note.is_empty() {
                continue;
            }
            let record = call.record(own, told::name(call, around.directory), now);
            // The end of a live call is the moment at which it was looked at: that alone is no news.
            let known = CallRecord { ended: record.started, ..record.clone() };
            if call.drafted.as_ref() != Some(&known) {
                call.drafted = Some(known);
                around.out.push(Effect::Draft { record });
            }
        }
    }

    /// The program ends: what goes on is kept as far as it was seen, be the history open or not.
    pub(crate) fn keep_last_drafts(&mut self, around: &mut Around<'_>) {
        self.list.iter_mut().for_each(|call| call.drafted = None);
        self.keep_what_is_new(around);
        self.tell_all_notes(around);
    }
}

impl Call {
    fn go_on_from(&mut self, record: CallRecord) {
        let since = record.answered.unwrap_or(record.started);
        let found = self.wall_of(self.talked().unwrap_or(self.started));
        let lasted = u64::try_from(found.0.saturating_sub(since.0)).unwrap_or_default();
        self.note = record.note.followed_by(std::mem::take(&mut self.note));
        self.recording = self.recording.take().or(record.recording);
        self.ids.extend(record.channels);
        self.before = Some(Before {
            id: record.id,
            started: record.started,
            answered: record.answered,
            lasted: Duration::from_millis(lasted),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::call::Phase;
    use super::*;
    use crate::{CallDirection, CallKey, CallNote, CallOutcome, Now};

    #[test]
    fn a_note_finds_its_call_under_the_id_from_before_it_was_known_again() {
        let mut call = Call::new(CallKey(1), Phase::Ringing, CallDirection::Inbound, Now::default());
        let at_first = call.record_id();
        call.go_on_from(CallRecord {
            id: "5000-7".to_owned(),
            direction: CallDirection::Inbound,
            number: None,
            name: None,
            extension: "101".to_owned(),
            called: None,
            started: WallMillis(5000),
            answered: None,
            ended: WallMillis(6000),
            outcome: CallOutcome::Missed,
            recording: None,
            channels: Vec::new(),
            note: CallNote::default(),
            filled_in: false,
        });
        assert_eq!(call.record_id(), "5000-7");
        assert!(call.is_recorded_as(&at_first) && call.is_recorded_as("5000-7"));
        assert!(!call.is_recorded_as("5000-8"));
    }
}
