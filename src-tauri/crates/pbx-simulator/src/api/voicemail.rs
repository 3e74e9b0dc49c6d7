//! The endpoints that list and delete voicemail.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{DeleteVoicemail, Done, Mailbox, QueryVoicemail};
use serde_json::{Value, json};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;

/// Mailboxes without messages are left out; without any, the answer is "Success" alone.
pub(super) fn query(exchange: &mut Exchange, query: &QueryVoicemail, _: &Asker) -> Answered<Value> {
    let offset = exchange.setup.utc_offset_minutes;
    let mailbox = |extension: &Extension| {
        let messages = exchange.phones.get(extension).ok()?.mailbox.listed(offset);
        (!messages.is_empty()).then(|| Mailbox { extension: extension.clone(), messages })
    };
    let wanted = exchange.phones.selected(&query.extensions)?;
    let mailboxes: Vec<Mailbox> = wanted.iter().filter_map(mailbox).collect();
    Ok(if mailboxes.is_empty() { json!({}) } else { json!({ "voicemails": mailboxes }) })
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteVoicemail, _: &Asker) -> Answered<Done> {
    exchange.phones.get_mut(&ask.extension)?.mailbox.delete(&ask.file)
}
