//! Calls begin: somebody dials, phones ring, one is lifted.

use std::collections::BTreeMap;

use pbx_protocol::{Extension, QueueNumber};

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::call::{Call, Leg, LegState, Party, Phase, Target};

/// `CallFailed` reasons: nobody lifted (the document's), and busy.
pub(crate) const NO_ANSWER: &str = "480";
pub(crate) const BUSY: &str = "486 Busy Here";

impl Exchange {
    /// What `dialled` leads to for this caller; an outside number must begin with the route's prefix.
    pub(crate) fn target_of(&self, caller: &str, dialled: &str) -> Option<Target> {
        self.inside_target(dialled).or_else(|| self.outside_target(caller, dialled))
    }

    pub(crate) fn inside_target(&self, dialled: &str) -> Option<Target> {
        if let Some(extension) = Extension::parse(dialled).ok().filter(|e| self.phones.contains_key(e)) {
            return Some(Target::Extension(extension));
        }
        let queue = QueueNumber::parse(dialled).ok().filter(|queue| self.queues.contains_key(queue))?;
        Some(Target::Queue(queue))
    }

    pub(crate) fn outside_target(&self, caller: &str, dialled: &str) -> Option<Target> {
        self.route_out(caller, dialled).map(Target::Outside)
    }

    /// A caller who is off hook, or outside, calls.
    pub(crate) fn place_call(&mut self, caller: Party, target: Target, dialled: &str, now: Now) {
        let number = self.open_call(caller, LegState::Up, Phase::Ringing, dialled, now);
        self.announce_phones(now);
        self.dial(number, target, now);
    }

    /// Rings the caller's own phone first, or takes it as lifted.
    pub(crate) fn call_back(
        &mut self,
        caller: &Extension,
        target: &Target,
        dialled: &str,
        lifts_by_itself: bool,
        now: Now,
    ) {
        let until = now.elapsed + self.settings.ring_timeout;
        let rings = LegState::Ringing { until, lifts: lifts_by_itself.then_some(now.elapsed) };
        let phase = Phase::OwnPhone { target: target.clone() };
        let number = self.open_call(Party::Extension(caller.clone()), rings, phase, dialled, now);
        self.announce_phones(now);
        if let Some(call) = self.take_call(number) {
            self.report_call(&call, [call.own_ring(target)], now);
            self.calls.push(call);
        }
        self.lift_by_themselves(now);
    }

    fn open_call(&mut self, caller: Party, state: LegState, phase: Phase, dialled: &str, now: Now) -> u64 {
        let number = self.calls.iter().map(|call| call.number).max().unwrap_or(0) + 1;
        let caller = Leg::new(caller, self.channels.open(now), state);
        self.calls.push(Call {
            number,
            caller,
            callees: Vec::new(),
            dialled: dialled.to_owned(),
            queue: None,
            left_alone: BTreeMap::new(),
            phase,
            started: now,
            alerted: false,
        });
        number
    }

    /// The caller is on the line: reach the target.
    pub(crate) fn dial(&mut self, number: u64, target: Target, now: Now) {
        let until = now.elapsed + self.settings.ring_timeout;
        match target {
            Target::Queue(queue) => {
                if let Some(call) = self.call_mut(number) {
                    call.queue = Some(queue);
                }
                self.serve_queues(now);
            }
            Target::Extension(extension) => {
                let lifts = self.lifts_by_itself(&extension).map(|after| now.elapsed + after);
                let registered = self.phones.get(&extension).is_some_and(|phone| phone.registered);
                // A transfer may lead back to who is in the call already.
                let is_in_it = self.call(number).is_some_and(|call| call.leg_of(&extension).is_some());
                let can_be_rung = !is_in_it && self.can_be_rung(&extension);
                let party = Party::Extension(extension);
                if can_be_rung {
                    self.add_leg(number, party, LegState::Ringing { until, lifts }, now);
                } else {
                    self.fail_at_once(number, party, if registered { BUSY } else { NO_ANSWER }, now);
                }
            }
            Target::Outside(outside) => {
                let lifts = self.settings.outside_answers_after.map(|after| now.elapsed + after);
                let is_busy = self.settings.busy_outside.contains(&outside.to);
                let party = Party::Outbound(outside);
                if is_busy {
                    self.fail_at_once(number, party, BUSY, now);
                } else {
                    self.add_leg(number, party, LegState::Ringing { until, lifts }, now);
                }
            }
        }
    }

