//! What the demo's strip can ask of the simulated world around the agent.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The agent's desk phone and the outside world, in the demo only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DemoAction {
    /// Lift the handset of the agent's phone.
    PickUp,
    /// Put it down.
    HangUp,
    /// A customer calls the agent's extension.
    CallMe,
    /// A customer calls a queue the agent serves.
    CallMyQueue,
}
