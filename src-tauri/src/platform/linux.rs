//! Linux and the desktops on it. None of them has everything; each part here says what is missing and goes on.

mod autostart;
mod bus;
mod dialogs;
mod first_pictures;
mod hotkeys;
mod keyboard;
mod links;
mod notifications;
mod pages;
mod presence;
mod rendering;
mod sleep;
mod tray;
mod wayland;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use agent_core::{Keyboard, PopLevel};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use gtk::gdk;
use gtk::prelude::{GtkWindowExt, WidgetExt as _};
use tauri::{
    AppHandle, LogicalSize, Monitor, PhysicalPosition, RunEvent, WebviewWindow, WebviewWindowBuilder, Wry,
};
use tokio::signal::unix::{SignalKind, signal};
use tracing::{info, warn};

pub(crate) use super::each_page::watch_pages;
pub(crate) use autostart::{autostart, set_autostart};
pub(crate) use dialogs::{ask, tell_trouble};
pub(crate) use hotkeys::{Keys, marked_text};
pub(crate) use links::offer_links;
pub(crate) use notifications::{show_notification, tell, watch as watch_notifications};
pub(crate) use pages::{beside, follow_page, make_windows};
pub(crate) use presence::Watch;
pub(crate) use rendering::{choose as choose_rendering, choose_anew as choose_rendering_anew, drawing};
pub(crate) use sleep::watch_sleep;
pub(crate) use tray::{has_library as has_tray_library, watch as watch_tray};
pub(crate) use wayland::may_pop;

use crate::place::Area;

/// What the agent's shortcuts stand on.
pub(crate) const KEYBOARD: Keyboard = Keyboard::Usual;

/// Returns when the session ends or somebody asks the program to end.
pub(crate) async fn told_to_end() {
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    let waits = kinds.into_iter().filter_map(|kind| match signal(kind) {
        Ok(mut stream) => Some(Box::pin(async move { stream.recv().await })),
        Err(error) => {
            warn!(%error, "a signal to end will not be heard");
            None
        }
    });
    let mut waits = waits.collect::<FuturesUnordered<_>>();
    if waits.next().await.is_none() {
        std::future::pending::<()>().await;
    }
}

/// There is nothing to draw windows on.
#[derive(Debug, thiserror::Error)]
#[error("there is no display to show windows on; start it on a desktop, or set DISPLAY to one")]
pub(crate) struct NoDisplay;

/// Looks for a display, because the window library panics where there is none. On the main thread only.
pub(crate) fn find_display() -> Result<(), NoDisplay> {
    wayland::choose_backend();
    gtk::init().map_err(|_| NoDisplay)
}

/// What this computer is called on its network.
pub(crate) fn computer_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned()
}

/// Links and second starts come by the command line.
pub(crate) fn on_event(_app: &AppHandle, _event: &RunEvent) {}

/// Its windows have no menu.
#[expect(clippy::unnecessary_wraps, reason = "on macOS it may fail")]
pub(crate) fn put_quit_in_the_menu(_app: &AppHandle, _id: &str, _text: &str) -> tauri::Result<()> {
    Ok(())
}

/// How many wait, at the program's icon, where the desktop has a place for it.
pub(crate) fn set_badge(window: &WebviewWindow, count: u32) -> tauri::Result<()> {
    window.set_badge_count((count > 0).then_some(count.into()))
}

/// The pop-up as it is before the first call.
pub(crate) fn prepare_pop(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    builder.visible(false)
}

/// Shows the pop-up there. Straight away and not by the window library's queue, in which the pages' drawing stands as
/// well. On the main thread only.
pub(crate) fn show_pop(
    pop: &WebviewWindow,
    level: PopLevel,
    size: LogicalSize<f64>,
    at: Option<(PhysicalPosition<i32>, Monitor)>,
) -> tauri::Result<()> {
    let window = pop.gtk_window()?;
    // A window that nobody can resize is as large as its content asks for.
    let (width, height) = size.cast::<i32>().into();
    window.set_size_request(width, height);
    if let Some((at, _)) = &at {
        let (x, y) = at.to_logical::<i32>(pop.scale_factor()?).into();
        window.move_(x, y);
        // A hidden window that was less high when it was last shown would come up where that one stood.
        if let Some(surface) = window.window().filter(|_| !window.is_visible()) {
            surface.move_resize(x, y, width, height);
        }
    }
    window.set_keep_above(true);
    window.show_all();
    // Else the wish lies in our own buffer until there is nothing else to do.
    window.display().flush();
    first_pictures::draw_at_once(&window);
    if let (PopLevel::Top, Some((_, screen))) = (level, at) {
        let screen = area_of(&screen);
        // Only then: the display server is asked about each window, and may be busy drawing.
        gtk::glib::idle_add_local_once(move || rise_above(&window, &screen));
    }
    Ok(())
}

