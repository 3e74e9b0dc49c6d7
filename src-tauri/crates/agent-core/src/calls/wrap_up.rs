//! The work after calls: each conversation with somebody outside leaves some, until the agent says that it is done.

use std::time::Duration;

use super::{Calls, told};
use crate::directory::Directory;
use crate::{CallDirection, CallKey, CallNote, Now, WrapUpView};

/// More open work than anybody comes back to; the oldest gives way, and its note is in the history.
const MOST_OPEN: usize = 20;
/// The timer of work that lasts longer shows minutes: a view a second would go on all day.
const SECONDS_MATTER: Duration = Duration::from_mins(10);

/// The work after one call. It outlasts the call, which is forgotten after some minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
    record: String,
    number: Option<String>,
    name: Option<String>,
    since: Duration,
    note: CallNote,
}

impl Calls {
    /// A conversation with somebody outside leaves work behind.
    pub(super) fn begin_wrap_up(&mut self, key: CallKey, directory: &Directory) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        let Some(ended) = call.ended() else { return };
        if !call.was_talked_in() || call.direction == CallDirection::Internal {
            return;
        }
        self.work.insert(
            0,
            Work {
                record: call.record_id(),
                number: call.number(),
                name: told::name(call, directory),
                since: ended.monotonic,
                note: call.note.clone(),
            },
        );
        self.work.truncate(MOST_OPEN);
    }

    /// The work after that call is done, or without one the work that began last; whether there was such.
    pub(crate) fn finish_wrap_up(&mut self, record: Option<&str>) -> bool {
        let at = self.work.iter().position(|work| record.is_none_or(|record| work.record == record));
        at.map(|at| self.work.remove(at)).is_some()
    }

    pub(super) fn note_work(&mut self, record: &str, note: &CallNote) {
        let of_it = |work: &&mut Work| work.record == record;
        self.work.iter_mut().filter(of_it).for_each(|work| work.note.clone_from(note));
    }

    /// The timer's next second.
    pub(super) fn wrap_up_deadline(&self, now: Now) -> Option<Duration> {
        let since = self.work.first()?.since;
        let passed = now.monotonic.saturating_sub(since);
        let step = if passed < SECONDS_MATTER { 1 } else { 60 };
        Some(since + Duration::from_secs((passed.as_secs() / step + 1) * step))
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
