//! Reasons for a pause: those of the administrator, or the usual ones.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Refusal;
use crate::policy::Policy;

/// The one that may be told in the agent's own words.
pub(crate) const OTHER: &str = "other";

/// Why somebody is paused. The PBX has no room for it: it stays here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Reason {
    /// What other programs know it by.
    pub id: String,
    pub en: String,
    pub zh: String,
    /// How long it lasts as a rule.
    pub minutes: Option<u32>,
    /// It is work, only not on the phone.
    pub work: bool,
}

/// Those that can be chosen.
pub(crate) fn of(policy: &Policy) -> Vec<Reason> {
    policy.reasons().map_or_else(usual, <[Reason]>::to_vec)
}

/// The one with this id, or with this name in either language.
pub(crate) fn called(word: &str, policy: &Policy) -> Result<Reason, Refusal> {
    let reasons = of(policy);
    let named = |reason: &Reason| [&reason.en, &reason.zh].iter().any(|name| is_same(name, word));
    let by_id = reasons.iter().position(|reason| reason.id == word);
    match by_id.or_else(|| reasons.iter().position(named)) {
        Some(at) => Ok(reasons[at].clone()),
        None => Err(Refusal::NoSuchReason { known: reasons.into_iter().map(|reason| reason.id).collect() }),
    }
}

fn is_same(name: &str, word: &str) -> bool {
    name.to_lowercase() == word.trim().to_lowercase()
}

fn usual() -> Vec<Reason> {
    let reason = |id: &str, en: &str, zh: &str, minutes: Option<u32>, work: bool| Reason {
        id: id.to_owned(),
        en: en.to_owned(),
        zh: zh.to_owned(),
        minutes,
        work,
    };
    vec![
        reason("lunch", "Lunch", "午餐", Some(30), false),
        reason("break", "Break", "小休", Some(15), false),
        reason("meeting", "Meeting", "会议", None, true),
        reason("training", "Training", "培训", None, true),
        reason("paperwork", "Paperwork", "案头工作", None, true),
        reason(OTHER, "Other", "其他", None, false),
    ]
}
