//! What else a computer does while somebody calls, until it is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, Result};
use journeys::Desktop;
use tokio::time::Instant;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt as _, CreateGCAux, CreateWindowAux, Gcontext, Pixmap, Rectangle,
    StackMode, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

/// A film fills the screen at this pace.
const FRAME: Duration = Duration::from_micros(16_667);
const WIDTH: u16 = 1280;
const HEIGHT: u16 = 800;

#[derive(Debug)]
pub(crate) struct Load {
    goes_on: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Every core computes.
    pub(crate) fn on_cores() -> Self {
        let mut load = Self::none();
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            load.add(std::hint::spin_loop);
        }
        load
    }

    /// Another program draws sixty pictures a second, each as large as the screen.
    pub(crate) fn on_screen(desktop: &Desktop) -> Result<Self> {
        let film = Film::open(desktop.variable("DISPLAY").context("a desktop without a display")?)?;
        let mut load = Self::none();
        load.add(move || {
            let begun = Instant::now();
            // A server that ends takes the bench with it anyhow.
            let _ = film.draw();
            thread::sleep(FRAME.saturating_sub(begun.elapsed()));
        });
        Ok(load)
    }

    fn none() -> Self {
        Self { goes_on: Arc::new(AtomicBool::new(true)), threads: Vec::new() }
    }

    fn add(&mut self, mut work: impl FnMut() + Send + 'static) {
        let goes_on = Arc::clone(&self.goes_on);
        self.threads.push(thread::spawn(move || {
            while goes_on.load(Ordering::Relaxed) {
                work();
            }
        }));
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.goes_on.store(false, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// A window below all others, and what is drawn into it.
struct Film {
    connection: RustConnection,
    window: Window,
    picture: Pixmap,
    pen: Gcontext,
}

impl Film {
    fn open(display: &str) -> Result<Self> {
        let (connection, number) = x11rb::connect(Some(display))?;
        let screen = connection.setup().roots.get(number).context("no screen")?;
        let (root, depth) = (screen.root, screen.root_depth);
        let [window, picture, pen] =
            [connection.generate_id()?, connection.generate_id()?, connection.generate_id()?];
        // No window manager has a hand in it.
        let aside = CreateWindowAux::new().override_redirect(1);
        let class = WindowClass::INPUT_OUTPUT;
        connection.create_window(depth, window, root, 0, 0, WIDTH, HEIGHT, 0, class, 0, &aside)?;
        connection.create_pixmap(depth, picture, root, WIDTH, HEIGHT)?;
        connection.create_gc(pen, picture, &CreateGCAux::new().foreground(screen.white_pixel))?;
        let whole = Rectangle { x: 0, y: 0, width: WIDTH, height: HEIGHT };
        connection.poly_fill_rectangle(picture, pen, &[whole])?;
        connection.configure_window(window, &ConfigureWindowAux::new().stack_mode(StackMode::BELOW))?;
        connection.map_window(window)?.check()?;
        Ok(Self { connection, window, picture, pen })
    }

    /// Waits until it is drawn.
    fn draw(&self) -> Result<()> {
        self.connection.copy_area(self.picture, self.window, self.pen, 0, 0, 0, 0, WIDTH, HEIGHT)?.check()?;
        Ok(())
    }
}
