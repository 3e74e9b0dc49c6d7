//! What is told, as programs and web addresses get it.

use serde::{Deserialize, Serialize};

use super::CallEvent;
use crate::agent_state::told::StateChange;
use crate::calls::view::CallDirection;
use crate::effect::Effect;
use crate::history::{CallNote, CallOutcome, CallRecord};
use crate::missed::PastCallOf;
use crate::now::WallMillis;
use crate::shared::Shared;

/// Something that web addresses are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Told {
    /// A call has come so far.
    Call { event: CallEvent, call: Box<ToldCall> },
    /// What came of a conversation.
    Note { call: Box<ToldCall>, note: ToldNote },
    /// The agent is something else now.
    State { change: StateChange },
    /// A new message is in the mailbox.
    Voicemail { message: ToldMessage },
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

/// What came of a conversation, and how long it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldNote {
    /// One for what is told first, one more each time that it changes.
    pub revision: u32,
    /// `None`: nothing was chosen.
    pub result: Option<ToldResult>,
    pub text: String,
    pub tags: Vec<String>,
    /// For how long they talked, without the time on hold.
    pub talk_seconds: u64,
    /// For how long the other side was on hold.
    pub hold_seconds: u64,
    /// From the end of the call until the work was done.
    pub after_call_seconds: u64,
}

/// How far other programs know what came of a call. It outlasts the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteTold {
    /// The last one; 0: they were never told.
    pub revision: u32,
    pub hold_seconds: u32,
    pub after_call_seconds: u32,
}

/// A past call whose note is being changed, as it was until then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedCall {
    pub call: PastCallOf,
    pub told: NoteTold,
}

/// A result that the agent has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldResult {
    /// What other programs know it by; `None`: the agent's own words.
    pub id: Option<String>,
    /// As the agent has read or written it.
    pub label: String,
}

/// A message in the agent's mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldMessage {
    /// The agent's extension.
    pub extension: String,
    /// The caller's number; `None`: withheld.
    pub from: Option<String>,
    pub name: Option<String>,
    /// `None`: the phone system does not say.
    pub seconds: Option<u32>,
}

impl ToldCall {
    /// A call with what is known of the other side.
    pub(crate) fn of(
        record: CallRecord,
        e164: Option<String>,
        company: Option<String>,
        is_over: bool,
    ) -> Self {
        Self {
            id: record.id,
            direction: record.direction,
            number: record.number,
            e164,
            name: record.name,
            company,
            extension: record.extension,
            called: record.called,
            started: record.started,
            answered: record.answered,
            ended: is_over.then_some(record.ended),
            outcome: is_over.then_some(record.outcome),
            recording: record.recording,
            note: record.note,
        }
    }
}

impl Told {
    /// What happened, in a word.
    pub fn event(&self) -> CallEvent {
        match self {
            Self::Call { event, .. } => *event,
            Self::Note { .. } => CallEvent::Note,
            Self::State { .. } => CallEvent::State,
            Self::Voicemail { .. } => CallEvent::Voicemail,
        }
    }
}

/// Each web address that wants to hear of it is told.
pub(crate) fn post(told: &Told, shared: &mut Shared) {
    let (at, event) = (shared.now.wall, told.event());
    let webhooks = shared.settings.preferences.scripts.webhooks.clone();
    for webhook in webhooks.into_iter().filter(|one| !one.address.is_empty() && one.events.contains(&event)) {
        let told = told.clone();
        shared.push(Effect::Post { slot: webhook.slot, address: webhook.address, at, told });
    }
}
