//! Whether the program starts with the session, and by whose entry. A person's own takes the place of the system's.

use std::path::{Path, PathBuf};

use crate::environment::Environment;
use crate::fact::Fact;

/// As the packages call it.
const ENTRY: &str = "autostart/com.openvox.uc-companion-autostart.desktop";

pub(super) fn facts(environment: &Environment) -> Vec<Fact> {
    let own = config_home(environment);
    let systems = environment.paths("XDG_CONFIG_DIRS", "/etc/xdg");
    let entries = own.into_iter().chain(systems).map(|folder| folder.join(ENTRY));
    let first = entries.into_iter().find_map(|entry| Some((starts(&entry)?, entry)));
    vec![match first {
        None => Fact::AutostartOff,
        Some((true, entry)) => Fact::AutostartOn { place: entry.display().to_string() },
        Some((false, entry)) => Fact::AutostartHidden { place: entry.display().to_string() },
    }]
}

/// Where a person's own settings are.
pub(super) fn config_home(environment: &Environment) -> Option<PathBuf> {
    let usual = || environment.path("HOME").map(|home| home.join(".config"));
    environment.path("XDG_CONFIG_HOME").or_else(usual)
}

/// Whether this entry starts its program; `None`: there is none.
fn starts(entry: &Path) -> Option<bool> {
    let text = std::fs::read_to_string(entry).ok()?;
    let says = |wanted: &str| text.lines().any(|line| line.replace(' ', "").eq_ignore_ascii_case(wanted));
    Some(!says("Hidden=true") && !says("X-GNOME-Autostart-enabled=false"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_is_hidden_is_told_by_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let (own, all) = (dir.path().join("own"), dir.path().join("all"));
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let environment =
            Environment::of([("XDG_CONFIG_HOME", text(&own).as_str()), ("XDG_CONFIG_DIRS", &text(&all))]);
        let write = |folder: &Path, text: &str| {
            let entry = folder.join(ENTRY);
            std::fs::create_dir_all(entry.parent().unwrap()).unwrap();
            std::fs::write(&entry, text).unwrap();
            entry.display().to_string()
        };
        assert_eq!(facts(&environment), [Fact::AutostartOff]);
        let place = write(&all, "[Desktop Entry]\nExec=uc-companion --hidden\n");
        assert_eq!(facts(&environment), [Fact::AutostartOn { place }]);
        let place = write(&own, "[Desktop Entry]\nHidden = true\n");
        assert_eq!(facts(&environment), [Fact::AutostartHidden { place }]);
    }
}
