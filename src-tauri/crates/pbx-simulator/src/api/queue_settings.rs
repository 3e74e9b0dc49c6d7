//! The endpoint that changes queues.

use pbx_protocol::endpoints::{Done, RingStrategy, UpdateQueue};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

impl Exchange {
    /// Whatever the strategy, all phones ring: this PBX keeps the word and knows no other way.
    pub(crate) fn update_queue(&mut self, update: &UpdateQueue, _: &Asker) -> Result<Done, Refusal> {
        if !update.ring_strategy.as_ref().is_none_or(RingStrategy::is_known) {
            return Err(Refusal::QueueFailed);
        }
        for agents in [&update.static_agents, &update.dynamic_agents].into_iter().flatten() {
            self.existing(agents)?;
        }
        let queue = self.queues.get_mut(&update.queue).ok_or(Refusal::NoSuchQueue)?;
        if let Some(name) = &update.name {
            queue.name.clone_from(name);
        }
        if let Some(agents) = &update.static_agents {
            queue.static_agents = agents.iter().cloned().collect();
        }
        if let Some(agents) = &update.dynamic_agents {
            queue.dynamic_agents = agents.iter().cloned().collect();
        }
        if let Some(strategy) = &update.ring_strategy {
            queue.ring_strategy = strategy.clone();
        }
        queue.apply(update.wrap_up_seconds, &update.rules);
        Ok(Done {})
    }
}
