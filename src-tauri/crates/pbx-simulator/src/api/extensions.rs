//! The endpoints that list, add, change and delete extensions.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{
    AddExtension, DeleteExtension, Done, ExtensionList, ExtensionSettings, ExtensionStatus, ForwardTo,
    ListedExtension, MonitorMode, QueryExtension, UpdateExtension,
};
use serde_json::{Value, json};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::phone::{Phone, PhoneState};
use crate::model::refusal::Refusal;
use crate::options::IdleWord;
use crate::world;

const TECHNOLOGY: &str = "pjsip";
const REGISTERED: &str = "Registered";
/// Members that answers call otherwise than requests do.
const ANSWERED_AS: [(&str, &str); 2] = [("loginpassword", "userpassword"), ("mobile", "moblie")];
const RING_SECONDS: [u32; 5] = [15, 30, 60, 120, 300];
const LONGEST_PREFIX: usize = 7;
const LONGEST_NUMBER: usize = 15;

pub(super) fn list(exchange: &mut Exchange, _: &Asker) -> ExtensionList {
    let listed = |(number, phone): (&Extension, &Phone)| ListedExtension {
        number: number.clone(),
        status: listed(exchange, number),
        technology: TECHNOLOGY.to_owned(),
        port: None,
        username: phone.line.name.clone(),
        agent_id: String::new(),
    };
    ExtensionList { extensions: exchange.phones.iter().map(listed).collect() }
}

/// A phone at rest has another word in lists than in reports.
fn listed(exchange: &Exchange, number: &Extension) -> ExtensionStatus {
    match (exchange.phone_state(number), exchange.options.idle) {
        (PhoneState::Idle, IdleWord::Registered) => ExtensionStatus::Other(REGISTERED.to_owned()),
        (state, _) => state.queried(),
    }
}

pub(super) fn query(exchange: &mut Exchange, query: &QueryExtension, _: &Asker) -> Answered<Value> {
    let wanted = exchange.phones.selected(&query.extensions)?;
    let details: Vec<Value> = wanted.iter().filter_map(|number| detail(exchange, number)).collect();
    Ok(json!({ "extinfos": details }))
}

fn detail(exchange: &Exchange, number: &Extension) -> Option<Value> {
    let phone = exchange.phones.get(number).ok()?;
    let settings = ExtensionSettings {
        username: Some(phone.line.name.clone()),
        caller_id: phone.settings.caller_id.clone().or_else(|| Some(number.to_string())),
        do_not_disturb: Some(phone.line.dnd),
        ..phone.settings.clone()
    };
    // A struct of text, which always serialises.
    let Ok(Value::Object(mut detail)) = serde_json::to_value(settings) else { return None };
    for (asked, answered) in ANSWERED_AS {
        if let Some(value) = detail.remove(asked) {
            detail.insert(answered.to_owned(), value);
        }
    }
    let status = listed(exchange, number);
    for (name, value) in [("extnumber", number.as_str()), ("type", TECHNOLOGY), ("status", status.to_wire())]
    {
        detail.insert(name.to_owned(), Value::from(value));
    }
    // A member for each kind of party, so of two calls with the same kind the later one shows.
    for call in exchange.calls.of(number) {
        if let Some((name, party)) = call.other_party_json(number) {
            detail.insert(name.to_owned(), party);
        }
    }
    Some(Value::Object(detail))
}

pub(super) fn add(exchange: &mut Exchange, add: &AddExtension, _: &Asker) -> Answered<Done> {
    check(&add.settings)?;
    let number = match &add.number {
        Some(number) if is_taken(exchange, number) => return Err(Refusal::ExtensionFailed),
        Some(number) => number.clone(),
        None => next_number(exchange).ok_or(Refusal::ExtensionFailed)?,
    };
    // No phone has registered for it yet.
    let line = world::Phone { registered: false, ..world::Phone::new(number.as_str(), number.as_str()) };
    let mut phone = Phone::new(line);
    phone.apply(&add.settings);
    exchange.phones.insert(number, phone);
    Ok(Done {})
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateExtension, _: &Asker) -> Answered<Done> {
    check(&update.settings)?;
    let number = update.new_number.as_ref().filter(|number| **number != update.extension);
    if number.is_some_and(|number| is_taken(exchange, number)) {
        return Err(Refusal::ExtensionFailed);
    }
    exchange.phones.get_mut(&update.extension)?.apply(&update.settings);
    // Settings first: with the new number the old one would no longer be found.
    if let Some(number) = number {
        exchange.phones.renumber(&update.extension, number);
        exchange.queues.values_mut().for_each(|queue| queue.renumber(&update.extension, number));
    }
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteExtension, _: &Asker) -> Answered<Done> {
    for extension in exchange.phones.existing(&ask.extensions)? {
        exchange.phones.remove(&extension);
        exchange.queues.values_mut().for_each(|queue| queue.forget(&extension));
    }
    Ok(Done {})
}

/// Extensions, queues and rooms share one range of numbers.
fn is_taken(exchange: &Exchange, number: &Extension) -> bool {
    let number = number.as_str();
    exchange.phones.iter().any(|(phone, _)| phone.as_str() == number)
        || exchange.queues.keys().any(|queue| queue.as_str() == number)
        || exchange.admin.rooms.keys().any(|room| room.as_str() == number)
}

fn next_number(exchange: &Exchange) -> Option<Extension> {
    (1000..10_000_u32)
        .filter_map(|number| Extension::parse(&number.to_string()).ok())
        .find(|number| !is_taken(exchange, number))
}

fn check(settings: &ExtensionSettings) -> Answered<()> {
    let digits = |text: &Option<String>, longest: usize| {
        text.as_ref().is_none_or(|text| text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit()))
    };
    let known = |to: &Option<ForwardTo>| to.as_ref().is_none_or(ForwardTo::is_known);
    let is_sound = settings.monitor_mode.as_ref().is_none_or(MonitorMode::is_known)
        && known(&settings.no_answer_to)
        && known(&settings.busy_to)
        && settings.ring_seconds.is_none_or(|seconds| RING_SECONDS.contains(&seconds))
        && settings.max_duration.as_deref().is_none_or(is_duration)
        && digits(&settings.busy_prefix, LONGEST_PREFIX)
        && digits(&settings.no_answer_prefix, LONGEST_PREFIX)
        && digits(&settings.busy_number, LONGEST_NUMBER)
        && digits(&settings.no_answer_number, LONGEST_NUMBER);
    if is_sound { Ok(()) } else { Err(Refusal::ExtensionFailed) }
}

fn is_duration(text: &str) -> bool {
    matches!(text, "Follow System" | "Unlimited") || text.parse::<u32>().is_ok()
}
