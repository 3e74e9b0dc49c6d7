//! The log: a file a day in the data folder. Numbers of callers stand in it at `debug` only, secrets never.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Logs are kept for two weeks.
const KEPT_DAYS: usize = 14;

/// Starts the log; what is still to be written is written when the guard is dropped. Without a file it goes to where
/// errors of programs go.
pub(crate) fn start(data_dir: &Path) -> WorkerGuard {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("uc-companion")
        .filename_suffix("log")
        .max_log_files(KEPT_DAYS)
        .build(data_dir.join("logs"));
    let (writer, guard) = match file {
        Ok(file) => tracing_appender::non_blocking(file),
        Err(error) => {
            eprintln!("there is no log: {error}");
            tracing_appender::non_blocking(std::io::stderr())
        }
    };
    let filter =
        EnvFilter::try_from_env("UC_COMPANION_LOG").unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    // A second subscriber is refused; the first one goes on.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).try_init();
    guard
}
