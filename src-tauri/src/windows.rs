//! The windows: the main one, which comes and goes, and the pop-up, a projection of the view.

pub(crate) mod main_window;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use agent_core::{PopLevel, View};
use tauri::{
    AppHandle, LogicalSize, LogicalUnit, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
};
use tracing::warn;

use crate::place::{self, Area};
use crate::platform;

pub(crate) const MAIN: &str = "main";
pub(crate) const POP: &str = "pop";

const POP_WIDTH: f64 = 384.0;
const POP_HEIGHT: f64 = 208.0;
/// Between the pop-up and the corner of the screen.
const POP_MARGIN: f64 = 16.0;

/// What has to be done to the pop-up's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PopChange {
    Show(PopLevel),
    Hide,
}

/// The pop-up is there as long as some call wants it.
pub(crate) fn reconcile(is_shown: bool, view: &View) -> Option<PopChange> {
    let is_wanted = view.test_call || view.calls.iter().any(|call| call.pop);
    match (is_shown, is_wanted) {
        (false, true) => Some(PopChange::Show(view.settings.preferences.pop_level)),
        (true, false) => Some(PopChange::Hide),
        (true, true) | (false, false) => None,
    }
}

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
    builder.data_directory(data_dir.join("webview"))
}

/// Creates the pop-up without showing it, so that showing it takes no time.
pub(crate) fn create_pop(app: &AppHandle, keeps: Option<&Path>) -> tauri::Result<()> {
    let builder = page(app, POP, "pop.html", keeps)
        .title("UC Companion: call")
        .inner_size(POP_WIDTH, POP_HEIGHT)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        // With the keyboard it would swallow what the agent types, in the middle of a word.
        .focused(false)
        .focusable(false);
    let window = platform::prepare_pop(builder).build()?;
    app.manage(Screens::default());
    look_at_screens(&window);
    let on = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::ScaleFactorChanged { .. } = event {
            place_pop(&on);
        }
    });
    let on = app.clone();
    platform::watch_screens(&window, move || place_pop(&on))
}

/// Screens have come, gone or changed: a pop-up that is shown goes where it can be seen.
fn place_pop(app: &AppHandle) {
    let Some(window) = app.get_webview_window(POP) else { return };
    look_at_screens(&window);
    let outcome = match platform::is_pop_shown(&window) {
        Ok(true) => match corner(&window) {
            Ok(Some(at)) => window.set_position(at),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        },
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        warn!(%error, "the pop-up could not be placed anew");
    }
}

/// Applies a change to the pop-up's window. On the main thread only.
pub(crate) fn apply(app: &AppHandle, change: PopChange) {
    let Some(window) = app.get_webview_window(POP) else { return };
    let outcome = match change {
        PopChange::Show(level) => show_pop(&window, level),
        PopChange::Hide => platform::hide_pop(&window).inspect(|()| look_at_screens(&window)),
    };
    if let Err(error) = outcome {
        warn!(%error, ?change, "the pop-up did not follow");
    }
}

fn show_pop(window: &WebviewWindow, level: PopLevel) -> tauri::Result<()> {
    let at = monitor_looked_at(window)?.map(|screen| (corner_of(&screen), screen));
    platform::show_pop(window, level, at)
}

/// Where the pop-up stands; `None`: there is no screen at this moment.
fn corner(window: &WebviewWindow) -> tauri::Result<Option<PhysicalPosition<i32>>> {
    Ok(monitor_looked_at(window)?.as_ref().map(corner_of))
}

fn corner_of(screen: &Monitor) -> PhysicalPosition<i32> {
    let scale = screen.scale_factor();
    let size = LogicalSize::new(POP_WIDTH, POP_HEIGHT).to_physical::<i32>(scale);
    let margin = LogicalUnit::new(POP_MARGIN).to_physical::<i32>(scale);
    let (x, y) = place::corner(free_area(screen), (size.width, size.height), margin.0);
    PhysicalPosition::new(x, y)
}

/// The screens as they were last looked at, the first one first. What panels leave free is asked of a display server that
/// may be busy drawing: a ring does not wait for it.
#[derive(Debug, Default)]
struct Screens(Mutex<Vec<Monitor>>);

fn look_at_screens(window: &WebviewWindow) {
    let seen = window.available_monitors().and_then(|mut monitors| {
        // The first is asked for only where there are others.
        if monitors.len() > 1
            && let Some(primary) = window.primary_monitor()?
        {
            monitors.insert(0, primary);
        }
        Ok(monitors)
    });
    match seen {
        Ok(seen) => {
            *window.state::<Screens>().0.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        }
        Err(error) => warn!(%error, "the screens could not be looked at"),
    }
}

/// The screen that the agent looks at; `None`: there is none at this moment.
fn monitor_looked_at(window: &WebviewWindow) -> tauri::Result<Option<Monitor>> {
    let monitors = window.state::<Screens>().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if monitors.len() < 2 {
        return Ok(monitors.into_iter().next());
    }
    let wholes: Vec<Area> = monitors.iter().map(whole_area).collect();
    // Not every system tells where the pointer is.
    let pointer = window.cursor_position().ok().map(|at| at.cast::<i32>()).map(|at| (at.x, at.y));
    let main = window.get_webview_window(MAIN).map(|main| area_of_shown(&main)).transpose()?.flatten();
    let at = place::looked_at(&wholes, pointer, main);
    Ok(monitors.into_iter().nth(at))
}

fn area_of_shown(window: &WebviewWindow) -> tauri::Result<Option<Area>> {
    if !window.is_visible()? || window.is_minimized()? {
        return Ok(None);
    }
    area_of(window).map(Some)
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
