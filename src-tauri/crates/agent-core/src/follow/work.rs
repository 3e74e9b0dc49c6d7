//! The work after calls: each conversation with somebody outside leaves some, until the agent says that it is done.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cards::Cards;
use super::programs;
use crate::calls::call::Call;
use crate::calls::view::CallDirection;
use crate::effect::Effect;
use crate::history::CallNote;
use crate::missed::PastCallOf;
use crate::now::Now;
use crate::results;
use crate::scripts::CallEvent;
use crate::scripts::told::{NoteTold, NotedCall, Told, ToldCall, ToldNote, post};
use crate::shared::Shared;
use crate::timer::Timer;

/// More open work than anybody comes back to; the oldest gives way, and its note is in the history.
const MOST_OPEN: usize = 20;
/// Work that is done is known for so many calls, so that what is mended in its note is told.
const MOST_DONE: usize = 20;
/// Other programs are told of a note when nothing was typed for so long: it comes letter by letter.
const NOTE_RESTS: Duration = Duration::from_secs(5);

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
    /// It is done when there is a result.
    pub lacks_result: bool,
}

/// The work after one call. It outlasts the call, which is forgotten after some minutes.
#[derive(Debug)]
struct Work {
    record: String,
    number: Option<String>,
    name: Option<String>,
    since: Duration,
    /// When it was done.
    done: Option<Duration>,
    note: CallNote,
    /// The call as other programs are told of it.
    call: ToldCall,
    talk: Duration,
    hold: Duration,
    told: ToldOfNote,
    /// Pages of other programs that wait for what came of it were opened.
    has_pages: bool,
}

/// What other programs know of a note, and when they are told more.
#[derive(Debug, Default)]
struct ToldOfNote {
    due: Option<Duration>,
    /// `None`: nothing yet.
    last: Option<CallNote>,
    /// How often they were told.
    revision: u32,
}

/// What is noted about a call that is known to the history alone: how often it was told, the history says.
#[derive(Debug)]
struct Asked {
    record: String,
    note: CallNote,
    due: Duration,
}

/// The work that is not done yet, and what was done last; what began last comes first.
#[derive(Debug, Default)]
pub(crate) struct WorkList {
    all: Vec<Work>,
    /// The record of that whose countdown runs: its note is told at the end of that.
    counting: Option<String>,
    asked: Vec<Asked>,
    /// Calls of which it has just become known what came of them.
    known: Vec<ToldCall>,
}

impl WorkList {
    /// A conversation with somebody outside leaves work behind.
    pub(super) fn begin(&mut self, call: &Call, cards: &Cards, shared: &Shared) {
        let Some(ended) = call.ended() else { return };
        // A word with a colleague leaves nothing to do, and a card for each would bury the customers'.
        if !call.was_talked_in() || call.parties.direction == CallDirection::Internal {
            return;
        }
        let talked = call.talked().map_or(ended.monotonic, |talked| talked.monotonic);
        let hold = call.kept.hold.total;
        let note = call.kept.note.clone();
        let due = (!note.is_empty()).then(|| shared.now.monotonic + NOTE_RESTS);
        let work = Work {
            record: call.record_id(),
            number: call.number(),
            name: cards.name(call, &shared.directory),
            since: ended.monotonic,
            done: None,
            note,
            call: programs::told_call(call, cards, shared),
            talk: ended.monotonic.saturating_sub(talked).saturating_sub(hold),
            hold,
            told: ToldOfNote { due, ..ToldOfNote::default() },
            has_pages: false,
        };
        self.add(work, true, MOST_OPEN);
    }

    fn add(&mut self, work: Work, open: bool, most: usize) {
        // A call that an earlier run left unfinished may have been noted about before it went on here.
        self.all.retain(|known| known.record != work.record);
        self.all.insert(0, work);
        self.let_go(open, most);
    }

