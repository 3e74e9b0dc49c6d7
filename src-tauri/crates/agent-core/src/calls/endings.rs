//! How calls end: BYE, CallFailed, and the booking that comes last.

use pbx_protocol::Extension;
use pbx_protocol::report::{CallReport, Cdr};

use super::call::{Call, HandOver, Phase};
use super::correlation::{Match, find_ended, find_just_hung_up, find_live};
use super::doubts;
use super::facts::{Facts, First};
use super::reports;
use super::{Calls, Change};
use crate::calls::view::CallEnd;
use crate::command::CallCommand;
use crate::effect::Effect;
use crate::failure::Failure;
use crate::notice::Notice;
use crate::shared::Shared;

/// The words with which a ringing phone says that its user refused: `486 Busy Here`, `603 Decline`.
const REFUSED_ON_THE_PHONE: [&str; 2] = ["486", "603"];
/// A booking's word for a call that was talked in.
const ANSWERED: &str = "ANSWERED";

pub(super) fn on_bye(calls: &mut Calls, report: &CallReport, shared: &mut Shared) {
    let facts = Facts::new(shared.own.as_ref(), report);
    let now = shared.now;
    if !facts.is_ours() {
        // Another member's leg is nothing to us; a caller who gives up is.
        let caller_gave_up = facts.other_extension().is_none();
        if caller_gave_up && let Some(call) = find_live(&mut calls.list, &facts, Match::IdsOnly) {
            let end = call.is_connected().then_some(CallEnd::ByOther);
            call.finish(end, now);
        }
        return;
    }
    // Before the live ones: the second BYE may share nothing with its call but the party, and would end the next
    // call with the same one.
    if let Some(call) = find_just_hung_up(&mut calls.list, &facts, now) {
        call.learn(&facts);
        return;
    }
    let Some(call) = find_live(&mut calls.list, &facts, Match::AnyParty) else {
        // Of which call it is the PBX knows.
        doubts::doubt_for_bye(calls, facts.first(), now);
        return;
    };
    call.learn(&facts);
    // Handed over, or hung up by the other side a moment before: the PBX's answer tells.
    let is_asked = call.asked.pending == Some(CallCommand::Transfer) && call.asked.unsure.is_none();
    call.asked.ended_in_transfer = is_asked.then_some(facts.first());
    let end = if is_asked { None } else { end_by_bye(call, facts.first()) };
    call.finish(end, now);
}

pub(super) fn on_failed(calls: &mut Calls, reason: &str, report: &CallReport, shared: &mut Shared) {
    let facts = Facts::of_ring(shared.own.as_ref(), report);
    if !facts.is_ours() {
        return;
    }
    let now = shared.now;
    // Looked for before a call is begun below, which would seem to have rung.
    let rang = find_live(&mut calls.list, &facts, Match::Answered).is_some()
        || find_ended(&mut calls.list, &facts).is_some();
    if !rang {
        reports::begin_failed(calls, &facts, now);
    }
    let Some(call) = find_live(&mut calls.list, &facts, Match::Answered) else { return };
    // A leg that fails ends no conversation: that has a BYE of its own.
    if call.is_connected() {
        return;
    }
    call.learn(&facts);
    let refused = REFUSED_ON_THE_PHONE.iter().any(|word| reason.contains(word));
    if call.asked.hang_up {
        call.finish(Some(CallEnd::ByAgent), now);
    } else if call.parties.incoming {
        // A phone that never rang was not refused by hand: it was busy, and the caller was missed.
        call.finish((refused && rang).then_some(CallEnd::ByAgent), now);
    } else {
        let number = call.number().unwrap_or_default();
        call.finish(Some(CallEnd::NotReached { reason: reason.to_owned() }), now);
        shared.tell(Notice::CallFailed { number, reason: reason.to_owned() });
    }
}

