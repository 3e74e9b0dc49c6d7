//! All calls going on, in the order in which they began, and what can be asked and done across them.

use std::collections::{BTreeMap, BTreeSet};

use pbx_protocol::endpoints::Done;
use pbx_protocol::{CallId, Extension, QueueNumber};

use crate::model::call::{Call, Phase};
use crate::model::channels::Channels;
use crate::model::leg::{Leg, LegState, Party};
use crate::model::now::Now;
use crate::model::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct Calls {
    all: Vec<Call>,
    pub(crate) channels: Channels,
}

/// A leg: the number of its call, and its channel. Legs have no name that outlives a transfer but these two.
pub(crate) type LegId = (u64, CallId);

impl Calls {
    pub(crate) fn new(channels: Channels) -> Self {
        Self { all: Vec::new(), channels }
    }

    /// A caller is on the line, or rung to be connected.
    pub(crate) fn open(
        &mut self,
        caller: Party,
        state: LegState,
        phase: Phase,
        dialled: &str,
        now: Now,
    ) -> u64 {
        let number = self.all.last().map_or(0, |call| call.number) + 1;
        self.all.push(Call {
            number,
            caller: Leg::new(caller, self.channels.open(now), state),
            callees: Vec::new(),
            dialled: dialled.to_owned(),
            queue: None,
            left_alone: BTreeMap::new(),
            forwarded_by: BTreeSet::new(),
            phase,
            started: now,
            alerted: false,
            unreported: false,
        });
        number
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Call> {
        self.all.iter()
    }

    pub(crate) fn get(&self, number: u64) -> Option<&Call> {
        self.all.iter().find(|call| call.number == number)
    }

    pub(crate) fn get_mut(&mut self, number: u64) -> Option<&mut Call> {
        self.all.iter_mut().find(|call| call.number == number)
    }

    /// Out of the list, for good or to be put back: then it can be changed and reported while the rest is looked at.
    pub(crate) fn take(&mut self, number: u64) -> Option<Call> {
        let at = self.all.iter().position(|call| call.number == number)?;
        Some(self.all.remove(at))
    }

    pub(crate) fn put_back(&mut self, call: Call) {
        let at = self.all.partition_point(|other| other.number < call.number);
        self.all.insert(at, call);
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    pub(crate) fn of<'a>(&'a self, extension: &'a Extension) -> impl Iterator<Item = &'a Call> {
        self.all.iter().filter(move |call| call.leg_of(extension).is_some())
    }

    pub(crate) fn is_talking(&self, extension: &Extension) -> bool {
        self.of(extension).any(Call::is_talking)
    }

    /// The first leg of the oldest call that is as wanted.
    pub(crate) fn find_leg(&self, wanted: impl Fn(&Leg) -> bool) -> Option<LegId> {
        self.all.iter().find_map(|call| {
            let leg = call.legs().find(|leg| wanted(leg))?;
            Some((call.number, leg.channel.clone()))
        })
    }

    /// The call that hanging up means: the one talked in, else the one ringing, else one on hold.
    pub(crate) fn current_leg(&self, extension: &Extension) -> Option<LegId> {
        let order: [fn(&Leg) -> bool; 3] =
            [|leg| leg.state == LegState::Up, Leg::rings, |leg| leg.state == LegState::Held];
        order.iter().find_map(|wanted| self.find_leg(|leg| leg.is(extension) && wanted(leg)))
    }

    /// The extension's leg in a talking call; of several, one that is not yet as wanted.
    pub(crate) fn talking_leg(
        &mut self,
        extension: &Extension,
        is_wanted: fn(&Leg) -> bool,
    ) -> Result<&mut Leg, Refusal> {
        // Gathered, so that the first can be taken where none is as wanted.
        let mut legs: Vec<&mut Leg> = self.talking_legs(extension).collect();
        let at = legs.iter().position(|leg| is_wanted(leg)).unwrap_or(0);
        if legs.is_empty() { Err(Refusal::NotConnected) } else { Ok(legs.swap_remove(at)) }
    }

    fn talking_legs<'a>(&'a mut self, extension: &Extension) -> impl Iterator<Item = &'a mut Leg> {
        let talking = self.all.iter_mut().filter(|call| call.is_talking());
        talking.flat_map(Call::legs_mut).filter(move |leg| leg.is(extension))
    }

    pub(crate) fn hold(&mut self, extension: &Extension) -> Result<Done, Refusal> {
        self.talking_leg(extension, |leg| leg.state == LegState::Up)?.state = LegState::Held;
        Ok(Done {})
    }

    /// The phone talks in one call at a time.
    pub(crate) fn unhold(&mut self, extension: &Extension) -> Result<Done, Refusal> {
        let channel = self.talking_leg(extension, |leg| leg.state == LegState::Held)?.channel.clone();
        self.hold_others(extension);
        for leg in self.all.iter_mut().flat_map(Call::legs_mut).filter(|leg| leg.channel == channel) {
            leg.state = LegState::Up;
        }
        Ok(Done {})
    }

    /// A phone that takes a second call puts the first one on hold.
    pub(crate) fn hold_others(&mut self, extension: &Extension) {
        for leg in self.talking_legs(extension).filter(|leg| leg.state == LegState::Up) {
            leg.state = LegState::Held;
        }
    }

    /// Callers that no agent has answered yet.
    pub(crate) fn waiting_in(&self, queue: &QueueNumber) -> usize {
        self.all.iter().filter(|call| call.waiting_queue() == Some(queue)).count()
    }

    /// Who waits in which queue, longest first.
    pub(crate) fn waiting(&self) -> Vec<(u64, QueueNumber)> {
        self.all.iter().filter_map(|call| Some((call.number, call.waiting_queue()?.clone()))).collect()
    }
}
