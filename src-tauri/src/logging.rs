//! The log: a file a day in the data folder, bounded in size and rate. Numbers of callers stand in it at `debug` only, secrets never.

use std::io::Write;
use std::path::Path;

use agent_runtime::Clock;
use agent_storage::LogFile;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// So many lines may wait to be written; more are left out. Room is made for all of them at the start.
const WAITING_LINES: usize = 8192;

/// Starts the log; what is still to be written is written when the guard is dropped. Without a file it goes to where
/// errors of programs go. `level` is the administrator's.
pub(crate) fn start(data_dir: &Path, level: Option<&str>) -> WorkerGuard {
    let (writer, guard) = match LogFile::open(&data_dir.join("logs"), Clock::wall) {
        Ok(file) => behind(file),
        Err(error) => {
            eprintln!("there is no log: {error}");
            behind(std::io::stderr())
        }
    };
    let usual = || EnvFilter::new(format!("{},zbus=warn", level.unwrap_or("info")));
    let filter = EnvFilter::try_from_env("UC_COMPANION_LOG").unwrap_or_else(|_| usual());
    // A second subscriber is refused; the first one goes on.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).try_init();
    guard
}

/// Written on a thread of its own: whoever has something to say waits for no disk.
fn behind(writer: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES).finish(writer)
}
