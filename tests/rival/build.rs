//! Lets Tauri embed the two pages.

fn main() {
    tauri_build::build();
}
