//! macOS: what the system's own commands say. What no command tells is said to be unknown.

use std::path::Path;

use super::printed;
use crate::checks::report_port::PortHolder;
use crate::environment::Environment;
use crate::fact::Fact;

const AGENT: &str = "Library/LaunchAgents/com.openvox.uc-companion.plist";
const FIREWALL: &str = "/usr/libexec/ApplicationFirewall/socketfilterfw";

/// What this computer is called on its network.
pub fn computer_name() -> String {
    printed("hostname", &[]).trim().to_owned()
}

pub(crate) fn desktop(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::System { name: format!("macOS {}", printed("sw_vers", &["-productVersion"]).trim()) }]
}

pub(crate) fn webview(known: Option<&str>) -> Vec<Fact> {
    vec![known.map_or(Fact::WebviewOfTheSystem, |version| Fact::Webview { version: version.to_owned() })]
}

/// `server:/share on /Volumes/x (nfs, nodev)`
pub(crate) fn share(folder: &Path) -> Option<String> {
    let mounts = printed("mount", &[]);
    let of_line = |line: &str| {
        let (place, behind) = line.split_once(" on ")?.1.rsplit_once(" (")?;
        let kind = behind.split([',', ')']).next()?.to_owned();
        folder.starts_with(place).then_some((place.len(), kind))
    };
    let (_, kind) = mounts.lines().filter_map(of_line).max()?;
    ["nfs", "smbfs", "afpfs", "webdav"].contains(&kind.as_str()).then_some(kind)
}

pub(crate) fn port_holder(port: u16) -> Option<PortHolder> {
    let at = format!("-iTCP:{port}");
    let found = printed("lsof", &["-nP", &at, "-sTCP:LISTEN", "-Fpc"]);
    let field = |mark: char| found.lines().find_map(|line| line.strip_prefix(mark));
    Some(PortHolder { pid: field('p')?.parse().ok()?, name: field('c')?.to_owned() })
}

pub(crate) fn firewall(_port: u16) -> Vec<Fact> {
    let said = printed(FIREWALL, &["--getglobalstate"]);
    vec![if said.contains("State = 0") {
        Fact::FirewallNone
    } else if said.contains("State = ") {
        Fact::FirewallMac
    } else {
        Fact::FirewallUnknown
    }]
}

#[expect(clippy::unused_async, reason = "another system is asked over a bus")]
pub(crate) async fn notifications(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::NotificationsUnknown]
}

#[expect(clippy::unused_async, reason = "another system is asked over a bus")]
pub(crate) async fn tray(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::Tray]
}

pub(crate) fn links(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::LinksUnknown]
}

pub(crate) fn autostart(environment: &Environment) -> Vec<Fact> {
    let agent = environment.path("HOME").map(|home| home.join(AGENT)).filter(|agent| agent.exists());
    vec![agent.map_or(Fact::AutostartOff, |agent| Fact::AutostartOn { place: agent.display().to_string() })]
}

pub(crate) fn sound(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::SoundUnknown]
}

pub(crate) fn sessions(environment: &Environment) -> Vec<Fact> {
    vec![environment.get("SSH_CONNECTION").map_or(Fact::OneSession, |_| Fact::RemoteShell)]
}
