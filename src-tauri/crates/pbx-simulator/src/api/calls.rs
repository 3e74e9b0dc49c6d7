//! The call endpoints: dial, hang up, hold, mute, transfer, look up.

use pbx_protocol::endpoints::{
    AutoAnswer, DialExtension, DialOutbound, Done, ExtensionParty, HangUpExtension, HangUpInbound,
    HangUpOutbound, HoldExtension, InboundCall, InboundCalls, MuteExtension, OutboundCall, OutboundCalls,
    QueryInbound, QueryOutbound, TransferCall, UnholdExtension, UnmuteExtension,
};
use pbx_protocol::{Extension, InboundId, OutboundId, Selection};

use crate::api::{Answered, Asker};
use crate::exchange::{Exchange, Transferred};
use crate::model::call::{Call, Target};
use crate::model::leg::{Leg, Party};
use crate::model::refusal::Refusal;

/// The document's only word for a call's status, and ours for before that.
const TALKING: &str = "Talking";
const RINGING: &str = "Ringing";

pub(super) fn dial_extension(exchange: &mut Exchange, dial: &DialExtension, asker: &Asker) -> Answered<Done> {
    check_can_dial(exchange, &dial.caller)?;
    let dialled = dial.callee.to_string();
    // What is inside is reached from a phone without a route, queues too.
    let target = exchange.inside_target(&dialled).filter(|_| dial.callee != dial.caller);
    let target = target.ok_or(Refusal::NoSuchNumber)?;
    let lifts = dial.auto_answer == AutoAnswer::Yes;
    exchange.call_back(&dial.caller, &target, &dialled, lifts, asker.now);
    Ok(Done {})
}

pub(super) fn dial_outbound(exchange: &mut Exchange, dial: &DialOutbound, asker: &Asker) -> Answered<Done> {
    check_can_dial(exchange, &dial.extension)?;
    if !exchange.phones.get(&dial.extension)?.line.may_dial_out {
        return Err(Refusal::NoOutboundPermission);
    }
    let dialled = dial.number.as_str();
    let target = exchange.outside_target(dial.extension.as_str(), dialled).ok_or(Refusal::NoSuchNumber)?;
    let lifts = dial.auto_answer == AutoAnswer::Yes;
    exchange.call_back(&dial.extension, &target, dialled, lifts, asker.now);
    Ok(Done {})
}

/// The phone must be there and on hook; one that holds a call, where this PBX takes a second one from it.
fn check_can_dial(exchange: &Exchange, caller: &Extension) -> Answered<()> {
    exchange.phones.get(caller)?;
    if exchange.takes_a_dial_of(caller) { Ok(()) } else { Err(Refusal::ExtensionNotIdle) }
}

pub(super) fn hang_up(exchange: &mut Exchange, ask: &HangUpExtension, asker: &Asker) -> Answered<Done> {
    exchange.phones.get(&ask.extension)?;
    let Some((call, channel)) = exchange.calls.current_leg(&ask.extension) else {
        // A phone in a conference or listening in is in no call of ours, and hangs up all the same.
        let admin = &mut exchange.admin;
        let was_elsewhere = admin.leave_conferences(&ask.extension) | admin.stop_monitoring(&ask.extension);
        exchange.announce_phones(asker.now);
        return if was_elsewhere { Ok(Done {}) } else { Err(Refusal::NoSuchCall) };
    };
    exchange.hang_up_leg(call, &channel, asker.now);
    Ok(Done {})
}

pub(super) fn hang_up_inbound(exchange: &mut Exchange, ask: &HangUpInbound, asker: &Asker) -> Answered<Done> {
    hang_up_outside(exchange, ask.id.as_str(), |party| matches!(party, Party::Inbound(_)), asker)
}

pub(super) fn hang_up_outbound(
    exchange: &mut Exchange,
    ask: &HangUpOutbound,
    asker: &Asker,
) -> Answered<Done> {
    hang_up_outside(exchange, ask.id.as_str(), |party| matches!(party, Party::Outbound(_)), asker)
}

/// Any channel of the call is good enough as its id: reports give several.
fn hang_up_outside(
    exchange: &mut Exchange,
    id: &str,
    is: fn(&Party) -> bool,
    asker: &Asker,
) -> Answered<Done> {
    let found = exchange.calls.iter().filter(|call| call.has_channel(id)).find_map(|call| {
        let leg = call.legs().find(|leg| is(&leg.party))?;
        Some((call.number, leg.channel.clone()))
    });
    let (number, channel) = found.ok_or(Refusal::NoSuchCall)?;
    exchange.hang_up_leg(number, &channel, asker.now);
    Ok(Done {})
}

