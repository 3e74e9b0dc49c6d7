//! What differs between the operating systems: a module for each, all with the same functions. The rest of the shell does
//! not ask where it runs.

use agent_core::Refusal;
use notify_rust::NotificationResponse;

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
    ask, autostart, choose_rendering, computer_name, drawing, find_display, has_tray_library, hide_pop,
    is_pop_shown, make_urgent, may_pop, offer_links, on_event, prepare_pop, set_autostart, set_pop_level,
    show_notification, show_pop, tell, tell_trouble, told_to_end, watch_notifications, watch_screens,
    watch_sleep, watch_tray, when_idle,
};

/// The action that was pressed on a notification, `default` for the notification itself; `None`: it was only closed.
#[cfg_attr(target_os = "macos", expect(dead_code, reason = "nobody tells of presses there"))]
fn pressed(response: &NotificationResponse) -> Option<String> {
    match response {
        NotificationResponse::Default => Some("default".to_owned()),
        NotificationResponse::Action(action) => Some(action.clone()),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
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

#[cfg(test)]
mod tests {
    use notify_rust::CloseReason;

    use super::*;

    #[test]
    fn a_press_says_its_action_and_closing_is_none() {
        for (response, action) in [
            (NotificationResponse::Default, Some("default")),
            // As Windows tells the button that opens.
            (NotificationResponse::from("default"), Some("default")),
            (NotificationResponse::from("hang-up"), Some("hang-up")),
            (NotificationResponse::Closed(CloseReason::Expired), None),
            (NotificationResponse::Closed(CloseReason::Dismissed), None),
        ] {
            assert_eq!(pressed(&response).as_deref(), action, "{response:?}");
        }
    }
}
