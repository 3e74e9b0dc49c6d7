//! UC Companion, the shell: windows, tray, notifications, keyring and command line around `agent-runtime`.
//!
//! A newcomer starts here. The shell decides nothing. `app` puts the parts together; `windows`, `tray` and
//! `notifications` are projections of the core's `View`; `commands` is the door for the windows; `vault` and `settings`
//! lend the runtime what the operating system has; `demo` plays the PBX and the world for `--demo`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod arguments;
mod commands;
mod demo;
mod logging;
mod notifications;
mod settings;
mod texts;
mod tray;
mod vault;
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    match app::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("UC Companion could not start: {error:#}");
            ExitCode::FAILURE
        }
    }
}