pub(super) fn hold(exchange: &mut Exchange, ask: &HoldExtension, _: &Asker) -> Answered<Done> {
    exchange.phones.get(&ask.extension)?;
    exchange.calls.hold(&ask.extension)
}

pub(super) fn unhold(exchange: &mut Exchange, ask: &UnholdExtension, _: &Asker) -> Answered<Done> {
    exchange.phones.get(&ask.extension)?;
    exchange.calls.unhold(&ask.extension)
}

pub(super) fn mute(exchange: &mut Exchange, ask: &MuteExtension, _: &Asker) -> Answered<Done> {
    talking_leg(exchange, &ask.extension, |leg| !leg.muted)?.muted = true;
    Ok(Done {})
}

pub(super) fn unmute(exchange: &mut Exchange, ask: &UnmuteExtension, _: &Asker) -> Answered<Done> {
    talking_leg(exchange, &ask.extension, |leg| leg.muted)?.muted = false;
    Ok(Done {})
}

fn talking_leg<'a>(
    exchange: &'a mut Exchange,
    extension: &Extension,
    is_wanted: fn(&Leg) -> bool,
) -> Answered<&'a mut Leg> {
    exchange.phones.get(extension)?;
    exchange.calls.talking_leg(extension, is_wanted)
}

pub(super) fn transfer(exchange: &mut Exchange, ask: &TransferCall, asker: &Asker) -> Answered<Done> {
    exchange.phones.get(&ask.from)?;
    // By any channel of the call, since reports name several.
    let call = exchange.calls.iter().find(|call| call.has_channel(ask.call.as_str()));
    let call = call.ok_or(Refusal::NoSuchCallId)?;
    let leg = call.leg_of(&ask.from).ok_or(Refusal::NoSuchCall)?;
    if !call.is_talking() || leg.rings() {
        return Err(Refusal::NotConnected);
    }
    let number = call.number;
    let target = exchange.target_of(ask.from.as_str(), ask.to.as_str());
    let target = target.filter(|target| *target != Target::Extension(ask.from.clone()));
    let target = target.ok_or(Refusal::NoSuchNumber)?;
    exchange.transfer(number, &ask.from, target, ask.to.as_str(), Transferred::OverTheApi, asker.now);
    Ok(Done {})
}

pub(super) fn query_inbound(
    exchange: &mut Exchange,
    ask: &QueryInbound,
    _: &Asker,
) -> Answered<InboundCalls> {
    let is_wanted = |call: &&Call| ask.ids.iter().any(|id| call.has_channel(id.as_str()));
    let calls: Vec<_> = exchange.calls.iter().filter(is_wanted).filter_map(inbound_call).collect();
    if calls.is_empty() { Err(Refusal::NoSuchCall) } else { Ok(InboundCalls { calls }) }
}

pub(super) fn query_outbound(
    exchange: &mut Exchange,
    ask: &QueryOutbound,
    _: &Asker,
) -> Answered<OutboundCalls> {
    let is_wanted = |call: &&Call| match &ask.ids {
        Selection::All => true,
        Selection::Only(ids) => ids.iter().any(|id| call.has_channel(id.as_str())),
    };
    let calls: Vec<_> = exchange.calls.iter().filter(is_wanted).filter_map(outbound_call).collect();
    // Nothing found is an answer to "all", and a mistake in what was named.
    if calls.is_empty() && ask.ids != Selection::All {
        return Err(Refusal::NoSuchCall);
    }
    Ok(OutboundCalls { calls })
}

fn inbound_call(call: &Call) -> Option<InboundCall> {
    let Party::Inbound(outside) = &call.caller.party else { return None };
    let callee = call.callees.first().and_then(|leg| leg.party.extension());
    Some(InboundCall {
        id: InboundId::from(&call.caller.channel),
        from: outside.from.clone(),
        to: outside.to.clone(),
        trunk: outside.trunk.clone(),
        callee: callee.map(|extension| ExtensionParty { extension: extension.clone() }),
        status: status(call),
    })
}

fn outbound_call(call: &Call) -> Option<OutboundCall> {
    call.legs().find_map(|leg| match &leg.party {
        Party::Outbound(outside) => Some(OutboundCall {
            id: OutboundId::from(&call.caller.channel),
            from: outside.from.clone(),
            to: outside.to.clone(),
            trunk: outside.trunk.clone(),
            status: status(call),
        }),
        Party::Extension(_) | Party::Inbound(_) => None,
    })
}

fn status(call: &Call) -> String {
    if call.is_talking() { TALKING } else { RINGING }.to_owned()
}
