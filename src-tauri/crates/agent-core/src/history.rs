//! Past calls as they are kept and asked for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CallDirection, WallMillis};

/// A call as it is kept. Written when it ends, and again when its booking (CDR) names a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallRecord {
    /// Unique for ever: start in milliseconds, a dash, the call's key.
    pub id: String,
    /// From where to where.
    pub direction: CallDirection,
    /// The other party's number; `None` when withheld.
    pub number: Option<String>,
    /// The other party's name at that time.
    pub name: Option<String>,
    /// The agent's extension.
    pub extension: String,
    /// What was called: DID or queue, where the PBX says.
    pub called: Option<String>,
    /// First ring.
    pub started: WallMillis,
    /// Answered by the agent.
    pub answered: Option<WallMillis>,
    /// Over.
    pub ended: WallMillis,
    /// How it ended.
    pub outcome: CallOutcome,
    /// Name of the recording on the PBX.
    pub recording: Option<String>,
}

/// How a call ended, for the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    /// The agent talked.
    Answered,
    /// It rang at the agent and nobody answered.
    Missed,
    /// A colleague took it.
    AnsweredElsewhere,
    /// The agent refused it.
    Declined,
    /// The agent's call was not answered.
    NoAnswer,
    /// The agent's call could not be put through.
    Failed,
}

/// Which past calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct HistoryQuery {
    /// Part of a number or name; empty for all.
    pub search: String,
    /// Older than this row (its `started` and `id`), for the next page.
    pub before: Option<(WallMillis, String)>,
    /// Rows at most; the store caps it at 200.
    pub limit: u32,
}

/// Some past calls, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    /// The rows.
    pub rows: Vec<CallRecord>,
    /// There are older ones.
    pub more: bool,
}

/// A number called or calling lately, for the tray and the dial field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecentNumber {
    /// As it can be dialled.
    pub number: String,
    /// Whose, where known.
    pub name: Option<String>,
}
