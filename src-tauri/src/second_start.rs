//! A second start of the program: its arguments are for the instance that runs, and its exit code says what came of
//! them.
//!
//! The plugin that finds the running instance ends the process that found it, with the exit code 0. So another process
//! is the messenger, and this one waits for the answer on a port of this machine that only the messenger knows.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use agent_core::{Door, HotkeyAction, HotkeyIntent, Intent, Language, Refusal};
use agent_runtime::AgentHandle;
use tauri::async_runtime::{spawn, spawn_blocking};
use tauri::{AppHandle, Manager as _};
use tracing::warn;

use crate::app::context;
use crate::arguments::{self, Arguments, Wanted};
use crate::hotkeys;
use crate::texts::Texts;
use crate::windows::main_window;

/// Set for the messenger.
const MESSENGER: &str = "UC_COMPANION_MESSENGER";
/// The messenger's exit code when no instance runs.
const NOBODY: u8 = 75;
/// What could not be read.
const NOT_READ: u8 = 2;
/// What was read and is not possible now.
const REFUSED: u8 = 3;
/// An instance that is busy starting may take a while; one that hangs must not hold up whoever asked.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Whether this process is a messenger: if an instance runs, building the program hands over and ends the process.
pub(crate) fn be_messenger(demo: bool) -> Option<ExitCode> {
    std::env::var_os(MESSENGER)?;
    let app = tauri::Builder::default().plugin(tauri_plugin_single_instance::init(|_, _, _| {}));
    // Nobody was found, or nobody can be.
    let _ = app.build(context(demo));
    Some(ExitCode::from(NOBODY))
}

/// Tells the running instance, if there is one, of arguments that nobody understands.
pub(crate) fn tell_running() {
    if let Err(error) = send_messenger(None) {
        eprintln!("the UC Companion that runs could not be told: {error}");
    }
}

/// Asks the running instance to do something. The exit code for this process, or `None` when no instance runs.
pub(crate) fn ask_running(wanted: &Wanted) -> Option<ExitCode> {
    let answer = match ask() {
        Ok(answer) => answer?,
        Err(error) => {
            // Without a port of its own this process learns nothing; it can still start as usual.
            eprintln!("the UC Companion that runs could not be asked: {error}");
            return None;
        }
    };
    Some(match answer {
        Answer::Taken => ExitCode::SUCCESS,
        Answer::Refused(refusal) => {
            eprintln!("{}: {}", wanted.text, words(&refusal));
            ExitCode::from(code_of(&refusal))
        }
    })
}

/// Nobody runs, and what stands behind `dial` is no number, or there is nothing yet to do it with: that needs no program
/// to be started.
pub(crate) fn refuse_unread(wanted: &Wanted) -> Option<ExitCode> {
    match wanted.wish {
        Intent::Door(_) if wanted.door != Door::CommandLine => return None,
        Intent::Door(_) => {}
        Intent::Hotkey(HotkeyIntent::PressHotkey { action: HotkeyAction::ShowDial }) => return None,
        _ => {
            eprintln!("{}: no UC Companion is running", wanted.text);
            return Some(ExitCode::from(REFUSED));
        }
    }
    let why = agent_core::not_a_number(&wanted.text)?;
    eprintln!("{}: {}", wanted.text, words(&Refusal::InvalidNumber { why }));
    Some(ExitCode::from(NOT_READ))
}

fn code_of(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::InvalidNumber { .. } | Refusal::NoSuchReason { .. } => NOT_READ,
        _ => REFUSED,
    }
}

fn words(refusal: &Refusal) -> String {
    Texts::of(&Language::System).refusal(refusal)
}

enum Answer {
    Taken,
    Refused(Refusal),
}

/// `None`: nobody runs.
fn ask() -> std::io::Result<Option<Answer>> {
    let door = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = door.local_addr()?.port();
    let (heard, answers) = mpsc::channel();
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = door.accept() else { return };
        let mut line = String::new();
        // Nobody to tell: the answer is then "taken", which is what handing over means.
        let _ = stream.set_read_timeout(Some(ANSWER_WITHIN));
        if BufReader::new(&mut stream).read_line(&mut line).is_ok() {
            let _ = heard.send(line);
        }
    });
    if send_messenger(Some(port))? == Some(i32::from(NOBODY)) {
        return Ok(None);
    }
    // An instance that says nothing has been handed the number all the same.
    let line = answers.recv_timeout(ANSWER_WITHIN).unwrap_or_default();
    Ok(Some(serde_json::from_str(&line).map_or(Answer::Taken, Answer::Refused)))
}

fn send_messenger(answer_to: Option<u16>) -> std::io::Result<Option<i32>> {
    let mut command = Command::new(std::env::current_exe()?);
    // In front: behind a link nothing may stand.
    if let Some(port) = answer_to {
        command.arg(arguments::ANSWER_TO).arg(port.to_string());
    }
    command.args(std::env::args_os().skip(1)).env(MESSENGER, "1");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command.status()?.code())
}

/// In the instance that runs: the program was started again with these arguments.
pub(crate) fn on_second_start(app: &AppHandle, line: Vec<String>) {
    match arguments::parse(line.into_iter().skip(1).map(Into::into)) {
        Ok(Arguments { wanted: Some(wanted), answer_to, .. }) => {
            let app = app.clone();
            spawn(async move {
                let outcome = hotkeys::take(&app, &wanted).await;
                if let Some(port) = answer_to {
                    spawn_blocking(move || answer(port, outcome));
                }
            });
        }
        // An autostart that comes twice wants no window.
        Ok(Arguments { hidden: true, .. }) => {}
        Ok(_) => main_window::show(app),
        Err(error) => {
            let Some(agent) = app.try_state::<AgentHandle>() else { return };
            let agent = agent.inner().clone();
            let (argument, lacks_value) = error.told();
            spawn(async move { agent.not_understood(argument, lacks_value).await });
            main_window::show(app);
        }
    }
}

/// Whoever asked may have gone: then nobody hears it.
fn answer(port: u16, outcome: Result<(), Refusal>) {
    let line = serde_json::to_string(&outcome.err()).unwrap_or_default() + "\n";
    let sent = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .and_then(|mut stream| stream.write_all(line.as_bytes()));
    if let Err(error) = sent {
        warn!(%error, "whoever started the program again was not answered");
    }
}
