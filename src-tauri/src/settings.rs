//! The settings file, kept by Tauri's store plugin. Never a secret in it.

use std::path::Path;
use std::sync::Arc;

use agent_core::Settings;
use agent_runtime::{SettingsError, SettingsStore};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};
use tracing::warn;

const KEY: &str = "settings";

/// `settings.json` in the data folder.
pub(crate) struct SettingsFile {
    store: Arc<Store<Wry>>,
}

impl SettingsFile {
    /// Opens the file, or begins one.
    pub(crate) fn open(app: &AppHandle, data_dir: &Path) -> tauri_plugin_store::Result<Self> {
        let store = app.store_builder(data_dir.join("settings.json")).disable_auto_save().build()?;
        Ok(Self { store })
    }
}

impl std::fmt::Debug for SettingsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SettingsFile")
    }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Settings {
        let Some(value) = self.store.get(KEY) else { return Settings::default() };
        serde_json::from_value(value).unwrap_or_else(|error| {
            warn!(%error, "the settings can't be read; starting with the defaults");
            Settings::default()
        })
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let value = serde_json::to_value(settings).map_err(|error| SettingsError(error.into()))?;
        self.store.set(KEY, value);
        self.store.save().map_err(|error| SettingsError(error.into()))
    }
}
