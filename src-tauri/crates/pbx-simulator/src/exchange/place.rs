//! Calls begin, or go on elsewhere: somebody dials, is called back, is handed over.

use pbx_protocol::{Extension, QueueNumber};

use crate::exchange::Exchange;
use crate::exchange::end::{BUSY, NO_ANSWER, NOT_ANSWERED};
use crate::exchange::forward::NotTaken;
use crate::model::call::{Phase, Target};
use crate::model::leg::{Leg, LegState, Party};
use crate::model::now::Now;
use crate::options::SecondDial;

/// Who did it. Only transfers made on the phone are reported as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transferred {
    OverTheApi,
    OnThePhone,
}

impl Exchange {
    /// What `dialled` leads to for this caller; an outside number must begin with the route's prefix.
    pub(crate) fn target_of(&self, caller: &str, dialled: &str) -> Option<Target> {
        self.inside_target(dialled).or_else(|| self.outside_target(caller, dialled))
    }

    pub(crate) fn inside_target(&self, dialled: &str) -> Option<Target> {
        if let Some(extension) = Extension::parse(dialled).ok().filter(|number| self.phones.has(number)) {
            return Some(Target::Extension(extension));
        }
        let queue = QueueNumber::parse(dialled).ok().filter(|queue| self.queues.contains_key(queue))?;
        Some(Target::Queue(queue))
    }

    pub(crate) fn outside_target(&self, caller: &str, dialled: &str) -> Option<Target> {
        self.admin.route_out(caller, dialled).map(Target::Outside)
    }

    /// A caller who is off hook, or outside, calls.
    pub(crate) fn place_call(&mut self, caller: Party, target: Target, dialled: &str, now: Now) {
        let number = self.calls.open(caller, LegState::Up, Phase::Ringing, dialled, now);
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
        let until = now.elapsed + self.options.ring_timeout;
        let rings = LegState::Ringing { until, lifts: lifts_by_itself.then_some(now.elapsed) };
        // The target is rung only when the caller is there to talk.
        let phase = Phase::OwnPhone { target: target.clone() };
        let is_second = self.calls.of(caller).next().is_some();
        let number = self.calls.open(Party::Extension(caller.clone()), rings, phase, dialled, now);
        if let Some(call) = self.calls.get_mut(number) {
            call.unreported = is_second && self.options.second_dial == SecondDial::Unreported;
        }
        self.announce_phones(now);
        if let Some(call) = self.calls.take(number) {
            self.report_call(&call, [call.own_ring(target)], now);
            self.calls.put_back(call);
        }
        // With automatic answer it is due already; nobody waits for the next deadline.
        self.lift_by_themselves(now);
    }

    /// The caller is on the line: reach the target.
    pub(super) fn dial(&mut self, number: u64, target: Target, now: Now) {
        match target {
            Target::Queue(queue) => {
                if let Some(call) = self.calls.get_mut(number) {
                    call.queue = Some(queue);
                }
                self.serve_queues(now);
            }
            Target::Extension(extension) => {
                let phone = self.phones.get(&extension).ok();
                let is_there = phone.is_some_and(|phone| phone.line.registered);
                let somebody_sits_there = phone.is_some_and(|phone| phone.line.answers_by_itself);
                let lifts = self.options.colleagues_answer_after.filter(|_| somebody_sits_there);
                // A transfer may lead back to who is in the call already.
                let is_in_it = self.calls.get(number).is_some_and(|call| call.leg_of(&extension).is_some());
                // A phone that is not there does not refuse; the caller hears what an unanswered ring ends with.
                let hears = if is_there { BUSY } else { NO_ANSWER };
                let refuses = (is_in_it || !self.can_be_rung(&extension)).then_some(hears);
                let why = if is_there { NotTaken::Busy } else { NotTaken::NoAnswer };
                if refuses.is_some() && self.forward(number, &extension, why, now) {
                    return;
                }
                self.reach(number, Party::Extension(extension), refuses, lifts, now);
            }
            Target::Outside(outside) => {
                let lifts = self.options.outside_answers_after;
                let refuses = self.setup.busy_outside.contains(&outside.to).then_some(BUSY);
                self.reach(number, Party::Outbound(outside), refuses, lifts, now);
            }
        }
    }

    /// The call must be talking and the transferor in it; both are checked by who calls this. What they talked so
    /// far is booked as a call of its own.
    pub(crate) fn transfer(
        &mut self,
        number: u64,
        transferor: &Extension,
        target: Target,
        dialled: &str,
        how: Transferred,
        now: Now,
    ) {
        let Some(mut call) = self.calls.take(number) else { return };
        let (Some(leaving), Some(staying)) =
            (call.leg_of(transferor).cloned(), call.legs().find(|leg| !leg.is(transferor)).cloned())
        else {
            self.calls.put_back(call);
            return;
        };
        if how == Transferred::OnThePhone {
            self.report_call(&call, [call.transferred(&leaving, &staying)], now);
        }
        self.report_call(&call, [call.leg_bye(&leaving, &staying)], now);
        let so_far = call.clone();
        call.go_on_with(Leg { state: LegState::Up, ..staying }, dialled, now);
        self.calls.put_back(call);
        // What ended is told and booked before anything of what begins.
        self.announce_phones(now);
        self.book(&so_far, now, NOT_ANSWERED);
        self.dial(number, target, now);
    }
}
