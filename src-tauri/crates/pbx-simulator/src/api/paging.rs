//! The endpoints of paging groups.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddPagingGroup, DeletePagingGroups, Done, ListedPagingGroup, PagingGroupList, PagingGroups, PagingType,
    QueryPagingGroups, UpdatePagingGroup,
};
use pbx_protocol::{Extension, PagingNumber, Selection, Several};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct PagingGroup {
    name: String,
    kind: PagingType,
    members: Several<Extension>,
}

impl Exchange {
    pub(crate) fn list_paging_groups(&self) -> PagingGroupList {
        let listed = |(number, group): (&PagingNumber, &PagingGroup)| ListedPagingGroup {
            number: number.to_string(),
            name: group.name.clone(),
            more: BTreeMap::new(),
        };
        PagingGroupList { groups: self.admin.paging.iter().map(listed).collect() }
    }

    pub(crate) fn query_paging_groups(
        &mut self,
        query: &QueryPagingGroups,
        _: &Asker,
    ) -> Result<PagingGroups, Refusal> {
        let detail = |number: &PagingNumber| {
            let group = self.admin.paging.get(number).ok_or(Refusal::NoSuchRecord)?;
            Ok(pbx_protocol::endpoints::PagingGroup {
                number: number.to_string(),
                name: group.name.clone(),
                kind: group.kind.clone(),
                members: group.members.to_string(),
                more: BTreeMap::new(),
            })
        };
        let groups: Result<_, Refusal> = match &query.groups {
            Selection::All => self.admin.paging.keys().map(detail).collect(),
            Selection::Only(numbers) => numbers.iter().map(detail).collect(),
        };
        Ok(PagingGroups { groups: groups? })
    }

    pub(crate) fn add_paging_group(&mut self, add: &AddPagingGroup, _: &Asker) -> Result<Done, Refusal> {
        if self.admin.paging.contains_key(&add.group) {
            return Err(Refusal::Exists);
        }
        self.check_paging(&add.kind, Some(&add.members))?;
        let group =
            PagingGroup { name: add.name.clone(), kind: add.kind.clone(), members: add.members.clone() };
        self.admin.paging.insert(add.group.clone(), group);
        Ok(Done {})
    }

    pub(crate) fn update_paging_group(
        &mut self,
        update: &UpdatePagingGroup,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        self.check_paging(&update.kind, update.members.as_ref())?;
        let group = self.admin.paging.get_mut(&update.group).ok_or(Refusal::NoSuchRecord)?;
        group.kind = update.kind.clone();
        if let Some(name) = &update.name {
            group.name.clone_from(name);
        }
        if let Some(members) = &update.members {
            group.members = members.clone();
        }
        Ok(Done {})
    }

    pub(crate) fn delete_paging_groups(
        &mut self,
        ask: &DeletePagingGroups,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        match &ask.groups {
            Selection::All => self.admin.paging.clear(),
            Selection::Only(numbers) => {
                if !numbers.iter().all(|number| self.admin.paging.contains_key(number)) {
                    return Err(Refusal::NoSuchRecord);
                }
                self.admin.paging.retain(|number, _| numbers.iter().all(|gone| gone != number));
            }
        }
        Ok(Done {})
    }

    fn check_paging(&self, kind: &PagingType, members: Option<&Several<Extension>>) -> Result<(), Refusal> {
        if !kind.is_known() {
            return Err(Refusal::MissingParameter);
        }
        members.map_or(Ok(()), |members| self.existing(members).map(|_| ()))
    }
}
