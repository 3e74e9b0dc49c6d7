//! All that is shown, in one value with a revision. Windows, tray and notifications are projections of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::phone::{AgentView, PhoneStatus};
use crate::{
    BatchView, CallNote, CallView, ConnectionView, DialQuestion, MediaView, NoticeView, PasswordKept,
    QueueView, RecentNumber, Settings, WaitingNumber, WallMillis, WebhookView,
};

/// All that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Grows with every published view.
    #[ts(type = "number")]
    pub revision: u64,
    /// The wall clock when this view was made; ages and timers count from it.
    pub now: WallMillis,
    pub connection: ConnectionView,
    /// Who is signed in; the last one while reconnecting.
    pub agent: Option<AgentView>,
    /// Live and just ended calls, oldest first.
    pub calls: Vec<CallView>,
    pub dial: DialView,
    /// The work after calls that is not done yet; that of the last call comes first.
    pub wrap_ups: Vec<WrapUpView>,
    /// The agent's queues, by number.
    pub queues: Vec<QueueView>,
    /// The agent's mailbox.
    pub voicemail: VoicemailBox,
    /// Files on their way, saved or heard.
    pub media: Vec<MediaView>,
    /// Many files that are being saved.
    pub batch: Option<BatchView>,
    /// Messages, oldest first.
    pub notices: Vec<NoticeView>,
    /// Latest numbers, newest first, at most ten.
    pub recent: Vec<RecentNumber>,
    /// Grows whenever the history changed: ask again for the page that is shown.
    #[ts(type = "number")]
    pub history_revision: u64,
    /// How the web address that is told of calls takes it; `None`: there was nothing to tell yet.
    pub webhook: Option<WebhookView>,
    /// The saved settings.
    pub settings: Settings,
    /// Where passwords are stored; `None` until one is.
    pub password_kept: Option<PasswordKept>,
    /// The program runs on the simulated PBX.
    pub demo: bool,
}

/// Whether a number can be dialled now, what is being dialled, and what waits for that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DialView {
    /// The core would accept a number now.
    pub possible: bool,
    /// A number whose dialling has been asked and not been heard of yet.
    pub pending: Option<String>,
    /// A number from outside that was not dialled.
    pub waiting: Option<WaitingNumber>,
    /// A number from outside that is dialled if the person says so.
    pub question: Option<DialQuestion>,
    /// Grows each time the dial field is asked for from outside the window.
    pub shown: u32,
}

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

/// Somebody who can be called, for suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryEntry {
    pub number: String,
    pub name: String,
    /// What the phone is doing.
    pub status: PhoneStatus,
    /// When that was told, if it is some minutes ago.
    pub as_of: Option<WallMillis>,
}

/// The work after a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WrapUpView {
    /// The call's id in the history, to note something about it.
    pub record: String,
    /// The other party's number.
    pub number: Option<String>,
    /// The other party's name. Untrusted text.
    pub name: Option<String>,
    /// Seconds since the call ended.
    pub seconds: u32,
    /// What is noted so far.
    pub note: CallNote,
}
