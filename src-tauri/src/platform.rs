//! What differs between the operating systems: a module for each, all with the same functions. The rest of the shell does
//! not ask where it runs.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux::{make_urgent, reads_markup, show, tell};
#[cfg(target_os = "macos")]
pub(crate) use macos::{make_urgent, reads_markup, show, tell};
#[cfg(target_os = "windows")]
pub(crate) use windows::{make_urgent, reads_markup, show, tell};
