//! The agent's calls: which report belongs to which call, and what it means for it.
//!
//! A call has no id of its own on the wire: channels come and go, each report names another. So a report belongs to
//! the call that shares any id with it, else to the one with the same other party, never by one `callid` alone.

mod actions;
mod call;
mod dial;
mod facts;
mod told;

use std::time::Duration;

use pbx_protocol::endpoints::{ExtensionDetail, ExtensionStatus};
use pbx_protocol::report::{CallReport, Cdr};
use pbx_protocol::{Extension, Party};

use crate::directory::Directory;
use crate::notices::Notices;
use crate::outbox::{Outbox, Purpose};
use crate::{CallDirection, CallEnd, CallKey, CallPending, Notice, Now, RecentNumber, Request};

use call::{Call, HandOver, Other, Phase};
use dial::PendingDial;
use facts::{Facts, First};

/// A phone on the hook and a call that never ended: a BYE may still be on its way for so long.
const BYE_PATIENCE: Duration = Duration::from_secs(3);

/// What the parts around the calls lend them for one step.
pub(crate) struct Around<'a> {
    pub(crate) own: &'a Extension,
    pub(crate) directory: &'a Directory,
    pub(crate) notices: &'a mut Notices,
    pub(crate) out: &'a mut Outbox,
    pub(crate) now: Now,
}

/// All calls of the agent, those just ended included.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    list: Vec<Call>,
    last_key: u32,
    dial: Option<PendingDial>,
    /// Our phone is on the hook while a call is live: ask then.
    ask_at: Option<Duration>,
    recent: Vec<RecentNumber>,
    records: u64,
    silent_dials: u32,
}

impl Calls {
    pub(crate) fn new(recent: Vec<RecentNumber>) -> Self {
        Self { recent, ..Self::default() }
    }

    pub(crate) fn on_ring(&mut self, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        if !facts.is_ours() {
            return;
        }
        if let Some(call) = self.find_live(&facts, Match::OutgoingToo) {
            learn(call, &facts);
            let other_side_rings = match facts.outbound() {
                Some(_) => facts.first() == First::Other,
                None => facts.we_are_last() && !facts.is_alone(),
            };
            if call.phase == Phase::OwnPhone && other_side_rings {
                call.phase = Phase::Dialing;
                call.pending = None;
            }
            return;
        }
        let is_late = self.list.iter().any(|call| call.ids.contains(facts.call_id().as_str()));
        if is_late {
            return;
        }
        let (phase, direction) = if facts.inbound().is_some() {
            (Phase::Ringing, CallDirection::Inbound)
        } else if facts.outbound().is_some() {
            let phase = if facts.first() == First::We { Phase::OwnPhone } else { Phase::Dialing };
            (phase, CallDirection::Outbound)
        } else if self.dial.as_ref().is_some_and(|dial| dial.fits(facts.other_extension())) {
            (Phase::OwnPhone, self.dial.as_ref().map_or(CallDirection::Internal, PendingDial::direction))
        } else if facts.we_are_last() && !facts.is_alone() {
            (Phase::Dialing, CallDirection::Internal)
        } else {
            (Phase::Ringing, CallDirection::Internal)
        };
        self.begin(phase, direction, &facts, around.now);
    }

    /// The caller hears ring-back: of interest when the caller is us.
    pub(crate) fn on_alert(&mut self, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        if !facts.is_ours() {
            return;
        }
        let dialing = |call: &&mut Call| matches!(call.phase, Phase::OwnPhone | Phase::Dialing);
        if let Some(call) = self.list.iter_mut().find(dialing) {
            learn(call, &facts);
            call.phase = Phase::Dialing;
            call.pending = None;
        }
    }