/// Lifts the pop-up above a program that fills the screen.
///
/// Window managers keep such a program above all other windows but its own dialogs, so ours becomes one of those for this
/// ring. It stays a window like others, which workspaces, compositors and screen readers know; to take it away from the
/// window manager and show it by ourselves is a race with its own showing, in which the pop-up is lost.
fn rise_above(window: &gtk::ApplicationWindow, screen: &gdk::Rectangle) {
    // The ring may be over.
    let Some(surface) = window.window().filter(|_| window.is_visible()) else { return };
    if let Some(program) = filling(screen, &surface) {
        surface.set_transient_for(&program);
        window.display().flush();
    }
}

/// As straight as it is shown: in the queue it would come behind the next ring's show. On the main thread only.
pub(crate) fn hide_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    let window = pop.gtk_window()?;
    window.hide();
    if let Some(surface) = window.window() {
        gdk::property_delete(&surface, &gdk::Atom::intern("WM_TRANSIENT_FOR"));
    }
    Ok(())
}

/// The window that had the keyboard before the pop-up; 0: none.
static FORMER: AtomicU32 = AtomicU32::new(0);

/// Gives the pop-up the keyboard. On the main thread only.
pub(crate) fn focus_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    let window = pop.gtk_window()?;
    let former = keyboard::holder().unwrap_or_else(|error| {
        info!(%error, "nobody says which window has the keyboard");
        None
    });
    FORMER.store(former.unwrap_or_default(), Ordering::Relaxed);
    window.set_accept_focus(true);
    window.present();
    window.display().flush();
    Ok(())
}

/// Gives the keyboard back to the window that had it. On the main thread only.
pub(crate) fn unfocus_pop(pop: &WebviewWindow) -> tauri::Result<()> {
    let window = pop.gtk_window()?;
    window.set_accept_focus(false);
    window.display().flush();
    match FORMER.swap(0, Ordering::Relaxed) {
        0 => {}
        former => {
            if let Err(error) = keyboard::give(former) {
                warn!(%error, "the window before did not get the keyboard back");
            }
        }
    }
    Ok(())
}

/// Nobody tells: X knows no caret, Wayland keeps it from others, and who tells screen readers has to be asked for it, which
/// a ring does not wait for.
pub(crate) fn caret_on(_screen: &Monitor) -> Option<Area> {
    None
}

/// So long does the rest wait for a pop-up: the display server and the window manager have the processor to themselves until then.
const MAPPED_BY_THEN: Duration = Duration::from_millis(100);

/// Runs this when a pop-up that has just been asked for is on the screen, one after the other. On the main thread only.
pub(crate) fn behind_the_pop_up(act: impl FnOnce() + 'static) {
    gtk::glib::timeout_add_local_once(MAPPED_BY_THEN, act);
}

/// The program that covers all of the pop-up's screen, panels included, with no other window above it.
fn filling(screen: &gdk::Rectangle, ours: &gdk::Window) -> Option<gdk::Window> {
    // From the bottom to the top; what lies on another screen covers nothing here.
    let stack = ours.screen().window_stack();
    let mut seen = stack
        .into_iter()
        .rev()
        .filter_map(|window| Some((window.frame_extents().intersect(screen)?, window)));
    let (area, topmost) = seen.next()?;
    (area == *screen).then_some(topmost)
}

/// As this library counts, which is not in pixels.
fn area_of(screen: &Monitor) -> gdk::Rectangle {
    let scale = screen.scale_factor();
    let (position, size) =
        (screen.position().to_logical::<i32>(scale), screen.size().to_logical::<i32>(scale));
    gdk::Rectangle::new(position.x, position.y, size.width, size.height)
}

/// Says whenever a screen has come, gone or changed. On the main thread only.
pub(crate) fn watch_screens(pop: &WebviewWindow, changed: impl Fn() + 'static) -> tauri::Result<()> {
    if let Some(screen) = GtkWindowExt::screen(&pop.gtk_window()?) {
        screen.connect_monitors_changed(move |_| changed());
    }
    Ok(())
}