    fn lifts_by_itself(&self, extension: &Extension) -> Option<std::time::Duration> {
        let phone = self.phones.get(extension)?;
        self.settings.colleagues_answer_after.filter(|_| phone.answers_by_itself)
    }

    /// One more party is rung.
    pub(crate) fn add_leg(&mut self, number: u64, party: Party, state: LegState, now: Now) {
        let channel = self.channels.open(now);
        let leg = Leg::new(party, channel, state);
        let Some(call) = self.call_mut(number) else { return };
        call.callees.push(leg.clone());
        self.announce_phones(now);
        let Some(mut call) = self.take_call(number) else { return };
        self.report_ringing(&call, &leg, now);
        call.alerted = true;
        self.put_back(call);
    }

    fn fail_at_once(&mut self, number: u64, party: Party, reason: &str, now: Now) {
        let channel = self.channels.open(now);
        if let Some(call) = self.call_mut(number) {
            call.callees = vec![Leg::new(party, channel, LegState::Up)];
        }
        self.fail(number, reason, now);
    }

    /// Phones whose time has come lift themselves.
    pub(crate) fn lift_by_themselves(&mut self, now: Now) {
        let due = |leg: &Leg| match leg.state {
            LegState::Ringing { lifts: Some(at), .. } => at <= now.elapsed,
            LegState::Ringing { lifts: None, .. } | LegState::Up | LegState::Held => false,
        };
        loop {
            let next = self.calls.iter().find_map(|call| {
                call.legs().find(|leg| due(leg)).map(|leg| (call.number, leg.channel.clone()))
            });
            let Some((number, channel)) = next else { return };
            self.lift(number, channel.as_str(), now);
        }
    }

    /// A ringing leg is lifted: the callee answers, or the caller is ready to be connected.
    pub(crate) fn lift(&mut self, number: u64, channel: &str, now: Now) {
        let Some(mut call) = self.take_call(number) else { return };
        if let Some(extension) =
            call.legs().find(|leg| leg.channel.as_str() == channel).and_then(|l| l.party.extension())
        {
            self.hold_others(extension);
        }
        if let Phase::OwnPhone { target } = call.phase.clone() {
            call.caller.state = LegState::Up;
            call.phase = Phase::Ringing;
            self.put_back(call);
            self.announce_phones(now);
            self.dial(number, target, now);
            return;
        }
        let (won, lost): (Vec<Leg>, Vec<Leg>) =
            call.callees.drain(..).partition(|leg| leg.channel.as_str() == channel);
        call.callees = won.into_iter().map(|leg| Leg { state: LegState::Up, ..leg }).collect();
        call.phase = Phase::Talking { since: now };
        let byes: Vec<_> = lost.iter().map(|leg| call.leg_bye(leg, &call.caller)).collect();
        let answers: Vec<_> = call.callees.iter().flat_map(|leg| call.answers(leg)).collect();
        self.put_back(call);
        self.announce_phones(now);
        let Some(call) = self.take_call(number) else { return };
        self.report_call(&call, byes, now);
        self.report_call(&call, answers, now);
        self.put_back(call);
    }

    /// A phone that takes a second call puts the first one on hold.
    pub(crate) fn hold_others(&mut self, extension: &Extension) {
        for leg in self.calls.iter_mut().filter(|call| call.is_talking()).flat_map(Call::legs_mut) {
            if leg.is(extension) && leg.state == LegState::Up {
                leg.state = LegState::Held;
            }
        }
    }

    /// Calls stay in the order in which they began.
    pub(crate) fn put_back(&mut self, call: Call) {
        let at = self.calls.partition_point(|other| other.number < call.number);
        self.calls.insert(at, call);
    }
}
