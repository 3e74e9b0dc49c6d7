//! Writes what the agent was, row by row, on a thread that may wait for the disk.

use std::path::Path;

use agent_core::StateSpan;
use agent_storage::StateLog;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::warn;

/// The door to that thread.
#[derive(Debug)]
pub(crate) struct States {
    spans: mpsc::UnboundedSender<StateSpan>,
    writing: JoinHandle<()>,
}

impl States {
    pub(crate) fn start(data_dir: &Path) -> Self {
        let log = StateLog::new(data_dir);
        let (spans, mut kept) = mpsc::unbounded_channel();
        let writing = tokio::task::spawn_blocking(move || {
            while let Some(span) = kept.blocking_recv() {
                if let Err(error) = log.add(&span) {
                    warn!(%error, "what the agent was could not be kept");
                }
            }
        });
        Self { spans, writing }
    }

    pub(crate) fn keep(&self, span: StateSpan) {
        // The thread ends with this sender only.
        let _ = self.spans.send(span);
    }

    /// Writes what is not written yet.
    pub(crate) async fn finish(self) {
        drop(self.spans);
        if self.writing.await.is_err() {
            warn!("what the agent was last could not be kept");
        }
    }
}
