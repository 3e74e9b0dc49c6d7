//! When the process of a page ends.

use std::sync::Arc;

use tauri::{Builder, Webview, Wry, plugin};
use tracing::warn;
use webkit2gtk::WebViewExt as _;

/// Tells of each page whose process has ended. Of one that hangs WebKit did not tell (tried: stopped, and clicked at for a minute).
pub(crate) fn watch_pages(
    builder: Builder<Wry>,
    ended: impl Fn(&Webview) + Send + Sync + 'static,
) -> Builder<Wry> {
    let ended = Arc::new(ended);
    let watch = move |page: Webview| {
        let (ended, of) = (Arc::clone(&ended), page.clone());
        let outcome = page.with_webview(move |view| {
            view.inner().connect_web_process_terminated(move |_, reason| {
                warn!(?reason, "a page's process has ended");
                ended(&of);
            });
        });
        if let Err(error) = outcome {
            warn!(%error, page = page.label(), "it will not be known when the page's process ends");
        }
    };
    builder.plugin(plugin::Builder::<Wry>::new("pages").on_webview_ready(watch).build())
}
