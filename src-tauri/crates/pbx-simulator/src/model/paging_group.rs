//! One paging group: phones that are spoken to all at once.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{self, AddPagingGroup, ListedPagingGroup, PagingType, UpdatePagingGroup};
use pbx_protocol::{Extension, PagingNumber, Several};

#[derive(Debug)]
pub(crate) struct Group {
    name: String,
    kind: PagingType,
    members: Several<Extension>,
}

impl Group {
    pub(crate) fn new(add: &AddPagingGroup) -> Self {
        Self { name: add.name.clone(), kind: add.kind.clone(), members: add.members.clone() }
    }

    /// Takes over what is given.
    pub(crate) fn apply(&mut self, update: &UpdatePagingGroup) {
        self.kind = update.kind.clone();
        if let Some(name) = &update.name {
            self.name.clone_from(name);
        }
        if let Some(members) = &update.members {
            self.members = members.clone();
        }
    }

    pub(crate) fn listed(&self, number: &PagingNumber) -> ListedPagingGroup {
        ListedPagingGroup { number: number.to_string(), name: self.name.clone(), more: BTreeMap::new() }
    }

    pub(crate) fn detail(&self, number: &PagingNumber) -> endpoints::PagingGroup {
        endpoints::PagingGroup {
            number: number.to_string(),
            name: self.name.clone(),
            kind: self.kind.clone(),
            members: self.members.to_string(),
            more: BTreeMap::new(),
        }
    }
}
