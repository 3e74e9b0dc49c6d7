//! System notifications: one for each call that rings, gone with it, and one that stays for each missed call.

mod asking;
mod news;
mod reminders;

use std::collections::BTreeMap;

use agent_core::{CallCommand, CallEnd, CallKey, CallState, CallView, Door, Intent, View};
use agent_runtime::AgentHandle;
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc;

use crate::app::wish_only;
use crate::platform::{self, Notice, Urgency};
use crate::texts::Texts;
use crate::windows::main_window;
pub(crate) use news::News;
pub(crate) use reminders::Reminders;

const HANG_UP: &str = "hang-up";
const OPEN: &str = "default";

/// What has to be done so that notifications tell what the view tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    Ring {
        call: CallKey,
        words: Words,
        can_hang_up: bool,
    },
    /// The caller's name has been found.
    Reword {
        call: CallKey,
        words: Words,
    },
    Close {
        call: CallKey,
    },
    Missed {
        words: Words,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    title: String,
    body: String,
}

/// What is known of a call's notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    Ringing(Words),
    Closed,
    Missed,
}

/// Compares what was told with the view, and takes it as told.
pub(crate) fn reconcile(told: &mut BTreeMap<CallKey, Told>, view: &View, texts: &Texts) -> Vec<Change> {
    let mut changes = Vec::new();
    for call in &view.calls {
        let rings = call.state == CallState::Ringing;
        match told.get(&call.key) {
            None if rings => {
                let words = words(call, "notification.incoming.title", texts);
                told.insert(call.key, Told::Ringing(words.clone()));
                changes.push(Change::Ring {
                    call: call.key,
                    words,
                    can_hang_up: call.can.contains(&CallCommand::HangUp),
                });
            }
            Some(Told::Ringing(_)) if !rings => {
                told.insert(call.key, Told::Closed);
                changes.push(Change::Close { call: call.key });
            }
            Some(Told::Ringing(before)) => {
                let words = words(call, "notification.incoming.title", texts);
                if words != *before {
                    told.insert(call.key, Told::Ringing(words.clone()));
                    changes.push(Change::Reword { call: call.key, words });
                }
            }
            None | Some(Told::Closed | Told::Missed) => {}
        }
        // Not with the end of the ring: a moment later it may turn out that a colleague has taken it.
        if call.end == Some(CallEnd::Missed) && told.get(&call.key) == Some(&Told::Closed) {
            told.insert(call.key, Told::Missed);
            changes.push(Change::Missed { words: words(call, "notification.missed.title", texts) });
        }
    }
    changes.extend(forget_gone(told, view));
    changes
}

/// A sign-out takes calls away in the middle of their ring, without an end.
fn forget_gone(told: &mut BTreeMap<CallKey, Told>, view: &View) -> Vec<Change> {
    let gone: Vec<CallKey> =
        told.keys().filter(|key| view.calls.iter().all(|call| call.key != **key)).copied().collect();
    let rang = |call: &CallKey| matches!(told.remove(call), Some(Told::Ringing(_)));
    gone.into_iter().filter(rang).map(|call| Change::Close { call }).collect()
}

fn words(call: &CallView, title: &str, texts: &Texts) -> Words {
    Words { title: texts.get(title, &[("name", &name_of(call, texts))]), body: body_of(call, texts) }
}

pub(crate) fn name_of(call: &CallView, texts: &Texts) -> String {
    let withheld = || texts.get("notification.withheld", &[]);
    call.name.clone().or_else(|| call.number.clone()).unwrap_or_else(withheld)
}

fn body_of(call: &CallView, texts: &Texts) -> String {
    let withheld = || texts.get("notification.withheld", &[]);
    let number = call.number.clone().unwrap_or_else(withheld);
    match call.queue_name.as_ref().or(call.called.as_ref()) {
        Some(queue) => texts.get("notification.incoming.queue", &[("number", &number), ("queue", queue)]),
        None => texts.get("notification.incoming.body", &[("number", &number)]),
    }
}

/// The notifications that are shown, each with a task that waits for a press, for other words, or for the end of the
/// sender.
#[derive(Debug, Default)]
pub(crate) struct Notifier {
    shown: BTreeMap<CallKey, mpsc::UnboundedSender<Notice>>,
}

