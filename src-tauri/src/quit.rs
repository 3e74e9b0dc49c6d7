//! Quitting by hand, at the end of the session, and what comes before the machine's sleep. What becomes of the agent's queues is the core's to ask or to know; here
//! the question is brought in sight, and the program ended when the core says so.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use agent_core::{Door, Intent, QuitIntent, QuitView, Refusal, View};
use agent_runtime::AgentHandle;
use tauri::{AppHandle, Manager as _};
use tokio::time::timeout;
use tracing::warn;

use crate::app::wish;
use crate::windows::main_window;

/// Systems give a program a few seconds at the end of a session, and the goodbye wants some of them.
const SESSION_WAITS: Duration = Duration::from_secs(2);

/// Linux waits five seconds before it sleeps, for all programs together, Windows two, macOS half a minute.
const SLEEP_WAITS: Duration = Duration::from_secs(2);

/// The session ends, or the program does already: nobody need end it once more.
static IS_ENDING: AtomicBool = AtomicBool::new(false);

/// Ends the program, after a question where one has to be asked.
pub(crate) async fn by_hand(app: AppHandle, door: Door) -> Result<(), Refusal> {
    let Some(agent) = app.try_state::<AgentHandle>().map(|agent| agent.inner().clone()) else {
        app.exit(0);
        return Ok(());
    };
    wish(&app, door, Intent::Quit(QuitIntent::Quit)).await?;
    if matches!(agent.watch().borrow().quit, Some(QuitView::Asked { .. })) {
        // It may have been asked before, in a window that was put away.
        main_window::show(&app);
    }
    Ok(())
}

/// What a view changes of it.
#[derive(Debug, Default)]
pub(crate) struct Quitting(Option<QuitView>);

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    /// There is a question, or the reason why the program goes on.
    Show,
    End,
}

impl Quitting {
    pub(crate) fn follow(&mut self, view: &View, app: &AppHandle) {
        match self.step(view) {
            Step::Nothing => {}
            Step::Show => main_window::show(app),
            Step::End if IS_ENDING.swap(true, Ordering::Relaxed) => {}
            Step::End => app.exit(0),
        }
    }

    fn step(&mut self, view: &View) -> Step {
        if self.0 == view.quit {
            return Step::Nothing;
        }
        match (std::mem::replace(&mut self.0, view.quit.clone()), &view.quit) {
            (_, Some(QuitView::Done)) => Step::End,
            (_, Some(QuitView::Asked { .. })) | (Some(QuitView::UnderWay { .. }), None) => Step::Show,
            _ => Step::Nothing,
        }
    }
}

/// The program ends, and unless it was quit by hand it is the session that does: what the policy says of the queues is
/// done as far as there is time for it.
pub(crate) async fn at_session_end(agent: &AgentHandle) {
    if IS_ENDING.swap(true, Ordering::Relaxed) {
        return;
    }
    let told = async {
        agent.dispatch(Intent::Quit(QuitIntent::EndSession)).await.ok();
        // An error says that the runtime has ended.
        let mut views = agent.watch();
        views.wait_for(|view| view.quit == Some(QuitView::Done)).await.is_ok()
    };
    if timeout(SESSION_WAITS, told).await.is_err() {
        warn!("the PBX was too slow to say what became of the queues");
    }
}

/// The machine sleeps as soon as this returns: what the policy says of the queues is done as far as there is time for it.
pub(crate) async fn before_sleep(agent: &AgentHandle) {
    let told = async {
        // An error says that the runtime has ended.
        let _ = agent.dispatch(Intent::Quit(QuitIntent::Sleep)).await;
        let waits = |view: &View| view.queues.iter().any(|queue| queue.pending.is_some());
        agent.watch().wait_for(|view| !waits(view)).await.is_ok()
    };
    if timeout(SLEEP_WAITS, told).await.is_err() {
        warn!("the PBX was too slow to say what became of the queues");
    }
}

#[cfg(test)]
mod tests {
    use agent_core::QuitAnswer;

    use super::*;

    #[test]
    fn a_question_or_its_failure_is_shown_and_the_end_ends() {
        let asked = || Some(QuitView::Asked { queues: vec!["Support".to_owned()] });
        let under_way = || Some(QuitView::UnderWay { answer: QuitAnswer::Leave });
        let steps = |views: Vec<Option<QuitView>>| {
            let mut quitting = Quitting::default();
            let step = |quit| quitting.step(&View { quit, ..View::default() });
            views.into_iter().map(step).collect::<Vec<_>>()
        };
        let done = || Some(QuitView::Done);
        assert_eq!(steps(vec![None, done()]), [Step::Nothing, Step::End]);
        assert_eq!(steps(vec![asked(), asked(), None]), [Step::Show, Step::Nothing, Step::Nothing]);
        assert_eq!(steps(vec![asked(), under_way(), done()]), [Step::Show, Step::Nothing, Step::End]);
        assert_eq!(steps(vec![asked(), under_way(), None]), [Step::Show, Step::Nothing, Step::Show]);
    }
}
