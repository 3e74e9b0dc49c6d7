//! Colleagues as they are shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::now::WallMillis;
use crate::phone::PhoneStatus;
use crate::timer::Timer;

/// The colleagues that are shown, while the team page is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeamView {
    /// Favourites first, then by name; none while the page is not seen.
    pub rows: Vec<ColleagueView>,
    /// How many colleagues there are, ourselves left out.
    pub total: u32,
    /// So many more are meant than are shown: a name has to be searched for.
    pub hidden: u32,
    /// Who is free by now and was waited for.
    pub free: Option<FreeNews>,
}

/// One colleague.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColleagueView {
    pub extension: String,
    /// The name the PBX has for it. Untrusted text.
    pub name: Option<String>,
    /// What the phone does.
    pub status: PhoneStatus,
    /// For how long, as far as it was seen here.
    pub timer: Timer,
    /// It was so already when we came to look: the timer says the least.
    pub longer: bool,
    /// When that was told, if it is too old to be shown as so.
    pub as_of: Option<WallMillis>,
    /// The PBX reports nothing of this phone, so that it is seen each ten seconds only.
    pub seldom: bool,
    /// Queues of ours that it serves.
    pub queues: Vec<ServedQueue>,
    pub favourite: bool,
    /// Whether the agent is told when it is free.
    pub watch: Watch,
}

/// Whether somebody is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Watch {
    /// The core would not accept it now: there is nothing to wait for.
    Impossible,
    Possible,
    /// The agent is told.
    On,
}

/// A queue that a colleague serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServedQueue {
    pub number: String,
    pub name: String,
    /// Gets none of its calls for now; never said of what was told too long ago.
    pub paused: bool,
}

/// A colleague who was waited for is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreeNews {
    /// Grows with each piece of news.
    pub id: u32,
    pub extension: String,
    /// Name, or number where there is none. Untrusted text.
    pub name: String,
}