    pub(crate) fn on_answer(&mut self, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        if !facts.is_ours() {
            self.on_answer_by_another(&facts, around);
            return;
        }
        let now = around.now;
        if let Some(call) = self.find_live(&facts, Match::AnyParty) {
            learn(call, &facts);
            if call.phase == Phase::OwnPhone && facts.is_alone() {
                // Our own phone was lifted; the other side is called now.
                call.phase = Phase::Dialing;
                call.pending = None;
                return;
            }
            let was_connected = call.is_connected();
            call.answer(now);
            let key = call.key;
            if !was_connected {
                self.hold_others(key);
            }
        } else if let Some(call) = self.find_ended(&facts) {
            call.answer(now);
        } else {
            let direction = direction_of(&facts);
            let key = self.begin(Phase::Ringing, direction, &facts, now);
            if let Some(call) = self.get_mut(key) {
                call.incoming = facts.outbound().is_none() && facts.first() == First::We;
                call.pop = call.incoming;
                call.answer(now);
            }
            self.hold_others(key);
        }
    }

    fn on_answer_by_another(&mut self, facts: &Facts<'_>, around: &mut Around<'_>) {
        let by = facts
            .other_extension()
            .map(|extension| around.directory.name(extension).unwrap_or_else(|| extension.to_string()));
        let ids = facts.ids();
        let rang_here = |call: &&mut Call| {
            let undecided = match call.phase {
                Phase::Ringing => true,
                Phase::Ended { talked, settled, .. } => talked.is_none() && !settled && call.end.is_none(),
                Phase::OwnPhone | Phase::Dialing | Phase::Talking { .. } | Phase::Held { .. } => false,
            };
            call.incoming && undecided && !call.ids.is_disjoint(&ids)
        };
        let Some(call) = self.list.iter_mut().find(rang_here) else { return };
        let end = CallEnd::AnsweredElsewhere { by: by.clone() };
        call.finish(None, around.now);
        call.end = Some(end);
        let number = call.number().unwrap_or_default();
        around.notices.add(Notice::AnsweredElsewhere { number, by }, around.now.wall);
    }

