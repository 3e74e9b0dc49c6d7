//! With what pages are drawn. WebKit takes the graphics card's library wherever one answers; without a card that library
//! is a program that draws with the processor, slower than WebKit itself does and in twice the memory.

use std::env;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use doctor::Fact;

use crate::arguments::Rendering;

/// WebKit's own word for drawing by itself.
const BY_ITSELF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// A person who has said something about it decides.
const SAID: [&str; 3] = [BY_ITSELF, "WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_FORCE_COMPOSITING_MODE"];
/// What keeps the card's library out of our own process where nothing is drawn with it: that library holds as much memory as
/// the rest of the program, and loading it is a fifth of the start. GTK takes it to look what the display can, WebKit
/// to learn the card's name.
const WITHOUT_LIBRARY: [(&str, &str); 2] =
    [("GDK_GL", "disable"), ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null")];
/// The cards of virtual machines and of servers' consoles: what draws on them is the processor.
const NO_CARDS: [&str; 11] = [
    "ast",
    "bochs-drm",
    "cirrus",
    "hyperv_drm",
    "mgag200",
    "qxl",
    "simple-framebuffer",
    "vboxvideo",
    "vgem",
    "virtio_gpu",
    "vmwgfx",
];

/// What the choice follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is found out by itself")]
struct Machine {
    /// The person has said what to draw with, in WebKit's own words.
    is_said: bool,
    /// The person wants the card's library to be played by the processor.
    software: bool,
    /// Windows are drawn on another computer's screen.
    remote: bool,
    card: bool,
}

/// What was chosen, for whoever asks later.
static CHOSEN: OnceLock<Fact> = OnceLock::new();

/// What was set here, and is no word of the person.
static SET: OnceLock<Vec<&'static str>> = OnceLock::new();

/// What the windows are drawn with, and why.
pub(crate) fn drawing() -> Option<Fact> {
    CHOSEN.get().cloned()
}

/// Before the window library starts, while the program has one thread.
pub(crate) fn choose(wanted: Rendering) {
    let chosen = CHOSEN.get_or_init(|| Machine::this().drawing(wanted));
    let said = env::var_os(BY_ITSELF);
    let mut words = words(draws_by_itself(chosen, wanted), said.as_deref());
    words.retain(|(name, _)| !is_set(name));
    for (name, value) in &words {
        #[expect(
            unsafe_code,
            reason = "the libraries read it from the environment; there is no other thread yet that could"
        )]
        // SAFETY: called first of all in `main`, before any thread is started.
        unsafe {
            env::set_var(name, value);
        }
    }
    // It is called once.
    let _ = SET.set(words.into_iter().map(|(name, _)| name).collect());
}

/// The next run of the program chooses anew: what this one has set would be the person's word there.
pub(crate) fn choose_anew(next: &mut Command) {
    take_back(SET.get().map_or(&[], Vec::as_slice), next);
}

