//! What the pop-up may ask for: deeds on the call it shows, and nothing that outlasts it. A window that shows what
//! strangers write gets no more than it needs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallKey;
use crate::command::{CallCommand, ConsultCommand};
use crate::consult::intents::ConsultIntent;
use crate::intent::Intent;

/// A wish of the pop-up. Anything else is no wish of it, and is refused before it reaches the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PopIntent {
    /// Do something with a call; to hand it over takes more words than the pop-up has.
    Call {
        /// With this one.
        call: CallKey,
        /// What to do.
        command: CallCommand,
    },
    /// Open one of the caller's pages.
    OpenPage {
        call: CallKey,
        /// Which of the settings it is.
        slot: u8,
    },
    /// Hand over the call that waits, or take it back.
    Consult { command: ConsultCommand },
    /// Close the pop-up of a call; the call goes on.
    DismissPop { call: CallKey },
    /// Of several people who have the caller's number it is this one.
    ChooseContact { call: CallKey, person: u8 },
}

impl From<PopIntent> for Intent {
    fn from(wish: PopIntent) -> Self {
        match wish {
            PopIntent::Call { call, command } => Self::Call { call, command },
            PopIntent::OpenPage { call, slot } => Self::OpenPage { call, slot },
            PopIntent::Consult { command } => Self::Consult(ConsultIntent::Consult { command }),
            PopIntent::DismissPop { call } => Self::DismissPop { call },
            PopIntent::ChooseContact { call, person } => Self::ChooseContact { call, person },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pop_up_has_the_verbs_of_a_call_and_no_others() {
        let read = |json: serde_json::Value| serde_json::from_value::<PopIntent>(json).map(Intent::from);
        let verbs = ["hang-up", "hold", "unhold", "mute", "unmute", "open-page"];
        let commands = verbs.map(|verb| serde_json::json!({ "kind": "call", "call": 7, "command": verb }));
        let others = [
            serde_json::json!({ "kind": "open-page", "call": 7, "slot": 1 }),
            serde_json::json!({ "kind": "consult", "command": "hand-over" }),
            serde_json::json!({ "kind": "dismiss-pop", "call": 7 }),
            serde_json::json!({ "kind": "choose-contact", "call": 7, "person": 1 }),
        ];
        for json in commands.into_iter().chain(others) {
            // It is the same wish in the main window's words.
            let same: Intent = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(read(json.clone()).unwrap(), same, "{json}");
        }
        for json in [
            serde_json::json!({ "kind": "save-preferences", "preferences": {} }),
            serde_json::json!({ "kind": "dial", "number": "102" }),
            serde_json::json!({ "kind": "sign-out" }),
            serde_json::json!({ "kind": "test-page", "slot": 1 }),
            serde_json::json!({ "kind": "answer-dial", "id": 1, "answer": "call" }),
            serde_json::json!({ "kind": "transfer", "call": 7, "to": "102" }),
            serde_json::json!({ "kind": "ask-first", "call": 7, "to": "102" }),
            serde_json::json!({ "kind": "call", "call": 7, "command": "transfer", "to": "102" }),
            serde_json::json!({ "kind": "queue", "queue": "6500", "command": "pause" }),
        ] {
            assert!(read(json.clone()).is_err(), "{json}");
        }
    }
}
