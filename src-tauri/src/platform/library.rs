//! Notifications by the library that knows the systems' own, where the bus of Linux is not.

use notify_rust::{Notification, Timeout};

use super::{Notice, Urgency};

/// As the library wants it.
pub(super) fn made_of(notice: &Notice) -> Notification {
    let Notice { title, body, urgency, buttons } = notice;
    let mut notification = Notification::new();
    notification.appname(Notice::FROM).summary(title).body(body);
    match urgency {
        Urgency::Usual => {}
        // Not as an urgent one: that would stay until it is closed, and here nobody takes it back with its call.
        Urgency::Rings => drop(notification.timeout(Timeout::Never)),
    }
    for (action, label) in buttons {
        notification.action(action, label);
    }
    notification
}

#[cfg(test)]
mod tests {
    use super::*;

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
