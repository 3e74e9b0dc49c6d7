//! Keys of X: grabbed at the root window, where the first who asks gets them. A thread sleeps until one moves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use agent_core::{BoundHotkey, Held, HotkeyAction, HotkeyOutcome, Shortcut};
use tokio::sync::mpsc::UnboundedSender;
use tracing::warn;
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{ConnectionExt as _, GrabMode, KeyButMask, Keycode, ModMask, Window};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use crate::platform::KeyMoved;

/// Caps Lock and Num Lock count as held down; a key is meant with and without them.
const LOCKS: [u16; 4] = [0, 1 << 1, 1 << 4, 1 << 1 | 1 << 4];
/// All that a shortcut can have held down.
const HELD: u16 = 1 | 1 << 2 | 1 << 3 | 1 << 6;

/// A key by its place on the keyboard, and what is held down.
type Grab = (Keycode, u16);

/// The grabs that hold.
#[derive(Debug)]
pub(crate) struct Grabs {
    x: Arc<RustConnection>,
    root: Window,
    held: Arc<Mutex<BTreeMap<Grab, HotkeyAction>>>,
}

impl Grabs {
    pub(super) fn start(moved: UnboundedSender<KeyMoved>) -> anyhow::Result<Self> {
        let (x, screen) = x11rb::connect(None)?;
        let root = x.setup().roots.get(screen).ok_or_else(|| anyhow::anyhow!("there is no screen"))?.root;
        let (x, held) = (Arc::new(x), Arc::<Mutex<BTreeMap<Grab, HotkeyAction>>>::default());
        let (on, grabs) = (Arc::clone(&x), Arc::clone(&held));
        thread::Builder::new().name("keys".to_owned()).spawn(move || listen(&on, &grabs, &moved))?;
        Ok(Self { x, root, held })
    }

    pub(super) fn bind(&self, wanted: &[(HotkeyAction, Shortcut)]) -> anyhow::Result<Vec<BoundHotkey>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, modifiers) in std::mem::take(&mut *held).into_keys() {
            self.let_go(key, modifiers)?;
        }
        let keyboard = Keyboard::read(&self.x)?;
        let mut outcomes = Vec::new();
        for (action, shortcut) in wanted {
            let modifiers = modifiers_of(shortcut);
            let outcome = match keyboard.key(shortcut.key()) {
                None => HotkeyOutcome::Impossible,
                Some(key) if self.grab(key, modifiers)? => {
                    held.insert((key, modifiers), *action);
                    HotkeyOutcome::Had
                }
                Some(_) => HotkeyOutcome::Taken,
            };
            outcomes.push(BoundHotkey { action: *action, shortcut: shortcut.to_string(), outcome });
        }
        Ok(outcomes)
    }

    /// Whether it was to be had.
    fn grab(&self, key: Keycode, modifiers: u16) -> anyhow::Result<bool> {
        for lock in LOCKS {
            let held = ModMask::from(modifiers | lock);
            let asked = self.x.grab_key(false, self.root, held, key, GrabMode::ASYNC, GrabMode::ASYNC)?;
            match asked.check() {
                Ok(()) => {}
                Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => {
                    self.let_go(key, modifiers)?;
                    return Ok(false);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    fn let_go(&self, key: Keycode, modifiers: u16) -> anyhow::Result<()> {
        for lock in LOCKS {
            // Of what another program has grabbed nothing is taken away.
            self.x.ungrab_key(key, self.root, ModMask::from(modifiers | lock))?.ignore_error();
        }
        self.x.flush()?;
        Ok(())
    }
}

/// Until X ends.
fn listen(x: &RustConnection, held: &Mutex<BTreeMap<Grab, HotkeyAction>>, moved: &UnboundedSender<KeyMoved>) {
    let mut down = BTreeMap::new();
    let mut up = None;
    loop {
        let event = match x.wait_for_event() {
            Ok(event) => event,
            Err(error) => return warn!(%error, "no keys are heard any more"),
        };
        let news = match event {
            Event::KeyPress(press) => {
                let grab = (press.detail, u16::from(press.state) & HELD);
                let action = held.lock().unwrap_or_else(PoisonError::into_inner).get(&grab).copied();
                // X repeats a key by letting it go and pressing it in one moment.
                let is_repeated = up.take() == Some((press.detail, press.time));
                action.map(|action| {
                    down.insert(press.detail, action);
                    (action, true, is_repeated)
                })
            }
            Event::KeyRelease(release) => {
                up = Some((release.detail, release.time));
                down.get(&release.detail).map(|action| (*action, false, false))
            }
            _ => None,
        };
        let Some((action, is_down, is_repeated)) = news else { continue };
        if !is_repeated && moved.send(KeyMoved { action, down: is_down }).is_err() {
            return;
        }
    }
}

fn modifiers_of(shortcut: &Shortcut) -> u16 {
    let mask = |held| match held {
        Held::Shift => KeyButMask::SHIFT,
        Held::Ctrl => KeyButMask::CONTROL,
        Held::Alt => KeyButMask::MOD1,
        Held::Meta => KeyButMask::MOD4,
    };
    shortcut.held().map(|held| u16::from(mask(held))).fold(0, |all, one| all | one)
}

/// Which signs stand on which keys.
struct Keyboard {
    first: Keycode,
    signs: Vec<u32>,
    per_key: usize,
}

impl Keyboard {
    fn read(x: &RustConnection) -> anyhow::Result<Self> {
        let (first, last) = (x.setup().min_keycode, x.setup().max_keycode);
        let mapping = x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let per_key = usize::from(mapping.keysyms_per_keycode).max(1);
        Ok(Self { first, signs: mapping.keysyms, per_key })
    }

    fn key(&self, name: &str) -> Option<Keycode> {
        let sign = sign_of(name)?;
        let at = self.signs.chunks(self.per_key).position(|signs| signs.contains(&sign))?;
        self.first.checked_add(u8::try_from(at).ok()?)
    }
}

/// The sign of a key, as X counts them: letters and digits as ASCII does.
fn sign_of(name: &str) -> Option<u32> {
    let function = name.strip_prefix('F').and_then(|number| number.parse::<u32>().ok());
    if let Some(number) = function {
        return Some(0xffbd + number);
    }
    if let [one] = name.as_bytes() {
        return Some(u32::from(one.to_ascii_lowercase()));
    }
    Some(match name {
        "Space" => 0x20,
        "Enter" => 0xff0d,
        "Pause" => 0xff13,
        "Home" => 0xff50,
        "Left" => 0xff51,
        "Up" => 0xff52,
        "Right" => 0xff53,
        "Down" => 0xff54,
        "PageUp" => 0xff55,
        "PageDown" => 0xff56,
        "End" => 0xff57,
        "Insert" => 0xff63,
        "Delete" => 0xffff,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_the_sign_on_it() {
        for (name, sign) in
            [("D", Some(0x64)), ("7", Some(0x37)), ("F1", Some(0xffbe)), ("F12", Some(0xffc9))]
        {
            assert_eq!(sign_of(name), sign, "{name}");
        }
        let french = Keyboard { first: 8, signs: vec![0x26, 0x31, 0x61, 0x41, 0x20, 0], per_key: 2 };
        let at = |name| french.key(name);
        assert_eq!((at("1"), at("A"), at("Space"), at("Q")), (Some(8), Some(9), Some(10), None));
        let all = Shortcut::check("Ctrl+Alt+Shift+Meta+Space").unwrap();
        assert_eq!(modifiers_of(&all), HELD);
    }
}
