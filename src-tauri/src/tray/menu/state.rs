//! The agent's state in the tray: the icon, the line that says it, and what can be chosen.

use std::time::Duration;

use agent_core::{
    AgentState, CallState, CallView, ConnectionState, Intent, Language, Reason, StateCommand, StateIntent,
    View, WhyUnreachable, Wish,
};

use super::{Face, Item, Press, caller, shown};
use crate::texts::Texts;

/// Icon and line.
pub(super) fn told(view: &View, age: Duration, texts: &Texts) -> (Face, String) {
    if view.connection.state != ConnectionState::Online {
        let (face, key) = without_connection(view.connection.state);
        return (face, texts.get(key, &[]));
    }
    let text = || of_state(view, texts);
    match &view.agent_state.state {
        AgentState::SignedOut => (Face::Offline, text()),
        AgentState::Unreachable { .. } => (Face::Problem, text()),
        AgentState::OnCall { .. } => on_call(view, texts),
        AgentState::WrapUp => (Face::WrapUp, text()),
        AgentState::Paused { .. } => (Face::Paused, lasting(&text(), view, age, texts)),
        AgentState::Ready => (Face::Online, lasting(&text(), view, age, texts)),
    }
}

/// `Paused · Lunch`
pub(super) fn of_state(view: &View, texts: &Texts) -> String {
    let word_of = |key: &str| texts.get(&format!("state.{key}"), &[]);
    match &view.agent_state.state {
        AgentState::SignedOut => word_of("signed-out"),
        AgentState::Unreachable { why } => {
            format!("{} · {}", word_of("unreachable"), word_of(&format!("why.{}", word(*why))))
        }
        AgentState::OnCall { .. } => word_of("on-call.talking"),
        AgentState::WrapUp => word_of("wrap-up"),
        AgentState::Paused { reason: Some(reason), .. } => {
            format!("{} · {}", word_of("paused"), shown(label(reason, view)))
        }
        AgentState::Paused { reason: None, .. } => word_of("paused"),
        AgentState::Ready => word_of("ready"),
    }
}

fn without_connection(state: ConnectionState) -> (Face, &'static str) {
    match state {
        ConnectionState::SignedOut => (Face::Offline, "tray.state.signed-out"),
        ConnectionState::SigningIn => (Face::Offline, "tray.state.signing-in"),
        ConnectionState::Reconnecting => (Face::Problem, "tray.state.reconnecting"),
        ConnectionState::Refused => (Face::Problem, "tray.state.refused"),
        ConnectionState::LockedOut => (Face::Problem, "tray.state.locked-out"),
        ConnectionState::Online => (Face::Online, "tray.state.online"),
    }
}

/// A ring before a talk: of the two it is the one that wants something.
fn on_call(view: &View, texts: &Texts) -> (Face, String) {
    let in_state = |states: &[CallState]| view.calls.iter().find(|call| states.contains(&call.state));
    let name = |call: &CallView| caller(call, texts);
    if let Some(call) = in_state(&[CallState::Ringing]) {
        return (Face::Ringing, texts.get("notification.incoming.title", &[("name", &name(call))]));
    }
    let text = match in_state(&[CallState::Talking, CallState::Held, CallState::Dialing]) {
        Some(call) => texts.get("tray.on-call", &[("name", &name(call))]),
        None => texts.get("state.on-call.off-hook", &[]),
    };
    (Face::OnCall, text)
}

/// With the minutes since it began, from the first on.
fn lasting(text: &str, view: &View, age: Duration, texts: &Texts) -> String {
    let age = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
    match view.agent_state.timer.seconds(view.clock.saturating_add(age)) / 60 {
        0 => text.to_owned(),
        minutes => format!("{text} · {}", texts.get("tray.minutes", &[("n", &minutes.to_string())])),
    }
}

/// Ready, and each reason for a pause; during a call: after it.
pub(super) fn choices(view: &View, texts: &Texts) -> Vec<Item> {
    let state = &view.agent_state;
    let button = |intent, text| Item::Button { press: Press::wish(intent), text };
    let mut items = Vec::new();
    if state.can.contains(&StateCommand::FinishWork) {
        let done = Intent::FinishWrapUp { record: None };
        items.push(button(done, texts.get("command.finish-work", &[])));
    }
    if state.can.contains(&StateCommand::BeReady) {
        items.push(button(Intent::State(StateIntent::BeReady), texts.get("command.be-ready", &[])));
    }
    if state.can.contains(&StateCommand::TakePause) {
        let pause = |reason: Option<&Reason>| {
            Intent::State(StateIntent::TakePause {
                reason: reason.map(|reason| reason.id.clone()),
                text: String::new(),
            })
        };
        let without = button(pause(None), texts.get("state.without-reason", &[]));
        let with = state.reasons.iter().map(|reason| button(pause(Some(reason)), shown(label(reason, view))));
        let reasons = Some(without).filter(|_| !state.reason_required).into_iter().chain(with).collect();
        items.push(Item::Group { text: texts.get("command.take-pause", &[]), items: reasons });
    }
    if let Some(next) = &state.next {
        let what = match next {
            Wish::Ready => texts.get("state.ready", &[]),
            Wish::Paused { reason: None } => texts.get("state.paused", &[]),
            Wish::Paused { reason: Some(reason) } => shown(label(reason, view)),
        };
        items.push(Item::Label(texts.get("state.then", &[("what", &what)])));
        items.push(button(Intent::State(StateIntent::DropNext), texts.get("command.drop-next", &[])));
    }
    if !items.is_empty() {
        items.push(Item::Line);
    }
    items
}

/// Reasons are the administrator's, in two languages whatever others there are.
fn label<'a>(reason: &'a Reason, view: &View) -> &'a str {
    let tag = match &view.settings.preferences.language {
        Language::System => crate::texts::system_language(),
        Language::Tag(tag) => tag.clone(),
    };
    if tag.starts_with("zh") { &reason.zh } else { &reason.en }
}

fn word(why: WhyUnreachable) -> String {
    serde_json::to_value(why).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
