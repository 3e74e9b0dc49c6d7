//! Saves settings off the loop, in order. Of several that wait only the newest is written: they are whole each time.

use std::sync::Arc;

use agent_core::Settings;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::warn;

use crate::ports::SettingsStore;

/// The door to the task that saves.
#[derive(Debug)]
pub(crate) struct SettingsKeeper {
    newest: watch::Sender<Settings>,
    task: JoinHandle<()>,
}

impl SettingsKeeper {
    pub(crate) fn start(store: Arc<dyn SettingsStore>) -> Self {
        let (newest, waiting) = watch::channel(Settings::default());
        Self { newest, task: tokio::spawn(save_each(store, waiting)) }
    }

    pub(crate) fn save(&self, settings: Settings) {
        self.newest.send_replace(settings);
    }

    /// Returns when all is saved, or has been tried.
    pub(crate) async fn finish(self) {
        drop(self.newest);
        if let Err(error) = self.task.await {
            warn!(%error, "saving the settings broke off");
        }
    }
}

/// The channel ends only after its last value has been seen.
async fn save_each(store: Arc<dyn SettingsStore>, mut waiting: watch::Receiver<Settings>) {
    while waiting.changed().await.is_ok() {
        let settings = waiting.borrow_and_update().clone();
        let store = Arc::clone(&store);
        match tokio::task::spawn_blocking(move || store.save(&settings)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => warn!(%error, "settings are not kept"),
            Err(error) => warn!(%error, "saving the settings broke off"),
        }
    }
}
