//! What RING, ALERT, ANSWER and a transfer mean for the agent's calls.

use std::time::Duration;

use pbx_protocol::report::CallReport;

use super::call::{Call, HandOver, Other, Phase};
use super::correlation::{Match, colleague, direction_of, find_ended, find_live, rings_alike};
use super::dial::PendingDial;
use super::facts::{Facts, First};
use super::{Calls, Change};
use crate::calls::view::{CallDirection, CallEnd, CallKey};
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;

/// An answer that comes later than that is of another ring, whose report was lost.
const ANSWER_LATE_BY: Duration = Duration::from_secs(3);

pub(super) fn on_ring(calls: &mut Calls, report: &CallReport, shared: &mut Shared) {
    let facts = Facts::of_ring(shared.own.as_ref(), report);
    if !facts.is_ours() {
        return;
    }
    if let Some(call) = find_live(&mut calls.list, &facts, Match::OutgoingToo) {
        call.learn(&facts);
        if facts.says_other_side_rings() {
            call.lift_own_phone();
        }
        return;
    }
    let doubtful = match after_the_end(calls, &facts) {
        AfterTheEnd::Late => return,
        AfterTheEnd::PerhapsAnew => true,
        AfterTheEnd::New => false,
    };
    let now = shared.now;
    // Asked before a call is begun: what rings for our own dial is no caller, and must not pop up.
    let dial = calls.take_dial_of(&facts);
    let call = if dial.is_some() || facts.says_we_call() {
        let phase = if facts.says_other_side_rings() { Phase::Dialing } else { Phase::OwnPhone };
        calls.add_ours(phase, dial.as_ref(), direction_of(&facts), now)
    } else {
        calls.add(Phase::Ringing, direction_of(&facts), now)
    };
    call.learn(&facts);
    // If the PBX does not know it, it never was, and goes without a row in the history.
    call.evidence.doubtful = doubtful;
    if doubtful {
        calls.ask_own_phone(shared);
    }
}

/// A ring for a call that is over. But a queue may ring us again for the same caller, on the same channel when
/// the caller is a colleague; then our phone says that it rings, unless that word is late as well.
fn after_the_end(calls: &Calls, facts: &Facts<'_>) -> AfterTheEnd {
    let id = facts.call_id().as_str();
    let over = calls.list.iter().filter(|call| call.ids.all.contains(id) && call.may_be_with(facts));
    let Some(ended) = over.filter_map(Call::ended).map(|ended| ended.monotonic).max() else {
        return AfterTheEnd::New;
    };
    // Of a caller from outside the ring names our own leg, and no leg rings twice.
    let is_own_leg = facts.inbound().and_then(|party| party.id.as_ref()).is_some_and(|of| of.as_str() != id);
    if is_own_leg || calls.rings_since.is_none_or(|since| since <= ended) {
        AfterTheEnd::Late
    } else {
        AfterTheEnd::PerhapsAnew
    }
}

/// The caller hears ring-back: of interest when the caller is us.
pub(super) fn on_alert(calls: &mut Calls, report: &CallReport, shared: &mut Shared) {
    let facts = Facts::new(shared.own.as_ref(), report);
    if !facts.is_ours() {
        return;
    }
    if let Some(call) = find_live(&mut calls.list, &facts, Match::OutgoingToo) {
        call.learn(&facts);
        call.lift_own_phone();
    }
}

pub(super) fn on_answer(calls: &mut Calls, report: &CallReport, shared: &mut Shared) {
    let own = shared.own.clone();
    let facts = Facts::new(own.as_ref(), report);
    if !facts.is_ours() {
        on_answer_by_another(calls, &facts, shared);
        return;
    }
    let now = shared.now;
    if find_live(&mut calls.list, &facts, Match::Answered).is_none() {
        if rings_alike(&calls.list, &facts) {
            // Which of them is talked in the PBX knows.
            calls.ask_own_phone(shared);
            return;
        }
        if answer_ended(calls, &facts, now) {
            return;
        }
        begin_answered(calls, &facts, now);
    }
    let Some(call) = find_live(&mut calls.list, &facts, Match::Answered) else { return };
    call.learn(&facts);
    // Of a call that we make, this was our own phone; the other side is called now.
    if !call.parties.incoming && facts.is_alone() {
        call.lift_own_phone();
        return;
    }
    // The second ANSWER of a call holds nobody: by then the agent may have gone back to another.
    let was_connected = call.is_connected();
    call.answer(now);
    let key = call.key;
    if !was_connected {
        calls.hold_others(key, shared.now);
    }
}

/// The answer was overtaken by the end of its call; says whether there is such a call.
fn answer_ended(calls: &mut Calls, facts: &Facts<'_>, now: Now) -> bool {
    let late = |call: &&mut Call| {
        let ended = call.ended().map_or(now.monotonic, |ended| ended.monotonic);
        call.may_be_with(facts) && now.monotonic <= ended + ANSWER_LATE_BY
    };
    let Some(call) = find_ended(&mut calls.list, facts).filter(late) else { return false };
    let key = call.key;
    if call.answer_late(None) {
        calls.changes.push(Change::Corrected(key));
    }
    true
}

