//! What differs between the operating systems: a module for each, all with the same functions. The rest of this crate does
//! not ask where it runs.

#[cfg(all(unix, not(target_os = "macos")))]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(all(unix, not(target_os = "macos")))]
use linux as here;
#[cfg(target_os = "macos")]
use macos as here;
#[cfg(windows)]
use windows as here;

pub use here::computer_name;
pub(crate) use here::{
    autostart, desktop, firewall, links, notifications, port_holder, sessions, share, sound, tray, webview,
};

/// Who may do what with a file; `None` where the system has no such rights.
pub(crate) fn mode(path: &std::path::Path) -> Option<u32> {
    #[cfg(unix)]
    return std::fs::metadata(path).ok().map(|file| std::os::unix::fs::MetadataExt::mode(&file));
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// What a command of the system prints; nothing where it fails or is not there.
#[cfg(any(windows, target_os = "macos"))]
fn printed(command: &str, arguments: &[&str]) -> String {
    let output = std::process::Command::new(command).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}
