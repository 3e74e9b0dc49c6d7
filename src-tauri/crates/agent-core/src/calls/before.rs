//! A call that began in an earlier run of the program, and is found again: it goes on with what was kept of it.

use std::time::Duration;

use super::call::Call;
use crate::history::CallRecord;
use crate::now::WallMillis;

/// A call that began in an earlier run of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Before {
    /// Its id in the history: what goes on is the same row.
    pub(super) id: String,
    pub(super) started: WallMillis,
    pub(super) answered: Option<WallMillis>,
    /// How long it had lasted when it was found again.
    pub(super) lasted: Duration,
}

impl Call {
    pub(crate) fn go_on_from(&mut self, record: CallRecord) {
        let since = record.answered.unwrap_or(record.started);
        let found = self.wall_of(self.talked().unwrap_or(self.started));
        let lasted = u64::try_from(found.0.saturating_sub(since.0)).unwrap_or_default();
        self.kept.note = record.note.followed_by(std::mem::take(&mut self.kept.note));
        self.kept.recording = self.kept.recording.take().or(record.recording);
        self.ids.all.extend(record.channels);
        self.kept.before = Some(Before {
            id: record.id,
            started: record.started,
            answered: record.answered,
            lasted: Duration::from_millis(lasted),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::call::Phase;
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
