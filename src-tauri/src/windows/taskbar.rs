//! What the taskbar shows of the main window: who calls, that somebody calls, and how many wait for an answer.

use agent_core::{CallState, View};
use tauri::{AppHandle, Manager as _, UserAttentionType, WebviewWindow};
use tracing::warn;

use super::MAIN;
use crate::notifications;
use crate::platform;
use crate::texts::Texts;

/// The window's name while nobody calls.
pub(super) const TITLE: &str = "UC Companion";
/// Windows of the system cut it anyway.
const LONGEST_NAME: usize = 60;

/// A picture of it that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taskbar {
    title: String,
    rings: bool,
    /// Missed callers and new messages.
    waiting: u32,
}

impl Default for Taskbar {
    fn default() -> Self {
        Self { title: TITLE.to_owned(), rings: false, waiting: 0 }
    }
}

impl Taskbar {
    pub(crate) fn of(view: &View, texts: &Texts) -> Self {
        let ringing = view.calls.iter().find(|call| call.state == CallState::Ringing);
        let title = ringing.map_or_else(
            || TITLE.to_owned(),
            |call| {
                let name = agent_core::in_short(&notifications::name_of(call, texts), LONGEST_NAME);
                format!("☎ {name} · {TITLE}")
            },
        );
        let new = view.voicemail.messages.iter().filter(|message| message.is_new).count();
        let waiting = view.missed.open.saturating_add(u32::try_from(new).unwrap_or(u32::MAX));
        Self { title, rings: ringing.is_some(), waiting }
    }
}

/// Shows it in place of what was there. On the main thread only.
pub(crate) fn apply(app: &AppHandle, before: &Taskbar, now: &Taskbar) {
    // One that is made later is told then.
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) = change(&window, before, now) {
        warn!(%error, "the taskbar did not follow");
    }
}

fn change(window: &WebviewWindow, before: &Taskbar, now: &Taskbar) -> tauri::Result<()> {
    if before.title != now.title {
        window.set_title(&now.title)?;
    }
    if before.rings != now.rings {
        window.request_user_attention(now.rings.then_some(UserAttentionType::Critical))?;
    }
    if before.waiting != now.waiting {
        platform::set_badge(window, now.waiting)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use agent_core::{CallView, VoicemailView};

    use super::*;
    use crate::notifications::tests::call;

    fn ringing(name: Option<&str>, state: CallState) -> CallView {
        CallView { name: name.map(str::to_owned), ..call(state, None) }
    }

    #[test]
    fn the_title_says_who_calls_and_the_badge_who_waits() {
        let texts = Texts::speaking("en");
        let mut view = View::default();
        assert_eq!(Taskbar::of(&view, texts), Taskbar::default());
        view.calls = vec![ringing(Some("Wang Fang"), CallState::Talking)];
        assert_eq!(Taskbar::of(&view, texts), Taskbar::default());
        view.calls.push(ringing(Some("Wang Fang"), CallState::Ringing));
        view.missed.open = 2;
        let message = |is_new| VoicemailView {
            file: "one".to_owned(),
            from: String::new(),
            from_name: None,
            date: String::new(),
            seconds: None,
            is_new,
            deleting: false,
        };
        view.voicemail.messages = vec![message(true), message(false)];
        let title = "☎ Wang Fang · UC Companion".to_owned();
        assert_eq!(Taskbar::of(&view, texts), Taskbar { title, rings: true, waiting: 3 });
        view.calls = vec![ringing(None, CallState::Ringing)];
        assert_eq!(Taskbar::of(&view, texts).title, "☎ 13800138000 · UC Companion");
    }
}
