//! The pop-up's window. It takes no keyboard, and its place is known before a ring: what a display server has to be asked
//! for is asked beforehand.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use agent_core::{KeptPlace, PopLevel, PopPlace, PopScreen, PopShape, View};
use tauri::{
    AppHandle, LogicalSize, LogicalUnit, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewWindow,
    WindowEvent,
};
use tracing::{trace, warn};

use super::{MAIN, POP, area_of, free_area, page, whole_area};
use crate::place::{self, Area, Corner};
use crate::platform;
use crate::views::PopViews;

const WIDTH: f64 = 384.0;
/// Of a call with all that is known of it.
const WHOLE: f64 = 208.0;
/// Of the buttons of its pages in other programs, where they are several.
const PAGES: f64 = 36.0;
/// Of a call in a line.
const STRIP: f64 = 56.0;
/// Between the pop-up and the corner of the screen.
const MARGIN: f64 = 16.0;

/// How the pop-up has to be: how high it lies, how much it shows, and where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PopWish {
    level: PopLevel,
    height: f64,
    place: PopPlace,
    screen: PopScreen,
    kept: Vec<KeptPlace>,
}

/// What has to be done to the pop-up's window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PopChange {
    Show(PopWish),
    Hide,
}

/// The pop-up is there as long as some call wants it.
pub(crate) fn reconcile(shown: &mut Option<PopWish>, view: &View) -> Option<PopChange> {
    let wish = wish_of(view);
    if *shown == wish {
        return None;
    }
    shown.clone_from(&wish);
    Some(wish.map_or(PopChange::Hide, PopChange::Show))
}

fn wish_of(view: &View) -> Option<PopWish> {
    let preferences = &view.settings.preferences;
    let shape = PopShape::of(&view.calls, preferences.pop.after);
    if shape.is_empty() && !view.test_call {
        return None;
    }
    let whole = if shape.whole.is_some() || shape.is_empty() { WHOLE } else { 0.0 };
    let pages = if shape.whole.is_some_and(|call| call.pages.as_ref().is_some_and(|pages| pages.places > 1)) {
        PAGES
    } else {
        0.0
    };
    let strips: f64 = shape.strips.iter().map(|_| STRIP).sum();
    Some(PopWish {
        level: preferences.pop_level,
        height: whole + pages + strips,
        place: preferences.pop.place,
        screen: preferences.pop.screen,
        kept: view.settings.pop_places.clone(),
    })
}

/// What is known of the pop-up's window and of what it may stand on.
#[derive(Debug, Default)]
struct Pop {
    /// The screens as they were last looked at, the first one first. What panels leave free is asked of a display server
    /// that may be busy drawing: a ring does not wait for it.
    screens: Mutex<Vec<Monitor>>,
    /// As it is shown.
    shown: Mutex<Option<PopWish>>,
    /// In which corner, and for which place: beside the caret it may be another one than was wanted.
    corner: Mutex<Option<(PopPlace, Corner)>>,
    drag: Mutex<Option<Drag>>,
    has_keyboard: Mutex<bool>,
}

/// The pop-up hangs on the pointer.
#[derive(Debug, Clone, Copy)]
struct Drag {
    /// From the window's corner to the pointer.
    grip: (i32, i32),
    at: Option<(i32, i32)>,
}

fn lock<T>(one: &Mutex<T>) -> MutexGuard<'_, T> {
    one.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates the pop-up without showing it, so that showing it takes no time.
pub(crate) fn create(app: &AppHandle, keeps: Option<&Path>) -> tauri::Result<()> {
    let builder = page(app, POP, "pop.html", keeps)
        .title("UC Companion: call")
        .inner_size(WIDTH, WHOLE)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        // With the keyboard it would swallow what the agent types, in the middle of a word.
        .focused(false)
        .focusable(false);
    let window = platform::prepare_pop(builder).build()?;
    app.manage(Pop::default());
    look_at_screens(&window);
    let on = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::ScaleFactorChanged { .. } = event {
            place_anew(&on);
        }
    });
    let on = app.clone();
    platform::watch_screens(&window, move || place_anew(&on))
}

