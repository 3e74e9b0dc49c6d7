//! Phones ring, for callers and for those who wait in a queue, until one is lifted or none was for too long.

use std::time::Duration;

use pbx_protocol::report::Event;
use pbx_protocol::{CallId, Extension, QueueNumber};

use crate::exchange::Exchange;
use crate::exchange::end::NO_ANSWER;
use crate::exchange::forward::NotTaken;
use crate::model::call::{Call, Phase};
use crate::model::leg::{Leg, LegState, Party};
use crate::model::now::Now;
use crate::options::SecondDial;

impl Exchange {
    /// Rings the party, or lets the call fail at once for the reason the caller hears.
    pub(super) fn reach(
        &mut self,
        number: u64,
        party: Party,
        refuses: Option<&str>,
        lifts_after: Option<Duration>,
        now: Now,
    ) {
        if let Some(reason) = refuses {
            // It gets a leg all the same: the report of the failure names who was called.
            let channel = self.calls.channels.open(now);
            if let Some(call) = self.calls.get_mut(number) {
                call.callees = vec![Leg::new(party, channel, LegState::Up)];
            }
            return self.fail(number, reason, now);
        }
        let until = now.elapsed + self.ring_time(&party);
        let lifts = lifts_after.map(|after| now.elapsed + after);
        self.add_leg(number, party, LegState::Ringing { until, lifts }, now);
    }

    /// As long as the phone is set to, where it is.
    fn ring_time(&self, party: &Party) -> Duration {
        let phone = party.extension().and_then(|phone| self.phones.get(phone).ok());
        let seconds = phone.and_then(|phone| phone.settings.ring_seconds);
        seconds.map_or(self.options.ring_timeout, |seconds| Duration::from_secs(seconds.into()))
    }

    /// One more party is rung.
    fn add_leg(&mut self, number: u64, party: Party, state: LegState, now: Now) {
        let leg = Leg::new(party, self.calls.channels.open(now), state);
        let Some(call) = self.calls.get_mut(number) else { return };
        call.callees.push(leg.clone());
        // The captures have the phone's own report before those of the call.
        self.announce_phones(now);
        let Some(mut call) = self.calls.take(number) else { return };
        self.report_ringing(&call, &leg, now);
        call.alerted = true;
        self.calls.put_back(call);
    }

    /// ALERT and RING. The captured ones of an outside line lack the serial number.
    fn report_ringing(&mut self, call: &Call, callee: &Leg, now: Now) {
        if !self.is_reported(call) {
            return;
        }
        let alert = (!call.alerted).then(|| call.alert(callee));
        for event in alert.into_iter().chain([call.ring(callee)]) {
            match callee.party {
                Party::Outbound(_) => self.send(None, event, now),
                Party::Extension(_) | Party::Inbound(_) => self.report(event, now),
            }
        }
    }

    /// Phones whose time has come lift themselves.
    pub(super) fn lift_by_themselves(&mut self, now: Now) {
        let due = |leg: &Leg| match leg.state {
            LegState::Ringing { lifts: Some(at), .. } => at <= now.elapsed,
            LegState::Ringing { lifts: None, .. } | LegState::Up | LegState::Held => false,
        };
        while let Some((number, channel)) = self.calls.find_leg(due) {
            self.lift(number, &channel, now);
        }
    }

    /// Phones that have rung long enough fall silent.
    pub(super) fn stop_ringing(&mut self, now: Now) {
        let due = |leg: &Leg| match leg.state {
            LegState::Ringing { until, .. } => until <= now.elapsed,
            LegState::Up | LegState::Held => false,
        };
        while let Some((number, channel)) = self.calls.find_leg(due) {
            if self.calls.get(number).is_some_and(|call| call.queue.is_some()) {
                self.leave_member_alone(number, &channel, now);
                continue;
            }
            let phone = self.rung_phone(number, &channel);
            let goes_on = phone.is_some_and(|phone| self.forward(number, &phone, NotTaken::NoAnswer, now));
            if !goes_on {
                self.fail(number, NO_ANSWER, now);
            }
        }
    }

    /// The phone on this channel that is called; none for the caller's own.
    fn rung_phone(&self, number: u64, channel: &CallId) -> Option<Extension> {
        let callees = &self.calls.get(number)?.callees;
        callees.iter().find(|leg| leg.channel == *channel)?.party.extension().cloned()
    }

