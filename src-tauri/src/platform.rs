//! What differs between the operating systems: a module for each, all with the same functions. The rest of the shell does
//! not ask where it runs.

use std::time::Duration;

use agent_core::{HotkeyAction, Refusal};

#[cfg(not(target_os = "linux"))]
mod anywhere;
#[cfg(not(target_os = "macos"))]
mod each_page;
#[cfg(not(target_os = "linux"))]
mod global_keys;
#[cfg(any(not(target_os = "linux"), test))]
mod library;
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
    KEYBOARD, Keys, Watch, ask, autostart, behind_the_pop_up, beside, caret_on, choose_rendering,
    choose_rendering_anew, computer_name, drawing, find_display, focus_pop, has_tray_library, hide_pop,
    make_windows, marked_text, may_pop, offer_links, on_event, prepare_pop, put_quit_in_the_menu,
    set_autostart, set_badge, show_notification, show_pop, tell, tell_trouble, told_to_end, unfocus_pop,
    watch_notifications, watch_pages, watch_screens, watch_sleep, watch_tray,
};

/// A notification, whatever the system shows it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) urgency: Urgency,
    /// Each with what it is called when it is pressed, and its label.
    pub(crate) buttons: Vec<(&'static str, String)>,
}

impl Notice {
    /// Who shows it.
    const FROM: &str = "UC Companion";
}

/// What the system tells of who sits at the computer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// So long neither keyboard nor mouse was used.
    pub(crate) unused: Option<Duration>,
    pub(crate) locked: Option<bool>,
}

/// A key went down, or up again, wherever the keyboard was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyMoved {
    pub(crate) action: HotkeyAction,
    pub(crate) down: bool,
}

/// Whether it may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    Usual,
    /// Somebody waits at the other end: it stays until the call has been taken or is gone.
    Rings,
}

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
