//! The settings file, written by Tauri's store plugin. Never a secret in it.
//!
//! The plugin writes in place and drops what it can't read, so it is given a file beside: the text that stands there
//! whole is then put in the place of `settings.json`, which is read by the runtime.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use agent_core::{Preferences, Settings, SettingsTrouble};
use agent_runtime::Clock;
use agent_storage::{SettingsError, SettingsFile as KeptSettings, SettingsStore};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::texts::{country_of, system_language};

/// `settings.json` in the data folder.
pub(crate) struct SettingsFile {
    kept: Mutex<KeptSettings>,
    store: Arc<Store<Wry>>,
}

impl SettingsFile {
    /// Reads the file, or begins one with these.
    pub(crate) fn open(
        app: &AppHandle,
        data_dir: &Path,
        first: Settings,
    ) -> tauri_plugin_store::Result<Self> {
        let kept = KeptSettings::read(&data_dir.join("settings.json"), first, Clock::wall());
        let next = data_dir.join(KeptSettings::NEXT);
        let store = app.store_builder(next).disable_auto_save().create_new().build()?;
        Ok(Self { kept: Mutex::new(kept), store })
    }
}

impl std::fmt::Debug for SettingsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SettingsFile")
    }
}

/// Numbers are at home where the system is, until the agent says otherwise.
pub(crate) fn first_settings() -> Settings {
    let preferences = Preferences { country: country_of(&system_language()), ..Preferences::default() };
    Settings { preferences, ..Settings::default() }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Settings {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).settings().clone()
    }

    fn trouble(&self) -> Option<SettingsTrouble> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).trouble().cloned()
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        // One at a time, from the text to its place.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, value) in kept.update(settings).map_err(error)? {
            self.store.set(name, value.clone());
        }
        kept.begin_text().map_err(error)?;
        self.store.save().map_err(error)?;
        kept.put_in_place().map_err(error)
    }
}

fn error(error: impl std::error::Error + Send + Sync + 'static) -> SettingsError {
    SettingsError(error.into())
}
