//! The endpoints of calls that begin at the PBX: for a queue, for a ring group, or between two outside numbers. The
//! outside party is taken to have answered; it is reported as the caller, since it is the leg that is there first.

use pbx_protocol::DialString;
use pbx_protocol::endpoints::{BridgeOutside, DialFromQueue, DialFromRingGroup, Done};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::call::Target;
use crate::model::leg::{Outside, Party};
use crate::model::refusal::Refusal;

pub(super) fn from_queue(exchange: &mut Exchange, ask: &DialFromQueue, asker: &Asker) -> Answered<Done> {
    exchange.queue(&ask.queue)?;
    let caller = answered(exchange, &ask.number, ask.queue.as_str())?;
    exchange.place_call(caller, Target::Queue(ask.queue.clone()), ask.queue.as_str(), asker.now);
    Ok(Done {})
}

/// Rings the first of the group that is free.
pub(super) fn from_ring_group(
    exchange: &mut Exchange,
    ask: &DialFromRingGroup,
    asker: &Asker,
) -> Answered<Done> {
    let members = exchange.admin.ring_groups.get(&ask.group).ok_or(Refusal::NoSuchRingGroup)?;
    let free = members.iter().find(|member| exchange.can_be_rung(member)).cloned();
    let free = free.ok_or(Refusal::ExtensionNotIdle)?;
    let caller = answered(exchange, &ask.number, ask.group.as_str())?;
    exchange.place_call(caller, Target::Extension(free), ask.group.as_str(), asker.now);
    Ok(Done {})
}

pub(super) fn bridge(exchange: &mut Exchange, ask: &BridgeOutside, asker: &Asker) -> Answered<Done> {
    let caller = answered(exchange, &ask.caller, ask.number.as_str())?;
    let target = exchange.outside_target("", ask.number.as_str()).ok_or(Refusal::NoSuchNumber)?;
    exchange.place_call(caller, target, ask.number.as_str(), asker.now);
    Ok(Done {})
}

fn answered(exchange: &Exchange, number: &DialString, to: &str) -> Answered<Party> {
    let line = exchange.admin.route_out("", number.as_str()).ok_or(Refusal::NoSuchNumber)?;
    // A busy line answers nobody.
    if exchange.setup.busy_outside.contains(&line.to) {
        return Err(Refusal::NoSuchNumber);
    }
    Ok(Party::Inbound(Outside { from: line.to, to: to.to_owned(), trunk: line.trunk }))
}
