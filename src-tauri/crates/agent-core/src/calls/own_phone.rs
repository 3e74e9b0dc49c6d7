//! What our phone itself tells: its status reports, and what the PBX says of it when it is asked.

use std::time::Duration;

use pbx_protocol::endpoints::{ExtensionDetail, ExtensionStatus};
use pbx_protocol::{Extension, Meaning, Party};

use super::ask::LineOf;
use super::call::{Bond, Call, Other, Phase};
use super::doubts;
use super::facts::First;
use super::unsure;
use super::{Calls, endings};
use crate::calls::view::{CallDirection, CallEnd, CallKey};
use crate::failure::Failure;
use crate::now::Now;
use crate::shared::Shared;

/// What our phone does tells that a dial rings, and that a BYE was lost.
pub(crate) fn on_own_status(calls: &mut Calls, status: &ExtensionStatus, now: Now) {
    calls.echoes.clear();
    match status {
        ExtensionStatus::Ringing => {
            calls.rings_since = calls.rings_since.or(Some(now.monotonic));
            calls.doubt = None;
            ring_for_dial(calls, now);
        }
        ExtensionStatus::InUse => {
            calls.rings_since = None;
            calls.doubt = None;
            ring_for_dial(calls, now);
            calls.list.iter_mut().for_each(Call::lift_own_phone);
        }
        ExtensionStatus::Idle | ExtensionStatus::Unavailable | ExtensionStatus::Faulty => {
            calls.rings_since = None;
            doubts::doubt(calls, now);
        }
        ExtensionStatus::OnHold | ExtensionStatus::Other(_) => {}
    }
}

/// A free phone that rings, or lifts by itself, right after a number was dialled here does so for that. Should
/// it turn out otherwise, the dial is taken back.
fn ring_for_dial(calls: &mut Calls, now: Now) {
    if calls.any_live() {
        return;
    }
    let Some(dial) = calls.dial.take() else { return };
    let call = calls.add_ours(Phase::OwnPhone, Some(&dial), dial.direction(), now);
    call.evidence.rung_by_status = Some(dial);
}

/// What the PBX says our phone is in: ends what is gone, shows what was missed.
pub(crate) fn on_own_phone(calls: &mut Calls, detail: &ExtensionDetail, shared: &mut Shared) {
    let now = shared.now;
    let busy = match detail.status {
        ExtensionStatus::Ringing | ExtensionStatus::InUse | ExtensionStatus::OnHold => true,
        ExtensionStatus::Idle
        | ExtensionStatus::Unavailable
        | ExtensionStatus::Faulty
        | ExtensionStatus::Other(_) => false,
    };
    let several = Current::all(detail);
    if several.len() > 1 {
        doubts::dispel_doubt(calls, now);
        place_each(calls, several, &detail.status, now);
        return;
    }
    let current = several.into_iter().next();
    if current.is_none() && !busy {
        end_what_is_gone(calls, now);
        return;
    }
    doubts::dispel_doubt(calls, now);
    let Some(current) = current else {
        // Who called us we would know; so it rings for what was dialled.
        if detail.status == ExtensionStatus::Ringing {
            ring_for_dial(calls, now);
        }
        return;
    };
    if !calls.any_live()
        && let Some(dial) = calls.take_dial_to(&current)
    {
        let rings = detail.status == ExtensionStatus::Ringing;
        let phase = if rings { Phase::OwnPhone } else { Phase::Dialing };
        let call = calls.add_ours(phase, Some(&dial), current.direction, now);
        take_ids(call, current);
        return;
    }
    place(calls, current, &detail.status, shared);
}

/// Which of our calls it is that our phone is in.
fn place(calls: &mut Calls, current: Current, status: &ExtensionStatus, shared: &mut Shared) {
    let now = shared.now;
    let mut live = calls.list.iter_mut().filter(|call| call.is_live());
    // From the surest to the least sure: our one call is named; it can't be named yet, or began after the question;
    // it is another one, so ours is gone. With several, one is named and the others are asked for.
    match (live.next(), live.next()) {
        // It waits, and what our phone does may be of a call that the PBX does not name.
        (Some(only), None) if only.bond == Bond::Waits && *status != ExtensionStatus::OnHold => {}
        (Some(only), None) if only.is_between(&current.other, &current.ids) => {
            take_status(only, status, now);
            let key = only.key;
            unsure::learn_whether_done(calls, key, status, shared);
        }
        // Our own phone may ring before the PBX names the other side.
        (Some(only), None)
            if only.phase == Phase::OwnPhone || only.started.monotonic > calls.own_phone_asked => {}
        (Some(only), None) => {
            lose(only, None, now);
            show(calls, current, status, now);
        }
        (Some(_), Some(_)) => on_one_of_several(calls, &current, status, shared),
        // Its reports were lost, or it is older than this run of the program.
        (None, _) => show(calls, current, status, now),
    }
}

