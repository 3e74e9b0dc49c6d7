//! The endpoints of paging groups.

use pbx_protocol::endpoints::{
    AddPagingGroup, DeletePagingGroups, Done, PagingGroupList, PagingGroups, PagingType, QueryPagingGroups,
    UpdatePagingGroup,
};
use pbx_protocol::{Extension, PagingNumber, Selection, Several};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::paging_group::Group;
use crate::model::refusal::Refusal;

pub(super) fn list(exchange: &mut Exchange, _: &Asker) -> PagingGroupList {
    let groups = exchange.admin.paging.iter().map(|(number, group)| group.listed(number));
    PagingGroupList { groups: groups.collect() }
}

pub(super) fn query(exchange: &mut Exchange, query: &QueryPagingGroups, _: &Asker) -> Answered<PagingGroups> {
    let all = &exchange.admin.paging;
    let detail = |number: &PagingNumber| Ok(all.get(number).ok_or(Refusal::NoSuchRecord)?.detail(number));
    let groups: Answered<_> = match &query.groups {
        Selection::All => all.keys().map(detail).collect(),
        Selection::Only(numbers) => numbers.iter().map(detail).collect(),
    };
    Ok(PagingGroups { groups: groups? })
}

pub(super) fn add(exchange: &mut Exchange, add: &AddPagingGroup, _: &Asker) -> Answered<Done> {
    if exchange.admin.paging.contains_key(&add.group) {
        return Err(Refusal::Exists);
    }
    check(exchange, &add.kind, Some(&add.members))?;
    exchange.admin.paging.insert(add.group.clone(), Group::new(add));
    Ok(Done {})
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdatePagingGroup, _: &Asker) -> Answered<Done> {
    check(exchange, &update.kind, update.members.as_ref())?;
    let group = exchange.admin.paging.get_mut(&update.group).ok_or(Refusal::NoSuchRecord)?;
    group.apply(update);
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeletePagingGroups, _: &Asker) -> Answered<Done> {
    let groups = &mut exchange.admin.paging;
    match &ask.groups {
        Selection::All => groups.clear(),
        Selection::Only(numbers) => {
            if !numbers.iter().all(|number| groups.contains_key(number)) {
                return Err(Refusal::NoSuchRecord);
            }
            groups.retain(|number, _| numbers.iter().all(|gone| gone != number));
        }
    }
    Ok(Done {})
}

fn check(exchange: &Exchange, kind: &PagingType, members: Option<&Several<Extension>>) -> Answered<()> {
    if !kind.is_known() {
        return Err(Refusal::MissingParameter);
    }
    members.map_or(Ok(()), |members| exchange.phones.existing(members).map(|_| ()))
}