fn take_back(names: &[&str], next: &mut Command) {
    for name in names {
        next.env_remove(name);
    }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// What the libraries are told, where the person has not said otherwise. `said` is what the person has said about drawing.
fn words(by_itself: bool, said: Option<&OsStr>) -> Vec<(&'static str, &'static str)> {
    let is_said = said.is_some_and(|value| !value.is_empty() && value != "0");
    let drawing = by_itself.then_some((BY_ITSELF, "1"));
    drawing.into_iter().chain(WITHOUT_LIBRARY.into_iter().filter(|_| by_itself || is_said)).collect()
}

/// Whether WebKit has to be told to draw without the card's library.
fn draws_by_itself(drawing: &Fact, wanted: Rendering) -> bool {
    let has_no_card =
        matches!(drawing, Fact::DrawnBySoftware | Fact::DrawnForAnotherComputer | Fact::DrawnWithoutCard);
    has_no_card || (wanted == Rendering::Cpu && matches!(drawing, Fact::DrawnAsAsked { .. }))
}

impl Machine {
    fn this() -> Self {
        Self {
            is_said: SAID.iter().any(|name| is_set(name)),
            software: env::var_os("LIBGL_ALWAYS_SOFTWARE").is_some_and(|value| value != *"0"),
            remote: env::var_os("DISPLAY").is_some_and(|display| is_remote(&display)),
            card: has_card(Path::new("/dev/dri"), Path::new("/sys/class/drm")),
        }
    }

    fn drawing(self, wanted: Rendering) -> Fact {
        let asked = |with: &str| Fact::DrawnAsAsked { with: with.to_owned() };
        match wanted {
            _ if self.is_said => Fact::DrawnAsVariablesSay,
            Rendering::Cpu => asked("cpu"),
            Rendering::Gpu => asked("gpu"),
            Rendering::Auto if self.software => Fact::DrawnBySoftware,
            Rendering::Auto if self.remote => Fact::DrawnForAnotherComputer,
            Rendering::Auto if !self.card => Fact::DrawnWithoutCard,
            Rendering::Auto => Fact::DrawnByCard,
        }
    }
}

/// `host:10.0`, as ssh and terminal servers have it; `:0` and `unix:0` are here.
fn is_remote(display: &OsStr) -> bool {
    let host = display.to_str().and_then(|display| display.rsplit_once(':')).map_or("", |(host, _)| host);
    !host.is_empty() && host != "unix" && !host.starts_with('/')
}

/// Whether a card is there that draws, and this person may use it.
fn has_card(devices: &Path, drivers: &Path) -> bool {
    let Ok(devices) = devices.read_dir() else { return false };
    devices.flatten().any(|device| {
        let name = device.file_name();
        let is_drawing = name.to_str().is_some_and(|name| name.starts_with("renderD"));
        let driver = drivers.join(&name).join("device/driver").canonicalize();
        let is_real = !driver.is_ok_and(|driver| {
            driver.file_name().and_then(OsStr::to_str).is_some_and(|driver| NO_CARDS.contains(&driver))
        });
        is_drawing && is_real && OpenOptions::new().read(true).write(true).open(device.path()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    const DESK: Machine = Machine { is_said: false, software: false, remote: false, card: true };

    #[test]
    fn a_card_draws_where_there_is_one_and_the_person_has_the_last_word() {
        let by_itself = |machine: Machine| {
            [Rendering::Auto, Rendering::Cpu, Rendering::Gpu]
                .map(|wanted| draws_by_itself(&machine.drawing(wanted), wanted))
        };
        assert_eq!(by_itself(DESK), [false, true, false]);
        assert_eq!(DESK.drawing(Rendering::Auto), Fact::DrawnByCard);
        for (thin, why) in [
            (Machine { card: false, ..DESK }, Fact::DrawnWithoutCard),
            (Machine { remote: true, ..DESK }, Fact::DrawnForAnotherComputer),
            (Machine { software: true, ..DESK }, Fact::DrawnBySoftware),
        ] {
            assert_eq!(by_itself(thin), [true, true, false], "{thin:?}");
            assert_eq!(thin.drawing(Rendering::Auto), why);
            assert_eq!(by_itself(Machine { is_said: true, ..thin }), [false; 3], "{thin:?}");
        }
    }

    #[test]
    fn what_draws_nothing_is_not_loaded() {
        let names = |by_itself: bool, said: Option<&str>| -> Vec<&str> {
            words(by_itself, said.map(OsStr::new)).into_iter().map(|(name, _)| name).collect()
        };
        let library = WITHOUT_LIBRARY.map(|(name, _)| name);
        assert_eq!(names(true, None), [BY_ITSELF, library[0], library[1]]);
        assert_eq!(names(false, Some("1")), library, "the person has said it");
        for said in [None, Some(""), Some("0")] {
            assert_eq!(names(false, said), [""; 0], "{said:?}");
        }
    }

    #[test]
    fn the_next_run_is_not_told_what_this_one_has_set() {
        let mut next = Command::new("next");
        next.env(BY_ITSELF, "1").env("GDK_BACKEND", "x11");
        take_back(&[BY_ITSELF, WITHOUT_LIBRARY[0].0], &mut next);
        let told: Vec<_> = next.get_envs().map(|(name, value)| (name.to_str().unwrap(), value)).collect();
        let backend = Some(OsStr::new("x11"));
        assert_eq!(told, [("GDK_BACKEND", backend), ("GDK_GL", None), (BY_ITSELF, None)]);
    }

    #[test]
    fn a_display_with_a_host_is_elsewhere() {
        for (display, remote) in
            [(":0", false), ("unix:0", false), ("/tmp/x:0", false), ("localhost:10.0", true), ("pc7:0", true)]
        {
            assert_eq!(is_remote(OsStr::new(display)), remote, "{display}");
        }
    }

    #[test]
    fn a_machine_without_a_card_or_with_a_pretended_one_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let (devices, drivers) = (folder.path().join("dri"), folder.path().join("drm"));
        assert!(!has_card(&devices, &drivers), "no folder");
        fs::create_dir(&devices).unwrap();
        fs::write(devices.join("card0"), "").unwrap();
        assert!(!has_card(&devices, &drivers), "one that shows pictures and draws none");
        fs::write(devices.join("renderD128"), "").unwrap();
        assert!(has_card(&devices, &drivers), "a driver that is not known may draw");
        let device = drivers.join("renderD128/device");
        fs::create_dir_all(&device).unwrap();
        for (driver, card) in [("i915", true), ("virtio_gpu", false)] {
            fs::create_dir(folder.path().join(driver)).unwrap();
            let _ = fs::remove_file(device.join("driver"));
            symlink(folder.path().join(driver), device.join("driver")).unwrap();
            assert_eq!(has_card(&devices, &drivers), card, "{driver}");
        }
    }
}
