//! Calls that begin at the PBX: for a queue, for a ring group, or between two outside numbers. The outside party is
//! taken to have answered; it is reported as the caller, since it is the leg that is there first.

use pbx_protocol::DialString;
use pbx_protocol::endpoints::{BridgeOutside, DialFromQueue, DialFromRingGroup, Done};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::call::{Outside, Party, Target};
use crate::model::refusal::Refusal;

impl Exchange {
    pub(crate) fn dial_from_queue(&mut self, ask: &DialFromQueue, asker: &Asker) -> Result<Done, Refusal> {
        self.queue(&ask.queue)?;
        let caller = self.answered(&ask.number, ask.queue.as_str())?;
        self.place_call(caller, Target::Queue(ask.queue.clone()), ask.queue.as_str(), asker.now);
        Ok(Done {})
    }

    /// Rings the first of the group that is free.
    pub(crate) fn dial_from_ring_group(
        &mut self,
        ask: &DialFromRingGroup,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        let members = self.admin.ring_groups.get(&ask.group).ok_or(Refusal::NoSuchRingGroup)?;
        let free = members.iter().find(|member| self.can_be_rung(member)).cloned();
        let free = free.ok_or(Refusal::ExtensionNotIdle)?;
        let caller = self.answered(&ask.number, ask.group.as_str())?;
        self.place_call(caller, Target::Extension(free), ask.group.as_str(), asker.now);
        Ok(Done {})
    }

    pub(crate) fn bridge_outside(&mut self, ask: &BridgeOutside, asker: &Asker) -> Result<Done, Refusal> {
        let caller = self.answered(&ask.caller, ask.number.as_str())?;
        let target = self.outside_target("", ask.number.as_str()).ok_or(Refusal::NoSuchNumber)?;
        self.place_call(caller, target, ask.number.as_str(), asker.now);
        Ok(Done {})
    }

    fn answered(&self, number: &DialString, to: &str) -> Result<Party, Refusal> {
        let line = self.route_out("", number.as_str()).ok_or(Refusal::NoSuchNumber)?;
        if self.settings.busy_outside.contains(&line.to) {
            return Err(Refusal::NoSuchNumber);
        }
        Ok(Party::Inbound(Outside { from: line.to, to: to.to_owned(), trunk: line.trunk }))
    }
}
