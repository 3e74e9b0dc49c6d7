//! Who listens in on whom: allowed on both sides, and only while there is a call to hear.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{BargeIn, Done, ListenIn, MonitorMode, WhisperTo};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::call::Call;
use crate::model::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct Monitoring {
    supervisor: Extension,
    agent: Extension,
}

impl Exchange {
    pub(crate) fn listen_in(&mut self, ask: &ListenIn, asker: &Asker) -> Result<Done, Refusal> {
        self.monitor(&ask.supervisor, &ask.agent, &MonitorMode::Listen, asker)
    }

    pub(crate) fn whisper_to(&mut self, ask: &WhisperTo, asker: &Asker) -> Result<Done, Refusal> {
        self.monitor(&ask.supervisor, &ask.agent, &MonitorMode::Whisper, asker)
    }

    pub(crate) fn barge_in(&mut self, ask: &BargeIn, asker: &Asker) -> Result<Done, Refusal> {
        self.monitor(&ask.supervisor, &ask.agent, &MonitorMode::BargeIn, asker)
    }

    fn monitor(
        &mut self,
        supervisor: &Extension,
        agent: &Extension,
        mode: &MonitorMode,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        let listener = self.phones.get(supervisor).ok_or(Refusal::NoSuchExtension)?;
        let heard = self.phones.get(agent).ok_or(Refusal::NoSuchExtension)?;
        if heard.settings.may_be_monitored != Some(true) {
            return Err(Refusal::MayNotBeMonitored);
        }
        let allowed = listener.settings.monitor_mode.as_ref();
        if allowed != Some(&MonitorMode::Extensive) && allowed != Some(mode) {
            return Err(Refusal::OtherMonitorMode);
        }
        if supervisor == agent || !self.is_free(supervisor) {
            return Err(Refusal::ExtensionNotIdle);
        }
        // "An extension is listened to by one other at most."
        if !self.is_talking(agent) || self.admin.monitoring.iter().any(|one| one.agent == *agent) {
            return Err(Refusal::NotConnected);
        }
        self.admin.monitoring.push(Monitoring { supervisor: supervisor.clone(), agent: agent.clone() });
        self.announce_phones(asker.now);
        Ok(Done {})
    }

    pub(crate) fn is_monitoring(&self, extension: &Extension) -> bool {
        self.admin.monitoring.iter().any(|one| one.supervisor == *extension && self.is_talking(&one.agent))
    }

    pub(crate) fn stop_monitoring(&mut self, supervisor: &Extension) -> bool {
        let before = self.admin.monitoring.len();
        self.admin.monitoring.retain(|one| one.supervisor != *supervisor);
        self.admin.monitoring.len() < before
    }

    /// With the call ends the listening in.
    pub(crate) fn forget_ended_monitoring(&mut self) {
        let talking: Vec<Extension> = self
            .admin
            .monitoring
            .iter()
            .map(|one| one.agent.clone())
            .filter(|agent| self.is_talking(agent))
            .collect();
        self.admin.monitoring.retain(|one| talking.contains(&one.agent));
    }

    fn is_talking(&self, extension: &Extension) -> bool {
        self.calls_of(extension).any(Call::is_talking)
    }
}
