//! Notifications by the library that knows the systems' own, where the bus of Linux is not.

use notify_rust::{Notification, NotificationResponse, Timeout};

use super::{Notice, Urgency};

/// As the library wants it.
pub(super) fn made_of(notice: &Notice) -> Notification {
    let Notice { title, body, urgency, buttons } = notice;
    let mut notification = Notification::new();
    notification.appname(Notice::FROM).summary(title).body(body);
    match urgency {
        Urgency::Usual => {}
        // Not as an urgent one: that would stay until it is closed, long after the call that nobody can take back from it.
        Urgency::Rings => drop(notification.timeout(Timeout::Never)),
    }
    for (action, label) in buttons {
        notification.action(action, label);
    }
    notification
}

/// The action that was pressed on a notification, `default` for the notification itself; `None`: it was only closed.
#[cfg_attr(target_os = "macos", expect(dead_code, reason = "nobody tells of presses there"))]
pub(super) fn pressed(response: &NotificationResponse) -> Option<String> {
    match response {
        NotificationResponse::Default => Some("default".to_owned()),
        NotificationResponse::Action(action) => Some(action.clone()),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
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

    #[test]
    fn a_ring_is_made_with_its_words_and_buttons() {
        let notice = Notice {
            title: "Eve".to_owned(),
            body: "13800138000".to_owned(),
            urgency: Urgency::Rings,
            buttons: vec![("hang-up", "Hang up".to_owned())],
        };
        let made = made_of(&notice);
        assert_eq!((made.summary.as_str(), made.body.as_str()), ("Eve", "13800138000"));
        assert_eq!(
            (made.actions, made.timeout),
            (vec!["hang-up".to_owned(), "Hang up".to_owned()], Timeout::Never)
        );
    }
}
