//! When the process of a page ends.

use tauri::webview::PlatformWebview;
use tracing::warn;
use webkit2gtk::WebViewExt as _;

/// Tells when the page's process has ended. Of one that hangs WebKit did not tell (tried: stopped, and clicked at for a minute).
pub(crate) fn follow_page(view: &PlatformWebview, ended: impl Fn() + 'static) {
    view.inner().connect_web_process_terminated(move |_, reason| {
        warn!(?reason, "a page's process has ended");
        ended();
    });
}
