//! What the pages are given to show: each asks for the next view, and is answered when there is one. A ring does not wait for
//! that, and the pop-up has it before the window does: see `docs/decisions/0031`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use agent_core::{CallKey, PopShape, PopView, Refusal, View};
use agent_runtime::AgentHandle;
use serde::Serialize;
use tauri::ipc::Response;
use tauri::{State, WebviewWindow};
use tokio::sync::watch;
use tokio::time::sleep;

/// A ring comes so much later to the window than to the pop-up, which has been drawn by then: drawn at the same time, both
/// come late where there are two cores and no card.
const POP_UP_FIRST: Duration = Duration::from_millis(50);

/// What the pop-up shows, which changes far less often than the view does.
#[derive(Debug)]
pub(crate) struct PopViews(watch::Sender<Arc<PopView>>);

impl PopViews {
    pub(crate) fn new(view: &View) -> Self {
        Self(watch::Sender::new(Arc::new(PopView::of(view))))
    }

    pub(crate) fn follow(&self, view: &View) {
        let next = PopView::of(view);
        self.0.send_if_modified(|shown| {
            let is_news = !next.shows_the_same(shown);
            if is_news {
                *shown = Arc::new(next);
            }
            is_news
        });
    }

    /// Gives the page what it is to show now, before it asks: a page that comes on the screen is drawn at once, and an answer
    /// would come after an empty picture. On the main thread only.
    pub(crate) fn hand_to(&self, page: &WebviewWindow) -> tauri::Result<()> {
        let view = serde_json::to_string(self.0.borrow().as_ref())?;
        page.eval(format!("dispatchEvent(new CustomEvent('pop-view', {{ detail: {view} }}))"))
    }
}

/// The call that was whole in the pop-up when the window got its last view.
#[derive(Debug, Default)]
pub(crate) struct WholeInPop(Mutex<Option<CallKey>>);

impl WholeInPop {
    /// Whether the pop-up shows another call now.
    fn is_another_with(&self, view: &View) -> bool {
        let shape = PopShape::of(&view.calls, view.settings.preferences.pop.after);
        let now = shape.whole.map(|call| call.key);
        let mut before = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_another = now.is_some() && now != *before;
        *before = now;
        is_another
    }
}

/// The view, once it is another one than the page has seen; the newest, whatever came in between.
#[tauri::command]
pub(crate) async fn next_view(
    seen: Option<u64>,
    agent: State<'_, AgentHandle>,
    whole: State<'_, WholeInPop>,
) -> Result<Response, Refusal> {
    let mut views = agent.watch();
    let mut next =
        views.wait_for(|view| seen != Some(view.revision)).await.map(|view| Arc::clone(&view)).ok();
    if seen.is_some() && next.as_ref().is_some_and(|view| whole.is_another_with(view)) {
        sleep(POP_UP_FIRST).await;
        next = Some(agent.watch().borrow().clone());
    }
    answer(next)
}

/// The same for the pop-up.
#[tauri::command]
pub(crate) async fn next_pop_view(seen: Option<u64>, pops: State<'_, PopViews>) -> Result<Response, Refusal> {
    let mut views = pops.0.subscribe();
    let next = views.wait_for(|view| seen != Some(view.revision)).await;
    answer(next.map(|view| Arc::clone(&view)).ok())
}

/// `None`: the program ends, and there is no other view any more.
fn answer<V: Serialize>(view: Option<Arc<V>>) -> Result<Response, Refusal> {
    let json = view.and_then(|view| serde_json::to_string(view.as_ref()).ok());
    json.map(Response::new).ok_or(Refusal::ShuttingDown)
}

#[cfg(test)]
mod tests {
    use agent_core::{CallState, CallView};

    use super::*;
    use crate::notifications::tests::call;

    fn view(calls: &[(u32, CallState)]) -> View {
        let one = |&(key, state)| CallView { key: CallKey(key), pop: true, ..call(state, None) };
        View { calls: calls.iter().map(one).collect(), ..View::default() }
    }

    #[test]
    fn the_window_waits_once_for_each_ring() {
        let (rings, talks) = (CallState::Ringing, CallState::Talking);
        let whole = WholeInPop::default();
        for (calls, waits) in [
            (&[] as &[_], false),
            (&[(1, rings)], true),
            (&[(1, rings)], false),
            (&[(1, talks)], false),
            (&[(1, talks), (2, rings)], true),
            (&[(1, talks)], false),
            (&[(2, rings)], true),
        ] {
            assert_eq!(whole.is_another_with(&view(calls)), waits, "{calls:?}");
        }
    }
}
