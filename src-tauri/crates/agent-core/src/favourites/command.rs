//! What the agent wants of the numbers at hand.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::taking::FavouriteRow;

/// What is to be done with a favourite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FavouriteCommand {
    /// Put a number behind the others.
    Add {
        /// As typed.
        number: String,
        /// The agent's own name for it; empty: none.
        #[serde(default)]
        label: String,
    },
    Remove {
        number: String,
    },
    /// Give it a name of the agent's own; an empty one takes that back.
    Label {
        number: String,
        label: String,
    },
    /// Put it one place further to the front, or to the back.
    Move {
        number: String,
        forward: bool,
    },
    /// Take those of a file; what can't be taken is told.
    Take {
        rows: Vec<FavouriteRow>,
    },
}
