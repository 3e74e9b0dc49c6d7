//! The endpoints of listening in: allowed on both sides, and only while there is a call to hear.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{BargeIn, Done, ListenIn, MonitorMode, WhisperTo};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration::Monitoring;
use crate::model::refusal::Refusal;

pub(super) fn listen_in(exchange: &mut Exchange, ask: &ListenIn, asker: &Asker) -> Answered<Done> {
    monitor(exchange, &ask.supervisor, &ask.agent, &MonitorMode::Listen, asker)
}

pub(super) fn whisper_to(exchange: &mut Exchange, ask: &WhisperTo, asker: &Asker) -> Answered<Done> {
    monitor(exchange, &ask.supervisor, &ask.agent, &MonitorMode::Whisper, asker)
}

pub(super) fn barge_in(exchange: &mut Exchange, ask: &BargeIn, asker: &Asker) -> Answered<Done> {
    monitor(exchange, &ask.supervisor, &ask.agent, &MonitorMode::BargeIn, asker)
}

fn monitor(
    exchange: &mut Exchange,
    supervisor: &Extension,
    agent: &Extension,
    mode: &MonitorMode,
    asker: &Asker,
) -> Answered<Done> {
    let listener = exchange.phones.get(supervisor)?;
    let heard = exchange.phones.get(agent)?;
    if heard.settings.may_be_monitored != Some(true) {
        return Err(Refusal::MayNotBeMonitored);
    }
    // The supervisor's own mode says what it may do; "extensive" is all three.
    let allowed = listener.settings.monitor_mode.as_ref();
    if allowed != Some(&MonitorMode::Extensive) && allowed != Some(mode) {
        return Err(Refusal::OtherMonitorMode);
    }
    if supervisor == agent || !exchange.is_free(supervisor) {
        return Err(Refusal::ExtensionNotIdle);
    }
    let monitoring = &mut exchange.admin.monitoring;
    // "An extension is listened to by one other at most."
    if !exchange.calls.is_talking(agent) || monitoring.iter().any(|one| one.agent == *agent) {
        return Err(Refusal::NotConnected);
    }
    monitoring.push(Monitoring { supervisor: supervisor.clone(), agent: agent.clone() });
    exchange.announce_phones(asker.now);
    Ok(Done {})
}
