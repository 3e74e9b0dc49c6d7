//! Lets Tauri embed the UI and the icons, and makes a permission of each command, so that a window can be given
//! some of them only. Lists the languages.

use std::path::{Path, PathBuf};

fn main() {
    if let Err(error) = list_languages() {
        println!("cargo::error=no languages: {error}");
    }
    let commands = &[
        "dispatch",
        "pop_dispatch",
        "next_view",
        "next_pop_view",
        "drag_pop",
        "leave_pop",
        "store_password",
        "history_page",
        "export_history",
        "export_favourites",
        "import_favourites",
        "export_states",
        "forget_call",
        "forget_all_calls",
        "import_contacts",
        "forget_contacts",
        "write_journal",
        "name_caller",
        "count_contacts",
        "lookup",
        "find_people",
        "autostart",
        "set_autostart",
        "check_computer",
        "test_call",
        "test_call_shown",
        "support_bundle",
        "demo",
        "practise",
        "end_practice",
        "open_main_window",
    ];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}

/// `languages.rs` for `texts.rs`: tag and content of each of the UI's message files, in the order of the tags.
fn list_languages() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/messages");
    // A new file is a new language, so it is the folder that is watched.
    println!("cargo::rerun-if-changed={}", folder.display());
    let files = folder.read_dir()?.map(|file| Ok(file?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    let mut rows: Vec<String> = files
        .iter()
        .filter_map(|file| Some((file.file_stem()?.to_string_lossy(), file.to_string_lossy())))
        .map(|(tag, file)| format!("({tag:?}, include_str!({file:?})),\n"))
        .collect();
    rows.sort();
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    std::fs::write(out.join("languages.rs"), format!("&[\n{}]\n", rows.concat()))
}
