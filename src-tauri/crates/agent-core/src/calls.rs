//! The agent's calls: which report belongs to which call, and what it means for it.
//!
//! A call has no id of its own on the wire: channels come and go, each report names another. So a report belongs to
//! the call that shares any id with it, else to the one with the same other party, never by one `callid` alone.

mod actions;
pub(crate) mod ask;
pub(crate) mod call;
mod correlation;
mod dial;
pub(crate) mod dial_plan;
pub(crate) mod doubts;
mod echoes;
mod endings;
mod facts;
pub(crate) mod own_phone;
mod reports;
mod told;
mod unsure;
pub(crate) mod view;

use std::time::Duration;

use pbx_protocol::report::Event;

use crate::calls::view::{CallDirection, CallEnd, CallKey};
use crate::history::CallNote;
use crate::now::Now;
use crate::phone::ask::OwnPhone;
use crate::shared::Shared;

use call::{Bond, Call, Phase};
use dial::PendingDial;
use doubts::{Denied, Doubt};
use echoes::Echoes;

/// What others than the calls themselves have to hear of; each is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// All that is to be known of a call that has ended is known.
    Settled(CallKey),
    /// More is known of a call that had settled before.
    Corrected(CallKey),
    /// Somebody called and nothing rang.
    Unheard(CallKey),
}

/// Of the calls that have ended so many are shown longest; nobody reads more.
const MOST_ENDED: usize = 3;

/// All calls of the agent, those just ended included.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    list: Vec<Call>,
    last_key: u32,
    dial: Option<PendingDial>,
    /// Did not ring our phone in time, and may still.
    late_dial: Option<PendingDial>,
    last_dial: u32,
    /// When the PBX was last asked what our phone is in; it answers for what began before.
    own_phone_asked: Duration,
    /// A live call may be over.
    doubt: Option<Doubt>,
    /// What others said of our phone and the PBX denied.
    denied: Option<Denied>,
    /// Our phone has been ringing since then, as its status reports say.
    rings_since: Option<Duration>,
    echoes: Echoes,
    /// What has not been told yet.
    changes: Vec<Change>,
}

impl Calls {
    pub(crate) fn all(&self) -> &[Call] {
        &self.list
    }

    /// Live ones, and those that have just ended. Of a rush of short ones the latest stay: all of them, for as long as one
    /// is shown, would make each view of the rush as large as all of it.
    pub(crate) fn shown(&self, now: Now) -> impl Iterator<Item = &Call> {
        let mut ends: Vec<Duration> =
            self.list.iter().filter_map(Call::ended).map(|at| at.monotonic).collect();
        ends.sort_unstable();
        let latest_since = ends.iter().rev().nth(MOST_ENDED - 1).copied().unwrap_or_default();
        let is_latest = move |call: &Call| call.ended().is_some_and(|at| at.monotonic >= latest_since);
        self.list.iter().filter(move |call| call.is_shown(is_latest(call), now))
    }

    pub(crate) fn all_mut(&mut self) -> &mut [Call] {
        &mut self.list
    }

    pub(crate) fn get(&self, key: CallKey) -> Option<&Call> {
        self.list.iter().find(|call| call.key == key)
    }

    /// What has changed since the last time.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Takes over what the agent wrote about a call; its id in the history, where it is one of these.
    pub(crate) fn annotate(&mut self, record: &str, note: &CallNote) -> Option<String> {
        let call = self.list.iter_mut().find(|call| call.is_recorded_as(record))?;
        call.kept.note.clone_from(note);
        if call.is_settled() {
            self.changes.push(Change::Corrected(call.key));
        }
        Some(call.record_id())
    }

    /// What the PBX reports of calls, unless it was heard just before.
    pub(crate) fn hear(&mut self, event: &Event, shared: &mut Shared) {
        if self.echoes.is_echo(event) {
            return;
        }
        match event {
            Event::Ring(call) => reports::on_ring(self, call, shared),
            Event::Alert(call) => reports::on_alert(self, call, shared),
            Event::Answer(call) => reports::on_answer(self, call, shared),
            Event::Transfer(call) => reports::on_transfer(self, call, shared),
            Event::Bye(call) => endings::on_bye(self, call, shared),
            Event::CallFailed { reason, call } => endings::on_failed(self, reason, call, shared),
            Event::NewCdr(cdr) => endings::on_cdr(self, cdr, shared),
            Event::BootUp | Event::ExtensionStatus { .. } | Event::Unknown { .. } => {}
        }
    }