/// Our phone is in several calls, and the PBX names one of each kind.
fn place_each(calls: &mut Calls, currents: Vec<Current>, status: &ExtensionStatus, now: Now) {
    let asked = calls.own_phone_asked;
    let all_held = *status == ExtensionStatus::OnHold;
    let knew_none = !calls.any_live();
    let (mut outside, mut inside) = (None, None);
    for current in currents {
        let is_inside = current.direction == CallDirection::Internal;
        let mut live = calls.list.iter_mut().filter(|call| call.is_live());
        if let Some(call) = live.find(|call| call.is_between(&current.other, &current.ids)) {
            call.evidence.doubtful = false;
            if all_held {
                call.set_held(true, now);
            }
            continue;
        }
        // Our own phone may ring before the PBX names the other side.
        let begins = |call: &Call| call.phase == Phase::OwnPhone || call.started.monotonic > asked;
        if calls.list.iter().filter(|call| call.is_live()).any(begins) {
            continue;
        }
        let key = show_another(calls, current, status, now);
        *(if is_inside { &mut inside } else { &mut outside }) = Some(key);
    }
    if let (Some(customer), Some(colleague), true) = (outside, inside, knew_none) {
        // As it is when a colleague is asked; which of the two is talked in the PBX does not say.
        calls.hold_others(colleague, now);
        calls.bind(customer, Bond::Waits);
        calls.bind(colleague, Bond::Asks);
    }
}

/// A call that our phone is in besides: the one that was dialled, or one that nobody told of.
fn show_another(calls: &mut Calls, current: Current, status: &ExtensionStatus, now: Now) -> CallKey {
    let dial = calls.take_dial_to(&current);
    let is_held = *status == ExtensionStatus::OnHold;
    let call = match &dial {
        Some(dial) => calls.add_ours(Phase::Dialing, Some(dial), current.direction, now),
        None => calls.add(Phase::Dialing, current.direction, now),
    };
    call.parties.other = current.other.clone();
    take_ids(call, current);
    call.mute.is_unknown = true;
    // `extension/query` tells whom our phone is in a call with when they have answered or are rung; the first is what
    // lasts.
    call.answer(now);
    call.set_held(is_held, now);
    call.key
}

/// Our phone is in nothing.
fn end_what_is_gone(calls: &mut Calls, now: Now) {
    let doubt = calls.doubt.take();
    let at = doubt.map_or(now, |doubt| doubt.since);
    let asked = calls.own_phone_asked;
    let never_was = |call: &Call| {
        call.evidence.doubtful && call.phase == Phase::Ringing && call.started.monotonic <= asked
    };
    // Taken out and not ended: as a missed call it would have the agent ring back for nothing.
    calls.list.retain(|call| !never_was(call));
    let known = calls.list.iter_mut().filter(|call| call.is_live() && call.started.monotonic <= asked);
    known.for_each(|call| {
        // A talk ended when it began to be doubted, not when somebody asked. A ring ends now, which gives the word
        // that a colleague has taken it its time.
        let rings = call.phase == Phase::Ringing;
        lose(call, doubt.and_then(|doubt| doubt.bye), if rings { now } else { at.max(call.started) });
    });
}

/// With several calls the PBX names one of them; the others are asked for by their own ids.
fn on_one_of_several(calls: &mut Calls, current: &Current, status: &ExtensionStatus, shared: &mut Shared) {
    let now = shared.now;
    let none_connected = !calls.list.iter().any(Call::is_connected);
    let (mut named, asked) = (None, calls.own_phone_asked);
    for call in calls.list.iter_mut().filter(|call| call.is_live()) {
        if current.ids.iter().any(|id| call.ids.all.contains(id)) {
            call.evidence.doubtful = false;
            named = Some(call.key);
            if none_connected {
                take_status(call, status, now);
            }
        } else if is_over_beside_a_hold(call, status, asked) {
            // A phone that has all on hold talks with nobody.
            lose(call, None, now);
        } else if let Some(line) = call.line() {
            shared.ask_anew(LineOf { call: call.key, line });
        }
    }
    if let Some(key) = named {
        unsure::learn_whether_done(calls, key, status, shared);
    }
}

/// It has no line to be asked about, was talked in, and the phone holds another call alone.
fn is_over_beside_a_hold(call: &Call, status: &ExtensionStatus, asked: Duration) -> bool {
    let talks = matches!(call.phase, Phase::Talking { since } if since.monotonic <= asked);
    talks && call.line().is_none() && *status == ExtensionStatus::OnHold
}

