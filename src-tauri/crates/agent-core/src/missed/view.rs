//! Missed calls as they are shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::history::{CallNote, CallOutcome};
use crate::now::WallMillis;

/// The missed calls that nobody has come back to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MissedView {
    /// How many callers wait.
    pub open: u32,
    /// They, the longest waiting first; only while the page is seen, and at most five hundred.
    pub rows: Vec<MissedRow>,
    /// Reminders whose time has come, the oldest first.
    pub due: Vec<DueReminder>,
    /// So many callers were done with a moment ago, and can be taken back.
    pub undo: Option<u32>,
    /// The longest waiting of them, for the tray; pages have the rows, and a view is to be small on its way to them.
    #[serde(skip)]
    #[ts(skip)]
    pub longest: Vec<WaitingCaller>,
    /// The PBX's records can't be had: what it knows of later calls is missing here.
    pub as_of: Option<WallMillis>,
}

/// A caller who was missed, in one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitingCaller {
    /// `None`: withheld.
    pub number: Option<String>,
    /// It can be called.
    pub can_call: bool,
    /// Untrusted text.
    pub name: Option<String>,
}

/// A caller who was missed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MissedRow {
    /// Names the caller.
    pub caller: String,
    /// As it was told last; `None`: withheld.
    pub number: Option<String>,
    /// It can be called.
    pub can_call: bool,
    /// Untrusted text.
    pub name: Option<String>,
    /// Untrusted text.
    pub company: Option<String>,
    pub misses: Misses,
    /// The last of these calls in the history, to note something about it.
    pub record: String,
    /// What is noted about that call.
    pub note: CallNote,
    /// What was last noted about an earlier one.
    pub earlier_note: Option<String>,
    /// Calls to them that did not reach them, the last one last.
    pub tries: Vec<CallTry>,
    /// Was done with before, and has called again.
    pub again: bool,
    /// When the agent wants to be reminded.
    pub reminder: Option<WallMillis>,
}

/// What a caller has called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalledNumber {
    pub number: String,
    /// Of the queue, where it is one. Untrusted text.
    pub name: Option<String>,
}

/// The calls of one caller.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Misses {
    pub count: u32,
    pub first: WallMillis,
    pub last: WallMillis,
    /// Seconds.
    pub longest_ring: u32,
    /// Queues, or other numbers that were called.
    pub queues: Vec<CalledNumber>,
}

/// A call to somebody who was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallTry {
    pub at: WallMillis,
    pub outcome: CallOutcome,
}

/// A reminder whose time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DueReminder {
    pub caller: String,
    pub number: Option<String>,
    pub can_call: bool,
    /// Untrusted text.
    pub name: Option<String>,
    pub at: WallMillis,
    /// It comes so much later than was wished that the agent should know: the computer slept, or a call went on.
    pub late: bool,
    /// Grows with each one that is told; 0: told in an earlier run.
    pub told: u32,
}