/// The booking comes last, alone names the recording, and knows whether we talked; a call that still looks live
/// has lost its BYE.
pub(super) fn on_cdr(calls: &mut Calls, cdr: &Cdr, shared: &mut Shared) {
    let found = calls.list.iter_mut().rev().find(|call| call.ids.all.contains(cdr.call.as_str()));
    let Some(call) = found else { return tell_late_booking(cdr, shared) };
    // A queue books a colleague's talk under the caller's channel, which is ours too; and before a transfer to
    // us, what was talked so far.
    let names_us = names_us(shared, cdr);
    let was_talked_in = cdr.status == ANSWERED;
    let nobody_answered = !was_talked_in && call.parties.called.as_deref() == Some(cdr.to.as_str());
    if call.is_live() && (names_us || nobody_answered) {
        let was_ringing = call.phase == Phase::Ringing;
        call.finish((!was_ringing).then_some(CallEnd::ByOther), shared.now);
    }
    if call.is_live() || !names_us {
        return;
    }
    let is_answer_news = was_talked_in && call.answer_late(Some(cdr.talk_seconds));
    let is_recorded = call.kept.recording.is_none() && cdr.recording.is_some();
    if is_recorded {
        call.kept.recording.clone_from(&cdr.recording);
    }
    if (is_answer_news || is_recorded) && call.is_settled() {
        let key = call.key;
        calls.changes.push(Change::Corrected(key));
    }
}

fn names_us(shared: &Shared, cdr: &Cdr) -> bool {
    let Some(ours) = shared.own.as_ref().map(Extension::as_str) else { return false };
    // A queue's call is booked as `6500(101)`: the queue, and in brackets who answered.
    cdr.from == ours || cdr.to == ours || cdr.to.ends_with(&format!("({ours})"))
}

/// A busy PBX books a call minutes later, when it is in the history alone.
fn tell_late_booking(cdr: &Cdr, shared: &mut Shared) {
    if let Some(recording) = cdr.recording.clone()
        && names_us(shared, cdr)
    {
        shared.push(Effect::AddRecording { channel: cdr.call.to_string(), recording });
    }
}

/// A call that was to be handed over has ended, and no answer says whether it was.
pub(super) fn end_without_answer(call: &Call, first: First) -> CallEnd {
    match (&call.asked.transfer, first) {
        // A customer who hangs up in that moment is with nobody, whatever was asked.
        (_, First::Other) => CallEnd::ByOther,
        (Some(HandOver::Asked { to }), First::We | First::Nobody) => {
            CallEnd::Transferred { to: Some(to.clone()) }
        }
        (Some(HandOver::OnThePhone) | None, First::We | First::Nobody) => CallEnd::Transferred { to: None },
    }
}

/// What a BYE means for the call; `None` when the next moment tells.
pub(super) fn end_by_bye(call: &Call, first: First) -> Option<CallEnd> {
    match call.phase {
        Phase::Ringing if call.asked.hang_up => Some(CallEnd::ByAgent),
        // Given up, or taken by a colleague.
        Phase::Ringing => None,
        Phase::OwnPhone
        | Phase::Dialing
        | Phase::Talking { .. }
        | Phase::Held { .. }
        | Phase::Ended { .. } => Some(match (&call.asked.transfer, first) {
            (Some(HandOver::Asked { .. }), first) => end_without_answer(call, first),
            (Some(HandOver::OnThePhone), _) => CallEnd::Transferred { to: None },
            (None, _) if call.asked.hang_up => CallEnd::ByAgent,
            (None, First::We) => CallEnd::ByAgent,
            (None, First::Other | First::Nobody) => CallEnd::ByOther,
        }),
    }
}

/// The call had ended before the PBX answered whether it is handed over.
pub(super) fn on_hand_over(call: &mut Call, outcome: &Result<(), Failure>) {
    let Some(first) = call.asked.ended_in_transfer.take_if(|_| call.end.is_none()) else { return };
    if outcome.as_ref().is_err_and(|failure| !failure.may_have_worked()) {
        call.asked.transfer = None;
    }
    call.end = match (outcome, &call.asked.transfer) {
        (Ok(()), Some(HandOver::Asked { to })) => Some(CallEnd::Transferred { to: Some(to.clone()) }),
        _ => end_by_bye(call, first),
    };
}
