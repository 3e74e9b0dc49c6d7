//! What differs between the operating systems: a module for each, all with the same functions. The rest of the shell does
//! not ask where it runs.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(target_os = "windows")]
use windows as system;

pub(crate) use system::{
    find_display, has_tray_library, make_urgent, set_pop_level, show, tell, watch_notifications, watch_tray,
};
