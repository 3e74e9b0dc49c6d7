//! What differs between the operating systems: a module for each, all with the same functions. The rest of the shell does
//! not ask where it runs.

use agent_core::Refusal;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(target_os = "windows")]
use windows as system;

pub(crate) use system::{
    ask, autostart, choose_rendering, computer_name, find_display, has_tray_library, hide_pop, is_pop_shown,
    make_urgent, may_pop, on_event, prepare_pop, set_autostart, set_pop_level, show_notification, show_pop,
    tell, tell_trouble, told_to_end, watch_notifications, watch_screens, watch_tray, when_idle,
};

/// A question that no page can answer: the system's own window asks it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) yes: String,
    pub(crate) no: String,
}

impl Question {
    /// Asks it. Anything but yes is no.
    pub(crate) async fn ask(self, app: &tauri::AppHandle) -> Result<(), Refusal> {
        if ask(app, self).await { Ok(()) } else { Err(Refusal::NotConfirmed) }
    }
}
