//! What stands on the screen, as the X server tells every window manager: a client of its own, so that neither program
//! has a hand in what is measured.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use journeys::Desktop;
use tokio::time::Instant;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt as _, EventMask};

use crate::paint::Paint;

/// A ring that shows nothing for so long is lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pop-up is 384 wide; a window manager may put a pixel around it.
pub(crate) const POP: std::ops::RangeInclusive<u16> = 384..=388;
/// No other window of theirs is as wide.
const MAIN: std::ops::RangeInclusive<u16> = 900..=1100;

/// Which window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Main,
    Pop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    which: Which,
    is_shown: bool,
    at: Instant,
}

/// Watches windows come and go.
#[derive(Debug)]
pub(crate) struct Screen {
    seen: Receiver<Seen>,
    paint: Paint,
}

impl Screen {
    pub(crate) fn watch(desktop: &Desktop) -> Result<Self> {
        let display = desktop.variable("DISPLAY").context("a desktop without a display")?;
        let paint = Paint::watch(display)?;
        let (connection, number) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots.get(number).context("no screen")?.root;
        let wanted = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &wanted)?.check()?;
        let (sender, seen) = channel();
        std::thread::spawn(move || {
            while let Ok(event) = connection.wait_for_event() {
                // Before anything else is asked of the server.
                let at = Instant::now();
                let (window, is_shown) = match event {
                    Event::MapNotify(event) => (event.window, true),
                    Event::UnmapNotify(event) => (event.window, false),
                    _ => continue,
                };
                // One that is gone already was none of those that are waited for.
                let asked = connection.get_geometry(window).ok().and_then(|asked| asked.reply().ok());
                let which = match asked.map(|geometry| geometry.width) {
                    Some(width) if POP.contains(&width) => Which::Pop,
                    Some(width) if MAIN.contains(&width) => Which::Main,
                    Some(_) | None => continue,
                };
                if sender.send(Seen { which, is_shown, at }).is_err() {
                    return;
                }
            }
        });
        Ok(Self { seen, paint })
    }

    /// Forgets what was seen so far.
    pub(crate) fn look_away(&mut self) {
        while self.seen.try_recv().is_ok() {}
    }

    /// When this window is next shown.
    pub(crate) fn shows(&mut self, which: Which) -> Result<Instant> {
        self.next(which, true)
    }

    /// When it next goes.
    pub(crate) fn hides(&mut self, which: Which) -> Result<Instant> {
        self.next(which, false)
    }

    /// Since when the pop-up has looked as it does now.
    pub(crate) fn pop_stays_as_from(&self) -> Option<Instant> {
        self.paint.stays_as_from()
    }

    fn next(&mut self, which: Which, is_shown: bool) -> Result<Instant> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.seen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(seen) if seen.which == which && seen.is_shown == is_shown => return Ok(seen.at),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => bail!("{which:?} did not become shown={is_shown}"),
                Err(RecvTimeoutError::Disconnected) => bail!("the X server is gone"),
            }
        }
    }
}
