//! The windows: the main one, which comes and goes, and the pop-up, a projection of the view.

pub(crate) mod main_window;
pub(crate) mod pop;
pub(crate) mod taskbar;

use std::path::Path;

use tauri::{
    AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, Wry,
};

use crate::place::Area;
use crate::platform;

pub(crate) const MAIN: &str = "main";
pub(crate) const POP: &str = "pop";

/// What a page keeps: nothing in the demo's own folder, which goes while the page's own processes still run. No driver reaches
/// a page that keeps nothing.
fn page<'a>(
    app: &'a AppHandle,
    label: &str,
    file: &str,
    keeps: Option<&Path>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(file.into()));
    let Some(data_dir) = keeps else {
        let builder = builder.incognito(true);
        // On Linux each page has a context of its own then, and the runtime makes the program's pages known once for
        // each folder's name, be it written to or not: without a name of its own the second page is not found.
        return match app.path().app_local_data_dir() {
            Ok(folder) if label == POP => builder.data_directory(folder.join(POP)),
            Ok(_) | Err(_) => builder,
        };
    };
    let other = app.get_webview_window(if label == POP { MAIN } else { POP });
    platform::beside(builder.data_directory(data_dir.join("webview")), other.as_ref())
}

fn area_of(window: &WebviewWindow) -> tauri::Result<Area> {
    let (position, size) = (window.outer_position()?, window.inner_size()?);
    Ok(area(position, size))
}

/// Without what panels take.
fn free_area(monitor: &Monitor) -> Area {
    let free = monitor.work_area();
    area(free.position, free.size)
}

fn whole_area(monitor: &Monitor) -> Area {
    area(*monitor.position(), *monitor.size())
}

fn area(position: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> Area {
    Area { x: position.x, y: position.y, width: pixels(size.width), height: pixels(size.height) }
}

/// No screen is half as wide as this limit, so that sums stay in range.
fn pixels(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX).min(i32::MAX / 4)
}