    /// What our phone is in: the answer ends what is gone, and shows what was missed.
    pub(crate) fn ask_own_phone(&mut self, shared: &mut Shared) {
        // The answer is from after this: what begins later it can't know of, and does not end.
        self.own_phone_asked = shared.now.monotonic;
        if let Some(extension) = shared.own.clone() {
            shared.ask_anew(OwnPhone { extension });
        }
    }

    pub(crate) fn any_live(&self) -> bool {
        self.list.iter().any(Call::is_live)
    }

    /// Nothing goes on, and what has ended is written.
    pub(crate) fn is_calm(&self) -> bool {
        // The catch-up waits for this: the PBX may have a call's record before our own row is written, and the call
        // would stand there twice.
        self.list.iter().all(|call| matches!(call.phase, Phase::Ended { settled: true, .. }))
    }

    /// The session is gone: what was asked will not be answered.
    pub(crate) fn on_offline(&mut self) {
        for call in &mut self.list {
            // Left pending, its buttons would still be gone when the session has come back.
            call.asked.pending = None;
        }
    }

    /// Ends all live calls as lost: the PBX restarted, or we stop listening.
    pub(crate) fn lose_all(&mut self, now: Now) {
        // What was to be dialled is forgotten there, or rings unheard: no later ring may be taken for it.
        self.dial = None;
        self.late_dial = None;
        self.rings_since = None;
        self.echoes.clear();
        for call in self.list.iter_mut().filter(|call| call.is_live()) {
            call.finish(Some(CallEnd::Lost), now);
        }
    }

    /// The person signs out: all of them are over here.
    pub(crate) fn end_all(&mut self, now: Now) {
        self.lose_all(now);
        // Now, and not with the next deadline: programs that were told of the ring are owed its end.
        self.settle_all(now);
        self.doubt = None;
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
    }

    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        let calls = self.list.iter().filter_map(|call| call.next_deadline(now.monotonic));
        calls
            .chain(self.doubt.and_then(|doubt| doubt.ask_at))
            .chain(self.dial.as_ref().map(PendingDial::deadline))
            .chain(self.late_dial.as_ref().map(PendingDial::forgotten_at))
            .chain(unsure::unsure_deadline(self))
            .min()
    }

    /// Lets time do its work; also settles what this step has ended.
    pub(crate) fn tidy(&mut self, shared: &mut Shared) {
        let now = shared.now;
        self.late_dial.take_if(|dial| dial.forgotten_at() <= now.monotonic);
        doubts::ask_what_is_doubted(self, shared);
        unsure::ask_what_is_unsure(self, shared);
        self.settle_all(now);
        self.list.retain(|call| call.is_remembered(now));
        // Last: what has ended in this step is unsure no more, and its message goes in the same view.
        unsure::withdraw_what_is_known(self, shared);
    }

    fn settle_all(&mut self, now: Now) {
        let settled: Vec<CallKey> =
            self.list.iter_mut().filter_map(|call| call.settle(now).then_some(call.key)).collect();
        // If the BYE of another one was lost, nothing else will tell.
        if !settled.is_empty() {
            doubts::doubt_the_others(self, now);
        }
        self.changes.extend(settled.into_iter().map(Change::Settled));
    }

    fn add(&mut self, phase: Phase, direction: CallDirection, now: Now) -> &mut Call {
        self.last_key += 1;
        let at = self.list.len();
        self.list.push(Call::new(CallKey(self.last_key), phase, direction, now));
        &mut self.list[at]
    }

    /// A call that we make: the other side is known when it was dialled here.
    fn add_ours(
        &mut self,
        phase: Phase,
        dial: Option<&PendingDial>,
        direction: CallDirection,
        now: Now,
    ) -> &mut Call {
        let call = self.add(phase, dial.map_or(direction, PendingDial::direction), now);
        if let Some(dial) = dial {
            call.parties.other = dial.other();
            call.parties.key_in.clone_from(&dial.key_in);
        }
        call
    }

    pub(crate) fn get_mut(&mut self, key: CallKey) -> Option<&mut Call> {
        self.list.iter_mut().find(|call| call.key == key)
    }

    pub(crate) fn bind(&mut self, key: CallKey, bond: Bond) {
        if let Some(call) = self.get_mut(key) {
            call.bond = bond;
        }
    }

    /// Nobody is asked first any more.
    pub(crate) fn unbind(&mut self) {
        self.list.iter_mut().for_each(|call| call.bond = Bond::Free);
    }

    /// A phone talks in one call at a time: the one it was in is held by the phone itself.
    fn hold_others(&mut self, key: CallKey, now: Now) {
        for call in self.list.iter_mut().filter(|call| call.key != key) {
            // No report tells of it. Two would be talked in, and mute, which means the phone, be offered for either.
            call.set_held(true, now);
        }
    }
}
