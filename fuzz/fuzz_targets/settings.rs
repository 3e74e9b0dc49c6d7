//! The settings file: read, or set aside; what was read is written and read again as it is. And one odd field costs no other:
//! the first byte names it, the rest is what stands there.

#![no_main]

use agent_core::{Settings, WallMillis};
use agent_storage::SettingsFile;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const GOOD: &str = include_str!("../corpus/settings/good.json");
const FIELDS: [&str; 8] = [
    "/account",
    "/account/port",
    "/account/certificate",
    "/heard",
    "/signedOut",
    "/preferences/theme",
    "/preferences/trusted",
    "/preferences/scripts",
];

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, bytes).unwrap();
    let mut file = SettingsFile::read(&path, Settings::default(), WallMillis(0));
    let settings = file.settings().clone();
    let text = serde_json::to_vec(file.update(&settings).unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    let again = SettingsFile::read(&path, Settings::default(), WallMillis(0));
    assert_eq!((again.settings(), again.trouble()), (&settings, None));
    if let [field, odd @ ..] = bytes
        && let Ok(odd) = serde_json::from_slice(odd)
    {
        costs_no_other(FIELDS[*field as usize % FIELDS.len()], odd);
    }
});

fn costs_no_other(field: &str, odd: Value) {
    let good: Value = serde_json::from_str::<Value>(GOOD).unwrap()["settings"].take();
    let mut spoiled = good.clone();
    *spoiled.pointer_mut(field).unwrap() = odd;
    let (read, _) = Settings::read(&spoiled);
    let mut read = serde_json::to_value(read).unwrap();
    // The field itself is whatever could be read of it.
    *read.pointer_mut(field).unwrap() = good.pointer(field).unwrap().clone();
    assert_eq!(read, good, "{field}");
}
