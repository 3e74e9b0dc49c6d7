//! Pages, where the system decides which process each lives in, and windows may be made on any thread.

use tauri::async_runtime::spawn;
use tauri::{AppHandle, WebviewWindow, WebviewWindowBuilder, Wry};

/// Nothing has to be said of it.
pub(crate) fn beside<'a>(
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
    _other: Option<&WebviewWindow>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    builder
}

/// Makes windows: not on the main thread, where Windows waits for ever within what the window library calls back for.
pub(crate) fn make_windows(app: &AppHandle, make: impl FnOnce(&AppHandle) + Send + 'static) {
    let on = app.clone();
    spawn(async move { make(&on) });
}
