//! The call endpoints: dial, hang up, hold, mute, transfer, look up.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{
    AutoAnswer, DialExtension, DialOutbound, Done, ExtensionParty, HangUpExtension, HangUpInbound,
    HangUpOutbound, HoldExtension, InboundCall, InboundCalls, MuteExtension, OutboundCall, OutboundCalls,
    QueryInbound, QueryOutbound, TransferCall, UnholdExtension, UnmuteExtension,
};
use pbx_protocol::{InboundId, OutboundId, Selection};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::exchange::transfer::Transferred;
use crate::model::call::{Call, Leg, LegState, Party, Target};
use crate::model::refusal::Refusal;

/// The document's only word for a call's status, and ours for before that.
const TALKING: &str = "Talking";
const RINGING: &str = "Ringing";

impl Exchange {
    pub(crate) fn dial_extension(&mut self, dial: &DialExtension, asker: &Asker) -> Result<Done, Refusal> {
        self.check_can_dial(&dial.caller)?;
        let dialled = dial.callee.to_string();
        // What is inside is reached from a phone without a route, queues too.
        let target = self.inside_target(&dialled).filter(|_| dial.callee != dial.caller);
        let target = target.ok_or(Refusal::NoSuchNumber)?;
        let lifts = dial.auto_answer == AutoAnswer::Yes;
        self.call_back(&dial.caller, &target, &dialled, lifts, asker.now);
        Ok(Done {})
    }

    pub(crate) fn dial_outbound(&mut self, dial: &DialOutbound, asker: &Asker) -> Result<Done, Refusal> {
        self.check_can_dial(&dial.extension)?;
        if self.phones.get(&dial.extension).is_some_and(|phone| !phone.may_dial_out) {
            return Err(Refusal::NoOutboundPermission);
        }
        let dialled = dial.number.as_str();
        let target = self.outside_target(dial.extension.as_str(), dialled).ok_or(Refusal::NoSuchNumber)?;
        let lifts = dial.auto_answer == AutoAnswer::Yes;
        self.call_back(&dial.extension, &target, dialled, lifts, asker.now);
        Ok(Done {})
    }

    /// The phone must be there and on hook.
    fn check_can_dial(&self, caller: &Extension) -> Result<(), Refusal> {
        self.check_exists(caller)?;
        if self.is_free(caller) { Ok(()) } else { Err(Refusal::ExtensionNotIdle) }
    }

    pub(crate) fn hang_up_extension(
        &mut self,
        ask: &HangUpExtension,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        self.check_exists(&ask.extension)?;
        let Some((call, channel)) = self.current_leg(&ask.extension) else {
            let was_elsewhere = self.leave_conferences(&ask.extension) | self.stop_monitoring(&ask.extension);
            self.announce_phones(asker.now);
            return if was_elsewhere { Ok(Done {}) } else { Err(Refusal::NoSuchCall) };
        };
        self.hang_up_leg(call, &channel, asker.now);
        Ok(Done {})
    }

    /// The call that hanging up means: the one talked in, else the one ringing, else one on hold.
    pub(crate) fn current_leg(&self, extension: &Extension) -> Option<(u64, String)> {
        let order: [fn(&LegState) -> bool; 3] = [
            |state| matches!(state, LegState::Up),
            |state| matches!(state, LegState::Ringing { .. }),
            |state| matches!(state, LegState::Held),
        ];
        order.iter().find_map(|wanted| {
            self.calls.iter().find_map(|call| {
                let leg = call.leg_of(extension).filter(|leg| wanted(&leg.state))?;
                Some((call.number, leg.channel.to_string()))
            })
        })
    }

    pub(crate) fn hang_up_inbound(&mut self, ask: &HangUpInbound, asker: &Asker) -> Result<Done, Refusal> {
        self.hang_up_outside(ask.id.as_str(), |party| matches!(party, Party::Inbound(_)), asker)
    }

    pub(crate) fn hang_up_outbound(&mut self, ask: &HangUpOutbound, asker: &Asker) -> Result<Done, Refusal> {
        self.hang_up_outside(ask.id.as_str(), |party| matches!(party, Party::Outbound(_)), asker)
    }

    /// Any channel of the call is good enough as its id: reports give several.
    fn hang_up_outside(&mut self, id: &str, is: fn(&Party) -> bool, asker: &Asker) -> Result<Done, Refusal> {
        let found = self.calls.iter().filter(|call| call.has_channel(id)).find_map(|call| {
            let leg = call.legs().find(|leg| is(&leg.party))?;
            Some((call.number, leg.channel.to_string()))
        });
        let (number, channel) = found.ok_or(Refusal::NoSuchCall)?;
        self.hang_up_leg(number, &channel, asker.now);
        Ok(Done {})
    }

    pub(crate) fn hold(&mut self, ask: &HoldExtension, _: &Asker) -> Result<Done, Refusal> {
        self.put_on_hold(&ask.extension)
    }

    pub(crate) fn unhold(&mut self, ask: &UnholdExtension, _: &Asker) -> Result<Done, Refusal> {
        self.take_off_hold(&ask.extension)
    }

    pub(crate) fn put_on_hold(&mut self, extension: &Extension) -> Result<Done, Refusal> {
        self.talking_leg(extension, |leg| leg.state == LegState::Up)?.state = LegState::Held;
        Ok(Done {})
    }

