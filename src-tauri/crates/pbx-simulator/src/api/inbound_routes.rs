//! The endpoints of inbound routes.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddInboundRoute, DeleteInboundRoutes, DestinationType, Done, InboundRoute, InboundRoutes,
    QueryInboundRoutes, UpdateInboundRoute,
};
use pbx_protocol::{ConferenceNumber, Extension, QueueNumber, RingGroupNumber};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration;
use crate::model::refusal::Refusal;

pub(super) fn query(
    exchange: &mut Exchange,
    query: &QueryInboundRoutes,
    _: &Asker,
) -> Answered<InboundRoutes> {
    let found = administration::selected(&exchange.admin.inbound, &query.routes, |route| &route.name)?;
    Ok(InboundRoutes { routes: found.into_iter().cloned().collect() })
}

pub(super) fn add(exchange: &mut Exchange, add: &AddInboundRoute, _: &Asker) -> Answered<Done> {
    if exchange.admin.inbound.iter().any(|route| route.name == add.name.as_str()) {
        return Err(Refusal::Exists);
    }
    check_destination(exchange, &add.destination_type, &add.destination)?;
    let route = InboundRoute {
        id: exchange.admin.next_id(),
        name: add.name.to_string(),
        did: add.did.clone().unwrap_or_default(),
        caller_id: add.caller_id.clone().unwrap_or_default(),
        destination_type: add.destination_type.clone(),
        destination: add.destination.clone(),
        more: BTreeMap::new(),
    };
    exchange.admin.inbound.push(route);
    Ok(Done {})
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateInboundRoute, _: &Asker) -> Answered<Done> {
    check_destination(exchange, &update.destination_type, &update.destination)?;
    // By name: the document changes inbound routes so, outbound ones by number.
    let route = exchange.admin.inbound.iter_mut().find(|route| route.name == update.name.as_str());
    let route = route.ok_or(Refusal::NoSuchRecord)?;
    if let Some(did) = &update.did {
        route.did.clone_from(did);
    }
    if let Some(caller_id) = &update.caller_id {
        route.caller_id.clone_from(caller_id);
    }
    route.destination_type = update.destination_type.clone();
    route.destination.clone_from(&update.destination);
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteInboundRoutes, _: &Asker) -> Answered<Done> {
    administration::delete(&mut exchange.admin.inbound, &ask.routes, |route| &route.name)
}

fn check_destination(exchange: &Exchange, kind: &DestinationType, name: &str) -> Answered<()> {
    let admin = &exchange.admin;
    let (exists, refusal) = match kind {
        DestinationType::Extension | DestinationType::Voicemail => (
            Extension::parse(name).is_ok_and(|number| exchange.phones.has(&number)),
            Refusal::NoSuchExtension,
        ),
        DestinationType::Queue => (
            QueueNumber::parse(name).is_ok_and(|number| exchange.queues.contains_key(&number)),
            Refusal::NoSuchQueue,
        ),
        DestinationType::Ivr => {
            (admin.ivrs.iter().any(|ivr| ivr.id == name || ivr.name == name), Refusal::NoSuchIvr)
        }
        DestinationType::RingGroup => (
            RingGroupNumber::parse(name).is_ok_and(|group| admin.ring_groups.contains_key(&group)),
            Refusal::NoSuchRingGroup,
        ),
        DestinationType::Conference => (
            ConferenceNumber::parse(name).is_ok_and(|room| admin.rooms.contains_key(&room)),
            Refusal::NoSuchRecord,
        ),
        // Nothing stands behind these that could be missing.
        DestinationType::HangUp | DestinationType::Disa | DestinationType::Callback => {
            (true, Refusal::NoSuchRecord)
        }
        DestinationType::Other(_) => (false, Refusal::MissingParameter),
    };
    if exists { Ok(()) } else { Err(refusal) }
}
