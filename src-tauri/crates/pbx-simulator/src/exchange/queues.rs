//! Calls that wait in a queue: which members are rung for them, and when again. ("Ring All")

use std::time::Duration;

use pbx_protocol::{Extension, QueueNumber};

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::call::{Call, LegState, Party};

impl Exchange {
    /// Callers that no agent has answered yet.
    pub(crate) fn waiting_in(&self, queue: &QueueNumber) -> usize {
        self.calls.iter().filter(|call| call.waits_in(queue)).count()
    }

    /// Rings every member that is free, for the caller who has waited longest.
    pub(crate) fn serve_queues(&mut self, now: Now) {
        let waiting: Vec<(u64, QueueNumber)> = self
            .calls
            .iter()
            .filter_map(|call| call.waiting_queue().map(|queue| (call.number, queue.clone())))
            .collect();
        for (number, queue) in waiting {
            for member in self.free_members(number, &queue, now) {
                self.ring_member(number, &queue, &member, now);
            }
        }
    }

    /// Moments at which a member may be rung again.
    pub(crate) fn queue_deadlines(&self) -> impl Iterator<Item = Duration> {
        self.calls.iter().filter_map(|call| Some((call, call.waiting_queue()?))).flat_map(|(call, queue)| {
            let rests = self.queues.get(queue).into_iter().flat_map(|queue| queue.resting.values());
            call.left_alone.values().chain(rests).copied()
        })
    }

    fn free_members(&mut self, call: u64, queue: &QueueNumber, now: Now) -> Vec<Extension> {
        if let Some(call) = self.call_mut(call) {
            call.left_alone.retain(|_, until| *until > now.elapsed);
        }
        if let Some(queue) = self.queues.get_mut(queue) {
            queue.resting.retain(|_, until| *until > now.elapsed);
        }
        let (Some(call), Some(queue)) = (self.call(call), self.queues.get(queue)) else { return Vec::new() };
        queue
            .members()
            .filter(|member| !queue.paused.contains(member) && !queue.rests(member, now))
            .filter(|member| !call.left_alone.contains_key(member))
            .filter(|member| self.is_idle(member))
            .cloned()
            .collect()
    }

    /// A queue doesn't ring phones that are in use, call waiting or not.
    fn is_idle(&self, member: &Extension) -> bool {
        self.can_be_rung(member) && self.calls_of(member).next().is_none()
    }

    fn ring_member(&mut self, number: u64, queue: &QueueNumber, member: &Extension, now: Now) {
        let timeout = self.queues.get(queue).map_or(self.settings.ring_timeout, |queue| queue.agent_timeout);
        let state = LegState::Ringing { until: now.elapsed + timeout, lifts: None };
        self.add_leg(number, Party::Extension(member.clone()), state, now);
    }
}

impl Call {
    /// The queue this call waits in, if it does.
    pub(crate) fn waiting_queue(&self) -> Option<&QueueNumber> {
        self.queue.as_ref().filter(|_| self.is_waiting_for_answer())
    }

    fn waits_in(&self, queue: &QueueNumber) -> bool {
        self.waiting_queue() == Some(queue)
    }
}