    /// Those that are too many of the open ones, or of those that are done.
    fn let_go(&mut self, open: bool, most: usize) {
        let mut seen = 0;
        self.all.retain(|work| {
            let is_counted = work.done.is_none() == open;
            seen += usize::from(is_counted);
            !is_counted || seen <= most
        });
    }

    fn open(&self) -> impl Iterator<Item = &Work> {
        self.all.iter().filter(|work| work.done.is_none())
    }

    /// Whether it is that of the call that ended last.
    pub(crate) fn is_last(&self, record: &str) -> bool {
        self.open().next().is_some_and(|work| work.record == record)
    }

    /// Whether a result is wanted of that work, or of the last call's, and there is none.
    pub(crate) fn lacks_result(&self, record: Option<&str>, shared: &Shared) -> bool {
        let work = self.open().find(|work| record.is_none_or(|record| work.record == record));
        work.is_some_and(|work| results::is_missing(&work.note, shared.governed.policy()))
    }

    /// Whether there was such.
    pub(super) fn finish(&mut self, record: Option<&str>, shared: &mut Shared) -> bool {
        let is_it = |work: &Work| work.done.is_none() && record.is_none_or(|record| work.record == record);
        let Some(work) = self.all.iter_mut().find(|work| is_it(work)) else { return false };
        work.done = Some(shared.now.monotonic);
        // Without its rest: who is done with the work does not go on typing.
        work.tell_note(shared);
        self.known.extend(work.take_known());
        self.let_go(false, MOST_DONE);
        true
    }

    /// The countdown of the last call's work runs, or does no longer.
    pub(crate) fn count(&mut self, counts: bool, shared: &mut Shared) {
        if counts {
            let last = self.open().next().map(|work| work.record.clone());
            self.counting = last.or_else(|| self.counting.take());
        } else if let Some(record) = self.counting.take()
            && let Some(work) = self.all.iter_mut().find(|work| work.record == record && work.done.is_none())
        {
            work.tell_note(shared);
            self.known.extend(work.take_known());
        }
    }

    /// Calls of which it has become known what came of them, since the last look.
    pub(super) fn take_known(&mut self) -> Vec<ToldCall> {
        std::mem::take(&mut self.known)
    }

    /// Something is noted about work that is known here; whether it is.
    pub(super) fn note(&mut self, record: &str, note: &CallNote, now: Now) -> bool {
        let Some(work) = self.all.iter_mut().find(|work| work.record == record) else { return false };
        if work.note != *note {
            work.note.clone_from(note);
            work.told.due = Some(now.monotonic + NOTE_RESTS);
        }
        true
    }

    /// Something is noted about any other call of the history.
    pub(super) fn note_past(&mut self, record: &str, note: &CallNote, shared: &mut Shared) {
        let (note, due) = (note.clone(), shared.now.monotonic + NOTE_RESTS);
        if let Some(asked) = self.asked.iter_mut().find(|asked| asked.record == record) {
            (asked.note, asked.due) = (note, due);
            return;
        }
        self.asked.push(Asked { record: record.to_owned(), note, due });
        // Before the note is written: what stands there until then is what other programs know.
        shared.push(Effect::ReadNoted { id: record.to_owned() });
    }

    /// The history has answered: from now on it is as if the work after that call had just been done.
    pub(crate) fn on_noted(&mut self, record: &str, noted: Option<NotedCall>) {
        let Some(at) = self.asked.iter().position(|asked| asked.record == record) else { return };
        let asked = self.asked.remove(at);
        if let Some(noted) = noted.filter(|noted| noted.call.record.note != asked.note) {
            self.add(Work::of_past(noted, asked), false, MOST_DONE);
        }
    }

    /// Notes that nobody goes on with.
    pub(super) fn tell_due_notes(&mut self, shared: &mut Shared) {
        let (now, counting) = (shared.now.monotonic, &self.counting);
        let is_due = |work: &Work| {
            work.told.due.is_some_and(|due| due <= now) && counting.as_ref() != Some(&work.record)
        };
        for work in self.all.iter_mut().filter(|work| is_due(work)) {
            work.tell_note(shared);
        }
    }