    pub(crate) fn on_bye(&mut self, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        let now = around.now;
        if !facts.is_ours() {
            // Another member's leg is nothing to us; a caller who gives up is.
            let caller_gave_up = facts.other_extension().is_none();
            if caller_gave_up && let Some(call) = self.find_live(&facts, Match::IdsOnly) {
                let end = call.is_connected().then_some(CallEnd::ByOther);
                call.finish(end, now);
            }
            return;
        }
        let Some(call) = self.find_live(&facts, Match::AnyParty) else { return };
        let end = match call.phase {
            Phase::Ringing if call.hang_up_asked => Some(CallEnd::ByAgent),
            // Given up, or taken by a colleague: the next moment tells.
            Phase::Ringing => None,
            Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. }
            | Phase::Ended { .. } => Some(match (&call.transfer, facts.first()) {
                (Some(HandOver::Asked { to }), _) => CallEnd::Transferred { to: Some(to.clone()) },
                (Some(HandOver::OnThePhone), _) => CallEnd::Transferred { to: None },
                (None, _) if call.hang_up_asked => CallEnd::ByAgent,
                (None, First::We) => CallEnd::ByAgent,
                (None, First::Other | First::Nobody) => CallEnd::ByOther,
            }),
        };
        learn(call, &facts);
        call.finish(end, now);
    }

    /// Transferred on a phone: by us, or with us.
    pub(crate) fn on_transfer(&mut self, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        if !facts.is_ours() {
            return;
        }
        // An extension that transfers another is listed last, one that transfers an outside party first.
        let by_us = facts.inbound().is_some() || facts.outbound().is_some() || facts.first() == First::Other;
        if let Some(call) = self.find_live(&facts, Match::AnyParty) {
            learn(call, &facts);
            if by_us {
                call.transfer = Some(HandOver::OnThePhone);
            }
        }
    }

    pub(crate) fn on_failed(&mut self, reason: &str, report: &CallReport, around: &mut Around<'_>) {
        let facts = Facts::new(around.own, report);
        if !facts.is_ours() {
            return;
        }
        let now = around.now;
        if self.find_live(&facts, Match::AnyParty).is_none() {
            let is_ended = self.find_ended(&facts).is_some();
            if is_ended || self.dial.is_none() {
                return;
            }
            // Our dial failed before anything rang.
            let direction = self.dial.as_ref().map_or(CallDirection::Outbound, PendingDial::direction);
            self.begin(Phase::OwnPhone, direction, &facts, now);
        }
        let Some(call) = self.find_live(&facts, Match::AnyParty) else { return };
        learn(call, &facts);
        if call.incoming {
            call.finish(call.hang_up_asked.then_some(CallEnd::ByAgent), now);
        } else if call.hang_up_asked {
            call.finish(Some(CallEnd::ByAgent), now);
        } else {
            let number = call.number().unwrap_or_default();
            call.finish(Some(CallEnd::NotReached { reason: reason.to_owned() }), now);
            around.notices.add(Notice::CallFailed { number, reason: reason.to_owned() }, now.wall);
        }
    }

    /// The booking comes last and alone names the recording; a call that still looks live has lost its BYE.
    pub(crate) fn on_cdr(&mut self, cdr: &Cdr, around: &mut Around<'_>) {
        let found = self.list.iter_mut().rev().find(|call| call.ids.contains(cdr.call.as_str()));
        let Some(call) = found else { return };
        if call.is_live() {
            let was_ringing = call.phase == Phase::Ringing;
            call.finish((!was_ringing).then_some(CallEnd::ByOther), around.now);
        }
        // A queue books a colleague's talk under the caller's channel, which is ours too.
        let ours = around.own.as_str();
        let names_us = cdr.from == ours || cdr.to == ours || cdr.to.ends_with(&format!("({ours})"));
        if call.recording.is_none() && cdr.recording.is_some() && names_us {
            call.recording.clone_from(&cdr.recording);
            if call.is_settled() {
                let key = call.key;
                self.write(key, around);
            }
        }
    }

    /// What our phone does tells that a dial rings, and that a BYE was lost.
    pub(crate) fn on_own_status(&mut self, status: &ExtensionStatus, now: Now) {
        match status {
            ExtensionStatus::Ringing => {
                let nothing_yet = self.list.iter().all(|call| !call.is_live());
                if let Some(dial) = self.dial.take_if(|_| nothing_yet) {
                    let key = self.add(Phase::OwnPhone, dial.direction(), now);
                    if let Some(call) = self.get_mut(key) {
                        call.other = dial.other();
                        call.pending = Some(CallPending::LiftPhone);
                    }
                }
            }
            ExtensionStatus::InUse => {
                for call in self.list.iter_mut().filter(|call| call.phase == Phase::OwnPhone) {
                    call.phase = Phase::Dialing;
                    call.pending = None;
                }
                self.ask_at = None;
            }
            ExtensionStatus::Idle | ExtensionStatus::Unavailable | ExtensionStatus::Faulty => {
                if self.list.iter().any(Call::is_live) {
                    self.ask_at = Some(now.monotonic + BYE_PATIENCE);
                }
            }
            ExtensionStatus::OnHold | ExtensionStatus::Other(_) => {}
        }
    }

    /// What the PBX says our phone is in: ends what is gone, shows what was missed.
    pub(crate) fn on_own_phone(&mut self, detail: &ExtensionDetail, around: &mut Around<'_>) {
        let now = around.now;
        let in_a_call = detail.inbound.is_some() || detail.outbound.is_some() || detail.ext.is_some();
        let busy = matches!(
            detail.status,
            ExtensionStatus::Ringing | ExtensionStatus::InUse | ExtensionStatus::OnHold
        );
        if !in_a_call && !busy {
            for call in self.list.iter_mut().filter(|call| call.is_live()) {
                call.finish(Some(CallEnd::Lost), now);
            }
        } else if in_a_call && self.list.iter().all(|call| !call.is_live()) {
            let (direction, other) = match (&detail.inbound, &detail.outbound, &detail.ext) {
                (Some(inbound), _, _) => {
                    (CallDirection::Inbound, Other::Outside(Party::parse(&inbound.from)))
                }
                (None, Some(outbound), _) => {
                    (CallDirection::Outbound, Other::Outside(Party::parse(&outbound.to)))
                }
                (None, None, Some(ext)) => (CallDirection::Internal, Other::Extension(ext.extension.clone())),
                (None, None, None) => return,
            };
            let rings = detail.status == ExtensionStatus::Ringing && direction != CallDirection::Outbound;
            let key = self.add(if rings { Phase::Ringing } else { Phase::Dialing }, direction, now);
            if let Some(call) = self.get_mut(key) {
                call.other = other;
                if let Some(inbound) = &detail.inbound {
                    call.inbound_id.clone_from(&inbound.id);
                    call.ids.extend(inbound.id.as_ref().map(ToString::to_string));
                }
                if let Some(outbound) = &detail.outbound {
                    call.outbound_id.clone_from(&outbound.id);
                    call.ids.extend(outbound.id.as_ref().map(ToString::to_string));
                }
                if !rings {
                    call.answer(now);
                }
            }
        }
    }

    /// The PBX started anew: no call has survived that.
    pub(crate) fn on_boot_up(&mut self, now: Now) {
        self.dial = None;
        for call in self.list.iter_mut().filter(|call| call.is_live()) {
            call.finish(Some(CallEnd::Lost), now);
        }
    }

    /// The person signs out: what goes on at the phone is no longer told here.
    pub(crate) fn on_sign_out(&mut self, around: &mut Around<'_>) {
        self.on_boot_up(around.now);
        self.settle_all(around);
        self.list.clear();
        self.ask_at = None;
    }

    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        let calls = self.list.iter().map(|call| call.next_deadline(now.monotonic));
        calls.chain(self.ask_at).chain(self.dial.as_ref().map(PendingDial::deadline)).min()
    }

    /// Lets time do its work; also settles what this step has ended.
    pub(crate) fn tidy(&mut self, around: &mut Around<'_>, online: bool) {
        let now = around.now;
        self.give_up_dial(around);
        if self.ask_at.is_some_and(|at| at <= now.monotonic) {
            self.ask_at = None;
            if online && self.list.iter().any(Call::is_live) {
                let request = Request::Extension { extension: around.own.clone() };
                around.out.send(request, Purpose::OwnPhone, now);
            }
        }
        self.settle_all(around);
        self.list.retain(|call| call.is_remembered(now));
    }

    fn settle_all(&mut self, around: &mut Around<'_>) {
        let now = around.now;
        let settled: Vec<CallKey> =
            self.list.iter_mut().filter_map(|call| call.settle(now).then_some(call.key)).collect();
        for key in settled {
            self.write(key, around);
        }
    }

    fn begin(&mut self, phase: Phase, direction: CallDirection, facts: &Facts<'_>, now: Now) -> CallKey {
        let dial = if matches!(phase, Phase::OwnPhone) { self.dial.take() } else { None };
        let key = self.add(phase, direction, now);
        if let Some(call) = self.get_mut(key) {
            if let Some(dial) = &dial {
                call.other = dial.other();
            }
            if phase == Phase::OwnPhone {
                call.pending = Some(CallPending::LiftPhone);
            }
            learn(call, facts);
        }
        key
    }

    fn add(&mut self, phase: Phase, direction: CallDirection, now: Now) -> CallKey {
        self.last_key += 1;
        let key = CallKey(self.last_key);
        self.list.push(Call::new(key, phase, direction, now));
        key
    }

    fn get_mut(&mut self, key: CallKey) -> Option<&mut Call> {
        self.list.iter_mut().find(|call| call.key == key)
    }

    /// A phone talks in one call at a time: the one it was in is held by the phone itself.
    fn hold_others(&mut self, key: CallKey) {
        for call in self.list.iter_mut().filter(|call| call.key != key) {
            call.set_held(true);
        }
    }

    fn find_ended(&mut self, facts: &Facts<'_>) -> Option<&mut Call> {
        let ids = facts.ids();
        self.list.iter_mut().rev().find(|call| !call.is_live() && !call.ids.is_disjoint(&ids))
    }

    fn find_live(&mut self, facts: &Facts<'_>, how: Match) -> Option<&mut Call> {
        let at = self.find_live_at(facts, how)?;
        self.list.get_mut(at)
    }

    fn find_live_at(&self, facts: &Facts<'_>, how: Match) -> Option<usize> {
        let ids = facts.ids();
        let live = || self.list.iter().enumerate().filter(|(_, call)| call.is_live());
        if let Some((at, _)) = live().find(|(_, call)| !call.ids.is_disjoint(&ids)) {
            return Some(at);
        }
        let of_an_ended_call =
            self.list.iter().any(|call| !call.is_live() && call.ids.contains(facts.call_id().as_str()));
        if how == Match::IdsOnly || of_an_ended_call {
            return None;
        }
        let candidates = || {
            live().filter(|(_, call)| {
                how == Match::AnyParty || matches!(call.phase, Phase::OwnPhone | Phase::Dialing)
            })
        };
        if facts.is_alone() {
            let mut all = candidates();
            let (at, _) = all.next()?;
            return all.next().is_none().then_some(at);
        }
        candidates().find(|(_, call)| has_same_other(call, facts)).map(|(at, _)| at)
    }
}

