//! What other programs are told of the agent's calls: JSON for web addresses, or a program with arguments.

pub(crate) mod told;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Web addresses that can be told at once.
pub(crate) const MOST_WEBHOOKS: usize = 4;

/// What happened to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallEvent {
    /// The phone rings with somebody's call.
    Ring,
    /// It was answered, by the agent or by the other side.
    Answer,
    /// It ended, however.
    End,
    /// It ended unanswered by anybody.
    Missed,
    /// What came of a conversation, when the work after it is done; again when what is written changes.
    Note,
    /// None of a call: the agent's state has changed. Told to web addresses alone.
    State,
    /// None of a call: there is a new message in the mailbox. Told to web addresses alone.
    Voicemail,
}

impl CallEvent {
    /// As programs read it.
    pub fn word(self) -> &'static str {
        // By hand, and not as they are serialized: these words stand in other people's scripts.
        match self {
            Self::Ring => "ring",
            Self::Answer => "answer",
            Self::End => "end",
            Self::Missed => "missed",
            Self::Note => "note",
            Self::State => "state",
            Self::Voicemail => "voicemail",
        }
    }
}

/// Who is told, and of what. The secret that signs what is posted is in the keyring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Scripts {
    /// Of what the program is told.
    pub events: Vec<CallEvent>,
    /// Web addresses that JSON is posted to.
    pub webhooks: Vec<Webhook>,
    /// Full path of a program that is started; empty: none.
    pub program: String,
    /// Its arguments, one each; braces stand for what is known of the call.
    pub arguments: Vec<String>,
}

/// A web address that is told of calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Webhook {
    /// From 0 to 3. What waits belongs to it, so that it goes to the right address when that is changed.
    pub slot: u8,
    /// http or https; empty: none yet.
    pub address: String,
    /// Of what it is told.
    pub events: Vec<CallEvent>,
}

impl Scripts {
    /// That address, where there is one.
    pub(crate) fn webhook(&self, slot: u8) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.slot == slot && !webhook.address.is_empty())
    }
}
