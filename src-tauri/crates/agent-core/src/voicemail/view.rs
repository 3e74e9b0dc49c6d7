//! The mailbox as it is shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::now::WallMillis;

/// The agent's mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoicemailBox {
    /// Newest first, by the PBX's own time.
    pub messages: Vec<VoicemailView>,
    /// When the list was last heard; `None`: never.
    pub as_of: Option<WallMillis>,
    /// It is being asked for.
    pub refreshing: bool,
    /// The PBX has none for the extension, or does not show it.
    pub missing: bool,
    /// Its dates are of that clock; `None`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub clock: Option<PbxClock>,
    /// What came in last.
    pub news: Option<MailNews>,
}

/// What the PBX's clock showed at a moment of ours: how far the two are apart, zones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PbxClock {
    /// `2020-04-07 10:56:40`, or whatever the PBX writes.
    pub said: String,
    pub at: WallMillis,
}

/// Messages that were not there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailNews {
    /// Grows with each piece of news.
    pub id: u32,
    pub count: u32,
    /// Who left the newest of them, by name or number. Untrusted text.
    pub from: Option<String>,
}

/// One message in the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoicemailView {
    /// Its name on the PBX.
    pub file: String,
    /// Who left it.
    pub from: String,
    /// That caller's name, where known.
    pub from_name: Option<String>,
    /// When, in the PBX's local time: `2020-04-07 10:56:40`.
    pub date: String,
    /// Seconds, where the PBX says.
    pub seconds: Option<u32>,
    /// Neither heard nor saved here yet.
    pub is_new: bool,
    /// It is being deleted.
    pub deleting: bool,
}
