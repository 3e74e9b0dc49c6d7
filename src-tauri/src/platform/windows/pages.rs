//! When the process of a page ends, or no longer answers.

use tauri::webview::PlatformWebview;
use tracing::warn;
use webview2_com::Microsoft::Web::WebView2::Win32::{
    COREWEBVIEW2_PROCESS_FAILED_KIND, COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
    COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE, ICoreWebView2ProcessFailedEventArgs,
};
use webview2_com::ProcessFailedEventHandler;

/// Tells when the page's process has ended or hangs.
pub(crate) fn follow_page(view: &PlatformWebview, ended: impl Fn() + 'static) {
    if let Err(error) = follow(view, ended) {
        warn!(%error, "it will not be known when a page's process ends");
    }
}

fn follow(view: &PlatformWebview, ended: impl Fn() + 'static) -> webview2_com::Result<()> {
    let handler = ProcessFailedEventHandler::create(Box::new(move |_, told| {
        match told.as_ref().map(kind).transpose()? {
            Some(
                COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED
                | COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE,
            ) => ended(),
            // What WebView2 starts again by itself, or what takes the view with it.
            other => warn!(?other, "a process of the web view's has ended"),
        }
        Ok(())
    }));
    let mut token = 0;
    #[expect(unsafe_code, reason = "COM is called by pointers")]
    // SAFETY: on the main thread, where the view lives; both pointers are counted, and the token is written during the call.
    unsafe {
        view.controller().CoreWebView2()?.add_ProcessFailed(&handler, &raw mut token)?;
    }
    Ok(())
}

fn kind(
    told: &ICoreWebView2ProcessFailedEventArgs,
) -> windows::core::Result<COREWEBVIEW2_PROCESS_FAILED_KIND> {
    let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
    #[expect(unsafe_code, reason = "the same")]
    // SAFETY: the kind is written during the call.
    unsafe {
        told.ProcessFailedKind(&raw mut kind)?;
    }
    Ok(kind)
}
