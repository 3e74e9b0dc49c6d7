//! Which window has the keyboard, and giving it to another: as a window manager of X is asked. Where there is no X, or
//! none of such a manager, nobody knows.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};
use x11rb::rust_connection::RustConnection;

/// Asked by the person, and not by the program on its own.
const BY_THE_PERSON: u32 = 2;

struct Manager {
    x: RustConnection,
    root: Window,
    active: Atom,
}

impl Manager {
    fn reach() -> anyhow::Result<Self> {
        let (x, screen) = x11rb::connect(None)?;
        let root = x.setup().roots.get(screen).ok_or_else(|| anyhow::anyhow!("there is no screen"))?.root;
        let active = x.intern_atom(false, b"_NET_ACTIVE_WINDOW")?.reply()?.atom;
        Ok(Self { x, root, active })
    }

    fn active(&self) -> anyhow::Result<Option<Window>> {
        let told = self.x.get_property(false, self.root, self.active, AtomEnum::WINDOW, 0, 1)?.reply()?;
        Ok(told.value32().and_then(|mut windows| windows.next()).filter(|window| *window != 0))
    }

    fn activate(&self, window: Window) -> anyhow::Result<()> {
        let wish = ClientMessageEvent::new(32, window, self.active, [BY_THE_PERSON, 0, 0, 0, 0]);
        let hears = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.x.send_event(false, self.root, hears, wish)?;
        // Answered behind it: the connection ends with this.
        self.x.get_input_focus()?.reply()?;
        Ok(())
    }
}

/// The window that has it.
pub(super) fn holder() -> anyhow::Result<Option<Window>> {
    Manager::reach()?.active()
}

/// Gives it to this window.
pub(super) fn give(window: Window) -> anyhow::Result<()> {
    Manager::reach()?.activate(window)
}
