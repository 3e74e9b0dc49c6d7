//! UC Companion, the shell: windows, tray, notifications, keyring and command line around `agent-runtime`.
//!
//! A newcomer starts here. The shell decides nothing. `app` puts the parts together; `windows`, `tray` and
//! `notifications` are projections of the core's `View`; `platform` is what differs between the operating systems;
//! `commands` is the door for the windows; `settings` lends the runtime what Tauri has; `demo`
//! plays the PBX and the world for `--demo`, and `practice` goes there and back.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod arguments;
mod check_computer;
mod commands;
mod confirm;
mod demo;
mod hotkeys;
mod logging;
mod notifications;
mod pages;
mod place;
mod platform;
mod policy;
mod practice;
mod presence;
mod quit;
mod second_start;
mod settings;
mod start_trouble;
mod texts;
mod tray;
mod views;
mod windows;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use arguments::Print;

fn main() -> ExitCode {
    let arguments = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A messenger hands over what nobody understands, too: the instance that runs tells of it.
            if let Some(code) = second_start::be_messenger(false) {
                return code;
            }
            eprintln!("{error}\n{}", arguments::USAGE);
            second_start::tell_running();
            return ExitCode::from(2);
        }
    };
    platform::choose_rendering(arguments.rendering);
    // Before all else: a messenger would otherwise send a messenger of its own.
    if let Some(code) = second_start::be_messenger(arguments.demo) {
        return code;
    }
    match &arguments.print {
        Some(Print::Help) => {
            // Whoever reads it may have gone.
            let _ = writeln!(std::io::stdout(), "{}", arguments::USAGE);
            return ExitCode::SUCCESS;
        }
        Some(Print::Replay(journal)) => return replay(journal),
        None => {}
    }
    if let Err(error) = platform::find_display() {
        eprintln!("UC Companion could not start: {error}");
        return ExitCode::FAILURE;
    }
    if let Some(wanted) = &arguments.wanted
        && let Some(code) = second_start::ask_running(wanted).or_else(|| second_start::refuse_unread(wanted))
    {
        return code;
    }
    match app::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("UC Companion could not start: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Each view that the journal leads to, a line each.
fn replay(journal: &Path) -> ExitCode {
    let read = std::fs::read_to_string(journal).map_err(anyhow::Error::from);
    let views = read.and_then(|text| agent_core::replay(&text).map_err(anyhow::Error::from));
    let lines = views.and_then(|views| {
        let lines = views.iter().map(|view| serde_json::to_string(view.as_ref()));
        Ok(lines.collect::<Result<Vec<String>, _>>()?.join("\n"))
    });
    match lines {
        Ok(lines) => {
            // Whoever reads it may have gone.
            let _ = writeln!(std::io::stdout(), "{lines}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{} can't be replayed: {error:#}", journal.display());
            ExitCode::FAILURE
        }
    }
}
