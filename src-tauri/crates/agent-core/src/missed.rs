//! Missed calls as work: a row for each caller, open until somebody has talked with them or the agent says that it is
//! done. Rows are made of calls; what the agent decided about a caller is kept beside them.

pub(crate) mod intents;
mod reminders;
mod rows;
pub(crate) mod team;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::{Extension, number};
use serde::{Deserialize, Serialize};

use crate::effect::Effect;
use crate::history::{CallNote, CallOutcome, CallRecord};
use crate::now::WallMillis;
use crate::shared::Shared;
use intents::Undo;
use reminders::Fired;
use team::TeamRecords;
use view::{MissedRow, MissedView, WaitingCaller};

/// What nobody has come back to in a season is no work any more.
const KEPT: Duration = Duration::from_hours(24 * 90);
/// As many as a page can be asked to draw; how many there are is told besides.
const MOST_ROWS: usize = 500;
/// As many as a menu shows without a search.
const MOST_IN_A_MENU: usize = 5;
/// As many as the pop-up could count.
const MOST_TIMES: usize = 20;
/// "Today" is a matter of time zones, which the window knows.
const LATELY: Duration = Duration::from_hours(24);

/// A past call as the list of missed ones needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCallOf {
    pub record: CallRecord,
    /// What its number is compared by, with the country where that is known.
    pub line: Option<String>,
    /// From the contacts.
    pub company: Option<String>,
}

/// What the agent has decided about a caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerMark {
    /// Calls that began until then are done with.
    pub done: Option<WallMillis>,
    pub reminder: Option<Reminder>,
}

/// When the agent wants to be reminded of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    pub at: WallMillis,
    /// It was told, and waits for what the agent says.
    pub told: bool,
}

/// What is kept of a caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMark {
    /// Names the caller.
    pub caller: String,
    pub mark: CallerMark,
}

/// The missed calls that nobody has come back to.
#[derive(Debug, Default)]
pub(crate) struct Missed {
    /// Missed calls by their ids, and all later calls with the same callers.
    calls: BTreeMap<String, PastCallOf>,
    /// Calls that ended since the history was last asked: what it answers may be without them.
    fresh: BTreeSet<String>,
    /// The lines of numbers as they were spelt.
    lines: BTreeMap<String, String>,
    marks: BTreeMap<String, CallerMark>,
    /// The marks that were kept are here.
    is_read: bool,
    rows: Vec<MissedRow>,
    /// Whose rows they are.
    own: Option<String>,
    is_stale: bool,
    is_seen: bool,
    fired: Vec<Fired>,
    undo: Option<Undo>,
    /// When the PBX's records were last known, and whether they could not be had since.
    records: (Option<WallMillis>, bool),
    team: TeamRecords,
}

impl Missed {
    /// The history may know more than we do.
    pub(crate) fn ask(&mut self, shared: &mut Shared) {
        self.fresh.clear();
        shared.push(Effect::ReadMissed { since: earliest(shared.now.wall) });
    }

    /// What the history knows. `is_whole`: it has all that ended here, too.
    pub(crate) fn on_read(
        &mut self,
        calls: Vec<PastCallOf>,
        marks: Vec<KeptMark>,
        is_whole: bool,
        shared: &mut Shared,
    ) {
        // What the history has no more was forgotten there; what ended just now may not be written yet.
        if is_whole {
            self.calls.retain(|id, _| self.fresh.contains(id));
        }
        for call in calls {
            self.learn_line(&call);
            if !self.fresh.contains(&call.record.id) {
                self.calls.insert(call.record.id.clone(), call);
            }
        }
        // Once: from then on what is marked here is newer than what was read.
        if !std::mem::replace(&mut self.is_read, true) {
            for KeptMark { caller, mark } in marks {
                self.marks.entry(caller).or_insert(mark);
            }
        }
        // Of half a history it can't be said who is gone from it.
        if is_whole {
            self.forget_marks(shared);
        }
        self.is_stale = true;
    }

    /// Nobody who is marked has called in vain any more: the calls are too old, or were forgotten.
    fn forget_marks(&mut self, shared: &mut Shared) {
        let callers: BTreeSet<String> = self.calls.values().map(|call| self.caller(&call.record)).collect();
        let gone: Vec<String> =
            self.marks.keys().filter(|caller| !callers.contains(*caller)).cloned().collect();
        for caller in gone {
            self.set_mark(&caller, CallerMark::default(), shared);
        }
    }

    /// A call has ended, or more is known of one that had.
    fn on_ended(&mut self, call: PastCallOf) {
        self.learn_line(&call);
        let caller = self.caller(&call.record);
        let is_missed = call.record.outcome == CallOutcome::Missed;
        // A call that was no miss matters where its caller was missed: it ends the row, or is a try.
        if is_missed || self.calls.values().any(|known| self.caller(&known.record) == caller) {
            self.fresh.insert(call.record.id.clone());
            self.calls.insert(call.record.id.clone(), call);
            self.is_stale = true;
        }
    }

    /// What a number is compared by was found out.
    pub(crate) fn on_identified(&mut self, number: &str, line: Option<&str>) {
        if let Some(line) = line
            && self.lines.get(number).map(String::as_str) != Some(line)
        {
            self.lines.insert(number.to_owned(), line.to_owned());
            self.is_stale = true;
        }
    }

