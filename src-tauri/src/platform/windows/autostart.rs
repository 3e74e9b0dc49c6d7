//! Whether the program starts with the session: a value in the registry, beside which Windows' own settings note what the
//! person has switched off there.

use std::io;

use tauri::AppHandle;
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
/// As the installer calls it, for all people.
const NAME: &str = "UC Companion";

/// Whether it does; `None`: the installer has set it for all, and only Windows' own settings change that.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may fail")]
pub(crate) fn autostart(_app: &AppHandle) -> io::Result<Option<bool>> {
    if is_for_all() {
        return Ok(None);
    }
    Ok(Some(starts(CURRENT_USER) && !is_switched_off()))
}

fn is_for_all() -> bool {
    starts(LOCAL_MACHINE)
}

fn starts(root: &Key) -> bool {
    root.open(RUN).and_then(|run| run.get_string(NAME)).is_ok()
}

/// Lets it start with the session, or no longer.
pub(crate) fn set_autostart(_app: &AppHandle, on: bool) -> io::Result<()> {
    let run = CURRENT_USER.create(RUN)?;
    if !on {
        // An error says that it was off.
        let _ = run.remove_value(NAME);
        return Ok(());
    }
    if let Ok(approved) = CURRENT_USER.create(APPROVED) {
        // An error says that nobody has switched it off.
        let _ = approved.remove_value(NAME);
    }
    // With both it would start twice.
    if is_for_all() {
        return Ok(());
    }
    let program = std::env::current_exe()?;
    Ok(run.set_string(NAME, format!("\"{}\" --hidden", program.display()))?)
}

/// The first byte is odd then.
fn is_switched_off() -> bool {
    let noted = CURRENT_USER.open(APPROVED).and_then(|approved| approved.get_value(NAME));
    noted.is_ok_and(|noted| noted.first().is_some_and(|byte| byte % 2 == 1))
}
