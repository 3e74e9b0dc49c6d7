//! Linux. Each file looks at one thing, below a root and with an environment that it is given.

mod autostart;
mod bus;
mod firewall;
mod links;
mod port;
mod session;
mod sound;
mod storage;
mod webview;

use std::path::Path;

use crate::checks::report_port::PortHolder;
use crate::environment::Environment;
use crate::fact::Fact;

const ROOT: &str = "/";

/// What this computer is called on its network.
pub fn computer_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned()
}

pub(crate) fn desktop(environment: &Environment) -> Vec<Fact> {
    session::desktop(Path::new(ROOT), environment)
}

pub(crate) fn webview(known: Option<&str>) -> Vec<Fact> {
    webview::facts(Path::new(ROOT), known)
}

pub(crate) fn share(folder: &Path) -> Option<String> {
    storage::share(folder, &std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default())
}

pub(crate) fn port_holder(port: u16) -> Option<PortHolder> {
    port::holder(Path::new(ROOT), port)
}

pub(crate) fn firewall(port: u16) -> Vec<Fact> {
    firewall::facts(Path::new(ROOT), port)
}

pub(crate) async fn notifications(environment: &Environment) -> Vec<Fact> {
    let mut facts = bus::notifications(bus::ask_notifications(environment).await);
    let is_off = tokio::task::spawn_blocking(bus::banners_off).await.unwrap_or_default();
    facts.extend(bus::do_not_disturb(is_off));
    facts
}

pub(crate) async fn tray(environment: &Environment) -> Vec<Fact> {
    bus::tray(bus::has_tray_library(Path::new(ROOT)), bus::ask_tray(environment).await)
}

pub(crate) fn links(environment: &Environment) -> Vec<Fact> {
    links::facts(environment)
}

pub(crate) fn autostart(environment: &Environment) -> Vec<Fact> {
    autostart::facts(environment)
}

pub(crate) fn sound(environment: &Environment) -> Vec<Fact> {
    sound::facts(Path::new(ROOT), environment)
}

pub(crate) fn sessions(environment: &Environment) -> Vec<Fact> {
    session::sessions(Path::new(ROOT), environment)
}

/// A root of a file system with these files in it.
#[cfg(test)]
fn root(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = root.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    root
}
