//! The messages left for one extension.

use std::time::Duration;

use bytes::Bytes;
use pbx_protocol::endpoints::{Done, VoicemailMessage};

use crate::model::refusal::Refusal;
use crate::model::wall_time::LocalTime;
use crate::wav;

/// Deletes every message of a mailbox.
const ALL: &str = "all";

/// In the order in which they were left.
#[derive(Debug, Default)]
pub(crate) struct Mailbox(pub(crate) Vec<Message>);

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) file: String,
    pub(crate) from: String,
    /// When, since 1970.
    pub(crate) left: Duration,
    pub(crate) sound: Bytes,
}

impl Mailbox {
    pub(crate) fn listed(&self, utc_offset_minutes: i32) -> Vec<VoicemailMessage> {
        let listed = |message: &Message| VoicemailMessage {
            file: message.file.clone(),
            from: message.from.clone(),
            date: LocalTime::of(message.left, utc_offset_minutes).dashed(),
            length: wav::seconds(&message.sound).to_string(),
        };
        self.0.iter().map(listed).collect()
    }

    pub(crate) fn message(&self, file: &str) -> Result<&Message, Refusal> {
        self.0.iter().find(|message| message.file == file).ok_or(Refusal::NoSuchVoiceFile)
    }

    pub(crate) fn delete(&mut self, file: &str) -> Result<Done, Refusal> {
        if file == ALL {
            self.0.clear();
            return Ok(Done {});
        }
        self.message(file)?;
        self.0.retain(|message| message.file != file);
        Ok(Done {})
    }

    /// Somebody spoke to the machine.
    pub(crate) fn leave(&mut self, from: &str, sound: Bytes, left: Duration) {
        // One of the first names is free, since there is one more of them than messages.
        let mut names = (0..=self.0.len()).map(|n| format!("msg{n:04}.wav"));
        let file = names.find(|name| self.message(name).is_err()).unwrap_or_default();
        self.0.push(Message { file, from: from.to_owned(), left, sound });
    }
}
