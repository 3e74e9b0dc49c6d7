//! The windows: the main one, which hides rather than closes, and the pop-up, a projection of the view.

use std::path::Path;

use agent_core::View;
use tauri::{
    AppHandle, LogicalSize, Manager, PhysicalPosition, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};
use tracing::warn;

pub(crate) const MAIN: &str = "main";
pub(crate) const POP: &str = "pop";

const POP_WIDTH: f64 = 384.0;
const POP_HEIGHT: f64 = 208.0;
/// From the corner of the screen, in pixels of the screen.
const POP_MARGIN: i32 = 16;

/// What has to be done to the pop-up's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PopChange {
    Show,
    Hide,
}

/// The pop-up is there as long as some call wants it.
pub(crate) fn reconcile(is_shown: bool, view: &View) -> Option<PopChange> {
    let is_wanted = view.calls.iter().any(|call| call.pop);
    match (is_shown, is_wanted) {
        (false, true) => Some(PopChange::Show),
        (true, false) => Some(PopChange::Hide),
        (true, true) | (false, false) => None,
    }
}

/// Creates the main window; it must be the first.
pub(crate) fn create_main(app: &AppHandle, data_dir: &Path, hidden: bool) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("UC Companion")
        .inner_size(980.0, 680.0)
        .min_inner_size(720.0, 520.0)
        .data_directory(data_dir.join("webview"))
        .visible(!hidden)
        .build()?;
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            if let Err(error) = closing.hide() {
                warn!(%error, "the window could not be hidden");
            }
        }
    });
    Ok(())
}

/// Creates the pop-up without showing it, so that showing it takes no time.
pub(crate) fn create_pop(app: &AppHandle, data_dir: &Path) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, POP, WebviewUrl::App("pop.html".into()))
        .title("UC Companion: call")
        .inner_size(POP_WIDTH, POP_HEIGHT)
        .data_directory(data_dir.join("webview"))
        .visible(false)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .build()?;
    Ok(())
}

/// Applies a change to the pop-up's window. On the main thread only.
pub(crate) fn apply(app: &AppHandle, change: PopChange) {
    let Some(window) = app.get_webview_window(POP) else { return };
    let outcome = match change {
        PopChange::Show => move_to_corner(&window).and_then(|()| window.show()),
        PopChange::Hide => window.hide(),
    };
    if let Err(error) = outcome {
        warn!(%error, ?change, "the pop-up did not follow");
    }
}

fn move_to_corner(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window.primary_monitor()?.or(window.available_monitors()?.into_iter().next()) else {
        return Ok(());
    };
    let area = monitor.work_area();
    let size = LogicalSize::new(POP_WIDTH, POP_HEIGHT).to_physical::<i32>(monitor.scale_factor());
    let right = area.position.x + i32::try_from(area.size.width).unwrap_or(i32::MAX / 2);
    let bottom = area.position.y + i32::try_from(area.size.height).unwrap_or(i32::MAX / 2);
    window.set_position(PhysicalPosition::new(
        right - size.width - POP_MARGIN,
        bottom - size.height - POP_MARGIN,
    ))
}

/// Brings the main window to the front.
pub(crate) fn show_main(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let outcome = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = outcome {
        warn!(%error, "the window could not be brought to the front");
    }
}
