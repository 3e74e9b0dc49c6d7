//! Pages, where the system tells of each by itself.

use std::sync::Arc;

use tauri::{Builder, Webview, Wry, plugin};
use tracing::warn;

use super::system::follow_page;

/// Tells of each page whose process has ended.
pub(crate) fn watch_pages(
    builder: Builder<Wry>,
    ended: impl Fn(&Webview) + Send + Sync + 'static,
) -> Builder<Wry> {
    let ended = Arc::new(ended);
    let watch = move |page: Webview| {
        let (ended, of) = (Arc::clone(&ended), page.clone());
        let outcome = page.with_webview(move |view| follow_page(&view, move || ended(&of)));
        if let Err(error) = outcome {
            warn!(%error, page = page.label(), "it will not be known when the page's process ends");
        }
    };
    builder.plugin(plugin::Builder::<Wry>::new("pages").on_webview_ready(watch).build())
}
