//! When the pop-up has the picture that stays. The X server tells what is drawn in it, and each time its pixels are read:
//! from the first look on that shows what the last one shows, the caller stands there.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use tokio::time::Instant;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, Damage, ReportLevel};
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, EventMask, GetGeometryReply, ImageFormat, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::screen::POP;

/// A picture of the pop-up.
#[derive(Debug, Clone, Copy)]
struct Look {
    at: Instant,
    pixels: u64,
}

/// Looks at the pop-up whenever something is drawn in it.
#[derive(Debug)]
pub(crate) struct Paint(Arc<Mutex<Vec<Look>>>);

impl Paint {
    pub(crate) fn watch(display: &str) -> Result<Self> {
        let (connection, number) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots.get(number).context("no screen")?.root;
        let wanted = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &wanted)?.check()?;
        connection.damage_query_version(1, 1)?.reply()?;
        let looks = Arc::default();
        let seen = Arc::clone(&looks);
        std::thread::spawn(move || follow(&connection, &seen));
        Ok(Self(looks))
    }

    /// Since when it has looked as it does now; `None`: it has not been shown.
    pub(crate) fn stays_as_from(&self) -> Option<Instant> {
        let looks = lock(&self.0);
        let last = looks.last()?;
        looks.iter().rev().take_while(|look| look.pixels == last.pixels).last().map(|look| look.at)
    }
}

fn lock(looks: &Mutex<Vec<Look>>) -> MutexGuard<'_, Vec<Look>> {
    looks.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Until the server ends.
fn follow(connection: &RustConnection, looks: &Mutex<Vec<Look>>) {
    let mut watched: Option<(Window, Damage)> = None;
    while let Ok(event) = connection.wait_for_event() {
        match event {
            Event::MapNotify(event) => {
                let Some(damage) = begin(connection, event.window) else { continue };
                watched = Some((event.window, damage));
                lock(looks).clear();
            }
            Event::UnmapNotify(event) if watched.is_some_and(|(window, _)| window == event.window) => {
                watched = None;
                continue;
            }
            Event::DamageNotify(event) if watched.is_some_and(|(_, damage)| damage == event.damage) => {
                // Before the picture: what is drawn after it is told again.
                let _ = connection.damage_subtract(event.damage, x11rb::NONE, x11rb::NONE);
            }
            _ => continue,
        }
        // A window that is gone meanwhile has no picture.
        if let Some(pixels) = watched.and_then(|(window, _)| picture(connection, window)) {
            lock(looks).push(Look { at: Instant::now(), pixels });
        }
    }
}

/// Asks to be told of what is drawn in this window, if it is the pop-up.
fn begin(connection: &RustConnection, window: Window) -> Option<Damage> {
    geometry(connection, window).filter(|geometry| POP.contains(&geometry.width))?;
    let damage = connection.generate_id().ok()?;
    connection.damage_create(damage, window, ReportLevel::NON_EMPTY).ok()?;
    Some(damage)
}

fn picture(connection: &RustConnection, window: Window) -> Option<u64> {
    let GetGeometryReply { width, height, .. } = geometry(connection, window)?;
    let image =
        connection.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, !0).ok()?.reply().ok()?;
    let mut hasher = DefaultHasher::new();
    image.data.hash(&mut hasher);
    Some(hasher.finish())
}

fn geometry(connection: &RustConnection, window: Window) -> Option<GetGeometryReply> {
    connection.get_geometry(window).ok()?.reply().ok()
}
