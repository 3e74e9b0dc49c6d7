//! The process behind the pages: both have one, and when it ends.

use gtk::glib::Cast as _;
use gtk::prelude::ContainerExt as _;
use tauri::webview::PlatformWebview;
use tauri::{AppHandle, WebviewWindow, WebviewWindowBuilder, Wry};
use tracing::warn;
use webkit2gtk::{WebView, WebViewExt as _};

/// Has a new page live in the process of the one that is there, if there is one: see `docs/decisions/0032`. On the main
/// thread only.
pub(crate) fn beside<'a>(
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
    other: Option<&WebviewWindow>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let parts = other.and_then(|window| window.default_vbox().ok()).map(|all| all.children());
    let view = parts.into_iter().flatten().find_map(|part| part.downcast::<WebView>().ok());
    match view {
        Some(view) => builder.with_related_view(view),
        None => builder,
    }
}

/// Makes windows: on the main thread, where the views are that are there.
pub(crate) fn make_windows(app: &AppHandle, make: impl FnOnce(&AppHandle) + Send + 'static) {
    let on = app.clone();
    // An error says that the program is ending.
    let _ = app.run_on_main_thread(move || make(&on));
}

/// Tells when the page's process has ended. Of one that hangs WebKit did not tell (tried: stopped, and clicked at for a minute).
pub(crate) fn follow_page(view: &PlatformWebview, ended: impl Fn() + 'static) {
    view.inner().connect_web_process_terminated(move |_, reason| {
        warn!(?reason, "a page's process has ended");
        ended();
    });
}
