//! One wake-up call. Nobody is woken: the simulated PBX only keeps what is set.

use std::collections::BTreeMap;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{TimeOfDay, WakeUpCall, WakeUpRepeat, WakeUpType};

#[derive(Debug)]
pub(crate) struct WakeUp {
    pub(crate) id: String,
    pub(crate) extension: Extension,
    pub(crate) time: TimeOfDay,
    pub(crate) repeat: WakeUpRepeat,
    pub(crate) prompt: Option<String>,
}

impl WakeUp {
    pub(crate) fn listed(&self) -> WakeUpCall {
        let (kind, weekdays) = match &self.repeat {
            WakeUpRepeat::Once {} => (WakeUpType::Once, None),
            WakeUpRepeat::OnDays { weekdays } => (WakeUpType::OnDays, Some(weekdays.to_string())),
        };
        WakeUpCall {
            id: self.id.clone(),
            time: self.time.to_string(),
            kind,
            weekdays,
            prompt: self.prompt.clone(),
            more: BTreeMap::new(),
        }
    }
}
