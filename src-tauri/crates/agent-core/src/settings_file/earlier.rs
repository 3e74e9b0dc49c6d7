//! What earlier versions have kept in another shape.

use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::crm::target::{CrmTarget, CrmWhen};
use crate::scripts::CallEvent;

/// With what an earlier version has kept, where this one has not kept anything of its own in its place.
pub(super) fn taken_over(mut kept: Value) -> Value {
    if let Some(scripts) = kept.pointer_mut("/preferences/scripts").and_then(Value::as_object_mut)
        && !scripts.contains_key("webhooks")
        && let Some(address) = scripts.get("webhook").and_then(Value::as_str).map(str::to_owned)
        && !address.is_empty()
    {
        // One address, told of the same as the program. In this slot lies what waited for it. A word that is none is
        // named as lost where it stands.
        let events = scripts.get("events").and_then(Value::as_array).into_iter().flatten();
        let events: Vec<CallEvent> = events.filter_map(|event| CallEvent::deserialize(event).ok()).collect();
        scripts.insert("webhooks".to_owned(), json!([{ "slot": 0, "address": address, "events": events }]));
    }
    take_over_page(&mut kept);
    kept
}

fn take_over_page(kept: &mut Value) {
    if let Some(preferences) = kept.pointer_mut("/preferences").and_then(Value::as_object_mut)
        && !preferences.contains_key("crm")
        && let Some(address) = preferences.get("crmUrl").and_then(Value::as_str).map(str::to_owned)
        && !address.is_empty()
    {
        // A word of another version: by a click is what nobody is surprised by.
        let when = preferences.get("crmWhen").and_then(|when| CrmWhen::deserialize(when).ok());
        let first = CrmTarget { address, when: when.unwrap_or_default(), ..CrmTarget::default() };
        preferences.insert("crm".to_owned(), json!([first]));
    }
}

/// Without what was taken over: an address that was taken out since must not be there for an earlier version.
pub(super) fn leave_out(kept: &mut Value) {
    if let Some(scripts) = kept.pointer_mut("/preferences/scripts").and_then(Value::as_object_mut) {
        scripts.remove("webhook");
    }
    if let Some(preferences) = kept.pointer_mut("/preferences").and_then(Value::as_object_mut) {
        preferences.remove("crmUrl");
        preferences.remove("crmWhen");
    }
}
