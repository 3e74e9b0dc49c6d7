//! Queues: settings, members, pauses, and the endpoints that change them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::endpoints::{
    AddDynamicAgent, AgentStatus, DelDynamicAgent, Done, PauseAgent, QueryQueueStatus, QueryQueues,
    QueueList, QueueMember, QueueRules, QueueSettings, QueueStatus, QueueStatusAnswer, QueueWithStatus,
    RingStrategy, UnpauseAgent,
};
use pbx_protocol::{Extension, QueueNumber, Secret, Selection, endpoints};

use crate::api::Asker;
use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::phone::PhoneState;
use crate::model::refusal::Refusal;

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
    /// Kept, not acted on: all members ring.
    pub(crate) ring_strategy: RingStrategy,
    /// Kept, not acted on, but for what is above.
    pub(crate) rules: QueueRules,
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
    pub(crate) fn query_queues(&mut self, query: &QueryQueues, _: &Asker) -> Result<QueueList, Refusal> {
        let wanted: Vec<QueueNumber> = match &query.queues {
            Selection::All => self.queues.keys().cloned().collect(),
            Selection::Only(queues) => queues.iter().cloned().collect(),
        };
        let settings = wanted
            .iter()
            .map(|number| Ok(self.queue(number)?.listed(number)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(QueueList { queues: settings })
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

impl Queue {
    /// Those of the document's example; what this PBX acts on is beside them.
    pub(crate) fn usual_rules() -> QueueRules {
        QueueRules {
            announce_every_seconds: Some(300),
            announce_hold_time: Some(false),
            announce_position: Some(false),
            join_when_empty: Some(true),
            leave_when_empty: Some(false),
            max_wait_seconds: Some(600),
            agent_announcement: Some(String::new()),
            music_on_hold: Some("Inherit".to_owned()),
            ..QueueRules::default()
        }
    }

    /// Takes over what is given.
    pub(crate) fn apply(&mut self, wrap_up_seconds: Option<u32>, rules: &QueueRules) {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        self.wrap_up = wrap_up_seconds.map_or(self.wrap_up, seconds);
        self.agent_timeout = rules.ring_seconds.map_or(self.agent_timeout, seconds);
        self.retry = rules.retry_seconds.map_or(self.retry, seconds);
        if let Some(password) = &rules.password {
            self.password = password.clone();
        }
        let kept = &mut self.rules;
        kept.max_wait_seconds = rules.max_wait_seconds.or(kept.max_wait_seconds);
        kept.join_when_empty = rules.join_when_empty.or(kept.join_when_empty);
        kept.leave_when_empty = rules.leave_when_empty.or(kept.leave_when_empty);
        kept.announce_position = rules.announce_position.or(kept.announce_position);
        kept.announce_every_seconds = rules.announce_every_seconds.or(kept.announce_every_seconds);
        kept.announce_hold_time = rules.announce_hold_time.or(kept.announce_hold_time);
    }

    fn listed(&self, number: &QueueNumber) -> endpoints::Queue {
        let seconds = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX);
        endpoints::Queue {
            settings: QueueSettings {
                number: number.clone(),
                name: self.name.clone(),
                static_agents: self.static_agents.clone(),
                dynamic_agents: self.dynamic_agents.clone(),
                ring_strategy: Some(self.ring_strategy.clone()),
                wrap_up_seconds: seconds(self.wrap_up),
            },
            rules: QueueRules {
                password: Some(self.password.clone()),
                ring_seconds: Some(seconds(self.agent_timeout)),
                retry_seconds: Some(seconds(self.retry)),
                ..self.rules.clone()
            },
            more: BTreeMap::new(),
        }
    }
}
