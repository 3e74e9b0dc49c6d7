//! The agent's wishes about the pop-up, in a story's words.

use agent_core::PopTastes;

/// `queue`, `all, gone`: which calls pop up, and what becomes of that when they are answered.
pub(crate) fn tastes(text: &str) -> PopTastes {
    let (show, after) = text.split_once(", ").unwrap_or((text, "strip"));
    let word = |word: &str| serde_json::Value::from(word);
    PopTastes {
        show: serde_json::from_value(word(show)).unwrap(),
        after: serde_json::from_value(word(after)).unwrap(),
        ..PopTastes::default()
    }
}
