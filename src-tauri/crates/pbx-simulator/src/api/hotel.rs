//! The endpoints of wake-up calls and check-out.

use pbx_protocol::endpoints::{
    AddWakeUpCall, CheckOut, DeleteWakeUpCalls, Done, QueryWakeUpCalls, UpdateWakeUpCall, WakeUpCall,
};
use serde_json::{Value, json};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration::{check_prompt, delete};
use crate::model::mailbox::Mailbox;
use crate::model::refusal::Refusal;
use crate::model::wake_up::WakeUp;

pub(super) fn add_wake_up(exchange: &mut Exchange, add: &AddWakeUpCall, _: &Asker) -> Answered<Done> {
    add.prompt.as_deref().map_or(Ok(()), check_prompt)?;
    for extension in exchange.phones.existing(&add.extensions)? {
        let wake_up = WakeUp {
            id: exchange.admin.next_id(),
            extension,
            time: add.time,
            repeat: add.repeat.clone(),
            prompt: add.prompt.clone(),
        };
        exchange.admin.wake_ups.push(wake_up);
    }
    Ok(Done {})
}

/// Without any, the answer is "Success" alone.
pub(super) fn query_wake_ups(
    exchange: &mut Exchange,
    query: &QueryWakeUpCalls,
    _: &Asker,
) -> Answered<Value> {
    let mut found = Vec::new();
    for extension in exchange.phones.existing(&query.extensions)? {
        // An extension without any is not listed at all.
        let of_it = exchange.admin.wake_ups.iter().filter(|wake_up| wake_up.extension == extension);
        let calls: Vec<WakeUpCall> = of_it.map(WakeUp::listed).collect();
        if !calls.is_empty() {
            found.push(json!({ "number": extension, "wakeup": calls }));
        }
    }
    Ok(if found.is_empty() { json!({}) } else { json!({ "wakeups": found }) })
}

pub(super) fn update_wake_up(
    exchange: &mut Exchange,
    update: &UpdateWakeUpCall,
    _: &Asker,
) -> Answered<Done> {
    update.prompt.as_deref().map_or(Ok(()), check_prompt)?;
    let is_it =
        |wake_up: &&mut WakeUp| wake_up.id == update.id.as_str() && wake_up.extension == update.extension;
    let wake_up = exchange.admin.wake_ups.iter_mut().find(is_it).ok_or(Refusal::NoSuchRecord)?;
    wake_up.time = update.time;
    wake_up.repeat = update.repeat.clone();
    if update.prompt.is_some() {
        wake_up.prompt.clone_from(&update.prompt);
    }
    Ok(Done {})
}

pub(super) fn delete_wake_ups(exchange: &mut Exchange, ask: &DeleteWakeUpCalls, _: &Asker) -> Answered<Done> {
    delete(&mut exchange.admin.wake_ups, &ask.calls, |wake_up| &wake_up.id)
}

/// The next guest finds no messages and is not woken.
pub(super) fn check_out(exchange: &mut Exchange, ask: &CheckOut, _: &Asker) -> Answered<Done> {
    exchange.phones.get_mut(&ask.room)?.mailbox = Mailbox::default();
    exchange.admin.wake_ups.retain(|wake_up| wake_up.extension != ask.room);
    Ok(Done {})
}
