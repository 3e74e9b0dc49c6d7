//! A call as others are told of it: the view, and the row of the history. One that began in an earlier run of the program
//! and is found again goes on with what was kept of it.

use std::collections::BTreeSet;
use std::time::Duration;

use super::call::{Call, Phase};
use crate::calls::view::{CallEnd, CallState, CallView};
use crate::command::CallCommand;
use crate::history::{CallOutcome, CallRecord};
use crate::now::{Now, WallMillis};
use crate::shared::Shared;
use crate::shown;
use crate::timer::Timer;

/// SIP's words for a phone that is in use: here, and everywhere.
const BUSY: [&str; 2] = ["486", "600"];

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
        // The clock that never jumps began anew with this run, so the time before is a span by the wall's clock.
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

    fn timer(&self) -> Timer {
        let from = self.talked().unwrap_or(self.started).monotonic;
        let lasted = self.kept.before.as_ref().map_or(Duration::ZERO, |before| before.lasted);
        match self.phase {
            Phase::Ended { at, .. } => Timer::standing(lasted + at.monotonic.saturating_sub(from)),
            Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. } => Timer::running(from, lasted),
        }
    }

    fn state(&self) -> CallState {
        match self.phase {
            Phase::Ringing => CallState::Ringing,
            Phase::OwnPhone | Phase::Dialing => CallState::Dialing,
            Phase::Talking { .. } => CallState::Talking,
            Phase::Held { .. } => CallState::Held,
            Phase::Ended { .. } => CallState::Ended,
        }
    }

    /// When it began. Everything else about it is told from there by the clock that never jumps: the wall's may be set
    /// in the middle of a call.
    fn started_at(&self) -> WallMillis {
        self.kept.before.as_ref().map_or(self.started.wall, |before| before.started)
    }

    pub(crate) fn wall_of(&self, moment: Now) -> WallMillis {
        // Told from the start by the clock that never jumps: a wall clock that is set in the middle of a call would
        // give an end before the beginning.
        let since = moment.monotonic.saturating_sub(self.started.monotonic);
        WallMillis(self.started.wall.0.saturating_add(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
    }

    fn answered_at(&self) -> Option<WallMillis> {
        let before = self.kept.before.as_ref().and_then(|before| before.answered);
        before.or_else(|| self.talked().map(|talked| self.wall_of(talked)))
    }

    fn ended_at(&self) -> Option<WallMillis> {
        self.ended().map(|ended| self.wall_of(ended))
    }

    /// But for its card and the mark of its queue, which are nothing the call knows.
    pub(crate) fn view(
        &self,
        name: Option<String>,
        queue_name: Option<String>,
        can: BTreeSet<CallCommand>,
    ) -> CallView {
        CallView {
            key: self.key,
            record: self.record_id(),
            note: self.kept.note.clone(),
            card: None,
            missed: Vec::new(),
            state: self.state(),
            direction: self.parties.direction,
            number: self.number(),
            name,
            called: self.parties.called.clone(),
            key_in: self.parties.key_in.clone(),
            queue_name,
            mark: None,
            trunk: self.parties.trunk.clone(),
            started: self.started_at(),
            answered: self.answered_at(),
            ended: self.ended_at(),
            timer: self.timer(),
            muted: self.mute.is_on,
            mute_unknown: self.mute.is_unknown,
            pending: self.asked.pending,
            lift_phone: self.phase == Phase::OwnPhone,
            end: self.end.clone(),
            pop: self.pop,
            can,
            pages: None,
        }
    }

    pub(crate) fn outcome(&self) -> CallOutcome {
        // Before any end: who has talked missed nobody, however the call got lost.
        if self.talked().is_some() {
            return CallOutcome::Answered;
        }
        match &self.end {
            Some(CallEnd::AnsweredElsewhere { .. }) => CallOutcome::AnsweredElsewhere,
            Some(CallEnd::ByAgent) if self.parties.incoming => CallOutcome::Declined,
            Some(CallEnd::NotReached { reason }) if BUSY.iter().any(|word| reason.contains(word)) => {
                CallOutcome::Busy
            }
            // The reason is a SIP status, as a bare number or with its words. 480, "temporarily unavailable", says
            // that nobody came to the phone, which is no failure of the call.
            Some(CallEnd::NotReached { reason }) if !reason.contains("480") => CallOutcome::Failed,
            Some(
                CallEnd::ByAgent
                | CallEnd::ByOther
                | CallEnd::Missed
                | CallEnd::NotReached { .. }
                | CallEnd::Transferred { .. }
                | CallEnd::Lost,
            )
            | None => {
                if self.parties.incoming {
                    CallOutcome::Missed
                } else {
                    CallOutcome::NoAnswer
                }
            }
        }
    }

    /// The PBX's own records do not tell it.
    fn handed_to(&self, shared: &Shared) -> Option<String> {
        let Some(CallEnd::Transferred { to }) = &self.end else { return None };
        let named = |to: &String| shared.directory.name_of_number(to).unwrap_or_else(|| to.clone());
        Some(to.as_ref().map(named).map(shown::name).unwrap_or_default())
    }

    /// Its id in the history.
    pub(crate) fn record_id(&self) -> String {
        match &self.kept.before {
            Some(before) => before.id.clone(),
            None => self.first_id(),
        }
    }

    /// Its id unless it is of an earlier run, which may turn out when somebody has the id already.
    fn first_id(&self) -> String {
        format!("{}-{}", self.started.wall.0, self.key.0)
    }

    pub(crate) fn is_recorded_as(&self, id: &str) -> bool {
        // The window may still hold the id from before the call was known again, with a note half written.
        self.record_id() == id || self.first_id() == id
    }

    /// As it is kept; one that goes on ends now, as far as anybody knows.
    pub(crate) fn record(&self, name: Option<String>, shared: &Shared) -> CallRecord {
        CallRecord {
            id: self.record_id(),
            direction: self.parties.direction,
            number: self.number(),
            name,
            extension: shared.own.as_ref().map(ToString::to_string).unwrap_or_default(),
            called: self.parties.called.clone(),
            started: self.started_at(),
            answered: self.answered_at(),
            ended: self.ended_at().unwrap_or_else(|| self.wall_of(shared.now)),
            outcome: self.outcome(),
            handed_to: self.handed_to(shared),
            recording: self.kept.recording.clone(),
            // By these the PBX's own records find the row, and the next run of the program the call that still goes on.
            channels: self.ids.all.iter().cloned().collect(),
            note: self.kept.note.clone(),
            filled_in: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::call::Phase;
    use crate::calls::view::{CallDirection, CallKey};
    use crate::history::{CallNote, CallOutcome};
    use crate::now::Now;

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
            handed_to: None,
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