    /// Nobody will go on with any of them.
    pub(super) fn tell_all_notes(&mut self, shared: &mut Shared) {
        for work in self.all.iter_mut().filter(|work| work.told.due.is_some()) {
            work.tell_note(shared);
        }
    }

    pub(super) fn clear(&mut self) {
        // What the history was asked comes all the same: nobody has to be signed in to mend a note.
        *self = Self { asked: std::mem::take(&mut self.asked), ..Self::default() };
    }

    /// The next note that is told.
    pub(super) fn next_deadline(&self) -> Option<Duration> {
        let waits = self.all.iter().filter(|work| self.counting.as_ref() != Some(&work.record));
        waits.filter_map(|work| work.told.due).min()
    }

    pub(crate) fn view(&self, shared: &Shared) -> Vec<WrapUpView> {
        let views = self.open().map(|work| WrapUpView {
            record: work.record.clone(),
            number: work.number.clone(),
            name: work.name.clone(),
            timer: Timer::running(work.since, Duration::ZERO),
            note: work.note.clone(),
            lacks_result: results::is_missing(&work.note, shared.governed.policy()),
        });
        views.collect()
    }
}

impl Work {
    fn of_past(noted: NotedCall, asked: Asked) -> Self {
        let NotedCall { call: PastCallOf { record, line, company }, told } = noted;
        let hold = Duration::from_secs(told.hold_seconds.into());
        let talked = record.answered.map_or(0, |answered| record.ended.0.saturating_sub(answered.0));
        let last = Some(record.note.clone());
        let e164 = line.filter(|line| line.starts_with('+'));
        Self {
            record: record.id.clone(),
            number: record.number.clone(),
            name: record.name.clone(),
            // Of these the difference is told, and was measured by a clock of which this run knows nothing.
            since: Duration::ZERO,
            done: Some(Duration::from_secs(told.after_call_seconds.into())),
            note: asked.note,
            call: ToldCall::of(record, e164, company, true),
            talk: Duration::from_millis(u64::try_from(talked).unwrap_or_default()).saturating_sub(hold),
            hold,
            told: ToldOfNote { due: Some(asked.due), last, revision: told.revision },
            has_pages: true,
        }
    }

    /// The call with what came of it, once.
    fn take_known(&mut self) -> Option<ToldCall> {
        let is_first = !std::mem::replace(&mut self.has_pages, true);
        is_first.then(|| ToldCall { note: self.note.clone(), ..self.call.clone() })
    }

    fn tell_note(&mut self, shared: &mut Shared) {
        self.told.due = None;
        // A note that is written and taken back is no news; that nothing was written, once.
        if self.told.last.as_ref() == Some(&self.note) {
            return;
        }
        self.told.last = Some(self.note.clone());
        self.told.revision = self.told.revision.saturating_add(1);
        let call = ToldCall { note: self.note.clone(), ..self.call.clone() };
        programs::run(CallEvent::Note, &call, shared);
        let CallNote { text, tags, .. } = self.note.clone();
        let after_call = self.done.unwrap_or(shared.now.monotonic).saturating_sub(self.since);
        let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let told = NoteTold {
            revision: self.told.revision,
            hold_seconds: seconds(self.hold),
            after_call_seconds: seconds(after_call),
        };
        let note = ToldNote {
            revision: told.revision,
            result: results::told(&self.note, shared.governed.policy()),
            text,
            tags,
            talk_seconds: self.talk.as_secs(),
            hold_seconds: told.hold_seconds.into(),
            after_call_seconds: told.after_call_seconds.into(),
        };
        shared.push(Effect::KeepNoteTold { id: self.record.clone(), told });
        post(&Told::Note { call: Box::new(call), note }, shared);
    }
}