/// The answer overtook the ring, or the ring was lost.
fn begin_answered(calls: &mut Calls, facts: &Facts<'_>, now: Now) {
    let dial = calls.take_dial_of(facts);
    // Who answers is told first, so we were called when we stand first.
    let they_call = facts.inbound().is_some() || (facts.outbound().is_none() && facts.first() == First::We);
    let call = if dial.is_some() || !they_call {
        calls.add_ours(Phase::OwnPhone, dial.as_ref(), direction_of(facts), now)
    } else {
        calls.add(Phase::Ringing, direction_of(facts), now)
    };
    call.learn(facts);
}

fn on_answer_by_another(calls: &mut Calls, facts: &Facts<'_>, shared: &mut Shared) {
    let ids = facts.ids();
    let rang_here = |call: &&mut Call| call.is_undecided() && !call.ids.all.is_disjoint(&ids);
    let Some(call) = calls.list.iter_mut().find(rang_here) else { return };
    let caller = match &call.parties.other {
        Other::Extension(caller) => Some(caller),
        Other::Outside(_) | Other::Unknown => None,
    };
    let by = facts.extension_beside(caller).map(|extension| colleague(extension, &shared.directory));
    // Where the BYE of our leg came first, this changes nothing, and only who has it now is news.
    call.finish(None, shared.now);
    call.end = Some(CallEnd::AnsweredElsewhere { by: by.clone() });
    let number = call.number().unwrap_or_default();
    shared.tell(Notice::AnsweredElsewhere { number, by });
}

/// Transferred on a phone: by us, or with us.
pub(super) fn on_transfer(calls: &mut Calls, report: &CallReport, shared: &mut Shared) {
    let facts = Facts::new(shared.own.as_ref(), report);
    if !facts.is_ours() {
        return;
    }
    // An extension that transfers another is listed last, one that transfers an outside party first.
    let by_us = facts.inbound().is_some() || facts.outbound().is_some() || facts.first() == First::Other;
    let Some(call) = find_live(&mut calls.list, &facts, Match::AnyParty) else { return };
    call.learn(&facts);
    let named = call.key;
    if by_us && let Some(call) = handed_over(calls, named) {
        call.asked.transfer = Some(HandOver::OnThePhone);
    }
}

/// The report names either of a phone's two calls. It is the customer who waited that was handed over, and not the
/// colleague who was asked first.
fn handed_over(calls: &mut Calls, named: CallKey) -> Option<&mut Call> {
    let call = calls.get(named)?;
    let (began, is_with_colleague) = (call.started.monotonic, is_internal(call));
    let waited = |call: &&Call| {
        is_with_colleague && !is_internal(call) && call.is_connected() && call.started.monotonic <= began
    };
    let key = calls.list.iter().find(waited).map_or(named, |call| call.key);
    calls.get_mut(key)
}

fn is_internal(call: &Call) -> bool {
    call.parties.direction == CallDirection::Internal
}

/// What a ring is that names a channel of a call.
enum AfterTheEnd {
    /// Of no call that is over.
    New,
    /// It was on its way when the call ended.
    Late,
    /// Our phone says that it rings again; the PBX knows.
    PerhapsAnew,
}

impl Facts<'_> {
    /// Of a RING: not our phone rings but the one we call.
    pub(super) fn says_other_side_rings(&self) -> bool {
        match self.outbound() {
            Some(_) => self.first() == First::Other,
            None => self.inbound().is_none() && self.we_are_last() && !self.is_alone(),
        }
    }

    /// We are the caller, whoever's phone it is that rings.
    pub(super) fn says_we_call(&self) -> bool {
        self.outbound().is_some() || self.says_other_side_rings()
    }
}

/// What failed before anything rang.
pub(super) fn begin_failed(calls: &mut Calls, facts: &Facts<'_>, now: Now) {
    let dial = calls.take_dial_of(facts);
    if dial.is_some() || facts.says_we_call() {
        let direction = dial.as_ref().map_or_else(|| direction_of(facts), PendingDial::direction);
        calls.add_ours(Phase::OwnPhone, dial.as_ref(), direction, now).learn(facts);
    } else if !facts.is_alone() {
        // Somebody called while our phone was in use: nothing rang, and yet it was missed.
        let call = calls.add(Phase::Ringing, direction_of(facts), now);
        call.pop = false;
        call.learn(facts);
        let key = call.key;
        calls.changes.push(Change::Unheard(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_tells_whose_phone_rings() {
        let own = pbx_protocol::Extension::parse("101").unwrap();
        let says = |body: &str| {
            let pbx_protocol::report::Event::Ring(call) =
                pbx_protocol::report::read(body.as_bytes()).unwrap().event
            else {
                panic!("no RING")
            };
            let facts = Facts::of_ring(Some(&own), &call);
            (facts.says_we_call(), facts.says_other_side_rings())
        };
        let ring = |parties: &str| says(&format!(r#"{{"action":"RING","callid":"1.1",{parties}}}"#));
        assert_eq!(ring(r#""ext":{"extid":["106","101"]}"#), (true, true), "we call 106");
        assert_eq!(ring(r#""ext":{"extid":["101","106"]}"#), (false, false), "106 calls us");
        assert_eq!(ring(r#""ext":{"extid":"101"},"outbound":{"from":"101","to":"5"}"#), (true, false));
        assert_eq!(ring(r#""outbound":{"from":"101","to":"5"},"ext":{"extid":"101"}"#), (true, true));
        assert_eq!(ring(r#""ext":{"extid":"101"},"inbound":{"from":"5","to":"101"}"#), (false, false));
        assert_eq!(ring(r#""ext":{"extid":"101"}"#), (false, false));
    }
}
