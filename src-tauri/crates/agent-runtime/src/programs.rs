//! Programs of the administrator's that are started for a call: with arguments, without a shell, never waited for.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use agent_core::{Input, ProgramTrouble};
use tokio::process::Command;
use tokio::sync::Semaphore;
use tracing::{debug, warn};

use crate::inputs::Inputs;
use crate::system;

/// A program that takes longer is ended.
const LIMIT: Duration = Duration::from_mins(1);

/// More at once come of a flood of calls, and would be a flood of programs.
const MOST_AT_ONCE: usize = 16;

static RUNNING: Semaphore = Semaphore::const_new(MOST_AT_ONCE);

/// What goes wrong is told the desk.
pub(crate) fn start(program: String, arguments: Vec<String>, inputs: Inputs) {
    // Not waited for: a program that starts minutes after its call answers nobody's question.
    let Ok(place) = RUNNING.try_acquire() else {
        warn!(program, "a program for calls is not started: too many run");
        return;
    };
    tokio::spawn(async move {
        let _place = place;
        match run(&program, arguments, LIMIT).await {
            Ok(()) => debug!(program, "a program for calls has ended"),
            Err(trouble) => {
                warn!(program, ?trouble, "a program for calls did not do its work");
                inputs.send(Input::ProgramTrouble { program, trouble }).await;
            }
        }
    });
}

async fn run(program: &str, arguments: Vec<String>, limit: Duration) -> Result<(), ProgramTrouble> {
    // Only a full path says which program it is, whatever folder or PATH we were started with.
    if !Path::new(program).is_absolute() {
        return Err(ProgramTrouble::NoFullPath);
    }
    let mut command = Command::new(program);
    // Nobody reads what it says, and a full pipe would stop it.
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It ends with its time, and with us.
    command.kill_on_drop(true);
    system::start_without_window(&mut command);
    let cannot = |error: std::io::Error| ProgramTrouble::CannotStart { detail: error.to_string() };
    let mut running = command.spawn().map_err(cannot)?;
    match tokio::time::timeout(limit, running.wait()).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(ProgramTrouble::Failed { code: status.code() }),
        Ok(Err(error)) => Err(cannot(error)),
        Err(_) => Err(ProgramTrouble::TooSlow),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_that_hangs_is_ended() {
        let dir = tempfile::tempdir().unwrap();
        let pid = dir.path().join("pid");
        let script = format!("echo $$ > {}; exec sleep 1000", pid.display());
        let arguments = vec!["-c".to_owned(), script];
        let ended = run("/bin/sh", arguments, Duration::from_millis(500)).await;
        assert_eq!(ended, Err(ProgramTrouble::TooSlow));
        let Ok(pid) = std::fs::read_to_string(&pid) else { return };
        let is_gone = || {
            let state = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        };
        let gone = async {
            while !is_gone() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), gone).await.expect("it runs on");
    }
}
