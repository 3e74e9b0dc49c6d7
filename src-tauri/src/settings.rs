//! The settings file, kept by Tauri's store plugin. Never a secret in it.

use std::path::Path;
use std::sync::Arc;

use agent_core::{Preferences, Settings};
use agent_runtime::{SettingsError, SettingsStore};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};
use tracing::warn;

use crate::texts::{country_of, system_language};

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

/// Numbers are at home where the system is, until the agent says otherwise.
fn first_settings() -> Settings {
    let preferences = Preferences { country: country_of(&system_language()), ..Preferences::default() };
    Settings { preferences, ..Settings::default() }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Settings {
        let Some(value) = self.store.get(KEY) else { return first_settings() };
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