    /// A ringing leg is lifted: the callee answers, or the caller is ready to be connected.
    pub(crate) fn lift(&mut self, number: u64, channel: &CallId, now: Now) {
        let Some(mut call) = self.calls.take(number) else { return };
        let lifted = call.legs().find(|leg| leg.channel == *channel);
        if let Some(extension) = lifted.and_then(|leg| leg.party.extension()) {
            // This call is out of the list here, so it is not among those that are held.
            self.calls.hold_others(extension);
        }
        if let Phase::OwnPhone { target } = call.phase.clone() {
            call.caller.state = LegState::Up;
            call.phase = Phase::Ringing;
            let caller = call.caller.party.extension().cloned();
            self.calls.put_back(call);
            if let Some(caller) = caller.filter(|_| self.options.second_dial == SecondDial::DropsHeld) {
                self.drop_held(&caller, now);
            }
            self.announce_phones(now);
            return self.dial(number, target, now);
        }
        let events = answered(&mut call, channel, now);
        // The phones' own reports come first, as captured; they need the call in its place.
        self.calls.put_back(call.clone());
        self.announce_phones(now);
        self.report_call(&call, events, now);
    }

    /// A phone that was lifted for another call cuts off those that it holds.
    fn drop_held(&mut self, phone: &Extension, now: Now) {
        while let Some((number, channel)) =
            self.calls.find_leg(|leg| leg.is(phone) && leg.state == LegState::Held)
        {
            self.hang_up_leg(number, &channel, now);
        }
    }

    /// Rings every member that is free, for the caller who has waited longest. ("Ring All")
    pub(crate) fn serve_queues(&mut self, now: Now) {
        for (number, queue) in self.calls.waiting() {
            // Looked up for each caller: the one before may have taken the last.
            for member in self.free_members(number, &queue, now) {
                let timeout =
                    self.queue(&queue).map_or(self.options.ring_timeout, |queue| queue.agent_timeout);
                let state = LegState::Ringing { until: now.elapsed + timeout, lifts: None };
                self.add_leg(number, Party::Extension(member), state, now);
            }
        }
    }

    fn free_members(&mut self, call: u64, queue: &QueueNumber, now: Now) -> Vec<Extension> {
        if let Some(call) = self.calls.get_mut(call) {
            call.left_alone.retain(|_, until| *until > now.elapsed);
        }
        if let Some(queue) = self.queues.get_mut(queue) {
            queue.resting.retain(|_, until| *until > now.elapsed);
        }
        let (Some(call), Ok(queue)) = (self.calls.get(call), self.queue(queue)) else { return Vec::new() };
        let is_left_alone = |member: &Extension| call.left_alone.contains_key(member);
        // A queue doesn't ring phones that are in use, call waiting or not.
        let is_idle = |member: &Extension| self.can_be_rung(member) && self.calls.of(member).next().is_none();
        queue.ready(now).filter(|member| !is_left_alone(member) && is_idle(member)).cloned().collect()
    }

    /// Moments at which a member may be rung again.
    pub(super) fn queue_deadlines(&self) -> impl Iterator<Item = Duration> {
        self.calls.iter().filter_map(|call| Some((call, call.waiting_queue()?))).flat_map(|(call, queue)| {
            let rests = self.queues.get(queue).into_iter().flat_map(|queue| queue.resting.values());
            call.left_alone.values().chain(rests).copied()
        })
    }

    /// A queue member's leg ends; the caller goes on waiting, and this member is left alone for a while.
    pub(super) fn leave_member_alone(&mut self, number: u64, channel: &CallId, now: Now) {
        let Some(mut call) = self.calls.take(number) else { return };
        let queue = call.queue.as_ref().and_then(|queue| self.queues.get(queue));
        let until = now.elapsed + queue.map(|queue| queue.retry).unwrap_or_default();
        for leg in call.callees.extract_if(.., |leg| leg.channel == *channel).collect::<Vec<_>>() {
            if let Some(extension) = leg.party.extension() {
                call.left_alone.insert(extension.clone(), until);
            }
            self.report(call.leg_bye(&leg, &call.caller), now);
        }
        self.calls.put_back(call);
        self.announce_phones(now);
    }
}

/// The leg on this channel takes the call, the others lose it.
fn answered(call: &mut Call, channel: &CallId, now: Now) -> Vec<Event> {
    let (won, lost): (Vec<Leg>, Vec<Leg>) = call.callees.drain(..).partition(|leg| leg.channel == *channel);
    call.callees = won.into_iter().map(|leg| Leg { state: LegState::Up, ..leg }).collect();
    call.phase = Phase::Talking { since: now };
    let byes = lost.iter().map(|leg| call.leg_bye(leg, &call.caller));
    byes.chain(call.callees.iter().flat_map(|leg| call.answers(leg))).collect()
}
