//! The endpoints of outbound routes.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddOutboundRoute, DeleteOutboundRoutes, Done, OutboundRoute, OutboundRoutes, QueryOutboundRoutes,
    UpdateOutboundRoute,
};
use pbx_protocol::{Several, TrunkName};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration::{self, Administration};
use crate::model::refusal::Refusal;

pub(super) fn query(
    exchange: &mut Exchange,
    query: &QueryOutboundRoutes,
    _: &Asker,
) -> Answered<OutboundRoutes> {
    let found = administration::selected(&exchange.admin.outbound, &query.routes, |route| &route.name)?;
    Ok(OutboundRoutes { routes: found.into_iter().cloned().collect() })
}

pub(super) fn add(exchange: &mut Exchange, add: &AddOutboundRoute, _: &Asker) -> Answered<Done> {
    let admin = &mut exchange.admin;
    if admin.outbound.iter().any(|route| route.name == add.name.as_str()) {
        return Err(Refusal::Exists);
    }
    check_trunks(admin, &add.trunks)?;
    let route = OutboundRoute {
        id: admin.next_id(),
        name: add.name.to_string(),
        prepend: add.prepend.clone().unwrap_or_default(),
        prefix: add.prefix.clone().unwrap_or_default(),
        pattern: add.pattern.clone(),
        caller_id: add.caller_id.clone().unwrap_or_default(),
        trunks: add.trunks.to_string(),
        more: BTreeMap::new(),
    };
    admin.outbound.push(route);
    Ok(Done {})
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateOutboundRoute, _: &Asker) -> Answered<Done> {
    check_trunks(&exchange.admin, &update.trunks)?;
    let route = exchange.admin.outbound.iter_mut().find(|route| route.id == update.id.as_str());
    let route = route.ok_or(Refusal::NoSuchRecord)?;
    route.name = update.name.to_string();
    route.pattern.clone_from(&update.pattern);
    route.trunks = update.trunks.to_string();
    for (kept, new) in [
        (&mut route.prepend, &update.prepend),
        (&mut route.prefix, &update.prefix),
        (&mut route.caller_id, &update.caller_id),
    ] {
        if let Some(new) = new {
            kept.clone_from(new);
        }
    }
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteOutboundRoutes, _: &Asker) -> Answered<Done> {
    administration::delete(&mut exchange.admin.outbound, &ask.routes, |route| &route.name)
}

fn check_trunks(admin: &Administration, trunks: &Several<TrunkName>) -> Answered<()> {
    let all_exist = trunks.iter().all(|name| admin.has_trunk(name.as_str()));
    if all_exist { Ok(()) } else { Err(Refusal::NoSuchRecord) }
}
