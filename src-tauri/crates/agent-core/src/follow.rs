//! Who hears of calls: the history, the caller's card and page, other programs, and the work after a call. A call knows
//! none of them; what each has been told, it remembers itself.

pub(crate) mod cards;
mod drafts;
mod history;
mod pages;
mod programs;
pub(crate) mod work;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::calls::view::{CallEnd, CallKey, CallView};
use crate::calls::{Calls, Change, call::Call};
use crate::command::CallCommand;
use crate::failure::Refusal;
use crate::history::{CallNote, CallRecord, RecentNumber};
use crate::pop;
use crate::queues::mark;
use crate::shared::Shared;
use cards::Cards;
use drafts::Drafts;
use history::Rows;
use pages::Pages;
use programs::Programs;
use work::WorkList;

/// Whoever is there has lifted the phone by then.
const RINGS_OUT: Duration = Duration::from_secs(10);

/// All who hear of calls.
#[derive(Debug, Default)]
pub(crate) struct Followers {
    pub(crate) cards: Cards,
    pub(crate) pages: Pages,
    pub(crate) rows: Rows,
    pub(crate) drafts: Drafts,
    pub(crate) work: WorkList,
    programs: Programs,
    rang_out: bool,
    queue_calls: Vec<bool>,
}

impl Followers {
    /// The history is open: the numbers of calls before this start, and the calls that a run before this one left
    /// unfinished; they are in the history already.
    pub(crate) fn on_history(&mut self, recent: Vec<RecentNumber>, unfinished: Vec<CallRecord>) {
        self.rows.on_recent(recent);
        self.drafts.on_unfinished(unfinished);
    }

    /// Tells each of them what has changed since the last time.
    pub(crate) fn follow(&mut self, calls: &mut Calls, shared: &mut Shared) {
        for change in calls.take_changes() {
            match change {
                Change::Settled(key) => {
                    let Some(call) = calls.get(key) else { continue };
                    self.rows.write_new(call, &self.cards, shared);
                    self.work.begin(call, &self.cards, shared);
                    self.rang_out |= call.end == Some(CallEnd::Missed);
                    let is_of_a_queue = call
                        .parties
                        .called
                        .as_deref()
                        .is_some_and(|called| shared.directory.has_queue(called));
                    if is_of_a_queue && let Some(answered) = was_answered(call) {
                        self.queue_calls.push(answered);
                    }
                }
                Change::Corrected(key) => {
                    let Some(call) = calls.get(key) else { continue };
                    self.rows.write(call, &self.cards, shared);
                }
                Change::Unheard(key) => self.programs.leave_out_ring(key),
            }
        }
        // What each of them remembers goes with the call, or it would grow for as long as the program runs.
        let known: BTreeSet<CallKey> = calls.all().iter().map(|call| call.key).collect();
        self.cards.keep(&known);
        self.pages.keep(&known);
        self.programs.keep(&known);
        self.drafts.keep(&known);
        // Before pages and programs: both wait for the card, which is on its way as soon as anybody needs it.
        self.cards.ask(calls.all(), shared);
        self.pages.open_by_themselves(calls.all(), &self.cards, shared);
        self.programs.hear(calls.all(), &self.cards, shared);
        self.work.tell_due_notes(shared);
        self.drafts.write(calls.all(), &self.cards, shared);
        self.open_known(shared);
    }

    /// The countdown of the last call's work runs, or does no longer.
    pub(crate) fn count_work(&mut self, counts: bool, shared: &mut Shared) {
        self.work.count(counts, shared);
        self.open_known(shared);
    }

    fn open_known(&mut self, shared: &mut Shared) {
        let known = self.work.take_known();
        self.pages.open_after_calls(known, shared);
    }

    /// Whether somebody has called in vain since the last time.
    pub(crate) fn take_rang_out(&mut self) -> bool {
        std::mem::take(&mut self.rang_out)
    }

    /// Calls of queues that are over since the last time: whether the agent has answered.
    pub(crate) fn take_queue_calls(&mut self) -> Vec<bool> {
        std::mem::take(&mut self.queue_calls)
    }

    /// The person signs out: what goes on at the phone is no longer told here.
    pub(crate) fn on_sign_out(&mut self, calls: &mut Calls, shared: &mut Shared) {
        // The sign-out has just ended all of them: that is told before anybody forgets what it is about.
        self.follow(calls, shared);
        self.work.tell_all_notes(shared);
        self.work.clear();
    }

    /// The program ends: what goes on is kept as far as it was seen, be the history open or not.
    pub(crate) fn last_words(&mut self, calls: &Calls, shared: &mut Shared) {
        self.drafts.write_all(calls.all(), &self.cards, shared);
        self.work.tell_all_notes(shared);
    }

    /// Notes something about a call, live or past; nobody has to be signed in for that.
    pub(crate) fn annotate(
        &mut self,
        record: String,
        note: CallNote,
        calls: &mut Calls,
        shared: &mut Shared,
    ) {
        let note = note.tidied();
        let of_a_call = calls.annotate(&record, &note);
        let id = of_a_call.as_deref().unwrap_or(&record);
        // What is noted while a call goes on is told with the work after it.
        let goes_on = calls.all().iter().any(|call| !call.is_settled() && call.is_recorded_as(id));
        if !self.work.note(id, &note, shared.now) && !goes_on {
            self.work.note_past(id, &note, shared);
        }
        if of_a_call.is_none() {
            self.rows.annotate(record, note, &mut shared.outbox);
        }
    }

    pub(crate) fn open_page(
        &self,
        call: &Call,
        slot: Option<u8>,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        pages::open(call, slot, &self.cards, shared)
    }

    /// The work after that call is done, or without one the work that began last.
    pub(crate) fn finish_work(&mut self, record: Option<&str>, shared: &mut Shared) -> Result<(), Refusal> {
        self.work.finish(record, shared).then_some(()).ok_or(Refusal::NotNow)
    }

    /// Live and just ended calls, oldest first.
    pub(crate) fn view(&self, calls: &Calls, shared: &Shared) -> Vec<CallView> {
        let (directory, now) = (&shared.directory, shared.now);
        let view = |call: &Call| {
            let queue = call.parties.called.as_deref().and_then(|number| directory.queue_name(number));
            let mut can = calls.can(call, shared.online);
            let pages = pages::pages(call, shared);
            if !pages.offered.is_empty() {
                can.insert(CallCommand::OpenPage);
            }
            let view = CallView {
                card: self.cards.of(call).cloned(),
                mark: call.parties.called.as_deref().and_then(|number| mark::mark(number, shared)),
                pages: Some(pages).filter(|pages| pages.places > 0),
                ..call.view(self.cards.name(call, directory), queue, can)
            };
            let pop = view.pop && pop::is_wanted(&view, shared.settings.preferences.pop);
            CallView { pop, ..view }
        };
        calls.shown(now).map(view).collect()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.work.next_deadline()
    }
}

/// Whether the agent answered; `None`: it says nothing of the agent.
fn was_answered(call: &Call) -> Option<bool> {
    if call.was_talked_in() {
        return Some(true);
    }
    // Who gives up at once, or is taken by a colleague, says nothing of an empty chair.
    let rang = call.ended()?.monotonic.saturating_sub(call.started.monotonic);
    (call.end == Some(CallEnd::Missed) && rang >= RINGS_OUT).then_some(false)
}
