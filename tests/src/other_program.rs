//! Another program that the agent works in: a window with the keyboard, text that is marked in it, and something in the
//! clipboard. It tells who asked for which of the two.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, GrabMode, ModMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::desktop::Desktop;

/// It ends with the desktop.
#[derive(Debug)]
pub struct OtherProgram {
    x: Arc<RustConnection>,
    root: Window,
    window: Window,
    clipboard: Atom,
    marked: Arc<Mutex<String>>,
    /// How often somebody asked for the clipboard.
    asked: Arc<Mutex<u32>>,
}

impl OtherProgram {
    /// Opens its window, with the keyboard.
    pub async fn open(desktop: &Desktop, title: &str) -> Result<Self> {
        let (x, screen) = x11rb::connect(desktop.variable("DISPLAY"))?;
        let root = x.setup().roots.get(screen).context("no screen")?.root;
        let window = x.generate_id()?;
        let hears = CreateWindowAux::new().event_mask(EventMask::KEY_PRESS).background_pixel(0x00ff_ffff);
        x.create_window(0, window, root, 40, 40, 400, 200, 0, WindowClass::INPUT_OUTPUT, 0, &hears)?;
        x.change_property8(PropMode::REPLACE, window, AtomEnum::WM_NAME, AtomEnum::STRING, title.as_bytes())?;
        x.map_window(window)?;
        let clipboard = x.intern_atom(false, b"CLIPBOARD")?.reply()?.atom;
        x.set_selection_owner(window, clipboard, x11rb::CURRENT_TIME)?;
        x.flush()?;
        let (x, marked, asked) = (Arc::new(x), Arc::<Mutex<String>>::default(), Arc::<Mutex<u32>>::default());
        let server = Server { x: x.clone(), clipboard, marked: marked.clone(), asked: asked.clone() };
        std::thread::spawn(move || server.serve());
        desktop.active_window_is(title).await?;
        Ok(Self { x, root, window, clipboard, marked, asked })
    }

    /// Marks text in it.
    pub fn mark(&self, text: &str) -> Result<()> {
        text.clone_into(&mut self.marked.lock().unwrap_or_else(PoisonError::into_inner));
        self.x.set_selection_owner(self.window, AtomEnum::PRIMARY.into(), x11rb::CURRENT_TIME)?;
        // Answered behind it.
        self.x.get_input_focus()?.reply()?;
        Ok(())
    }

    /// Whether the clipboard still holds what this program has put there, and nobody has looked.
    pub fn has_its_clipboard(&self) -> Result<bool> {
        let owner = self.x.get_selection_owner(self.clipboard)?.reply()?.owner;
        Ok(owner == self.window && *self.asked.lock().unwrap_or_else(PoisonError::into_inner) == 0)
    }

    /// Takes Ctrl+Alt and this letter for itself.
    pub fn take_key(&self, letter: char) -> Result<()> {
        let (first, last) = (self.x.setup().min_keycode, self.x.setup().max_keycode);
        let keys = self.x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let mut signs = keys.keysyms.chunks(usize::from(keys.keysyms_per_keycode));
        let at = signs.position(|signs| signs.contains(&u32::from(letter))).context("no such key")?;
        let held = ModMask::CONTROL | ModMask::M1;
        let key = first + u8::try_from(at)?;
        self.x.grab_key(false, self.root, held, key, GrabMode::ASYNC, GrabMode::ASYNC)?.check()?;
        Ok(())
    }
}

struct Server {
    x: Arc<RustConnection>,
    clipboard: Atom,
    marked: Arc<Mutex<String>>,
    asked: Arc<Mutex<u32>>,
}

impl Server {
    /// Until the desktop ends.
    fn serve(&self) {
        while let Ok(event) = self.x.wait_for_event() {
            if let Event::SelectionRequest(request) = event
                && self.answer(&request).is_err()
            {
                return;
            }
        }
    }

    fn answer(&self, request: &SelectionRequestEvent) -> Result<()> {
        let utf8 = self.x.intern_atom(false, b"UTF8_STRING")?.reply()?.atom;
        let targets = self.x.intern_atom(false, b"TARGETS")?.reply()?.atom;
        let text = if request.selection == self.clipboard {
            *self.asked.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            "what was copied".to_owned()
        } else {
            self.marked.lock().unwrap_or_else(PoisonError::into_inner).clone()
        };
        let (to, place) = (request.requestor, request.property);
        let mut property = place;
        if request.target == targets {
            let known = [targets, utf8, AtomEnum::STRING.into()];
            self.x.change_property32(PropMode::REPLACE, to, place, AtomEnum::ATOM, &known)?;
        } else if request.target == utf8 || request.target == u32::from(AtomEnum::STRING) {
            self.x.change_property8(PropMode::REPLACE, to, place, request.target, text.as_bytes())?;
        } else {
            property = x11rb::NONE;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: to,
            selection: request.selection,
            target: request.target,
            property,
        };
        self.x.send_event(false, to, EventMask::NO_EVENT, answer)?;
        self.x.flush()?;
        Ok(())
    }
}
