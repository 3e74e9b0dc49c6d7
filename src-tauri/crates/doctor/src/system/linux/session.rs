//! The session: which desktop, drawn how, and who else is signed in.

use std::path::Path;

use crate::environment::Environment;
use crate::fact::Fact;

pub(super) fn desktop(root: &Path, environment: &Environment) -> Vec<Fact> {
    let release = std::fs::read_to_string(root.join("etc/os-release")).unwrap_or_default();
    let name = value(&release, "PRETTY_NAME").unwrap_or_else(|| "Linux".to_owned());
    let mut facts = vec![Fact::System { name }];
    if let Some(name) = environment.get("XDG_CURRENT_DESKTOP") {
        facts.push(Fact::Desktop { name: name.to_owned() });
    }
    let (x, wayland) = (environment.get("DISPLAY"), environment.get("WAYLAND_DISPLAY"));
    match (x, wayland) {
        // Who looks from a shell elsewhere has no display, and the person at the computer has one.
        (None, None) if is_remote_shell(environment) => facts.push(Fact::RemoteShell),
        (None, None) => facts.push(Fact::NoDisplay),
        (Some(display), wayland) => {
            let name = if wayland.is_some() { "XWayland" } else { "X11" }.to_owned();
            facts.push(Fact::Session { name, display: display.to_owned() });
        }
        (None, Some(display)) => {
            facts.push(Fact::Session { name: "Wayland".to_owned(), display: display.to_owned() });
        }
    }
    if wayland.is_some() && (x.is_none() || environment.get("SWAYSOCK").is_some()) {
        facts.push(Fact::PopUpReplaced);
    }
    facts
}

fn is_remote_shell(environment: &Environment) -> bool {
    environment.get("SSH_CONNECTION").is_some()
}

/// `NAME=value` or `NAME="value"`.
fn value(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(line.trim_matches('"').to_owned())
}

/// The system keeps a file for each session.
pub(super) fn sessions(root: &Path, environment: &Environment) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(name) = environment.get("XRDP_SESSION").or_else(|| environment.get("NX_SESSION_ID")) {
        facts.push(Fact::RemoteSession { name: name.to_owned() });
    }
    let files = std::fs::read_dir(root.join("run/systemd/sessions")).into_iter().flatten().flatten();
    let texts: Vec<String> = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    // Two people at one computer share nothing of ours; two sessions of one person share the data folder.
    let us = environment.get("USER").or_else(|| environment.get("LOGNAME"));
    let is_ours = |text: &&String| us.is_some() && value(text, "USER").as_deref() == us;
    // A terminal is no place for windows.
    let has_windows = |text: &&String| {
        matches!(value(text, "TYPE").as_deref(), Some("x11" | "wayland" | "mir"))
            && value(text, "CLASS").is_none_or(|class| class == "user")
    };
    let ours: Vec<String> = texts.iter().filter(is_ours).filter(has_windows).map(|text| seat(text)).collect();
    facts.push(match u32::try_from(ours.len()) {
        Ok(0 | 1) | Err(_) => Fact::OneSession,
        Ok(count) => Fact::Sessions { count, list: ours.join(", ") },
    });
    facts
}

fn seat(session: &str) -> String {
    let of = |name| value(session, name).filter(|value| !value.is_empty());
    let place = of("SEAT").or_else(|| of("REMOTE_HOST")).or_else(|| of("DISPLAY"));
    let kind = of("TYPE").unwrap_or_default();
    place.map_or_else(|| kind.clone(), |place| format!("{kind} ({place})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::linux::root;

    #[test]
    fn the_session_is_described() {
        let root = root(&[("etc/os-release", "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n")]);
        let seen =
            |variables: &[(&str, &str)]| desktop(root.path(), &Environment::of(variables.iter().copied()));
        let session =
            |name: &str, display: &str| Fact::Session { name: name.to_owned(), display: display.to_owned() };
        let system = Fact::System { name: "Debian GNU/Linux 12".to_owned() };
        assert_eq!(seen(&[("DISPLAY", ":0")]), [system.clone(), session("X11", ":0")]);
        let gnome = [("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0"), ("XDG_CURRENT_DESKTOP", "GNOME")];
        let desktop = Fact::Desktop { name: "GNOME".to_owned() };
        assert_eq!(seen(&gnome), [system.clone(), desktop, session("XWayland", ":0")]);
        assert_eq!(seen(&[]), [system.clone(), Fact::NoDisplay]);
        assert_eq!(seen(&[("SSH_CONNECTION", "10.0.0.5 1 2 3")]), [system, Fact::RemoteShell]);
    }

    #[test]
    fn where_a_pop_up_would_take_the_keyboard_that_is_told() {
        let seen = |variables: &[(&str, &str)]| {
            desktop(Path::new("/none"), &Environment::of(variables.iter().copied()))
        };
        let sway = [("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-1"), ("SWAYSOCK", "/run/sway")];
        assert_eq!(seen(&sway).last(), Some(&Fact::PopUpReplaced));
        assert_eq!(seen(&sway[1..2]).last(), Some(&Fact::PopUpReplaced));
        assert_ne!(seen(&sway[..2]).last(), Some(&Fact::PopUpReplaced));
    }

    #[test]
    fn two_sessions_of_a_person_are_told() {
        let session = |user: &str, kind: &str, seat: &str| {
            format!("# private\nUID=1000\nUSER={user}\nSEAT={seat}\nTYPE={kind}\nCLASS=user\n")
        };
        let root = root(&[
            ("run/systemd/sessions/1", &session("eve", "x11", "seat0")),
            ("run/systemd/sessions/2", &session("eve", "tty", "")),
            ("run/systemd/sessions/3", &session("adam", "x11", "seat1")),
        ]);
        let seen = |user: &str| sessions(root.path(), &Environment::of([("USER", user)]));
        assert_eq!(seen("eve"), [Fact::OneSession]);
        std::fs::write(root.path().join("run/systemd/sessions/4"), session("eve", "wayland", "seat2"))
            .unwrap();
        assert!(
            matches!(&seen("eve")[..], [Fact::Sessions { count: 2, list }] if list.contains("wayland (seat2)")),
            "{:?}",
            seen("eve")
        );
        assert_eq!(seen("adam"), [Fact::OneSession]);
    }

    #[test]
    fn a_session_from_afar_is_told() {
        let seen = sessions(Path::new("/none"), &Environment::of([("XRDP_SESSION", "7")]));
        assert_eq!(seen, [Fact::RemoteSession { name: "7".to_owned() }, Fact::OneSession]);
    }
}
