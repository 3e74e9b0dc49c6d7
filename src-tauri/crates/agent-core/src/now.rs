//! Time as an argument.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Milliseconds since 1970-01-01 UTC, for people and for the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct WallMillis(#[ts(type = "number")] pub i64);

/// The moment of a step: a clock that never jumps for deadlines, and the wall's for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Now {
    /// Since the program started; goes on during sleep.
    pub monotonic: Duration,
    /// What the wall clock says.
    pub wall: WallMillis,
}
