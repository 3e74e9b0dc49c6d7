//! What other programs are told of the agent's calls: JSON for a web address, or a program with arguments.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallDirection;
use crate::history::{CallNote, CallOutcome};
use crate::now::WallMillis;

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
    /// What the agent wrote about a conversation, some seconds after the last word of it; again when it changes.
    Note,
    /// None of a call: the agent's state has changed. Told to the web address alone.
    State,
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
        }
    }
}

/// Who is told, and of what. The secret that signs what is posted is in the keyring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Scripts {
    /// Of what they are told.
    pub events: Vec<CallEvent>,
    /// Web address that JSON is posted to, http or https; empty: none.
    pub webhook: String,
    /// Full path of a program that is started; empty: none.
    pub program: String,
    /// Its arguments, one each; braces stand for what is known of the call.
    pub arguments: Vec<String>,
}

/// A call as other programs are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldCall {
    /// The call's id in the history.
    pub id: String,
    /// From where to where.
    pub direction: CallDirection,
    /// The other side; `None`: withheld.
    pub number: Option<String>,
    /// The number with its country, where that is known.
    pub e164: Option<String>,
    /// The other side's name.
    pub name: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// The agent's extension.
    pub extension: String,
    /// The number that was called, of a queue mostly.
    pub called: Option<String>,
    pub started: WallMillis,
    /// When it was answered.
    pub answered: Option<WallMillis>,
    /// When it ended.
    pub ended: Option<WallMillis>,
    /// How it ended, once it has.
    pub outcome: Option<CallOutcome>,
    /// Name of its recording on the PBX.
    pub recording: Option<String>,
    /// What the agent wrote so far.
    pub note: CallNote,
}
