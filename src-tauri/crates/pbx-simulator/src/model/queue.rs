//! One queue: its settings, its members, who of them is paused or rests.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::endpoints::{
    self, AgentStatus, Done, QueueRules, QueueSettings, RingStrategy, UpdateQueue,
};
use pbx_protocol::{Extension, QueueNumber, Secret};

use crate::model::now::Now;
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

    fn rests(&self, extension: &Extension, now: Now) -> bool {
        self.resting.get(extension).is_some_and(|until| *until > now.elapsed)
    }

    /// The members that neither pause nor rest.
    pub(crate) fn ready(&self, now: Now) -> impl Iterator<Item = &Extension> {
        self.members().filter(move |member| !self.paused.contains(member) && !self.rests(member, now))
    }

    /// A pause hides what the member is doing; so does resting.
    pub(crate) fn status_of(&self, member: &Extension, state: PhoneState, now: Now) -> AgentStatus {
        match state {
            PhoneState::Unregistered => AgentStatus::Unavailable,
            _ if self.paused.contains(member) => AgentStatus::Paused,
            PhoneState::Idle if self.rests(member, now) => AgentStatus::WrapUp,
            PhoneState::Idle => AgentStatus::NotInUse,
            PhoneState::Ringing => AgentStatus::Ringing,
            PhoneState::InUse => AgentStatus::InUse,
            PhoneState::InUseAndRinging => AgentStatus::InUseAndRinging,
            PhoneState::Held => AgentStatus::OnHold,
        }
    }

    fn check_password(&self, given: Option<&Secret>) -> Result<(), Refusal> {
        let given = given.map(Secret::expose).unwrap_or_default();
        if given == self.password.expose() { Ok(()) } else { Err(Refusal::WrongQueuePassword) }
    }

    pub(crate) fn sign_in(&mut self, agent: &Extension, password: Option<&Secret>) -> Result<Done, Refusal> {
        self.check_password(password)?;
        if !self.has(agent) {
            self.dynamic_agents.push(agent.clone());
        }
        Ok(Done {})
    }

    /// Static agents can't sign out.
    pub(crate) fn sign_out(&mut self, agent: &Extension, password: &Secret) -> Result<Done, Refusal> {
        self.check_password(Some(password))?;
        if !self.dynamic_agents.contains(agent) {
            return Err(Refusal::NoSuchExtension);
        }
        self.dynamic_agents.retain(|one| one != agent);
        self.paused.remove(agent);
        self.resting.remove(agent);
        Ok(Done {})
    }

    /// The extension is no longer there.
    pub(crate) fn forget(&mut self, extension: &Extension) {
        self.static_agents.retain(|agent| agent != extension);
        self.dynamic_agents.retain(|agent| agent != extension);
        self.paused.remove(extension);
    }

    pub(crate) fn renumber(&mut self, old: &Extension, new: &Extension) {
        let agents = self.static_agents.iter_mut().chain(&mut self.dynamic_agents);
        agents.filter(|agent| *agent == old).for_each(|agent| agent.clone_from(new));
    }

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
    pub(crate) fn apply(&mut self, update: &UpdateQueue) {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let rules = &update.rules;
        self.wrap_up = update.wrap_up_seconds.map_or(self.wrap_up, seconds);
        self.agent_timeout = rules.ring_seconds.map_or(self.agent_timeout, seconds);
        self.retry = rules.retry_seconds.map_or(self.retry, seconds);
        if let Some(name) = &update.name {
            self.name.clone_from(name);
        }
        if let Some(agents) = &update.static_agents {
            self.static_agents = agents.iter().cloned().collect();
        }
        if let Some(agents) = &update.dynamic_agents {
            self.dynamic_agents = agents.iter().cloned().collect();
        }
        if let Some(strategy) = &update.ring_strategy {
            self.ring_strategy = strategy.clone();
        }
        if let Some(password) = &rules.password {
            self.password = password.clone();
        }
        // What this PBX acts on is above; the rest it only gives back.
        let kept = &mut self.rules;
        kept.max_wait_seconds = rules.max_wait_seconds.or(kept.max_wait_seconds);
        kept.join_when_empty = rules.join_when_empty.or(kept.join_when_empty);
        kept.leave_when_empty = rules.leave_when_empty.or(kept.leave_when_empty);
        kept.announce_position = rules.announce_position.or(kept.announce_position);
        kept.announce_every_seconds = rules.announce_every_seconds.or(kept.announce_every_seconds);
        kept.announce_hold_time = rules.announce_hold_time.or(kept.announce_hold_time);
    }

    pub(crate) fn listed(&self, number: &QueueNumber) -> endpoints::Queue {
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
                // The real PBX tells everybody each queue's password, so this one does.
                password: Some(self.password.clone()),
                ring_seconds: Some(seconds(self.agent_timeout)),
                retry_seconds: Some(seconds(self.retry)),
                ..self.rules.clone()
            },
            more: BTreeMap::new(),
        }
    }
}
