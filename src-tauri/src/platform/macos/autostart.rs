//! Whether the program starts with the session: an agent of the person's own, in a file.

use std::io;
use std::path::PathBuf;

use tauri::{AppHandle, Manager as _};

const AGENT: &str = "Library/LaunchAgents/com.openvox.uc-companion.plist";

/// Whether it does; `None`: that can't be changed here.
pub(crate) fn autostart(app: &AppHandle) -> io::Result<Option<bool>> {
    Ok(Some(agent(app)?.exists()))
}

/// Lets it start with the session, or no longer. The system reads the file when the next session begins.
pub(crate) fn set_autostart(app: &AppHandle, on: bool) -> io::Result<()> {
    let agent = agent(app)?;
    if !on {
        return match std::fs::remove_file(agent) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    if let Some(folder) = agent.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let program = std::env::current_exe()?.display().to_string();
    let program = program.replace('&', "&amp;").replace('<', "&lt;");
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>com.openvox.uc-companion</string>
  <key>ProgramArguments</key><array><string>{program}</string><string>--hidden</string></array>
  <key>RunAtLoad</key><true/>
  <key>ProcessType</key><string>Interactive</string>
</dict>
</plist>
"#
    );
    std::fs::write(agent, text)
}

fn agent(app: &AppHandle) -> io::Result<PathBuf> {
    Ok(app.path().home_dir().map_err(io::Error::other)?.join(AGENT))
}
