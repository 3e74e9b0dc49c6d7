//! The desktop a journey runs on: an X server, D-Bus, a window manager, a notification server and a keyring of its own,
//! see `desktop.sh`. All of it, and whatever was started on it, ends when this is dropped or the test process dies.

mod processes;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use crate::ports::free_port;
use crate::wait::{Look, wait_for};

/// A running desktop.
#[derive(Debug)]
pub struct Desktop {
    script: Child,
    environment: BTreeMap<String, String>,
    driver: String,
    dir: TempDir,
    screen: Area,
    manager: Manager,
}

/// A part of the screen, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Without a window's frame.
    pub width: i32,
    /// Without a window's frame.
    pub height: i32,
}

impl Area {
    /// Whether none of it lies outside the other.
    pub fn is_within(self, other: Self) -> bool {
        self.x >= other.x
            && self.y >= other.y
            && self.x + self.width <= other.x + other.width
            && self.y + self.height <= other.y + other.height
    }
}

/// Something that a desktop may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// D-Bus, and with it all that is reached over it.
    Bus,
    /// What shows icons.
    Tray,
    /// The library that draws the icon.
    TrayLibrary,
    /// A notification service.
    Notifications,
    /// A notification service that answers: it is there and silent.
    NotificationAnswers,
    /// Keys for whoever asks X: the session says that it is Wayland's.
    Keys,
}

impl Lack {
    fn word(self) -> &'static str {
        match self {
            Self::Bus => "bus",
            Self::Tray => "tray",
            Self::TrayLibrary => "tray-library",
            Self::Notifications => "notifications",
            Self::NotificationAnswers => "notification-answers",
            Self::Keys => "keys",
        }
    }
}

/// Who manages the windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manager {
    /// On a plain X server.
    Openbox,
    /// A Wayland compositor that gives each new window the keyboard, with the X server that it brings.
    Sway,
    /// GNOME's own, on Wayland, with the X server that it brings. It has no tray and shows notifications itself.
    Gnome,
}

impl Manager {
    fn word(self) -> &'static str {
        match self {
            Self::Openbox => "openbox",
            Self::Sway => "sway",
            Self::Gnome => "gnome",
        }
    }
}

/// What the notification server was asked to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Who asked.
    pub app: String,
    /// The line on top.
    pub summary: String,
    /// The text, with whatever markup it was sent with.
    pub body: String,
}

impl Desktop {
    /// Starts one; takes about a second.
    pub fn start() -> Result<Self> {
        Self::start_with(1, Manager::Openbox, false, &[])
    }

    /// Starts one that lacks something.
    pub fn start_without(lacks: &[Lack]) -> Result<Self> {
        Self::start_with(1, Manager::Openbox, false, lacks)
    }

    /// Starts one on which programs tell a screen reader of themselves.
    pub fn start_with_reader() -> Result<Self> {
        Self::start_with(1, Manager::Openbox, true, &[])
    }

    /// Starts one whose windows somebody else manages.
    pub fn start_on(manager: Manager) -> Result<Self> {
        Self::start_with(1, manager, false, &[])
    }

    /// Starts one whose screen has twice the pixels each way, all of them half as large.
    pub fn start_fine() -> Result<Self> {
        Self::start_with(2, Manager::Openbox, false, &[])
    }

