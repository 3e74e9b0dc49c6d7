//! A call queue as it is shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::QueueCommand;
use crate::now::WallMillis;
use crate::queues::mark::QueueMark;

/// A queue as it is shown: the agent's place in it, its members, its callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    pub number: String,
    pub name: String,
    pub mark: QueueMark,
    /// How the agent belongs to it.
    pub membership: Membership,
    /// Gets its calls, or would without the pause.
    pub signed_in: bool,
    /// Gets none for now.
    pub paused: bool,
    /// The agent has left this one by itself: signing in to all leaves it out.
    pub left_by_you: bool,
    /// Callers waiting; `None` before the first answer.
    pub waiting: Option<u32>,
    /// Who serves it now, in the PBX's order.
    pub members: Vec<MemberView>,
    /// When members and callers were last heard of, if that is longer ago than asking again explains. An age that only
    /// grows would be a view at each answer, though nothing else has changed.
    pub as_of: Option<WallMillis>,
    /// What has been asked of the PBX and is not answered yet.
    pub pending: Option<QueueCommand>,
    /// The queue's password is needed for this: ask, store it, and send the intent again.
    pub password_needed_for: Option<QueueCommand>,
    /// What the core would accept now.
    pub can: BTreeSet<QueueCommand>,
}

/// How the agent belongs to a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Membership {
    /// Set on the PBX: always in, can pause, can't sign out.
    Static,
    /// Can sign in and out.
    Dynamic,
}

/// One agent who serves a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    pub extension: String,
    /// Its name, where the directory has one.
    pub name: Option<String>,
    /// What it is doing.
    pub status: MemberStatus,
}

/// What a queue's member is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum MemberStatus {
    Free,
    Ringing,
    Talking,
    /// Has a call on hold.
    OnHold,
    Paused,
    /// Rests after a call.
    WrapUp,
    /// Its phone is not there.
    Unavailable,
    Unknown,
}
