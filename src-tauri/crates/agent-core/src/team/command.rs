//! What the agent wants of the team page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is to be done with the list of colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TeamCommand {
    /// Show these alone.
    Find {
        /// A part of a name, or how a number begins; empty: all.
        text: String,
        /// Those who serve this queue.
        #[serde(default)]
        queue: Option<String>,
    },
    /// Tell me when this one is free.
    Watch { extension: String },
    /// That is not wanted any more.
    StopWatching { extension: String },
}
