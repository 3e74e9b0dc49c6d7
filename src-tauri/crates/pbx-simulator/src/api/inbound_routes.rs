//! The endpoints of inbound routes.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddInboundRoute, DeleteInboundRoutes, DestinationType, Done, InboundRoute, InboundRoutes,
    QueryInboundRoutes, UpdateInboundRoute,
};
use pbx_protocol::{ConferenceNumber, Extension, QueueNumber, RingGroupNumber};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::administration::{delete, selected};
use crate::model::refusal::Refusal;

impl Exchange {
    pub(crate) fn query_inbound_routes(
        &mut self,
        query: &QueryInboundRoutes,
        _: &Asker,
    ) -> Result<InboundRoutes, Refusal> {
        let found = selected(&self.admin.inbound, &query.routes, |route| &route.name)?;
        Ok(InboundRoutes { routes: found.into_iter().cloned().collect() })
    }

    pub(crate) fn add_inbound_route(&mut self, add: &AddInboundRoute, _: &Asker) -> Result<Done, Refusal> {
        if self.admin.inbound.iter().any(|route| route.name == add.name.as_str()) {
            return Err(Refusal::Exists);
        }
        self.check_destination(&add.destination_type, &add.destination)?;
        let route = InboundRoute {
            id: self.admin.next_id(),
            name: add.name.to_string(),
            did: add.did.clone().unwrap_or_default(),
            caller_id: add.caller_id.clone().unwrap_or_default(),
            destination_type: add.destination_type.clone(),
            destination: add.destination.clone(),
            more: BTreeMap::new(),
        };
        self.admin.inbound.push(route);
        Ok(Done {})
    }

    pub(crate) fn update_inbound_route(
        &mut self,
        update: &UpdateInboundRoute,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        self.check_destination(&update.destination_type, &update.destination)?;
        let route = self.admin.inbound.iter_mut().find(|route| route.name == update.name.as_str());
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

    pub(crate) fn delete_inbound_routes(
        &mut self,
        ask: &DeleteInboundRoutes,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        delete(&mut self.admin.inbound, &ask.routes, |route| &route.name).map(|()| Done {})
    }

    fn check_destination(&self, kind: &DestinationType, name: &str) -> Result<(), Refusal> {
        let (exists, refusal) = match kind {
            DestinationType::Extension | DestinationType::Voicemail => (
                Extension::parse(name).is_ok_and(|number| self.phones.contains_key(&number)),
                Refusal::NoSuchExtension,
            ),
            DestinationType::Queue => (
                QueueNumber::parse(name).is_ok_and(|number| self.queues.contains_key(&number)),
                Refusal::NoSuchQueue,
            ),
            DestinationType::Ivr => {
                (self.admin.ivrs.iter().any(|ivr| ivr.id == name || ivr.name == name), Refusal::NoSuchIvr)
            }
            DestinationType::RingGroup => (
                RingGroupNumber::parse(name).is_ok_and(|group| self.admin.ring_groups.contains_key(&group)),
                Refusal::NoSuchRingGroup,
            ),
            DestinationType::Conference => (
                ConferenceNumber::parse(name).is_ok_and(|room| self.admin.rooms.contains_key(&room)),
                Refusal::NoSuchRecord,
            ),
            DestinationType::HangUp | DestinationType::Disa | DestinationType::Callback => {
                (true, Refusal::NoSuchRecord)
            }
            DestinationType::Other(_) => (false, Refusal::MissingParameter),
        };
        if exists { Ok(()) } else { Err(refusal) }
    }
}
