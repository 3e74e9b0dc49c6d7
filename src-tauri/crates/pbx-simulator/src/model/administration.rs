//! What administrators set besides extensions and queues: trunks, routes, conference rooms, voice menus, paging groups,
//! ring groups, wake-up calls.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{DestinationType, Done, InboundRoute, Ivr, OutboundRoute, TrunkDetail};
use pbx_protocol::{
    ConferenceNumber, DialString, Extension, ListMember, PagingNumber, RingGroupNumber, Selection,
};

use crate::model::dial_plan;
use crate::model::leg::Outside;
use crate::model::paging_group::Group;
use crate::model::refusal::Refusal;
use crate::model::room::Room;
use crate::model::trunk;
use crate::model::wake_up::WakeUp;
use crate::world::World;

/// Prompts that every simulated PBX has; the document's examples play them.
const PROMPTS: [&str; 4] = ["haruhi3", "xiaoshao5", "custom/test", "custom/test12311"];

#[derive(Debug, Default)]
pub(crate) struct Administration {
    pub(crate) trunks: Vec<TrunkDetail>,
    pub(crate) inbound: Vec<InboundRoute>,
    pub(crate) outbound: Vec<OutboundRoute>,
    pub(crate) rooms: BTreeMap<ConferenceNumber, Room>,
    pub(crate) ivrs: Vec<Ivr>,
    pub(crate) paging: BTreeMap<PagingNumber, Group>,
    pub(crate) ring_groups: BTreeMap<RingGroupNumber, Vec<Extension>>,
    pub(crate) wake_ups: Vec<WakeUp>,
    pub(crate) monitoring: Vec<Monitoring>,
    last_id: u32,
}

/// Who listens in on whom.
#[derive(Debug)]
pub(crate) struct Monitoring {
    pub(crate) supervisor: Extension,
    pub(crate) agent: Extension,
}

impl Administration {
    /// A trunk, a route each way, a conference room, a voice menu and a ring group, as the world's phones allow.
    /// They are there so that each of the document's examples has something to ask for.
    pub(crate) fn of(world: &World, phones: &[&Extension]) -> Self {
        let mut admin = Self::default();
        admin.add_trunk(&world.setup.trunk);
        admin.add_first_routes(world, phones);
        world.setup.other_trunks.iter().for_each(|name| admin.add_trunk(name));
        let id = admin.next_id();
        admin.ivrs.push(Ivr {
            id,
            name: "test_ivr".to_owned(),
            prompt: PROMPTS[0].to_owned(),
            prompt_repeats: "3".to_owned(),
            response_seconds: "5".to_owned(),
            more: BTreeMap::new(),
        });
        if let Ok(room) = ConferenceNumber::parse("8000") {
            admin.rooms.insert(room, Room::new("testapi1"));
        }
        if let Ok(group) = RingGroupNumber::parse("600") {
            admin.ring_groups.insert(group, phones.iter().map(|phone| (*phone).clone()).take(2).collect());
        }
        admin
    }

    fn add_trunk(&mut self, name: &str) {
        let address = || Some("172.16.108.16".to_owned());
        let bare = trunk::bare(self.next_id(), name);
        let port = Some("5060".to_owned());
        self.trunks.push(TrunkDetail { host: address(), port, domain: address(), ..bare });
    }

    fn add_first_routes(&mut self, world: &World, phones: &[&Extension]) {
        // Callers from outside land in a queue, where there is one.
        let first_queue = world.queues.first().map(|queue| (DestinationType::Queue, queue.number.clone()));
        let first_phone = phones.first().map(|phone| (DestinationType::Extension, phone.to_string()));
        if let Some((destination_type, destination)) = first_queue.or(first_phone) {
            let id = self.next_id();
            self.inbound.push(InboundRoute {
                id,
                name: "main".to_owned(),
                did: String::new(),
                caller_id: String::new(),
                destination_type,
                destination,
                more: BTreeMap::new(),
            });
        }
        let id = self.next_id();
        self.outbound.push(OutboundRoute {
            id,
            name: "to-pbx".to_owned(),
            prepend: String::new(),
            prefix: world.setup.outbound_prefix.clone(),
            pattern: ".".to_owned(),
            caller_id: String::new(),
            trunks: world.setup.trunk.clone(),
            more: BTreeMap::new(),
        });
    }

    pub(crate) fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }

    pub(crate) fn has_trunk(&self, name: &str) -> bool {
        self.trunks.iter().any(|trunk| trunk.name == name)
    }

    /// The first route that fits and has a trunk that is there.
    pub(crate) fn route_out(&self, caller: &str, dialled: &str) -> Option<Outside> {
        self.outbound.iter().find_map(|route| {
            let to = dial_plan::through(route, caller, dialled)?;
            let trunk = route.trunks.split(',').find(|name| self.has_trunk(name))?;
            Some(Outside { from: caller.to_owned(), to, trunk: trunk.to_owned() })
        })
    }

    pub(crate) fn room(&self, number: &ConferenceNumber) -> Result<&Room, Refusal> {
        self.rooms.get(number).ok_or(Refusal::NoSuchRecord)
    }

    pub(crate) fn room_mut(&mut self, number: &ConferenceNumber) -> Result<&mut Room, Refusal> {
        self.rooms.get_mut(number).ok_or(Refusal::NoSuchRecord)
    }

    pub(crate) fn is_in_conference(&self, extension: &Extension) -> bool {
        let number = DialString::from(extension);
        self.rooms.values().any(|room| room.has(&number))
    }

    /// Whether it was in one.
    pub(crate) fn leave_conferences(&mut self, extension: &Extension) -> bool {
        let was_in_one = self.is_in_conference(extension);
        self.rooms.values_mut().for_each(|room| room.leave(&extension.into()));
        was_in_one
    }

    /// Whether it listened in on anybody.
    pub(crate) fn stop_monitoring(&mut self, supervisor: &Extension) -> bool {
        let before = self.monitoring.len();
        self.monitoring.retain(|one| one.supervisor != *supervisor);
        self.monitoring.len() < before
    }
}

pub(crate) fn check_prompt(name: &str) -> Result<(), Refusal> {
    if PROMPTS.contains(&name) { Ok(()) } else { Err(Refusal::NoSuchPrompt) }
}

/// Those that are selected, which must be there when they are named.
pub(crate) fn selected<'a, T, K: ListMember>(
    all: &'a [T],
    wanted: &Selection<K>,
    name: impl Fn(&T) -> &str,
) -> Result<Vec<&'a T>, Refusal> {
    match wanted {
        Selection::All => Ok(all.iter().collect()),
        Selection::Only(names) => names
            .iter()
            .map(|wanted| all.iter().find(|one| name(one) == wanted.as_listed()).ok_or(Refusal::NoSuchRecord))
            .collect(),
    }
}

/// Deletes those that are selected; all or none of them.
pub(crate) fn delete<T, K: ListMember>(
    all: &mut Vec<T>,
    wanted: &Selection<K>,
    name: impl Fn(&T) -> &str,
) -> Result<Done, Refusal> {
    // Asked for its refusal alone.
    selected(all, wanted, &name)?;
    match wanted {
        Selection::All => all.clear(),
        Selection::Only(names) => {
            all.retain(|one| names.iter().all(|wanted| name(one) != wanted.as_listed()));
        }
    }
    Ok(Done {})
}