    /// The phone talks in one call at a time.
    pub(crate) fn take_off_hold(&mut self, extension: &Extension) -> Result<Done, Refusal> {
        let channel = self.talking_leg(extension, |leg| leg.state == LegState::Held)?.channel.clone();
        self.hold_others(extension);
        for leg in self.calls.iter_mut().flat_map(Call::legs_mut).filter(|leg| leg.channel == channel) {
            leg.state = LegState::Up;
        }
        Ok(Done {})
    }

    pub(crate) fn mute(&mut self, ask: &MuteExtension, _: &Asker) -> Result<Done, Refusal> {
        self.talking_leg(&ask.extension, |leg| !leg.muted)?.muted = true;
        Ok(Done {})
    }

    pub(crate) fn unmute(&mut self, ask: &UnmuteExtension, _: &Asker) -> Result<Done, Refusal> {
        self.talking_leg(&ask.extension, |leg| leg.muted)?.muted = false;
        Ok(Done {})
    }

    /// The extension's leg in a talking call; of several, one that is not yet as wanted.
    fn talking_leg(
        &mut self,
        extension: &Extension,
        is_wanted: fn(&Leg) -> bool,
    ) -> Result<&mut Leg, Refusal> {
        self.check_exists(extension)?;
        let mut legs: Vec<&mut Leg> = self
            .calls
            .iter_mut()
            .filter(|call| call.is_talking())
            .flat_map(Call::legs_mut)
            .filter(|leg| leg.is(extension))
            .collect();
        let at = legs.iter().position(|leg| is_wanted(leg)).unwrap_or(0);
        if legs.is_empty() { Err(Refusal::NotConnected) } else { Ok(legs.swap_remove(at)) }
    }

    pub(crate) fn transfer_call(&mut self, ask: &TransferCall, asker: &Asker) -> Result<Done, Refusal> {
        self.check_exists(&ask.from)?;
        let call = self
            .calls
            .iter()
            .find(|call| call.has_channel(ask.call.as_str()))
            .ok_or(Refusal::NoSuchCallId)?;
        let leg = call.leg_of(&ask.from).ok_or(Refusal::NoSuchCall)?;
        if !call.is_talking() || leg.rings() {
            return Err(Refusal::NotConnected);
        }
        let number = call.number;
        let target = self.target_of(ask.from.as_str(), ask.to.as_str()).ok_or(Refusal::NoSuchNumber)?;
        let to_itself = matches!(&target, Target::Extension(extension) if *extension == ask.from);
        if to_itself {
            return Err(Refusal::NoSuchNumber);
        }
        self.transfer(number, &ask.from, target, ask.to.as_str(), Transferred::OverTheApi, asker.now);
        Ok(Done {})
    }

    pub(crate) fn query_inbound(&mut self, ask: &QueryInbound, _: &Asker) -> Result<InboundCalls, Refusal> {
        let calls: Vec<InboundCall> = self
            .calls
            .iter()
            .filter(|call| ask.ids.iter().any(|id| call.has_channel(id.as_str())))
            .filter_map(inbound_call)
            .collect();
        if calls.is_empty() { Err(Refusal::NoSuchCall) } else { Ok(InboundCalls { calls }) }
    }

    pub(crate) fn query_outbound(
        &mut self,
        ask: &QueryOutbound,
        _: &Asker,
    ) -> Result<OutboundCalls, Refusal> {
        let wanted = |call: &&Call| match &ask.ids {
            Selection::All => true,
            Selection::Only(ids) => ids.iter().any(|id| call.has_channel(id.as_str())),
        };
        let calls: Vec<OutboundCall> = self.calls.iter().filter(wanted).filter_map(outbound_call).collect();
        if calls.is_empty() && ask.ids != Selection::All {
            return Err(Refusal::NoSuchCall);
        }
        Ok(OutboundCalls { calls })
    }

    fn check_exists(&self, extension: &Extension) -> Result<(), Refusal> {
        if self.phones.contains_key(extension) { Ok(()) } else { Err(Refusal::NoSuchExtension) }
    }
}

fn inbound_call(call: &Call) -> Option<InboundCall> {
    let Party::Inbound(outside) = &call.caller.party else { return None };
    let callee = call.callees.first().and_then(|leg| leg.party.extension());
    Some(InboundCall {
        id: InboundId::from(&call.caller.channel),
        from: outside.from.clone(),
        to: outside.to.clone(),
        trunk: outside.trunk.clone(),
        callee: callee.map(|extension| ExtensionParty { extension: extension.clone() }),
        status: status(call),
    })
}

fn outbound_call(call: &Call) -> Option<OutboundCall> {
    call.legs().find_map(|leg| match &leg.party {
        Party::Outbound(outside) => Some(OutboundCall {
            id: OutboundId::from(&call.caller.channel),
            from: outside.from.clone(),
            to: outside.to.clone(),
            trunk: outside.trunk.clone(),
            status: status(call),
        }),
        Party::Extension(_) | Party::Inbound(_) => None,
    })
}

fn status(call: &Call) -> String {
    if call.is_talking() { TALKING } else { RINGING }.to_owned()
}
