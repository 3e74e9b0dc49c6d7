//! Mailboxes: list, delete, leave.

use std::time::Duration;

use bytes::Bytes;
use pbx_protocol::Extension;
use pbx_protocol::endpoints::{DeleteVoicemail, Done, Mailbox, QueryVoicemail, VoicemailMessage};
use serde_json::{Value, json};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;
use crate::model::wall_time::LocalTime;
use crate::wav;

/// Deletes every message of a mailbox.
const ALL: &str = "all";

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) file: String,
    pub(crate) from: String,
    /// Since 1970.
    pub(crate) left: Duration,
    pub(crate) sound: Bytes,
}

impl Exchange {
    /// Mailboxes without messages are left out; without any, the answer is "Success" alone.
    pub(crate) fn query_voicemail(&mut self, query: &QueryVoicemail, _: &Asker) -> Result<Value, Refusal> {
        let wanted = self.named_or_all(&query.extensions)?;
        let mailboxes: Vec<Mailbox> = wanted.iter().filter_map(|extension| self.mailbox(extension)).collect();
        Ok(if mailboxes.is_empty() { json!({}) } else { json!({ "voicemails": mailboxes }) })
    }

    fn mailbox(&self, extension: &Extension) -> Option<Mailbox> {
        let messages = self.mailboxes.get(extension).filter(|messages| !messages.is_empty())?;
        let listed = |message: &Message| VoicemailMessage {
            file: message.file.clone(),
            from: message.from.clone(),
            date: LocalTime::of(message.left, self.settings.utc_offset_minutes).dashed(),
            length: wav::seconds(&message.sound).to_string(),
        };
        Some(Mailbox { extension: extension.clone(), messages: messages.iter().map(listed).collect() })
    }

    pub(crate) fn delete_voicemail(&mut self, delete: &DeleteVoicemail, _: &Asker) -> Result<Done, Refusal> {
        if !self.phones.contains_key(&delete.extension) {
            return Err(Refusal::NoSuchExtension);
        }
        if delete.file != ALL {
            self.message(&delete.extension, &delete.file)?;
        }
        let messages = self.mailboxes.entry(delete.extension.clone()).or_default();
        messages.retain(|message| delete.file != ALL && message.file != delete.file);
        Ok(Done {})
    }

    pub(crate) fn message(&self, extension: &Extension, file: &str) -> Result<&Message, Refusal> {
        if !self.phones.contains_key(extension) {
            return Err(Refusal::NoSuchExtension);
        }
        let messages = self.mailboxes.get(extension).map_or(&[][..], Vec::as_slice);
        messages.iter().find(|message| message.file == file).ok_or(Refusal::NoSuchVoiceFile)
    }

    /// Somebody spoke to the machine.
    pub(crate) fn leave_voicemail(
        &mut self,
        extension: &Extension,
        from: &str,
        sound: Bytes,
        left: Duration,
    ) {
        let messages = self.mailboxes.entry(extension.clone()).or_default();
        // One of the first names is free, since there is one more of them than messages.
        let names = (0..=messages.len()).map(|n| format!("msg{n:04}.wav"));
        let free = names.into_iter().find(|name| messages.iter().all(|message| message.file != *name));
        let file = free.unwrap_or_default();
        messages.push(Message { file, from: from.to_owned(), left, sound });
    }
}
