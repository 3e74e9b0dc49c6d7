//! Past calls as they are kept and asked for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallDirection;
use crate::now::WallMillis;

/// A call as it is kept. Drafted while it goes on, written when it ends, and again when its booking (CDR) names a
/// recording.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    pub started: WallMillis,
    /// Answered by the agent.
    pub answered: Option<WallMillis>,
    pub ended: WallMillis,
    /// How it ended.
    pub outcome: CallOutcome,
    /// To whom the agent handed it over, by name where the PBX has one; empty: nobody knows to whom. Untrusted text.
    #[serde(default)]
    pub handed_to: Option<String>,
    /// Name of the recording on the PBX.
    pub recording: Option<String>,
    /// Ids by which the PBX knows the call's channels.
    #[serde(default)]
    pub channels: Vec<String>,
    /// What the agent wrote about it.
    #[serde(default)]
    pub note: CallNote,
    /// The program was not there: what is known is from the PBX's records.
    #[serde(default)]
    pub filled_in: bool,
}

/// What an agent writes about a call, while talking or after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CallNote {
    /// In the agent's words.
    pub text: String,
    /// What came of the conversation, in a word or two; empty: nothing chosen.
    pub result: String,
    /// To find it by.
    pub tags: Vec<String>,
}

impl CallNote {
    /// Without blanks at the ends, without empty and repeated tags, and no longer than anybody writes.
    #[must_use]
    pub fn tidied(self) -> Self {
        // Counted in characters: by bytes a Chinese note would end three times as soon, or within a sign.
        let short = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tags.iter().map(|tag| short(tag, 40)) {
            if !tag.is_empty() && !tags.contains(&tag) && tags.len() < 20 {
                tags.push(tag);
            }
        }
        // Some pages of text; more was pasted by mistake, and would go to each window with every second of the call.
        Self { text: short(&self.text, 10_000), result: short(&self.result, 80), tags }
    }

    /// Both, where the call went on and something else was written about it.
    #[must_use]
    pub(crate) fn followed_by(self, later: Self) -> Self {
        let text = format!("{}\n{}", self.text, later.text);
        let result = if later.result.is_empty() { self.result } else { later.result };
        let tags = self.tags.into_iter().chain(later.tags).collect();
        Self { text, result, tags }.tidied()
    }

    /// Nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.result.is_empty() && self.tags.is_empty()
    }
}

/// What the PBX's records added to the history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Calls that were not known.
    pub added: u32,
    /// Missed ones among them.
    pub missed: u32,
    /// Records that could not be read.
    #[serde(default)]
    pub unread: u32,
}

/// How a call ended, for the agent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    /// The agent talked.
    #[default]
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
    /// The agent's call found the other side busy.
    Busy,
}

/// Which past calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct HistoryQuery {
    /// Part of a number, name, note, result or tag; empty for all.
    pub search: String,
    /// What is searched for in other spellings of the number that was typed; filled in by the runtime.
    #[serde(skip)]
    pub digits: Option<String>,
    /// Of this direction only.
    pub direction: Option<CallDirection>,
    /// Missed calls only.
    pub missed: bool,
    /// Calls to this queue or DID only.
    pub called: Option<String>,
    /// Not older than this.
    pub from: Option<WallMillis>,
    /// Older than this.
    pub to: Option<WallMillis>,
    /// Older than this row (its `started` and `id`), for the next page.
    pub before: Option<(WallMillis, String)>,
    /// Rows at most; the store caps it at 200.
    pub limit: u32,
}

/// Some past calls, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
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