    /// The agent noted something about a past call.
    pub(crate) fn on_note(&mut self, id: &str, note: &CallNote) {
        if let Some(call) = self.calls.get_mut(id) {
            call.record.note.clone_from(note);
            self.is_stale = true;
        }
    }

    pub(crate) fn on_records(&mut self, now: WallMillis) {
        self.records = (Some(now), false);
    }

    pub(crate) fn on_no_records(&mut self) {
        self.records.1 = true;
    }

    pub(crate) fn look(&mut self, is_seen: bool) {
        self.is_seen = is_seen;
    }

    fn learn_line(&mut self, call: &PastCallOf) {
        if let (Some(number), Some(line)) = (&call.record.number, &call.line) {
            self.lines.insert(number.clone(), line.clone());
        }
    }

    /// Two spellings of a number are one caller; who withholds it is somebody else each time.
    fn caller(&self, record: &CallRecord) -> String {
        match record.number.as_deref().filter(|number| !number.trim().is_empty()) {
            Some(number) => self.caller_of(number),
            None => format!("withheld {}", record.id),
        }
    }

    fn caller_of(&self, number: &str) -> String {
        let written = || number::read(number).map(|written| written.dial.as_str().to_owned());
        self.lines.get(number).cloned().or_else(|| written().ok()).unwrap_or_else(|| number.to_owned())
    }

    fn mark(&self, caller: &str) -> CallerMark {
        self.marks.get(caller).copied().unwrap_or_default()
    }

    fn set_mark(&mut self, caller: &str, mark: CallerMark, shared: &mut Shared) {
        if self.mark(caller) == mark {
            return;
        }
        // Nothing is kept of the many about whom nothing was decided.
        if mark == CallerMark::default() {
            self.marks.remove(caller);
        } else {
            self.marks.insert(caller.to_owned(), mark);
        }
        self.is_stale = true;
        shared.push(Effect::KeepMark { caller: caller.to_owned(), mark });
    }

    /// `ended`: calls that were written since the last time; `on_call`: the agent is busy with somebody else.
    pub(crate) fn let_time_pass(&mut self, ended: Vec<PastCallOf>, on_call: bool, shared: &mut Shared) {
        for call in ended {
            self.on_ended(call);
        }
        self.undo.take_if(|undo| undo.until <= shared.now.monotonic);
        let own = shared.own.as_ref().map(Extension::to_string);
        // Before the sign-in too: the list is there while the PBX is away.
        let own = own.or_else(|| shared.settings.account.as_ref().map(|account| account.extension.clone()));
        if own != self.own {
            self.own = own;
            self.is_stale = true;
        }
        // Before the reminders and behind them: they end with their rows, and the rows show what was told.
        self.make_rows(shared.now.wall);
        self.end_reminders(shared);
        self.fire_reminders(on_call, shared);
        self.make_rows(shared.now.wall);
    }

    fn make_rows(&mut self, now: WallMillis) {
        if std::mem::take(&mut self.is_stale) {
            self.rows = self.open_rows(now);
        }
    }

    /// When a number was missed lately and nobody has come back to it, newest last.
    pub(crate) fn times(&self, number: &str, now: WallMillis) -> Vec<WallMillis> {
        let caller = self.caller_of(number);
        let Some(row) = self.rows.iter().find(|row| row.caller == caller) else { return Vec::new() };
        let since = now.0.saturating_sub(millis(LATELY));
        let lately: Vec<WallMillis> = self.open_times(row).filter(|at| at.0 >= since).collect();
        lately[lately.len().saturating_sub(MOST_TIMES)..].to_vec()
    }

    fn open_times<'a>(&'a self, row: &'a MissedRow) -> impl Iterator<Item = WallMillis> + 'a {
        let of_row = move |call: &&PastCallOf| {
            call.record.outcome == CallOutcome::Missed
                && call.record.started >= row.misses.first
                && self.caller(&call.record) == row.caller
        };
        let mut times: Vec<WallMillis> =
            self.calls.values().filter(of_row).map(|call| call.record.started).collect();
        times.sort_unstable();
        times.into_iter()
    }

    pub(crate) fn view(&self, shared: &Shared) -> MissedView {
        // Five hundred rows would be the most of each view of a ring.
        let rows = if self.is_seen { self.rows.as_slice() } else { &[] };
        let named = |row: &MissedRow| {
            let mut row = row.clone();
            for queue in &mut row.misses.queues {
                queue.name = shared.directory.queue_name(&queue.number);
            }
            row
        };
        MissedView {
            open: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
            rows: rows.iter().take(MOST_ROWS).map(named).collect(),
            longest: self.rows.iter().take(MOST_IN_A_MENU).map(waiting).collect(),
            due: self.due(),
            undo: self.undo.as_ref().map(|undo| u32::try_from(undo.before.len()).unwrap_or(u32::MAX)),
            as_of: self.records.0.filter(|_| self.records.1),
        }
    }
}

fn waiting(row: &MissedRow) -> WaitingCaller {
    WaitingCaller { number: row.number.clone(), can_call: row.can_call, name: row.name.clone() }
}

fn earliest(now: WallMillis) -> WallMillis {
    WallMillis(now.0.saturating_sub(millis(KEPT)))
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
