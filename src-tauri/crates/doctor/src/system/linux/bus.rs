//! What is asked over D-Bus: who shows notifications, who shows icons of a tray.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tokio::time::timeout;
use zbus::Connection;
use zbus::fdo::DBusProxy;

use super::webview::library;
use crate::environment::Environment;
use crate::fact::Fact;

/// Longer than any healthy service takes.
const LIMIT: Duration = Duration::from_secs(3);
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
/// As the crate looks for them that draws the icon.
const TRAY_LIBRARIES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];

/// What a service said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer<T> {
    Said(T),
    /// There is no such service, or no bus to ask on.
    Nobody,
    /// It is there and says nothing.
    Silent,
}

/// Who shows notifications, and whether with buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    name: String,
    has_buttons: bool,
}

pub(super) fn notifications(answer: Answer<Server>) -> Vec<Fact> {
    vec![match answer {
        Answer::Said(Server { name, has_buttons: true }) => Fact::Notifications { name },
        Answer::Said(Server { name, has_buttons: false }) => Fact::NotificationsNoButtons { name },
        Answer::Nobody => Fact::NotificationsAbsent,
        Answer::Silent => Fact::NotificationsSilent,
    }]
}

/// Where the person has switched banners off.
pub(super) fn do_not_disturb(banners_off: bool) -> Option<Fact> {
    banners_off.then_some(Fact::DoNotDisturb)
}

/// GNOME's switch; other desktops do not tell.
pub(super) fn banners_off() -> bool {
    let asked =
        Command::new("gsettings").args(["get", "org.gnome.desktop.notifications", "show-banners"]).output();
    asked.is_ok_and(|output| output.stdout.trim_ascii() == b"false")
}

pub(super) fn tray(has_library: bool, watcher: Answer<bool>) -> Vec<Fact> {
    match (has_library, watcher) {
        (false, _) => vec![Fact::TrayNoLibrary],
        (true, Answer::Said(true)) => vec![Fact::Tray],
        (true, Answer::Said(false) | Answer::Nobody | Answer::Silent) => vec![Fact::TrayAbsent],
    }
}

pub(super) fn has_tray_library(root: &Path) -> bool {
    library(root, &TRAY_LIBRARIES).is_some()
}

pub(super) async fn ask_notifications(environment: &Environment) -> Answer<Server> {
    let asked = async {
        let bus = bus(environment).await?;
        let call = |method| {
            bus.call_method(Some(NOTIFICATIONS), NOTIFICATIONS_PATH, Some(NOTIFICATIONS), method, &())
        };
        let capabilities: Vec<String> = call("GetCapabilities").await?.body().deserialize()?;
        let (name, _, version, _): (String, String, String, String) =
            call("GetServerInformation").await?.body().deserialize()?;
        let has_buttons = capabilities.iter().any(|one| one == "actions");
        zbus::Result::Ok(Server { name: format!("{name} {version}").trim().to_owned(), has_buttons })
    };
    answered(timeout(LIMIT, asked).await)
}

pub(super) async fn ask_tray(environment: &Environment) -> Answer<bool> {
    let asked = async {
        let bus = bus(environment).await?;
        let is_there = DBusProxy::new(&bus).await?.name_has_owner(WATCHER.try_into()?).await?;
        zbus::Result::Ok(is_there)
    };
    answered(timeout(LIMIT, asked).await)
}

async fn bus(environment: &Environment) -> zbus::Result<Connection> {
    let address = environment.get("DBUS_SESSION_BUS_ADDRESS").map(str::to_owned);
    let usual = || Some(format!("unix:path={}/bus", environment.get("XDG_RUNTIME_DIR")?));
    match address.or_else(usual) {
        Some(address) => zbus::connection::Builder::address(address.as_str())?.build().await,
        None => Err(zbus::Error::Unsupported),
    }
}

fn answered<T>(outcome: Result<zbus::Result<T>, tokio::time::error::Elapsed>) -> Answer<T> {
    match outcome {
        Ok(Ok(said)) => Answer::Said(said),
        Ok(Err(_)) => Answer::Nobody,
        Err(_) => Answer::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_notification_server_has_its_line() {
        let server = |has_buttons| Answer::Said(Server { name: "gnome-shell 43".to_owned(), has_buttons });
        let name = "gnome-shell 43".to_owned();
        assert_eq!(notifications(server(true)), [Fact::Notifications { name: name.clone() }]);
        assert_eq!(notifications(server(false)), [Fact::NotificationsNoButtons { name }]);
        assert_eq!(notifications(Answer::Nobody), [Fact::NotificationsAbsent]);
        assert_eq!(notifications(Answer::Silent), [Fact::NotificationsSilent]);
        assert_eq!((do_not_disturb(true), do_not_disturb(false)), (Some(Fact::DoNotDisturb), None));
    }

    #[test]
    fn no_library_and_no_watcher_are_told_apart() {
        assert_eq!(tray(false, Answer::Said(true)), [Fact::TrayNoLibrary]);
        assert_eq!(tray(true, Answer::Said(false)), [Fact::TrayAbsent]);
        assert_eq!(tray(true, Answer::Nobody), [Fact::TrayAbsent]);
        assert_eq!(tray(true, Answer::Said(true)), [Fact::Tray]);
        let root = tempfile::tempdir().unwrap();
        assert!(!has_tray_library(root.path()));
    }

    #[tokio::test]
    async fn without_a_bus_nobody_answers() {
        let dir = tempfile::tempdir().unwrap();
        let nowhere = format!("unix:path={}/bus", dir.path().display());
        for environment in
            [Environment::default(), Environment::of([("DBUS_SESSION_BUS_ADDRESS", nowhere.as_str())])]
        {
            assert_eq!(ask_notifications(&environment).await, Answer::Nobody);
            assert_eq!(ask_tray(&environment).await, Answer::Nobody);
        }
    }
}