/// What the PBX says of the outside line of one of several calls.
pub(crate) fn on_line(
    calls: &mut Calls,
    key: CallKey,
    outcome: Result<Vec<Option<Extension>>, Failure>,
    shared: &mut Shared,
) {
    let (own, asked) = (shared.own.as_ref(), calls.own_phone_asked);
    let known = |call: &&mut Call| call.key == key && call.is_live() && call.started.monotonic <= asked;
    let Some(call) = calls.list.iter_mut().find(known) else { return };
    let is_with_another =
        |with: &Option<Extension>| call.is_connected() && with.as_ref().is_some_and(|with| Some(with) != own);
    // Only a clear no ends a call: that the PBX was not reached says nothing about it.
    let is_gone = match outcome {
        Err(failure) => matches!(failure, Failure::Refused { meaning: Meaning::NoSuchCall, .. }),
        Ok(lines) => lines.iter().all(is_with_another),
    };
    if is_gone {
        lose(call, None, shared.now);
    }
}

/// The PBX could not be asked.
pub(crate) fn on_own_phone_unknown(calls: &mut Calls, failure: &Failure, now: Now) {
    // Who refuses to say will refuse again; who was not reached may answer the next time.
    if !matches!(failure, Failure::Refused { .. }) {
        doubts::doubt_again(calls, now);
    }
}

/// A call that began while we did not hear.
fn show(calls: &mut Calls, current: Current, status: &ExtensionStatus, now: Now) {
    let rings = *status == ExtensionStatus::Ringing && current.direction != CallDirection::Outbound;
    let call = calls.add(if rings { Phase::Ringing } else { Phase::Dialing }, current.direction, now);
    call.parties.other = current.other.clone();
    take_ids(call, current);
    // The agent may have muted it while nobody listened, and the PBX can't be asked for that.
    call.mute.is_unknown = true;
    if !rings {
        // `extension/query` has no time in it: since when they talk, only the draft of an earlier run can tell.
        call.answer(now);
        call.set_held(*status == ExtensionStatus::OnHold, now);
    }
}

/// The call our phone is in, as `extension/query` has it.
pub(super) struct Current {
    pub(super) direction: CallDirection,
    pub(super) other: Other,
    ids: Vec<String>,
    inbound_id: Option<pbx_protocol::InboundId>,
    outbound_id: Option<pbx_protocol::OutboundId>,
}

impl Current {
    /// One of each kind; as a rule there is one at all.
    fn all(detail: &ExtensionDetail) -> Vec<Self> {
        let inbound = detail.inbound.as_ref().map(|inbound| {
            let ids = inbound.id.iter().map(ToString::to_string).collect();
            let other = Other::Outside(Party::parse(&inbound.from));
            let (inbound_id, outbound_id) = (inbound.id.clone(), None);
            Self { direction: CallDirection::Inbound, other, ids, inbound_id, outbound_id }
        });
        let outbound = detail.outbound.as_ref().map(|outbound| {
            let ids = outbound.id.iter().map(ToString::to_string).collect();
            let other = Other::Outside(Party::parse(&outbound.to));
            let (inbound_id, outbound_id) = (None, outbound.id.clone());
            Self { direction: CallDirection::Outbound, other, ids, inbound_id, outbound_id }
        });
        let inside = detail.ext.as_ref().map(|ext| {
            let other = Other::Extension(ext.extension.clone());
            let (direction, ids) = (CallDirection::Internal, Vec::new());
            Self { direction, other, ids, inbound_id: None, outbound_id: None }
        });
        [inbound, outbound, inside].into_iter().flatten().collect()
    }
}

fn take_ids(call: &mut Call, current: Current) {
    call.ids.all.extend(current.ids);
    call.ids.inbound = current.inbound_id;
    call.ids.outbound = current.outbound_id;
}

/// Our phone is in this call, and what it does there.
fn take_status(call: &mut Call, status: &ExtensionStatus, now: Now) {
    call.evidence.doubtful = false;
    // The ANSWER was lost. Not so for a call of ours: there our phone is in use as soon as it is lifted.
    if call.phase == Phase::Ringing && *status == ExtensionStatus::InUse {
        call.answer(now);
    }
    if call.is_connected() {
        call.set_held(*status == ExtensionStatus::OnHold, now);
    }
}

/// The PBX does not know it any more; `bye`: who ended it, should that have been told.
fn lose(call: &mut Call, bye: Option<First>, now: Now) {
    let end = match (call.phase, bye) {
        (_, Some(first)) => endings::end_by_bye(call, first),
        _ if call.asked.hang_up => Some(CallEnd::ByAgent),
        _ if call.asked.transfer.is_some() => Some(endings::end_without_answer(call, First::Nobody)),
        // Whether a colleague has taken it may still be on its way.
        (Phase::Ringing, None) => None,
        (_, None) => Some(CallEnd::Lost),
    };
    call.finish(end, now);
}