/// How freely a report may be given to a call that shares no id with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    IdsOnly,
    /// Also to a call of ours that is not answered yet: its own phone's leg has other ids.
    OutgoingToo,
    /// Also to any call with the same other party.
    AnyParty,
}

fn has_same_other(call: &Call, facts: &Facts<'_>) -> bool {
    match (&call.other, facts.inbound(), facts.outbound(), facts.other_extension()) {
        (Other::Outside(party), Some(inbound), _, _) => *party == Party::parse(&inbound.from),
        (Other::Outside(party), None, Some(outbound), _) => {
            // The route strips its prefix, so one is the end of the other.
            let reported = Party::parse(&outbound.to).number.unwrap_or_default();
            let known = party.number.clone().unwrap_or_default();
            !reported.is_empty()
                && !known.is_empty()
                && (known.ends_with(&reported) || reported.ends_with(&known))
        }
        (Other::Extension(other), None, None, Some(reported)) => other == reported,
        (Other::Outside(_), None, None, _)
        | (Other::Extension(_), Some(_), _, _)
        | (Other::Extension(_), None, Some(_), _)
        | (Other::Extension(_), None, None, None)
        | (Other::Unknown, _, _, _) => false,
    }
}

fn direction_of(facts: &Facts<'_>) -> CallDirection {
    match (facts.inbound(), facts.outbound()) {
        (Some(_), _) => CallDirection::Inbound,
        (None, Some(_)) => CallDirection::Outbound,
        (None, None) => CallDirection::Internal,
    }
}

