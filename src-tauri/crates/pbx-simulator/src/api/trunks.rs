//! The endpoints of trunks.

use pbx_protocol::endpoints::{
    AddTrunk, DeleteTrunks, Done, QueryTrunks, TrunkDetails, TrunkList, UpdateTrunk,
};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration;
use crate::model::refusal::Refusal;
use crate::model::trunk::{detail, listed};

pub(super) fn list(exchange: &mut Exchange, _: &Asker) -> TrunkList {
    TrunkList { trunks: exchange.admin.trunks.iter().map(listed).collect() }
}

pub(super) fn query(exchange: &mut Exchange, query: &QueryTrunks, _: &Asker) -> Answered<TrunkDetails> {
    let found = administration::selected(&exchange.admin.trunks, &query.trunks, |trunk| &trunk.name)?;
    Ok(TrunkDetails { trunks: found.into_iter().cloned().collect() })
}

pub(super) fn add(exchange: &mut Exchange, add: &AddTrunk, _: &Asker) -> Answered<Done> {
    let admin = &mut exchange.admin;
    if admin.has_trunk(add.name.as_str()) {
        return Err(Refusal::Exists);
    }
    let id = admin.next_id();
    admin.trunks.push(detail(id, add.name.as_str(), &add.settings)?);
    Ok(Done {})
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateTrunk, _: &Asker) -> Answered<Done> {
    let changed = detail(update.id.to_string(), update.name.as_str(), &update.settings)?;
    let trunks = &mut exchange.admin.trunks;
    if trunks.iter().any(|trunk| trunk.name == changed.name && trunk.id != changed.id) {
        return Err(Refusal::Exists);
    }
    let trunk = trunks.iter_mut().find(|trunk| trunk.id == changed.id);
    *trunk.ok_or(Refusal::NoSuchRecord)? = changed;
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteTrunks, _: &Asker) -> Answered<Done> {
    administration::delete(&mut exchange.admin.trunks, &ask.trunks, |trunk| &trunk.name)
}
