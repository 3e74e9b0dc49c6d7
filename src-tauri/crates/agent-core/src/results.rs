//! What came of a conversation: one of the administrator's list, or of the usual one, or the agent's own words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::history::CallNote;
use crate::policy::Policy;
use crate::scripts::told::ToldResult;

/// What can come of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CallResult {
    /// What other programs know it by.
    pub id: String,
    pub en: String,
    pub zh: String,
}

/// What can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultsView {
    pub choices: Vec<CallResult>,
    /// Nothing else can be written.
    pub closed: bool,
    /// Without one the work is not done.
    pub required: bool,
}

pub(crate) fn view(policy: &Policy) -> ResultsView {
    ResultsView {
        choices: of(policy),
        closed: policy.results().is_some(),
        required: policy.result_required(),
    }
}

/// The result with its id. Kept is what the agent has read, so that it can be read when the list is another one.
pub(crate) fn told(note: &CallNote, policy: &Policy) -> Option<ToldResult> {
    let label = note.result.clone();
    let chosen = of(policy).into_iter().find(|result| result.en == label || result.zh == label);
    (!label.is_empty()).then(|| ToldResult { id: chosen.map(|result| result.id), label })
}

/// As a page of another program or a program's argument has it: its id, or else the agent's own words.
pub(crate) fn word(note: &CallNote, policy: &Policy) -> String {
    told(note, policy).map(|told| told.id.unwrap_or(told.label)).unwrap_or_default()
}

/// A result is wanted, and there is none.
pub(crate) fn is_missing(note: &CallNote, policy: &Policy) -> bool {
    let told = told(note, policy);
    // A list by the administrator takes no words of the agent's own; the usual one does.
    policy.result_required() && told.is_none_or(|told| policy.results().is_some() && told.id.is_none())
}

fn of(policy: &Policy) -> Vec<CallResult> {
    policy.results().map_or_else(usual, <[CallResult]>::to_vec)
}

fn usual() -> Vec<CallResult> {
    let result =
        |id: &str, en: &str, zh: &str| CallResult { id: id.to_owned(), en: en.to_owned(), zh: zh.to_owned() };
    vec![
        result("resolved", "Resolved", "已解决"),
        result("call-back", "Call back", "需回电"),
        result("escalated", "Escalated", "已转上级处理"),
        result("sold", "Sold", "已成交"),
        result("wrong-number", "Wrong number", "打错了"),
    ]
}
