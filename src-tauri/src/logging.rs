//! The log: a file a day in the data folder, bounded in size and rate. Numbers of callers stand in it at `debug` only, secrets never.

use std::path::Path;

use agent_runtime::Clock;
use agent_storage::LogFile;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

/// Starts the log; what is still to be written is written when the guard is dropped. Without a file it goes to where
/// errors of programs go. `level` is the administrator's.
pub(crate) fn start(data_dir: &Path, level: Option<&str>) -> WorkerGuard {
    let (writer, guard) = match LogFile::open(&data_dir.join("logs"), Clock::wall) {
        Ok(file) => tracing_appender::non_blocking(file),
        Err(error) => {
            eprintln!("there is no log: {error}");
            tracing_appender::non_blocking(std::io::stderr())
        }
    };
    let usual = || EnvFilter::new(format!("{},zbus=warn", level.unwrap_or("info")));
    let filter = EnvFilter::try_from_env("UC_COMPANION_LOG").unwrap_or_else(|_| usual());
    // A second subscriber is refused; the first one goes on.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).try_init();
    guard
}
