//! The agent's pause over all queues: they follow the wish, and say where somebody else has decided otherwise.

use std::collections::BTreeSet;
use std::time::Duration;

use pbx_protocol::QueueNumber;

use super::Queues;
use super::queue::Queue;
use crate::agent_state::facts::QueueFacts;
use crate::agent_state::view::AgentState;
use crate::command::QueueCommand;
use crate::shared::Shared;

const fn command(pause: bool) -> QueueCommand {
    if pause { QueueCommand::Pause } else { QueueCommand::Unpause }
}

impl Queues {
    /// The agent wants to be paused, or ready: asked of each queue that is not so.
    pub(crate) fn follow_wish(&mut self, pause: bool, shared: &mut Shared) {
        let command = command(pause);
        let asked = self.that_can(command, shared.online);
        for number in &asked {
            let _ = self.act_on(number.as_str(), command, shared);
        }
        self.tell_together(command, asked);
        for queue in self.own_mut() {
            (queue.watch.in_line, queue.watch.held) = (true, false);
        }
    }

    /// Pauses where calls would come, for the work after a call.
    pub(crate) fn hold(&mut self, shared: &mut Shared) {
        for number in self.that_can(QueueCommand::Pause, shared.online) {
            let is_asked = self.act_on(number.as_str(), QueueCommand::Pause, shared).is_ok();
            self.by_number.entry(number).and_modify(|queue| queue.watch.held = is_asked);
        }
    }

    /// Ends what `hold` began, and no other pause; after a restart, where nobody knows which it was, all.
    pub(crate) fn release(&mut self, shared: &mut Shared) {
        let held: Vec<QueueNumber> =
            self.own().filter(|(_, queue)| queue.watch.held).map(|(number, _)| number.clone()).collect();
        if held.is_empty() {
            return self.follow_wish(false, shared);
        }
        for number in held {
            let _ = self.act_on(number.as_str(), QueueCommand::Unpause, shared);
            self.by_number.entry(number).and_modify(|queue| queue.watch.held = false);
        }
    }

    /// How long the PBX lets us rest after a call of that queue.
    pub(crate) fn rest_after(&self, number: &str) -> Option<Duration> {
        let queue = self.by_number.get(&QueueNumber::parse(number).ok()?)?;
        Some(queue.rest.time).filter(|rest| !rest.is_zero())
    }

    /// Whether there is a queue to ask.
    pub(crate) fn could_follow(&self, pause: bool, online: bool) -> bool {
        !self.that_can(command(pause), online).is_empty()
    }

    pub(super) fn that_can(&self, command: QueueCommand, online: bool) -> BTreeSet<QueueNumber> {
        let can = self.by_number.iter().filter(|(_, queue)| queue.can(online).contains(&command));
        can.map(|(number, _)| number.clone()).collect()
    }

    /// Whoever is paused and signs in to a queue, or to the PBX again, is paused there as well.
    pub(crate) fn bring_in_line(&mut self, pause: bool, shared: &mut Shared) {
        let mut behind = Vec::new();
        for (number, queue) in &mut self.by_number {
            let is_known = queue.signed_in && queue.watch.paused.is_some();
            if !is_known || std::mem::replace(&mut queue.watch.in_line, true) {
                continue;
            }
            // A pause that is there is not ended here: somebody else may have wanted it.
            if pause && !queue.counts_as_paused() {
                behind.push(number.clone());
            }
        }
        for number in behind {
            let _ = self.act_on(number.as_str(), QueueCommand::Pause, shared);
        }
    }

    pub(crate) fn facts(&self) -> QueueFacts {
        let own = || self.own().map(|(_, queue)| queue);
        QueueFacts {
            any: !self.by_number.is_empty(),
            own: own().count(),
            paused: own().filter(|queue| queue.counts_as_paused()).count(),
            rests: own().any(|queue| queue.rest.is_on),
            is_settled: own().all(|queue| queue.watch.paused.is_some() && queue.pending.is_none()),
        }
    }

    /// A pause is being begun or ended.
    pub(crate) fn is_changing_pause(&self) -> bool {
        self.own().any(|(_, queue)| match queue.pending {
            Some(QueueCommand::Pause | QueueCommand::Unpause) => true,
            Some(QueueCommand::Join | QueueCommand::Leave) | None => false,
        })
    }

    /// Names of those that somebody else has paused.
    pub(crate) fn paused_elsewhere(&self, shared: &Shared) -> Vec<String> {
        let others = self.own().filter(|(_, queue)| queue.watch.by_others && queue.counts_as_paused());
        others.map(|(number, _)| shared.directory.name_of_queue(number)).collect()
    }

    /// Names of those that are not as the state says.
    pub(crate) fn otherwise(&self, state: &AgentState, shared: &Shared) -> Vec<String> {
        let paused = match state {
            AgentState::Paused { .. } => true,
            AgentState::Ready => false,
            AgentState::SignedOut
            | AgentState::Unreachable { .. }
            | AgentState::OnCall { .. }
            | AgentState::WrapUp => {
                return Vec::new();
            }
        };
        let others = self.own().filter(|(_, queue)| queue.counts_as_paused() != paused);
        others.map(|(number, _)| shared.directory.name_of_queue(number)).collect()
    }

    fn own(&self) -> impl Iterator<Item = (&QueueNumber, &Queue)> {
        self.by_number.iter().filter(|(_, queue)| queue.signed_in)
    }

    fn own_mut(&mut self) -> impl Iterator<Item = &mut Queue> {
        self.by_number.values_mut().filter(|queue| queue.signed_in)
    }
}
