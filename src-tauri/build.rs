//! Lets Tauri embed the UI and the icons, and makes a permission of each command, so that a window can be given
//! some of them only.

fn main() {
    let commands = &[
        "dispatch",
        "pop_dispatch",
        "watch_view",
        "store_password",
        "history_page",
        "export_history",
        "forget_call",
        "forget_all_calls",
        "import_contacts",
        "forget_contacts",
        "write_journal",
        "name_caller",
        "count_contacts",
        "lookup",
        "demo",
        "open_main_window",
    ];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
