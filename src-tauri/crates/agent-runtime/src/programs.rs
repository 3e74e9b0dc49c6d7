//! Programs of the administrator's that are started for a call: with arguments, without a shell, never waited for.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tracing::{debug, warn};

/// A program that takes longer is ended.
const LIMIT: Duration = Duration::from_mins(1);

pub(crate) fn start(program: String, arguments: Vec<String>) {
    // Only a full path says which program it is, whatever folder or PATH we were started with.
    if !Path::new(&program).is_absolute() {
        warn!(program, "a program for calls must be given with its full path");
        return;
    }
    let mut command = Command::new(&program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.kill_on_drop(true);
    #[cfg(windows)]
    command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW: a console would take the focus
    match command.spawn() {
        Ok(mut running) => {
            tokio::spawn(async move {
                match tokio::time::timeout(LIMIT, running.wait()).await {
                    Ok(Ok(status)) if status.success() => debug!(program, "a program for calls has ended"),
                    Ok(ended) => warn!(program, ?ended, "a program for calls has failed"),
                    Err(_) => warn!(program, "a program for calls took too long and is ended"),
                }
            });
        }
        Err(error) => warn!(program, %error, "a program for calls can't be started"),
    }
}
