//! What is known of a call while it goes on, kept on disk: a program that is killed loses no word and no call. When it
//! comes back into the same call, it goes on with what it had.

use std::time::Duration;

use super::call::Call;
use super::{Around, Calls, told};
use crate::{CallRecord, Effect, Now, WallMillis};

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
        self.unfinished = records;
    }

    /// A call that is found under a channel of an unfinished one is that one.
    pub(super) fn go_on(&mut self, around: &Around<'_>) {
        let now = around.now;
        for call in self.list.iter_mut().filter(|call| call.is_live() && call.drafted.is_none()) {
            let is_it = |record: &CallRecord| {
                record.extension == around.own.as_str()
                    && record.number == call.number()
                    && record.channels.iter().any(|channel| call.ids.contains(channel))
            };
            if let Some(at) = self.unfinished.iter().position(is_it) {
                call.go_on_from(self.unfinished.remove(at), now);
            }
        }
    }

    /// Keeps each call that is talked in or noted about, as soon as there is anything new.
    pub(super) fn keep_drafts(&mut self, around: &mut Around<'_>) {
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

    /// The program ends: what goes on is kept as far as it was seen.
    pub(crate) fn keep_last_drafts(&mut self, around: &mut Around<'_>) {
        self.list.iter_mut().for_each(|call| call.drafted = None);
        self.keep_drafts(around);
    }
}

impl Call {
    fn go_on_from(&mut self, record: CallRecord, now: Now) {
        let since = record.answered.unwrap_or(record.started);
        let lasted = u64::try_from(now.wall.0.saturating_sub(since.0)).unwrap_or_default();
        if self.note.is_empty() {
            self.note = record.note;
        }
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
