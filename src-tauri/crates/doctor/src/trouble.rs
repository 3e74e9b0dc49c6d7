//! Why a test call came to nothing.

use serde::Serialize;
use ts_rs::TS;

/// What the window says in the place of milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TestCallTrouble {
    /// Nobody is signed in.
    NotListening,
    /// The pop-up is a caller's now.
    InCall,
    /// Our own address can't be reached, not even from here.
    NotSent { address: String, detail: String },
    /// Something took it, and it did not arrive.
    NotTaken { address: String },
    /// It arrived, and nothing popped up.
    NotShown { seconds: u32 },
}