impl Notifier {
    /// Follows a change. Never waits for the desktop: each notification has a task of its own.
    pub(crate) fn apply(&mut self, change: Change, texts: &Texts, app: &AppHandle) {
        match change {
            Change::Ring { call, words, can_hang_up } => {
                let mut buttons = vec![(OPEN, texts.get("notification.open", &[]))];
                if can_hang_up {
                    buttons.push((HANG_UP, texts.get("notification.hang-up", &[])));
                }
                let notice = Notice { urgency: Urgency::Rings, buttons, ..notice(words) };
                let (sender, changes) = mpsc::unbounded_channel();
                self.shown.insert(call, sender);
                spawn(show(notice, call, changes, app.clone()));
            }
            Change::Reword { call, words } => {
                if let Some(sender) = self.shown.get(&call) {
                    // An error says that the notification is gone already.
                    let _ = sender.send(notice(words));
                }
            }
            Change::Close { call } => drop(self.shown.remove(&call)),
            Change::Missed { words } => tell(words, app),
        }
    }
}

/// The same in plain words.
pub(crate) fn tell_plainly(title: String, body: String, app: &AppHandle) {
    tell(Words { title, body }, app);
}

/// Tells something that asks for no press.
fn tell(words: Words, app: &AppHandle) {
    let agent = app.state::<AgentHandle>().inner().clone();
    spawn(async move { platform::tell(notice(words), &agent).await });
}

fn notice(Words { title, body }: Words) -> Notice {
    Notice { title, body, urgency: Urgency::Usual, buttons: Vec::new() }
}

/// Shows it until it is pressed, closed by the person, or closed by us. A press after our end does nothing.
async fn show(notice: Notice, call: CallKey, changes: mpsc::UnboundedReceiver<Notice>, app: AppHandle) {
    let agent = app.state::<AgentHandle>().inner().clone();
    match platform::show_notification(notice, changes, &agent).await.as_deref() {
        Some(HANG_UP) => {
            wish_only(&app, Door::Notification, Intent::Call { call, command: CallCommand::HangUp });
        }
        Some(_) => main_window::show(&app),
        None => {}
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    use agent_core::{CallDirection, WallMillis};

    use super::*;

    pub(crate) fn call(state: CallState, end: Option<CallEnd>) -> CallView {
        CallView {
            key: CallKey(7),
            record: String::new(),
            note: agent_core::CallNote::default(),
            card: None,
            missed: Vec::new(),
            state,
            direction: CallDirection::Inbound,
            number: Some("13800138000".to_owned()),
            name: Some("<b>Eve</b>".to_owned()),
            called: None,
            key_in: None,
            queue_name: None,
            trunk: None,
            started: WallMillis(0),
            answered: None,
            ended: None,
            timer: agent_core::Timer::Stands { seconds: 0 },
            muted: false,
            mute_unknown: false,
            pending: None,
            end,
            mark: None,
            pop: false,
            lift_phone: false,
            can: BTreeSet::default(),
            pages: None,
        }
    }

    fn kinds(steps: &[Option<CallView>]) -> Vec<&'static str> {
        let texts = Texts::speaking("en");
        let mut told = BTreeMap::new();
        let mut view = View::default();
        let mut kinds = Vec::new();
        for step in steps {
            view.calls = step.iter().cloned().collect();
            kinds.extend(reconcile(&mut told, &view, texts).iter().map(|change| match change {
                Change::Ring { .. } => "ring",
                Change::Reword { .. } => "reword",
                Change::Close { .. } => "close",
                Change::Missed { .. } => "missed",
            }));
        }
        kinds
    }

    #[test]
    fn a_notification_lives_as_long_as_the_ring() {
        let ringing = || Some(call(CallState::Ringing, None));
        let talking = || Some(call(CallState::Talking, None));
        let ended = |end| Some(call(CallState::Ended, end));
        assert_eq!(kinds(&[ringing(), ringing(), talking(), None]), ["ring", "close"]);
        assert_eq!(kinds(&[ringing(), None]), ["ring", "close"]);
        let unknown = || Some(CallView { name: None, ..call(CallState::Ringing, None) });
        assert_eq!(kinds(&[unknown(), ringing(), ringing(), talking()]), ["ring", "reword", "close"]);
        assert_eq!(kinds(&[talking(), ended(Some(CallEnd::ByOther))]), Vec::<&str>::new());
        let missed =
            [ringing(), ended(None), ended(Some(CallEnd::Missed)), ended(Some(CallEnd::Missed)), None];
        assert_eq!(kinds(&missed), ["ring", "close", "missed"]);
    }
}
