//! How the sources of contacts do, for the settings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contact_sources::ContactSource;
use crate::contact_sources::told::{KeptContacts, SourceTest, SourceTrouble};
use crate::now::WallMillis;
use crate::view::View;

/// How one source does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    /// Which of those in the settings it is.
    pub slot: u8,
    pub state: SourceState,
    /// What is kept of it, be it in reach or not.
    pub kept: KeptContacts,
    /// What came of the last test.
    pub test: Option<SourceTest>,
    /// A test is under way.
    pub testing: bool,
}

impl View {
    /// Directories that may be asked about somebody now.
    pub fn askable_sources(&self) -> Vec<ContactSource> {
        let is_paused = |slot: u8| {
            let mut its = self.contact_sources.iter().filter(|view| view.slot == slot);
            its.any(|view| matches!(view.state, SourceState::Paused { .. }))
        };
        let all = self.settings.preferences.contact_sources.iter();
        all.filter(|source| source.is_directory() && !is_paused(source.slot)).cloned().collect()
    }
}

/// Whether a source is in reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SourceState {
    /// It was not asked yet.
    Never,
    /// It is asked for the first time.
    Working,
    /// It answered.
    Ok { at: WallMillis },
    /// It does not answer; what was kept of it stays, and it is tried again.
    Failing { since: WallMillis, why: SourceTrouble },
    /// It is not asked again before the person does something.
    Paused { why: SourceTrouble },
}