/// Screens have come, gone or changed: a pop-up that is shown goes where it can be seen.
fn place_anew(app: &AppHandle) {
    let Some(window) = app.get_webview_window(POP) else { return };
    look_at_screens(&window);
    let Some(wish) = lock(&window.state::<Pop>().shown).clone() else { return };
    let outcome = match stand(&window, &wish) {
        Ok(Some((at, _))) => window.set_position(at),
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        warn!(%error, "the pop-up could not be placed anew");
    }
}

/// Applies a change to the pop-up's window. On the main thread only.
pub(crate) fn apply(app: &AppHandle, change: &PopChange) {
    trace!(target: "hops", "on the main thread");
    let Some(window) = app.get_webview_window(POP) else { return };
    let pop = window.state::<Pop>();
    let outcome = match change {
        PopChange::Show(wish) => {
            *lock(&pop.shown) = Some(wish.clone());
            show(&window, wish).and_then(|()| app.state::<PopViews>().hand_to(&window))
        }
        PopChange::Hide => {
            *lock(&pop.shown) = None;
            *lock(&pop.corner) = None;
            *lock(&pop.drag) = None;
            leave_keyboard(app);
            platform::hide_pop(&window).inspect(|()| look_at_screens(&window))
        }
    };
    trace!(target: "hops", "asked for the window");
    if let Err(error) = outcome {
        warn!(%error, "the pop-up did not follow");
    }
}

fn show(window: &WebviewWindow, wish: &PopWish) -> tauri::Result<()> {
    let at = stand(window, wish)?;
    platform::show_pop(window, wish.level, LogicalSize::new(WIDTH, wish.height), at)
}

/// Where the pop-up stands; `None`: there is no screen at this moment.
fn stand(window: &WebviewWindow, wish: &PopWish) -> tauri::Result<Option<(PhysicalPosition<i32>, Monitor)>> {
    let screens = lock(&window.state::<Pop>().screens).clone();
    let wholes: Vec<Area> = screens.iter().map(whole_area).collect();
    let left = if wish.place == PopPlace::WhereLeft { place::left_at(&wish.kept, &wholes) } else { None };
    let at = match left {
        Some((at, _)) => at,
        None => chosen(window, wish.screen, &wholes)?,
    };
    let Some(screen) = screens.into_iter().nth(at) else { return Ok(None) };
    let size = size_on(&screen, wish.height);
    let free = free_area(&screen);
    let (x, y) = if let Some((_, shares)) = left {
        place::at_share(free, size, shares)
    } else {
        let margin = LogicalUnit::new(MARGIN).to_physical::<i32>(screen.scale_factor());
        let corner = corner(window, wish.place, &screen, size, margin.0);
        place::corner(free, size, margin.0, corner)
    };
    Ok(Some((PhysicalPosition::new(x, y), screen)))
}

/// The one that the agent wants, or another one beside the caret. Where it stands already it stays, unless it would lie
/// over the caret there: it does not step back under the hand.
fn corner(
    window: &WebviewWindow,
    wanted: PopPlace,
    screen: &Monitor,
    size: (i32, i32),
    margin: i32,
) -> Corner {
    let pop = window.state::<Pop>();
    let mut stands = lock(&pop.corner);
    let before = stands.filter(|(place, _)| *place == wanted).map(|(_, corner)| corner);
    let wanted_now = before.unwrap_or_else(|| corner_of(wanted));
    let caret = platform::caret_on(screen);
    let corner = place::beside_caret(free_area(screen), size, margin, wanted_now, caret);
    *stands = Some((wanted, corner));
    corner
}

fn size_on(screen: &Monitor, height: f64) -> (i32, i32) {
    let size: PhysicalSize<i32> = LogicalSize::new(WIDTH, height).to_physical(screen.scale_factor());
    (size.width, size.height)
}

fn corner_of(place: PopPlace) -> Corner {
    match place {
        PopPlace::BottomRight | PopPlace::WhereLeft => Corner { right: true, bottom: true },
        PopPlace::BottomLeft => Corner { right: false, bottom: true },
        PopPlace::TopRight => Corner { right: true, bottom: false },
        PopPlace::TopLeft => Corner { right: false, bottom: false },
    }
}

