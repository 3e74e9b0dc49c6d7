//! What the pop-up may ask for: deeds on the call it shows, and nothing that outlasts it. A window that shows what
//! strangers write gets no more than it needs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CallKey, Intent};

/// A wish of the pop-up. Anything else is no wish of it, and is refused before it reaches the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PopIntent {
    /// End or refuse a call.
    HangUp {
        /// Which.
        call: CallKey,
    },
    /// Put a call on hold.
    Hold {
        /// Which.
        call: CallKey,
    },
    /// Take a call off hold.
    Unhold {
        /// Which.
        call: CallKey,
    },
    /// Stop being heard.
    Mute {
        /// In which call.
        call: CallKey,
    },
    /// Be heard again.
    Unmute {
        /// In which call.
        call: CallKey,
    },
    /// Close the pop-up of a call; the call goes on.
    DismissPop {
        /// Which.
        call: CallKey,
    },
    /// Open the caller's page in the other program.
    OpenCrm {
        /// Of which call.
        call: CallKey,
    },
}

impl From<PopIntent> for Intent {
    fn from(wish: PopIntent) -> Self {
        match wish {
            PopIntent::HangUp { call } => Self::HangUp { call },
            PopIntent::Hold { call } => Self::Hold { call },
            PopIntent::Unhold { call } => Self::Unhold { call },
            PopIntent::Mute { call } => Self::Mute { call },
            PopIntent::Unmute { call } => Self::Unmute { call },
            PopIntent::DismissPop { call } => Self::DismissPop { call },
            PopIntent::OpenCrm { call } => Self::OpenCrm { call },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pop_up_has_the_verbs_of_a_call_and_no_others() {
        let read = |json: serde_json::Value| serde_json::from_value::<PopIntent>(json).map(Intent::from);
        for verb in ["hang-up", "hold", "unhold", "mute", "unmute", "dismiss-pop", "open-crm"] {
            let json = serde_json::json!({ "kind": verb, "call": 7 });
            // It is the same wish in the main window's words.
            let same: Intent = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(read(json).unwrap(), same, "{verb}");
        }
        for json in [
            serde_json::json!({ "kind": "save-preferences", "preferences": {} }),
            serde_json::json!({ "kind": "dial", "number": "102" }),
            serde_json::json!({ "kind": "sign-out" }),
            serde_json::json!({ "kind": "answer-dial", "id": 1, "answer": "call" }),
            serde_json::json!({ "kind": "transfer", "call": 7, "to": "102" }),
            serde_json::json!({ "kind": "hold", "call": 7, "to": "102" }),
        ] {
            assert!(read(json.clone()).is_err(), "{json}");
        }
    }
}
