//! Saves settings off the loop, in order. Of several that wait only the newest is written: they are whole each time. What
//! can't be saved is told, and tried again.

use std::sync::Arc;
use std::time::Duration;

use agent_core::{Failure, Input, Settings, SettingsTrouble};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::warn;

/// How often a disk that takes nothing is tried by itself.
const RETRY: Duration = Duration::from_secs(10);

/// Where settings are kept across restarts.
pub trait SettingsStore: std::fmt::Debug + Send + Sync + 'static {
    /// What was kept; the defaults when there is nothing, or nothing readable.
    fn load(&self) -> Settings;
    /// What was wrong with what was kept; the agent is told.
    fn trouble(&self) -> Option<SettingsTrouble> {
        None
    }
    /// Keeps the settings, in place of those before.
    fn save(&self, settings: &Settings) -> Result<(), SettingsError>;
}

/// Settings could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("the settings can't be saved: {0}")]
pub struct SettingsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The door to the task that saves.
#[derive(Debug)]
pub struct SettingsKeeper {
    newest: watch::Sender<Settings>,
    task: JoinHandle<()>,
}

impl SettingsKeeper {
    /// Starts the task. `tell` hears of trouble and of its end.
    pub fn start(store: Arc<dyn SettingsStore>, tell: impl Fn(Input) + Send + 'static) -> Self {
        Self::start_with(store, tell, RETRY)
    }

    fn start_with(
        store: Arc<dyn SettingsStore>,
        tell: impl Fn(Input) + Send + 'static,
        retry: Duration,
    ) -> Self {
        let (newest, waiting) = watch::channel(Settings::default());
        Self { newest, task: tokio::spawn(save_each(store, tell, waiting, retry)) }
    }

    /// Saves them soon; of several that wait only the newest.
    pub fn save(&self, settings: Settings) {
        self.newest.send_replace(settings);
    }

    /// Returns when all is saved, or has been tried.
    pub async fn finish(self) {
        drop(self.newest);
        if let Err(error) = self.task.await {
            warn!(%error, "saving the settings broke off");
        }
    }
}

/// The channel ends only after its last value has been seen.
async fn save_each(
    store: Arc<dyn SettingsStore>,
    tell: impl Fn(Input),
    mut waiting: watch::Receiver<Settings>,
    retry: Duration,
) {
    let mut failing = false;
    loop {
        let changed = if failing {
            // Nothing new for a while: the same once more.
            tokio::time::timeout(retry, waiting.changed()).await.unwrap_or(Ok(()))
        } else {
            waiting.changed().await
        };
        if changed.is_err() {
            return;
        }
        let settings = waiting.borrow_and_update().clone();
        let store = Arc::clone(&store);
        let saved =
            tokio::task::spawn_blocking(move || store.save(&settings).map_err(|error| error.to_string()));
        match saved.await.unwrap_or_else(|broken| Err(broken.to_string())) {
            Ok(()) if failing => {
                failing = false;
                tell(Input::SettingsKept);
            }
            Ok(()) => {}
            Err(detail) => {
                warn!(detail, "settings are not kept");
                if !failing {
                    failing = true;
                    let trouble = SettingsTrouble::NotKept { failure: Failure::File { detail } };
                    tell(Input::SettingsTrouble { trouble });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A disk that is full for some attempts.
    #[derive(Debug, Default)]
    struct FullDisk {
        refusals: Mutex<u32>,
        kept: Mutex<Option<Settings>>,
    }

    impl SettingsStore for FullDisk {
        fn load(&self) -> Settings {
            Settings::default()
        }

        fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
            let mut refusals = self.refusals.lock().unwrap();
            if *refusals > 0 {
                *refusals -= 1;
                return Err(SettingsError(std::io::Error::from(std::io::ErrorKind::StorageFull).into()));
            }
            *self.kept.lock().unwrap() = Some(settings.clone());
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_can_not_be_saved_is_told_once_and_saved_later() {
        let disk = Arc::new(FullDisk { refusals: Mutex::new(3), ..FullDisk::default() });
        let (sender, mut news) = tokio::sync::mpsc::unbounded_channel();
        let tell = move |input| sender.send(input).unwrap();
        let keeper = SettingsKeeper::start_with(disk.clone(), tell, Duration::from_millis(2));
        let settings = Settings { signed_out: true, ..Settings::default() };
        keeper.save(settings.clone());
        let mut told = Vec::new();
        while told.last() != Some(&Input::SettingsKept) {
            told.push(news.recv().await.unwrap());
        }
        assert!(matches!(&told[..], [Input::SettingsTrouble { .. }, Input::SettingsKept]), "{told:?}");
        assert_eq!(*disk.kept.lock().unwrap(), Some(settings));
        keeper.finish().await;
    }
}
