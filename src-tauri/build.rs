//! Lets Tauri embed the UI, the capabilities and the icons.
fn main() {
    tauri_build::build();
}
