//! What administrators set: trunks, routes, conference rooms, voice menus, paging groups, wake-up calls, prompts. One
//! file a group; what extensions and queues are set to lies with the phones and the queues.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{DestinationType, InboundRoute, Ivr, ListedTrunk, OutboundRoute};
use pbx_protocol::endpoints::{TrunkDetail, TrunkType};
use pbx_protocol::{ConferenceNumber, Extension, ListMember, PagingNumber, RingGroupNumber, Selection};

use crate::api::conferences::Room;
use crate::api::hotel::WakeUp;
use crate::api::monitoring::Monitoring;
use crate::api::paging::PagingGroup;
use crate::model::refusal::Refusal;
use crate::world::World;

/// Prompts that every simulated PBX has; the document's examples play them.
const PROMPTS: [&str; 4] = ["haruhi3", "xiaoshao5", "custom/test", "custom/test12311"];

#[derive(Debug)]
pub(crate) struct Administration {
    pub(crate) trunks: Vec<TrunkDetail>,
    pub(crate) inbound: Vec<InboundRoute>,
    pub(crate) outbound: Vec<OutboundRoute>,
    pub(crate) rooms: BTreeMap<ConferenceNumber, Room>,
    pub(crate) ivrs: Vec<Ivr>,
    pub(crate) paging: BTreeMap<PagingNumber, PagingGroup>,
    pub(crate) ring_groups: BTreeMap<RingGroupNumber, Vec<Extension>>,
    pub(crate) wake_ups: Vec<WakeUp>,
    pub(crate) monitoring: Vec<Monitoring>,
    last_id: u32,
}

impl Administration {
    /// A trunk, a route each way, a conference room, a voice menu and a ring group, as the world's phones allow.
    pub(crate) fn of(world: &World, phones: &[&Extension]) -> Self {
        let first_queue = world.queues.first().map(|queue| (DestinationType::Queue, queue.number.clone()));
        let first_phone = phones.first().map(|phone| (DestinationType::Extension, phone.to_string()));
        let mut admin = Self {
            trunks: Vec::new(),
            inbound: Vec::new(),
            outbound: Vec::new(),
            rooms: BTreeMap::new(),
            ivrs: Vec::new(),
            paging: BTreeMap::new(),
            ring_groups: BTreeMap::new(),
            wake_ups: Vec::new(),
            monitoring: Vec::new(),
            last_id: 0,
        };
        admin.add_first_trunk(&world.trunk);
        if let Some((destination_type, destination)) = first_queue.or(first_phone) {
            let id = admin.next_id();
            admin.inbound.push(InboundRoute {
                id,
                name: "main".to_owned(),
                did: String::new(),
                caller_id: String::new(),
                destination_type,
                destination,
                more: BTreeMap::new(),
            });
        }
        let id = admin.next_id();
        admin.outbound.push(OutboundRoute {
            id,
            name: "to-pbx".to_owned(),
            prepend: String::new(),
            prefix: world.outbound_prefix.clone(),
            pattern: ".".to_owned(),
            caller_id: String::new(),
            trunks: world.trunk.clone(),
            more: BTreeMap::new(),
        });
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

    fn add_first_trunk(&mut self, name: &str) {
        let trunk = TrunkDetail {
            id: self.next_id(),
            name: name.to_owned(),
            technology: "pjsip".to_owned(),
            kind: TrunkType::Peer,
            host: Some("172.16.108.16".to_owned()),
            port: Some("5060".to_owned()),
            domain: Some("172.16.108.16".to_owned()),
            username: None,
            auth_name: None,
            from_user: None,
            password: None,
            more: BTreeMap::new(),
        };
        self.trunks.push(trunk);
    }

    pub(crate) fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }

    pub(crate) fn has_prompt(name: &str) -> bool {
        PROMPTS.contains(&name)
    }
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
) -> Result<(), Refusal> {
    selected(all, wanted, &name)?;
    match wanted {
        Selection::All => all.clear(),
        Selection::Only(names) => {
            all.retain(|one| names.iter().all(|wanted| name(one) != wanted.as_listed()));
        }
    }
    Ok(())
}

pub(crate) fn listed(trunk: &TrunkDetail) -> ListedTrunk {
    ListedTrunk {
        name: trunk.name.clone(),
        status: "Registered".to_owned(),
        technology: "SIP".to_owned(),
        port: None,
        more: BTreeMap::new(),
    }
}
