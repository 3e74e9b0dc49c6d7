//! Queues: settings, members, pauses, and the endpoints that change them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::endpoints::{
    AddDynamicAgent, AgentStatus, DelDynamicAgent, Done, PauseAgent, QueryQueueStatus, QueryQueues,
    QueueMember, QueueStatus, QueueStatusAnswer, QueueWithStatus, UnpauseAgent,
};
use pbx_protocol::{Extension, QueueNumber, Secret, Selection};
use serde_json::{Value, json};

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::phones::PhoneState;
use crate::refusal::Refusal;
use crate::routes::Asker;

#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) name: String,
    /// Empty for none.
    pub(crate) password: Secret,
    pub(crate) static_agents: Vec<Extension>,
    pub(crate) dynamic_agents: Vec<Extension>,
    pub(crate) paused: BTreeSet<Extension>,
    /// Who rests after a call, and until when.
    pub(crate) resting: BTreeMap<Extension, Duration>,
    pub(crate) wrap_up: Duration,
    pub(crate) agent_timeout: Duration,
    pub(crate) retry: Duration,
}

impl Queue {
    pub(crate) fn members(&self) -> impl Iterator<Item = &Extension> {
        let signed_in = self.dynamic_agents.iter().filter(|agent| !self.static_agents.contains(agent));
        self.static_agents.iter().chain(signed_in)
    }

    pub(crate) fn has(&self, extension: &Extension) -> bool {
        self.members().any(|member| member == extension)
    }

    pub(crate) fn rests(&self, extension: &Extension, now: Now) -> bool {
        self.resting.get(extension).is_some_and(|until| *until > now.elapsed)
    }

    fn check_password(&self, given: Option<&Secret>) -> Result<(), Refusal> {
        let given = given.map(Secret::expose).unwrap_or_default();
        if given == self.password.expose() { Ok(()) } else { Err(Refusal::WrongQueuePassword) }
    }
}

impl Exchange {
    /// The real PBX tells everybody each queue's password, so this one does.
    pub(crate) fn query_queues(&mut self, query: &QueryQueues, _: &Asker) -> Result<Value, Refusal> {
        let wanted: Vec<QueueNumber> = match &query.queues {
            Selection::All => self.queues.keys().cloned().collect(),
            Selection::Only(queues) => queues.iter().cloned().collect(),
        };
        let settings = wanted
            .iter()
            .map(|number| Ok(queue_settings(number, self.queue(number)?)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "queues": settings }))
    }

    pub(crate) fn query_queue_status(
        &mut self,
        query: &QueryQueueStatus,
        asker: &Asker,
    ) -> Result<QueueStatusAnswer, Refusal> {
        let queue = self.queue(&query.queue)?;
        let members = queue
            .members()
            .map(|member| QueueMember {
                extension: member.clone(),
                status: self.agent_status(queue, member, asker.now),
            })
            .collect();
        let waiting = u32::try_from(self.waiting_in(&query.queue)).unwrap_or(u32::MAX);
        let status = QueueStatus { members, waiting };
        Ok(QueueStatusAnswer { queue: QueueWithStatus { number: query.queue.clone(), status } })
    }

    /// A pause hides what the member is doing; so does resting.
    pub(crate) fn agent_status(&self, queue: &Queue, member: &Extension, now: Now) -> AgentStatus {
        let state = self.phone_state(member);
        if state == PhoneState::Unregistered {
            return AgentStatus::Unavailable;
        }
        if queue.paused.contains(member) {
            return AgentStatus::Paused;
        }
        match state {
            PhoneState::Idle if queue.rests(member, now) => AgentStatus::WrapUp,
            PhoneState::Idle => AgentStatus::NotInUse,
            PhoneState::Ringing => AgentStatus::Ringing,
            PhoneState::InUse => AgentStatus::InUse,
            PhoneState::InUseAndRinging => AgentStatus::InUseAndRinging,
            PhoneState::Held => AgentStatus::OnHold,
            PhoneState::Unregistered => AgentStatus::Unavailable,
        }
    }

    pub(crate) fn add_dynamic_agent(&mut self, add: &AddDynamicAgent, _: &Asker) -> Result<Done, Refusal> {
        let queue = self.queue_of_existing(&add.queue, &add.extension)?;
        queue.check_password(add.password.as_ref())?;
        if !queue.has(&add.extension) {
            queue.dynamic_agents.push(add.extension.clone());
        }
        Ok(Done {})
    }

    /// Static agents can't sign out.
    pub(crate) fn del_dynamic_agent(&mut self, del: &DelDynamicAgent, _: &Asker) -> Result<Done, Refusal> {
        let queue = self.queue_of_existing(&del.queue, &del.extension)?;
        queue.check_password(Some(&del.password))?;
        if !queue.dynamic_agents.contains(&del.extension) {
            return Err(Refusal::NoSuchExtension);
        }
        queue.dynamic_agents.retain(|agent| *agent != del.extension);
        queue.paused.remove(&del.extension);
        queue.resting.remove(&del.extension);
        Ok(Done {})
    }

    pub(crate) fn pause_agent(&mut self, pause: &PauseAgent, _: &Asker) -> Result<Done, Refusal> {
        self.queue_of_member(&pause.queue, &pause.extension)?.paused.insert(pause.extension.clone());
        Ok(Done {})
    }

    pub(crate) fn unpause_agent(&mut self, unpause: &UnpauseAgent, _: &Asker) -> Result<Done, Refusal> {
        self.queue_of_member(&unpause.queue, &unpause.extension)?.paused.remove(&unpause.extension);
        Ok(Done {})
    }

    pub(crate) fn queue(&self, number: &QueueNumber) -> Result<&Queue, Refusal> {
        self.queues.get(number).ok_or(Refusal::NoSuchQueue)
    }

    fn queue_of_existing(
        &mut self,
        number: &QueueNumber,
        extension: &Extension,
    ) -> Result<&mut Queue, Refusal> {
        let queue = self.queues.get_mut(number).ok_or(Refusal::NoSuchQueue)?;
        if self.phones.contains_key(extension) { Ok(queue) } else { Err(Refusal::NoSuchExtension) }
    }

    fn queue_of_member(
        &mut self,
        number: &QueueNumber,
        extension: &Extension,
    ) -> Result<&mut Queue, Refusal> {
        let queue = self.queue_of_existing(number, extension)?;
        if queue.has(extension) { Ok(queue) } else { Err(Refusal::NoSuchExtension) }
    }
}

/// The members of the document's example, in so far as this PBX has them.
fn queue_settings(number: &QueueNumber, queue: &Queue) -> Value {
    let list = |agents: &[Extension]| agents.iter().map(Extension::as_str).collect::<Vec<_>>().join(",");
    json!({
        "queuenumber": number,
        "queuename": queue.name,
        "password": queue.password.expose(),
        "agents": list(&queue.static_agents),
        "announcefreq": "300",
        "announceholdtime": "off",
        "announcepos": "off",
        "joinempty": "on",
        "leavewhenempty": "off",
        "retry": queue.retry.as_secs().to_string(),
        "ringstrategy": "Ring All",
        "agenttimeout": queue.agent_timeout.as_secs().to_string(),
        "wrapuptime": queue.wrap_up.as_secs().to_string(),
        "dynamicagents": list(&queue.dynamic_agents),
        "agentannounce": "",
        "musiconhold": "Inherit",
        "maxwaittime": "600",
    })
}
