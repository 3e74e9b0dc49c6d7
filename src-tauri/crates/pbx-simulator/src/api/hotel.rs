//! Wake-up calls and check-out. Nobody is woken: the simulated PBX only keeps what is set.

use std::collections::BTreeMap;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{
    AddWakeUpCall, CheckOut, DeleteWakeUpCalls, Done, QueryWakeUpCalls, TimeOfDay, UpdateWakeUpCall,
    WakeUpCall, WakeUpRepeat, WakeUpType,
};
use serde_json::{Value, json};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::administration::{Administration, delete};
use crate::model::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct WakeUp {
    id: String,
    extension: Extension,
    time: TimeOfDay,
    repeat: WakeUpRepeat,
    prompt: Option<String>,
}

impl WakeUp {
    fn listed(&self) -> WakeUpCall {
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

impl Exchange {
    pub(crate) fn add_wake_up_call(&mut self, add: &AddWakeUpCall, _: &Asker) -> Result<Done, Refusal> {
        check_prompt(add.prompt.as_deref())?;
        for extension in self.existing(&add.extensions)? {
            let wake_up = WakeUp {
                id: self.admin.next_id(),
                extension,
                time: add.time,
                repeat: add.repeat.clone(),
                prompt: add.prompt.clone(),
            };
            self.admin.wake_ups.push(wake_up);
        }
        Ok(Done {})
    }

    /// Without any, the answer is "Success" alone.
    pub(crate) fn query_wake_up_calls(
        &mut self,
        query: &QueryWakeUpCalls,
        _: &Asker,
    ) -> Result<Value, Refusal> {
        let mut found = Vec::new();
        for extension in self.existing(&query.extensions)? {
            let of_it = self.admin.wake_ups.iter().filter(|wake_up| wake_up.extension == extension);
            let calls: Vec<WakeUpCall> = of_it.map(WakeUp::listed).collect();
            if !calls.is_empty() {
                found.push(json!({ "number": extension, "wakeup": calls }));
            }
        }
        Ok(if found.is_empty() { json!({}) } else { json!({ "wakeups": found }) })
    }

    pub(crate) fn update_wake_up_call(
        &mut self,
        update: &UpdateWakeUpCall,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        check_prompt(update.prompt.as_deref())?;
        let is_it =
            |wake_up: &&mut WakeUp| wake_up.id == update.id.as_str() && wake_up.extension == update.extension;
        let wake_up = self.admin.wake_ups.iter_mut().find(is_it).ok_or(Refusal::NoSuchRecord)?;
        wake_up.time = update.time;
        wake_up.repeat = update.repeat.clone();
        if update.prompt.is_some() {
            wake_up.prompt.clone_from(&update.prompt);
        }
        Ok(Done {})
    }

    pub(crate) fn delete_wake_up_calls(
        &mut self,
        ask: &DeleteWakeUpCalls,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        delete(&mut self.admin.wake_ups, &ask.calls, |wake_up| &wake_up.id).map(|()| Done {})
    }

    /// The next guest finds no messages and is not woken.
    pub(crate) fn check_out(&mut self, ask: &CheckOut, _: &Asker) -> Result<Done, Refusal> {
        if !self.phones.contains_key(&ask.room) {
            return Err(Refusal::NoSuchExtension);
        }
        self.mailboxes.remove(&ask.room);
        self.admin.wake_ups.retain(|wake_up| wake_up.extension != ask.room);
        Ok(Done {})
    }
}

fn check_prompt(prompt: Option<&str>) -> Result<(), Refusal> {
    if prompt.is_none_or(Administration::has_prompt) { Ok(()) } else { Err(Refusal::NoSuchPrompt) }
}
