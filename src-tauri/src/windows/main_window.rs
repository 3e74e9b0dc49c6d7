//! The main window: made when it is looked at, hidden rather than closed, and let go when nobody has looked for a while: its
//! page costs memory all day and on each desktop. What is typed lives in the core: nothing goes with the page.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use agent_runtime::AgentHandle;
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager as _, PhysicalPosition, PhysicalSize, WebviewWindow, WindowEvent};
use tokio::time::Instant;
use tracing::{info, warn};

use super::taskbar::{self, Taskbar};
use super::{MAIN, area_of, free_area, page};
use crate::place::{self, Area};
use crate::platform;
use crate::texts::Texts;
use crate::tray;

/// Whoever looks in again within this time finds the page as it was left. For tests `UC_COMPANION_LET_GO_SECONDS` sets it.
const LET_GO_AFTER: Duration = Duration::from_mins(5);

/// From its making on until it stands where it is to stand, on a busy computer.
const SETTLES: Duration = Duration::from_secs(3);

/// What it takes to make the window, again and again.
#[derive(Debug)]
struct Making {
    /// What its page keeps.
    keeps: Option<PathBuf>,
    /// One at a time: it is wished for from many sides.
    one: Mutex<()>,
    /// How often it was hidden.
    hidden: AtomicU32,
}

/// Before the first window.
pub(crate) fn prepare(app: &AppHandle, keeps: Option<&Path>) {
    let keeps = keeps.map(Path::to_owned);
    app.manage(Making { keeps, one: Mutex::default(), hidden: AtomicU32::default() });
}

/// Makes it where it is not there.
pub(crate) fn make(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let making = app.state::<Making>();
    let _one = making.one.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(window) = app.get_webview_window(MAIN) {
        return Ok(window);
    }
    let window = page(app, MAIN, "index.html", making.keeps.as_deref())
        .title(taskbar::TITLE)
        .inner_size(980.0, 680.0)
        .min_inner_size(360.0, 520.0)
        .build()?;
    let (on, made) = (window.clone(), Instant::now());
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            put_away(&on);
        }
        // Where it is put at first may be told behind the keyboard; nobody has dragged it by then.
        WindowEvent::Moved(_) if made.elapsed() > SETTLES => {}
        WindowEvent::Moved(_) | WindowEvent::Focused(true) => {
            if let Err(error) = bring_in_sight(&on) {
                warn!(%error, "the window could not be brought in sight");
            }
        }
        _ => {}
    });
    let view = app.state::<AgentHandle>().watch().borrow().clone();
    set_size(app, view.settings.preferences.size_in_percent());
    let texts = Texts::of(&view.settings.preferences.language);
    taskbar::apply(app, &Taskbar::default(), &Taskbar::of(&view, texts));
    Ok(window)
}

/// Brings it to the front.
pub(crate) fn show(app: &AppHandle) {
    let show = |window: &WebviewWindow| {
        let outcome = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
        if let Err(error) = outcome {
            warn!(%error, "the window could not be brought to the front");
        }
    };
    with_window(app, show);
}

/// There is no tray any more, or there never was: a window that is hidden in it, or not there yet, is minimized instead.
pub(crate) fn on_no_tray(app: &AppHandle) {
    let is_new = app.get_webview_window(MAIN).is_none();
    let minimize = move |window: &WebviewWindow| {
        let outcome = match window.is_visible() {
            Ok(true) if is_new => window.minimize(),
            Ok(true) => Ok(()),
            Ok(false) => window.minimize().and_then(|()| window.show()),
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            warn!(%error, "the window could not be minimized");
        }
    };
    with_window(app, minimize);
}

/// With the window that is there, else with a new one.
fn with_window(app: &AppHandle, act: impl FnOnce(&WebviewWindow) + Send + 'static) {
    platform::make_windows(app, move |app| match make(app) {
        // An error says that the program is ending.
        Ok(window) => drop(app.run_on_main_thread(move || act(&window))),
        Err(error) => warn!(%error, "the window could not be made"),
    });
}

/// Draws its page larger: all of it, as if the window were smaller. The pop-up has one size.
pub(crate) fn set_size(app: &AppHandle, percent: u32) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) = window.set_zoom(f64::from(percent) / 100.0) {
        warn!(%error, percent, "the window is not drawn larger");
    }
}

/// Out of the way, where the agent finds it again: in the tray, or else among the minimized windows.
fn put_away(window: &WebviewWindow) {
    let has_tray = window.app_handle().state::<tray::Presence>().is_there();
    let outcome = if has_tray { window.hide() } else { window.minimize() };
    match outcome {
        Ok(()) if has_tray => let_go_later(window.app_handle()),
        Ok(()) => {}
        Err(error) => warn!(%error, "the window could not be put away"),
    }
}

fn let_go_later(app: &AppHandle) {
    let making = app.state::<Making>();
    // A page that keeps nothing is found by the engine once.
    if making.keeps.is_none() {
        return;
    }
    let (app, times) = (app.clone(), making.hidden.fetch_add(1, Ordering::Relaxed) + 1);
    spawn(async move {
        tokio::time::sleep(let_go_after()).await;
        let on = app.clone();
        let _ = app.run_on_main_thread(move || let_go(&on, times));
    });
}

/// Unless it has been shown since, be it that it is hidden again. On the main thread only.
fn let_go(app: &AppHandle, times: u32) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if app.state::<Making>().hidden.load(Ordering::Relaxed) != times || window.is_visible().unwrap_or(true) {
        return;
    }
    if app.state::<AgentHandle>().watch().borrow().settings.preferences.keep_window {
        return info!("the hidden window is kept");
    }
    match window.destroy() {
        Ok(()) => info!("the hidden window is let go"),
        Err(error) => warn!(%error, "the hidden window could not be let go"),
    }
}

fn let_go_after() -> Duration {
    let seconds = std::env::var("UC_COMPANION_LET_GO_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    seconds.map_or(LET_GO_AFTER, Duration::from_secs)
}

/// What was restored on a screen that is gone now, or dragged out of reach, comes back when it gets the keyboard.
fn bring_in_sight(window: &WebviewWindow) -> tauri::Result<()> {
    if window.is_minimized()? || window.is_maximized()? {
        return Ok(());
    }
    let stands = area_of(window)?;
    let screens: Vec<Area> = window.available_monitors()?.iter().map(free_area).collect();
    let Some(back) = place::back_in_sight(stands, &screens) else { return Ok(()) };
    window.set_size(PhysicalSize::new(back.width, back.height))?;
    window.set_position(PhysicalPosition::new(back.x, back.y))
}
