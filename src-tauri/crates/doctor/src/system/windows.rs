//! Windows: what the registry and the system's own commands say.

use std::path::{Component, Path, Prefix};

use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};

use super::printed;
use crate::checks::report_port::PortHolder;
use crate::environment::Environment;
use crate::fact::Fact;

/// Of the Evergreen runtime, for all people or for one.
const WEBVIEWS: [(&Key, &str); 3] = [
    (
        LOCAL_MACHINE,
        r"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    ),
    (LOCAL_MACHINE, r"SOFTWARE\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"),
    (CURRENT_USER, r"Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"),
];
/// As the installer calls it.
const RULE: &str = "UC Companion reports";
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const VALUE: &str = "UC Companion";
const PROG_ID: &str = "UCCompanion.link";
const SCHEMES: [&str; 4] = ["tel", "sip", "sips", "callto"];
const BANNERS: &str = r"Software\Microsoft\Windows\CurrentVersion\PushNotifications";
const SOUND: &str = r"SOFTWARE\Microsoft\Windows\CurrentVersion\MMDevices\Audio\Render";
/// A sound device that is plugged in and switched on.
const ACTIVE: u32 = 1;

/// What this computer is called on its network.
pub fn computer_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

pub(crate) fn desktop(_environment: &Environment) -> Vec<Fact> {
    let key = LOCAL_MACHINE.open(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion");
    let value = |name: &str| key.as_ref().ok().and_then(|key| key.get_string(name).ok()).unwrap_or_default();
    let name = format!("{} {} ({})", value("ProductName"), value("DisplayVersion"), value("CurrentBuild"));
    vec![Fact::System { name }]
}

pub(crate) fn webview(known: Option<&str>) -> Vec<Fact> {
    let installed = || {
        let version = |(root, path): &(&Key, &str)| text(root, path, "pv").filter(|pv| pv != "0.0.0.0");
        WEBVIEWS.iter().find_map(version)
    };
    vec![match known.map(str::to_owned).or_else(installed) {
        Some(version) => Fact::Webview { version },
        None => Fact::WebviewAbsent { name: "Microsoft Edge WebView2 Runtime".to_owned() },
    }]
}

/// A path that begins with the name of another computer; a drive's letter may lead there as well, and does not tell.
pub(crate) fn share(folder: &Path) -> Option<String> {
    let is_far = |part: Component<'_>| match part {
        Component::Prefix(prefix) => matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)),
        Component::RootDir | Component::CurDir | Component::ParentDir | Component::Normal(_) => false,
    };
    folder.components().any(is_far).then(|| "SMB".to_owned())
}

/// `  TCP    0.0.0.0:8260    0.0.0.0:0    LISTENING    4711`
pub(crate) fn port_holder(port: u16) -> Option<PortHolder> {
    let suffix = format!(":{port}");
    let of_line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_it = words.first() == Some(&"TCP") && words.get(1)?.ends_with(&suffix);
        // The other end of a socket that listens has no port; its state is named in the system's language.
        let listens = words.get(2)?.ends_with(":0");
        words.last()?.parse::<u32>().ok().filter(|_| is_it && listens)
    };
    let pid = printed("netstat", &["-ano", "-p", "TCP"]).lines().find_map(of_line)?;
    let row = printed("tasklist", &["/fi", &format!("PID eq {pid}"), "/fo", "csv", "/nh"]);
    let name = row.trim().trim_start_matches('"').split('"').next().unwrap_or_default().to_owned();
    Some(PortHolder { pid, name })
}

pub(crate) fn firewall(port: u16) -> Vec<Fact> {
    let name = format!("name={RULE}");
    let rule = printed("netsh", &["advfirewall", "firewall", "show", "rule", &name]);
    // The words are in the system's language, the number is not.
    let opens = rule.split_whitespace().any(|word| word == port.to_string());
    vec![if opens {
        Fact::FirewallOpens { name: RULE.to_owned(), port }
    } else {
        Fact::FirewallWindows { port }
    }]
}

#[expect(clippy::unused_async, reason = "another system is asked over a bus")]
pub(crate) async fn notifications(_environment: &Environment) -> Vec<Fact> {
    let key = CURRENT_USER.open(BANNERS);
    let is_off = key.and_then(|key| key.get_u32("ToastEnabled")).is_ok_and(|on| on == 0);
    vec![if is_off { Fact::DoNotDisturb } else { Fact::Notifications { name: "Windows".to_owned() } }]
}

#[expect(clippy::unused_async, reason = "another system is asked over a bus")]
pub(crate) async fn tray(_environment: &Environment) -> Vec<Fact> {
    vec![Fact::Tray]
}

pub(crate) fn links(_environment: &Environment) -> Vec<Fact> {
    let (mut ours, mut nobody, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for scheme in SCHEMES {
        let path =
            format!(r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\{scheme}\UserChoice");
        let schemes = format!("{scheme}:");
        match text(CURRENT_USER, &path, "ProgId") {
            Some(program) if program == PROG_ID => ours.push(schemes),
            Some(program) => facts.push(Fact::LinksOther { schemes, program }),
            None => nobody.push(schemes),
        }
    }
    if !ours.is_empty() {
        facts.push(Fact::LinksOurs { schemes: ours.join(" ") });
    }
    if !nobody.is_empty() {
        facts.push(Fact::LinksNobody { schemes: nobody.join(" ") });
    }
    facts
}

pub(crate) fn autostart(_environment: &Environment) -> Vec<Fact> {
    let set = [("HKCU", CURRENT_USER), ("HKLM", LOCAL_MACHINE)]
        .into_iter()
        .find(|(_, root)| text(root, RUN, VALUE).is_some());
    let Some((name, root)) = set else { return vec![Fact::AutostartOff] };
    let place = format!(r"{name}\{RUN}");
    let approved = root.open(APPROVED).and_then(|key| key.get_value(VALUE));
    // Odd: switched off in the task manager or in the settings.
    let is_off = approved.is_ok_and(|value| value.first().is_some_and(|first| first % 2 == 1));
    vec![if is_off {
        Fact::AutostartHidden { place: format!(r"{name}\{APPROVED}") }
    } else {
        Fact::AutostartOn { place }
    }]
}

pub(crate) fn sound(_environment: &Environment) -> Vec<Fact> {
    let Ok(devices) = LOCAL_MACHINE.open(SOUND) else {
        return vec![Fact::SoundUnknown];
    };
    let is_on = |name: &String| {
        let state = devices.open(name).and_then(|key| key.get_u32("DeviceState"));
        state.is_ok_and(|state| state == ACTIVE)
    };
    let is_any = devices.keys().is_ok_and(|mut names| names.any(|name| is_on(&name)));
    vec![if is_any { Fact::Sound { name: "Windows".to_owned() } } else { Fact::SoundNone }]
}

pub(crate) fn sessions(environment: &Environment) -> Vec<Fact> {
    // `Console`, or `RDP-Tcp#3`, `ICA-tcp#1`.
    let far = environment.get("SESSIONNAME").filter(|name| !name.eq_ignore_ascii_case("console"));
    vec![far.map_or(Fact::OneSession, |name| Fact::RemoteSession { name: name.to_owned() })]
}

fn text(root: &Key, path: &str, name: &str) -> Option<String> {
    let value = root.open(path).and_then(|key| key.get_string(name));
    value.ok().filter(|value| !value.trim().is_empty())
}
