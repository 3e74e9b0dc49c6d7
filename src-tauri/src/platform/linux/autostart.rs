//! Whether the program starts with the session, by the desktops' rules for entries in `autostart` folders: a person's own
//! entry takes the place of the system's of that name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager as _};

/// As the packages call it.
const ENTRY: &str = "autostart/com.openvox.uc-companion-autostart.desktop";
const SYSTEM: &str = "/etc/xdg";

/// Whether it does; `None`: that can't be changed here.
pub(crate) fn autostart(app: &AppHandle) -> io::Result<Option<bool>> {
    Ok(Some(Entries::of(app)?.is_on()))
}

/// Lets it start with the session, or no longer.
pub(crate) fn set_autostart(app: &AppHandle, on: bool) -> io::Result<()> {
    Entries::of(app)?.set(on, &std::env::current_exe()?)
}

struct Entries {
    own: PathBuf,
    systems: Vec<PathBuf>,
}

impl Entries {
    fn of(app: &AppHandle) -> io::Result<Self> {
        let config = app.path().config_dir().map_err(io::Error::other)?;
        let folders = std::env::var_os("XDG_CONFIG_DIRS").filter(|folders| !folders.is_empty());
        let folders = folders.unwrap_or_else(|| SYSTEM.into());
        let systems = std::env::split_paths(&folders).map(|folder| folder.join(ENTRY)).collect();
        Ok(Self { own: config.join(ENTRY), systems })
    }

    fn is_on(&self) -> bool {
        starts(&self.own).unwrap_or_else(|| self.is_on_for_all())
    }

    fn is_on_for_all(&self) -> bool {
        self.systems.iter().find_map(|entry| starts(entry)).unwrap_or(false)
    }

    fn set(&self, on: bool, program: &Path) -> io::Result<()> {
        // As it is for all anyway: an entry of one's own would outlast what the administrator changes later.
        if on == self.is_on_for_all() {
            return match fs::remove_file(&self.own) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        if let Some(folder) = self.own.parent() {
            fs::create_dir_all(folder)?;
        }
        let hidden = if on { "" } else { "Hidden=true\n" };
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=UC Companion\nExec={} --hidden\nTerminal=false\n{hidden}",
            quoted(program)
        );
        fs::write(&self.own, entry)
    }
}

/// Whether this entry starts its program; `None`: there is none.
fn starts(entry: &Path) -> Option<bool> {
    let text = fs::read_to_string(entry).ok()?;
    let says = |wanted: &str| text.lines().any(|line| line.replace(' ', "").eq_ignore_ascii_case(wanted));
    Some(!says("Hidden=true") && !says("X-GNOME-Autostart-enabled=false"))
}

/// One word of a line `Exec`, whatever stands in it: first as the word is quoted, then as the value of a key is.
fn quoted(program: &Path) -> String {
    let mut word = String::new();
    for sign in program.to_string_lossy().chars() {
        match sign {
            '"' | '`' | '$' | '\\' => word.extend(['\\', sign]),
            '%' => word.push_str("%%"),
            _ => word.push(sign),
        }
    }
    format!("\"{}\"", word.replace('\\', r"\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "/opt/uc companion/uc-companion";

    fn entries(folder: &Path, system: Option<&str>) -> Entries {
        let entries = Entries { own: folder.join("own").join(ENTRY), systems: vec![folder.join("system")] };
        if let Some(text) = system {
            fs::write(&entries.systems[0], text).unwrap();
        }
        entries
    }

    #[test]
    fn a_person_switches_it_on_and_off_again() {
        let folder = tempfile::tempdir().unwrap();
        let entries = entries(folder.path(), None);
        assert!(!entries.is_on());
        entries.set(true, PROGRAM.as_ref()).unwrap();
        assert!(entries.is_on());
        let text = fs::read_to_string(&entries.own).unwrap();
        assert!(text.contains("\nExec=\"/opt/uc companion/uc-companion\" --hidden\n"), "{text}");
        entries.set(false, PROGRAM.as_ref()).unwrap();
        assert!(!entries.is_on() && !entries.own.exists());
        entries.set(false, PROGRAM.as_ref()).unwrap();
    }

    #[test]
    fn a_person_switches_the_systems_off_and_on_again() {
        let folder = tempfile::tempdir().unwrap();
        let packaged = include_str!("../../../packages/linux/com.openvox.uc-companion-autostart.desktop");
        let entries = entries(folder.path(), Some(packaged));
        assert!(entries.is_on());
        entries.set(false, PROGRAM.as_ref()).unwrap();
        assert!(!entries.is_on());
        entries.set(true, PROGRAM.as_ref()).unwrap();
        assert!(entries.is_on() && !entries.own.exists(), "the system's speaks again");
    }

    #[test]
    fn what_an_administrator_or_a_desktop_switched_off_is_off() {
        let folder = tempfile::tempdir().unwrap();
        let entries = entries(folder.path(), Some("[Desktop Entry]\nExec=x\nHidden = true\n"));
        assert!(!entries.is_on());
        entries.set(true, PROGRAM.as_ref()).unwrap();
        assert!(entries.is_on());
        fs::write(&entries.own, "[Desktop Entry]\nX-GNOME-Autostart-enabled=false\n").unwrap();
        assert!(!entries.is_on());
    }

    #[test]
    fn a_path_stays_one_word() {
        assert_eq!(quoted(r#"/a "b" $c 5%"#.as_ref()), r#""/a \\"b\\" \\$c 5%%""#);
    }
}
