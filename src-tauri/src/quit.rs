//! Quitting by hand. Whoever is still in queues goes on getting their calls, at a phone that nobody watches: so the
//! system's own window asks, whatever window is shown.

use std::time::Duration;

use agent_core::{Door, Intent, QueueCommand, View};
use agent_runtime::AgentHandle;
use tauri::{AppHandle, Manager as _};
use tokio::time::timeout;

use crate::app::wish;
use crate::platform::Question;
use crate::texts::Texts;
use crate::windows::main_window;

/// Somebody who goes home waits no longer than that for a PBX that does not answer.
const LONGEST: Duration = Duration::from_secs(5);

/// Ends the program, after a question where one has to be asked.
pub(crate) async fn by_hand(app: AppHandle) {
    if let Some(agent) = app.try_state::<AgentHandle>().map(|agent| agent.inner().clone()) {
        let question = question(&agent.watch().borrow());
        let leaves = match question {
            Some(question) => question.ask(&app).await.is_ok(),
            None => false,
        };
        if leaves && !leave(&app, &agent).await {
            // Why not stands there.
            main_window::show(&app);
            return;
        }
    }
    app.exit(0);
}

/// What has to be asked first; `None`: nothing.
fn question(view: &View) -> Option<Question> {
    let left = view.queues.iter().filter(|queue| queue.can.contains(&QueueCommand::Leave));
    let names: Vec<&str> =
        left.map(|queue| if queue.name.is_empty() { &*queue.number } else { &*queue.name }).collect();
    if names.is_empty() {
        return None;
    }
    let texts = Texts::of(&view.settings.preferences.language);
    let queues = agent_core::in_short(&names.join(", "), 200);
    let word = |key: &str| texts.get(key, &[("queues", &queues)]);
    let (title, text) = (word("tray.quit.queues"), word("tray.quit.detail"));
    Some(Question { title, text, yes: word("tray.quit.leave"), no: word("tray.quit.stay") })
}

/// Whether nothing holds the agent any more: the queues are left, or the PBX does not answer.
pub(crate) async fn leave(app: &AppHandle, agent: &AgentHandle) -> bool {
    if wish(app, Door::Tray, Intent::Queue { queue: None, command: QueueCommand::Leave }).await.is_err() {
        return false;
    }
    let mut views = agent.watch();
    let is_leaving = |view: &View| view.queues.iter().any(|one| one.pending == Some(QueueCommand::Leave));
    match timeout(LONGEST, views.wait_for(|view| !is_leaving(view))).await {
        Ok(Ok(view)) => !view.queues.iter().any(|queue| queue.can.contains(&QueueCommand::Leave)),
        // The runtime has ended, or the PBX is silent.
        Ok(Err(_)) | Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use agent_core::{Membership, QueueMark, QueueView};

    use super::*;

    fn queue(name: &str, leave: bool) -> QueueView {
        QueueView {
            number: "6500".to_owned(),
            name: name.to_owned(),
            mark: QueueMark::default(),
            membership: Membership::Dynamic,
            signed_in: true,
            paused: false,
            left_by_you: false,
            waiting: None,
            members: Vec::new(),
            as_of: None,
            pending: None,
            password_needed_for: None,
            can: leave.then_some(QueueCommand::Leave).into_iter().collect(),
        }
    }

    #[test]
    fn only_who_could_leave_a_queue_is_asked() {
        let mut view = View::default();
        view.settings.preferences.language = agent_core::Language::Tag("en".to_owned());
        assert!(question(&view).is_none());
        view.queues = vec![queue("Static", false)];
        assert!(question(&view).is_none(), "there is nothing to be done about that");
        view.queues = vec![queue("Static", false), queue("Support", true), queue("", true)];
        let asked = question(&view).unwrap();
        assert_eq!(asked.title, "You are still signed in to Support, 6500");
        assert!(asked.yes.contains("Sign out of the queues"), "{asked:?}");
    }
}