/// Takes over what the report knows better: ids always, parties where we knew none or the call was transferred.
fn learn(call: &mut Call, facts: &Facts<'_>) {
    call.ids.extend(facts.ids());
    call.last_call_id = Some(facts.call_id().clone());
    if let Some(inbound) = facts.inbound() {
        if call.inbound_id.is_none() {
            call.inbound_id.clone_from(&inbound.id);
        }
        call.other = Other::Outside(Party::parse(&inbound.from));
        call.direction = CallDirection::Inbound;
        let called = inbound.to.trim();
        if !called.is_empty() && !facts.is_own(called) {
            call.called = Some(called.to_owned());
        }
        call.trunk = Some(inbound.trunk.clone()).filter(|trunk| !trunk.is_empty());
    } else if let Some(outbound) = facts.outbound() {
        if call.outbound_id.is_none() {
            call.outbound_id.clone_from(&outbound.id);
        }
        // A number dialled here is shown as it was typed, not as the route made it.
        if call.other == Other::Unknown {
            call.other = Other::Outside(Party::parse(&outbound.to));
        }
        call.trunk = Some(outbound.trunk.clone()).filter(|trunk| !trunk.is_empty());
    } else if let Some(other) = facts.other_extension()
        && !matches!(call.other, Other::Outside(_))
    {
        call.other = Other::Extension(other.clone());
    }
}
