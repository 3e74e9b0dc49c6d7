//! What is known of a caller besides this call: contact, last calls, last note.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallDirection;
use crate::history::CallOutcome;
use crate::now::WallMillis;
use crate::shown;

/// What is known of a caller besides this call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CallerCard {
    /// From the contacts.
    pub name: Option<String>,
    /// From the contacts.
    pub company: Option<String>,
    /// The number with its country, e.g. `+8613800138000`, where that is known.
    pub e164: Option<String>,
    /// The latest calls with this number, newest first.
    pub last_calls: Vec<PastCall>,
    /// What was last written about a call with this number.
    pub last_note: Option<String>,
}

impl CallerCard {
    /// With names as they can be shown: contacts may be from a file of anybody's.
    pub(crate) fn shown(self) -> Self {
        Self { name: self.name.map(shown::name), company: self.company.map(shown::name), ..self }
    }
}

/// An earlier call, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastCall {
    pub started: WallMillis,
    /// From where to where.
    pub direction: CallDirection,
    /// How it ended.
    pub outcome: CallOutcome,
}
