//! What differs between the operating systems; the rest of this crate does not ask where it runs.

#[cfg(target_os = "linux")]
mod port_holder;

use std::time::Duration;

use tokio::process::Command;

/// A console would take the focus from the agent's work.
pub(crate) fn start_without_window(command: &mut Command) {
    #[cfg(windows)]
    command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW
    #[cfg(not(windows))]
    let _ = command;
}

/// A clock that goes on during sleep and is never set, where there is one. `running` is what timers count.
pub(crate) fn uptime(running: Duration) -> Option<Duration> {
    if cfg!(windows) {
        // There, timers are such a clock.
        return Some(running);
    }
    let text = std::fs::read_to_string("/proc/uptime").ok()?;
    Duration::try_from_secs_f64(text.split_whitespace().next()?.parse().ok()?).ok()
}

/// Which program has this port open for others, or whose program it is; `None` where that can't be found out.
pub(crate) fn port_holder(port: u16) -> Option<String> {
    #[cfg(target_os = "linux")]
    return port_holder::of(port);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = port;
        None
    }
}