/// The screen that the agent wants it on, by its place among them. Of one screen nothing has to be asked.
fn chosen(window: &WebviewWindow, wanted: PopScreen, screens: &[Area]) -> tauri::Result<usize> {
    if screens.len() < 2 || wanted == PopScreen::Primary {
        return Ok(0);
    }
    // Not every system tells where the pointer is.
    let pointer = || window.cursor_position().ok().map(|at| at.cast::<i32>()).map(|at| (at.x, at.y));
    let pointer = if wanted == PopScreen::Pointer { pointer() } else { None };
    let main = window.get_webview_window(MAIN).map(|main| area_of_shown(&main)).transpose()?.flatten();
    Ok(place::looked_at(screens, pointer, main))
}

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
        Ok(seen) => *lock(&window.state::<Pop>().screens) = seen,
        Err(error) => warn!(%error, "the screens could not be looked at"),
    }
}

fn area_of_shown(window: &WebviewWindow) -> tauri::Result<Option<Area>> {
    if !window.is_visible()? || window.is_minimized()? {
        return Ok(None);
    }
    area_of(window).map(Some)
}

/// Brings the pop-up under the keyboard, until it is left. On the main thread only.
pub(crate) fn take_keyboard(app: &AppHandle) {
    let Some(window) = app.get_webview_window(POP) else { return };
    let pop = window.state::<Pop>();
    if lock(&pop.shown).is_none() {
        return;
    }
    *lock(&pop.has_keyboard) = true;
    if let Err(error) = platform::focus_pop(&window) {
        warn!(%error, "the pop-up did not get the keyboard");
    }
}

/// Gives the keyboard back to the window that had it. On the main thread only.
pub(crate) fn leave_keyboard(app: &AppHandle) {
    let Some(window) = app.get_webview_window(POP) else { return };
    if !std::mem::take(&mut *lock(&window.state::<Pop>().has_keyboard)) {
        return;
    }
    if let Err(error) = platform::unfocus_pop(&window) {
        warn!(%error, "the pop-up did not give the keyboard back");
    }
}

/// The pointer has taken hold of the pop-up. On the main thread only, as what follows.
pub(crate) fn take_hold(app: &AppHandle, at: (f64, f64)) {
    let grip = PhysicalPosition::<f64>::from(at).cast::<i32>();
    *lock(&app.state::<Pop>().drag) = Some(Drag { grip: (grip.x, grip.y), at: None });
}

/// The pointer has moved. Moved by ourselves: a window manager that moves a window gives it the keyboard.
pub(crate) fn drag(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(POP) else { return Ok(()) };
    let pop = window.state::<Pop>();
    let Some(Drag { grip, .. }) = *lock(&pop.drag) else { return Ok(()) };
    let pointer = window.cursor_position()?.cast::<i32>();
    let (x, y) = (pointer.x - grip.0, pointer.y - grip.1);
    *lock(&pop.drag) = Some(Drag { grip, at: Some((x, y)) });
    window.set_position(PhysicalPosition::new(x, y))
}

/// Lets it go. Says where it is to stay, if it was moved.
pub(crate) fn let_go(app: &AppHandle) -> tauri::Result<Option<KeptPlace>> {
    let Some(window) = app.get_webview_window(POP) else { return Ok(None) };
    let pop = window.state::<Pop>();
    let is_moved = lock(&pop.drag).is_some_and(|drag| drag.at.is_some());
    if is_moved {
        // A page whose window has caught up with the pointer is not told of its last step.
        drag(app)?;
    }
    let at = lock(&pop.drag).take().and_then(|drag| drag.at);
    Ok(at.and_then(|at| kept_at(&pop, at)))
}

fn kept_at(pop: &Pop, (x, y): (i32, i32)) -> Option<KeptPlace> {
    let height = lock(&pop.shown).as_ref()?.height;
    let screens = lock(&pop.screens).clone();
    let wholes: Vec<Area> = screens.iter().map(whole_area).collect();
    let (width, high) = size_on(screens.first()?, height);
    let at = place::looked_at(&wholes, None, Some(Area { x, y, width, height: high }));
    let (screen, whole) = (screens.get(at)?, wholes.get(at)?);
    let (across, down) = place::share_of(free_area(screen), size_on(screen, height), (x, y));
    Some(KeptPlace { screens: place::name_of_set(&wholes), screen: place::name_of(*whole), across, down })
}