    fn start_with(scale: i32, manager: Manager, read: bool, lacks: &[Lack]) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let port = free_port()?;
        let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("desktop.sh"));
        command.arg(dir.path()).arg(port.to_string()).arg(free_port()?.to_string());
        command.arg(scale.to_string()).arg(manager.word()).arg(if read { "reader" } else { "-" });
        command.args(lacks.iter().map(|lack| lack.word()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut script = command.spawn().context("the desktop's script can't be started")?;
        let output = script.stdout.take().context("the desktop's script says nothing")?;
        let driver = format!("http://127.0.0.1:{port}");
        let screen = Area { x: 0, y: 0, width: 1280 * scale, height: 800 * scale };
        let mut desktop = Self { script, environment: BTreeMap::new(), driver, dir, screen, manager };
        let mut ready = false;
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some((name, value)) = line.split_once('=') {
                desktop.environment.insert(name.to_owned(), value.to_owned());
            }
            ready = line == "ready";
            if ready {
                break;
            }
        }
        ensure!(ready, "the desktop did not start; see above");
        Ok(desktop)
    }

    /// Where its WebDriver listens.
    pub(crate) fn driver(&self) -> &str {
        &self.driver
    }

    /// A folder for the program's data; gone with the desktop.
    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// What the desktop's own programs had to say.
    pub(crate) fn logs(&self) -> PathBuf {
        self.dir.path().join("logs")
    }

    /// Runs a command on this desktop and gives what it prints.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let output = self
            .command(program, arguments)
            .output()
            .with_context(|| format!("{program} can't be started"))?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{program} {arguments:?}: {}: {}", output.status, complaint.trim());
        Ok(said)
    }

    /// Runs a command on this desktop and gives its exit code.
    pub fn exit_code(&self, program: &str, arguments: &[&str]) -> Result<Option<i32>> {
        let status = self.command(program, arguments).stderr(Stdio::null()).status();
        Ok(status.with_context(|| format!("{program} can't be started"))?.code())
    }

    /// Saves a picture of the whole screen.
    pub fn picture(&self, file: &Path) -> Result<()> {
        let file = file.to_str().context("a path that is no text")?;
        match self.manager {
            Manager::Openbox => self.run("import", &["-window", "root", file]),
            Manager::Sway => self.run("grim", &[file]),
            Manager::Gnome => self.shell(
                "/org/gnome/Shell/Screenshot",
                &["org.gnome.Shell.Screenshot.Screenshot", "false", "false", file],
            ),
        }
        .map(|_| ())
    }

    /// What GNOME's shell makes of a script, as JSON.
    pub fn asked_shell(&self, script: &str) -> Result<String> {
        self.shell("/org/gnome/Shell", &["org.gnome.Shell.Eval", script])
    }

    fn shell(&self, object: &str, method: &[&str]) -> Result<String> {
        let call = ["call", "--session", "--dest", "org.gnome.Shell", "--object-path", object, "--method"];
        self.run("gdbus", &[&call, method].concat())
    }

    /// Starts a program of the agent's on this desktop; it ends with the desktop.
    pub fn start_program(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.command(program, arguments);
        command.process_group(i32::try_from(self.script.id())?).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(|_| ()).with_context(|| format!("{program} can't be started"))
    }

    /// Waits until a window with this title is shown.
    pub async fn shows_window(&self, title: &str) -> Result<()> {
        self.window_is(title, "be shown", |_, visible| visible).await
    }

    /// Waits until no window with this title is shown, and none is minimized.
    pub async fn shows_no_window(&self, title: &str) -> Result<()> {
        self.window_is(title, "go", |listed, visible| !listed && !visible).await
    }

    /// Waits until the window with this title is minimized.
    pub async fn shows_minimized(&self, title: &str) -> Result<()> {
        self.window_is(title, "be minimized", |listed, visible| listed && !visible).await
    }

    /// Which of the shown windows with these titles lies above the others.
    pub fn topmost<'a>(&self, titles: &[&'a str]) -> Result<Option<&'a str>> {
        // From the top down, the window manager's frames with what they hold.
        // A window that goes while they are listed makes xwininfo fail.
        let Ok(tree) = self.run("xwininfo", &["-root", "-tree"]) else { return Ok(None) };
        let is_named = |line: &str, title: &str| {
            line.contains(&format!("\"{title}\"")) || line.contains(&format!(" {title}\""))
        };
        let named = |line: &str| titles.iter().copied().find(|title| is_named(line, title));
        Ok(tree.lines().filter_map(named).find(|title| self.is_visible(title)))
    }

    /// The whole screen.
    pub fn screen(&self) -> Area {
        self.screen
    }

    /// Makes the screen smaller, as when a projector or a remote desktop takes it.
    pub fn shrink_screen(&mut self, width: i32, height: i32) -> Result<()> {
        let (mode, w, h) = (format!("{width}x{height}"), width.to_string(), height.to_string());
        // There is no beam, so that the times between its lines mean nothing.
        self.run("xrandr", &["--newmode", &mode, "30", &w, &w, &w, &w, &h, &h, &h, &h])?;
        self.run("xrandr", &["--addmode", "screen", &mode])?;
        self.run("xrandr", &["--output", "screen", "--mode", &mode])?;
        self.screen = Area { width, height, ..self.screen };
        Ok(())
    }

    /// Waits until the window with this title is shown and lies as wanted.
    pub async fn lies(&self, title: &str, what: &str, wanted: impl Fn(Area) -> bool) -> Result<Area> {
        wait_for(format!("{title:?} to lie {what}"), async || {
            if !self.is_visible(title) {
                return Ok(Look::NotYet("it is not shown".to_owned()));
            }
            // A window that goes while it is measured makes xwininfo fail.
            let id = self.shown(title).unwrap_or_default();
            let Ok(told) = self.run("xwininfo", &["-id", id.lines().next().unwrap_or_default()]) else {
                return Ok(Look::NotYet("it is gone".to_owned()));
            };
            let area = read_area(&told)?;
            Ok(if wanted(area) { Look::Found(area) } else { Look::NotYet(format!("{area:?}")) })
        })
        .await
    }

    fn is_visible(&self, title: &str) -> bool {
        self.shown(title).is_ok()
    }

    /// The ids of the windows on the screen with this title. Where it finds none, xdotool fails.
    fn shown(&self, title: &str) -> Result<String> {
        self.run("xdotool", &["search", "--onlyvisible", "--name", &format!("^(.* )?{title}$")])
    }

    /// Closes a window as its close button would.
    pub fn close_window(&self, title: &str) -> Result<()> {
        let windows = self.windows()?;
        let (id, _) = windows
            .iter()
            .find(|(_, shown)| is_titled(shown, title))
            .with_context(|| format!("no window {title:?}"))?;
        self.run("wmctrl", &["-i", "-c", id]).map(|_| ())
    }

    /// Waits until the window with this title has the keyboard.
    pub async fn active_window_is(&self, title: &str) -> Result<()> {
        wait_for(format!("{title:?} to be the active window"), async || {
            // While no window has the keyboard, xdotool fails.
            Ok(match self.run("xdotool", &["getactivewindow", "getwindowname"]) {
                Ok(active) if is_titled(&active, title) => Look::Found(()),
                Ok(active) => Look::NotYet(active),
                Err(error) => Look::NotYet(error.to_string()),
            })
        })
        .await
    }

    /// Everything that the notification server was asked to show so far, oldest first.
    pub fn notifications(&self) -> Result<Vec<Notification>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(self.dir.path().join("notifications"))? {
            let path = entry?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            files.extend((!hidden).then_some(path));
        }
        files.sort();
        files.iter().map(|file| Ok(read_notification(&std::fs::read_to_string(file)?))).collect()
    }

    /// Waits for a notification that mentions this.
    pub async fn notification(&self, text: &str) -> Result<Notification> {
        wait_for(format!("a notification about {text}"), async || {
            let all = self.notifications()?;
            let found = all.iter().find(|one| one.summary.contains(text) || one.body.contains(text));
            Ok(found.cloned().map_or_else(|| Look::NotYet(format!("{all:?}")), Look::Found))
        })
        .await
    }

    /// Waits until the notification server shows nothing any more.
    pub async fn no_notifications(&self) -> Result<()> {
        wait_for("the notifications to close", async || {
            let shown = self.run("dunstctl", &["count", "displayed"])?;
            Ok(if shown == "0" { Look::Found(()) } else { Look::NotYet(format!("{shown} shown")) })
        })
        .await
    }

    /// Waits until the browser was asked to open this many pages, and gives their addresses.
    pub async fn opened_pages(&self, count: usize) -> Result<Vec<String>> {
        wait_for(format!("{count} pages in the browser"), async || {
            let opened = std::fs::read_to_string(self.dir.path().join("opened")).unwrap_or_default();
            let pages: Vec<String> = opened.lines().map(ToOwned::to_owned).collect();
            Ok(if pages.len() == count { Look::Found(pages) } else { Look::NotYet(format!("{pages:?}")) })
        })
        .await
    }

    /// Where programs keep how they are set.
    pub fn config_dir(&self) -> PathBuf {
        self.dir.path().join("home/.config")
    }

    /// The address of D-Bus, on which the system's own services are to be played too.
    pub fn bus(&self) -> Result<&str> {
        let address = self.environment.get("DBUS_SYSTEM_BUS_ADDRESS");
        address.map(String::as_str).context("this desktop has no D-Bus")
    }

    /// Writes what the administrator sets here, in place of what was set before.
    pub fn policy(&self, text: &str) -> Result<()> {
        let next = self.file("policy.next", text.as_bytes())?;
        // Half of it would be a policy too.
        Ok(std::fs::rename(&next, next.with_file_name("policy.json"))?)
    }

    /// Writes a file of the agent's and gives its path.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let file = self.dir.path().join("home").join(name);
        std::fs::write(&file, bytes)?;
        Ok(file)
    }

    /// What a program on this desktop finds in its environment.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str)
    }

    /// A command that would run on this desktop; whoever starts it ends it.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).envs(&self.environment).stdin(Stdio::null());
        command
    }

    /// Waits until a window is as wanted: in the window manager's list, on the screen.
    async fn window_is(&self, title: &str, what: &str, wanted: impl Fn(bool, bool) -> bool) -> Result<()> {
        wait_for(format!("the window {title:?} to {what}"), async || {
            // A window that goes while it is listed makes wmctrl fail.
            let Ok(windows) = self.windows() else { return Ok(Look::NotYet("no list".to_owned())) };
            let listed = windows.iter().any(|(_, one)| is_titled(one, title));
            // Windows that the window manager has no hand in are in no list of his.
            let visible = self.is_visible(title);
            let seen = format!("{windows:?}, visible: {visible}");
            Ok(if wanted(listed, visible) { Look::Found(()) } else { Look::NotYet(seen) })
        })
        .await
    }

    /// Window ids and titles, as the window manager lists them.
    fn windows(&self) -> Result<Vec<(String, String)>> {
        let listed = self.run("wmctrl", &["-l"])?;
        // Each line: id, desktop, host, title.
        let read = |line: &str| {
            let (id, rest) = line.split_once(' ')?;
            let (_, rest) = rest.trim_start().split_once(' ')?;
            let (_, title) = rest.trim_start().split_once(' ')?;
            Some((id.to_owned(), title.to_owned()))
        };
        Ok(listed.lines().filter_map(read).collect())
    }
}

/// Who calls stands before it while the phone rings.
fn is_titled(shown: &str, title: &str) -> bool {
    shown == title || shown.ends_with(&format!(" {title}"))
}

fn read_area(told: &str) -> Result<Area> {
    let number = |name: &str| {
        let after = told.lines().find_map(|line| line.trim().strip_prefix(name));
        let after = after.with_context(|| format!("no {name} in {told}"))?;
        after.trim().parse().with_context(|| format!("{name} {after}"))
    };
    Ok(Area {
        x: number("Absolute upper-left X:")?,
        y: number("Absolute upper-left Y:")?,
        width: number("Width:")?,
        height: number("Height:")?,
    })
}

fn read_notification(written: &str) -> Notification {
    let mut parts = written.splitn(3, '\n').map(ToOwned::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Notification { app: next(), summary: next(), body: next() }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // The end of its input tells the script to end its whole process group, itself included.
        drop(self.script.stdin.take());
        // It dies by its own signal, so there is no exit status of interest.
        let _ = self.script.wait();
    }
}
