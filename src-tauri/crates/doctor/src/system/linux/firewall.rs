//! ufw and firewalld: on, and open for the port. What else filters can't be seen by a person without rights.

use std::io;
use std::path::Path;

use crate::fact::Fact;

pub(super) fn facts(root: &Path, port: u16) -> Vec<Fact> {
    let mut facts = Vec::new();
    if is_ufw_on(root) {
        facts.push(match std::fs::read_to_string(root.join("etc/ufw/user.rules")) {
            Ok(rules) if opens(&rules, port) => Fact::FirewallOpens { name: "ufw".to_owned(), port },
            // Mostly nobody but root may read them.
            Ok(_) | Err(_) => Fact::FirewallUfw { port },
        });
    }
    if root.join("run/firewalld.pid").exists() || root.join("run/firewalld").is_dir() {
        facts.push(if firewalld_opens(root, port) {
            Fact::FirewallOpens { name: "firewalld".to_owned(), port }
        } else {
            Fact::FirewallFirewalld { port }
        });
    }
    if facts.is_empty() {
        facts.push(Fact::FirewallNone);
    }
    facts
}

fn is_ufw_on(root: &Path) -> bool {
    let switch = std::fs::read_to_string(root.join("etc/ufw/ufw.conf")).unwrap_or_default();
    switch.lines().any(|line| line.trim().eq_ignore_ascii_case("ENABLED=yes"))
}

/// `### tuple ### allow tcp 8260 0.0.0.0/0 any 10.0.0.5 in`; the port may be one of several, or in a range.
fn opens(rules: &str, port: u16) -> bool {
    rules.lines().filter_map(|line| line.strip_prefix("### tuple ### ")).any(|rule| {
        let words: Vec<&str> = rule.split_whitespace().collect();
        let is_for_us = words.first() == Some(&"allow") && matches!(words.get(1), Some(&"tcp" | &"any"));
        is_for_us && words.get(2).is_some_and(|ports| ports.split(',').any(|one| holds(one, port)))
    })
}

fn holds(ports: &str, port: u16) -> bool {
    if ports == "any" {
        return true;
    }
    let (first, last) = ports.split_once([':', '-']).unwrap_or((ports, ports));
    let parse = |text: &str| text.parse::<u16>().ok();
    parse(first).zip(parse(last)).is_some_and(|(first, last)| (first..=last).contains(&port))
}

/// Zones are files that everybody may read: those of the administrator.
fn firewalld_opens(root: &Path, port: u16) -> bool {
    let zones = || -> io::Result<Vec<String>> {
        let files = std::fs::read_dir(root.join("etc/firewalld/zones"))?;
        files.map(|file| std::fs::read_to_string(file?.path())).collect()
    };
    let is_open = |zone: &String| {
        zone.split("<port ").skip(1).any(|rest| {
            let tag = rest.split('>').next().unwrap_or_default();
            let value = |name: &str| {
                tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next())
            };
            value("protocol") == Some("tcp") && value("port").is_some_and(|ports| holds(ports, port))
        })
    };
    zones().is_ok_and(|zones| zones.iter().any(is_open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::linux::root;

    #[test]
    fn ufw_that_is_on_is_told_unless_it_opens_the_port() {
        let on = ("etc/ufw/ufw.conf", "# comment\nENABLED=yes\nLOGLEVEL=low\n");
        let seen = |files: &[(&str, &str)]| facts(root(files).path(), 8260);
        assert_eq!(seen(&[]), [Fact::FirewallNone]);
        assert_eq!(seen(&[("etc/ufw/ufw.conf", "ENABLED=no\n")]), [Fact::FirewallNone]);
        assert_eq!(seen(&[on]), [Fact::FirewallUfw { port: 8260 }]);
        let closed = ("etc/ufw/user.rules", "### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n");
        assert_eq!(seen(&[on, closed]), [Fact::FirewallUfw { port: 8260 }]);
        for ports in ["8260", "22,8260", "8200:8299", "any"] {
            let rule = format!("### tuple ### allow tcp {ports} 0.0.0.0/0 any 10.0.0.5 in\n");
            let open = Fact::FirewallOpens { name: "ufw".to_owned(), port: 8260 };
            assert_eq!(seen(&[on, ("etc/ufw/user.rules", &rule)]), [open], "{ports}");
        }
        let udp = ("etc/ufw/user.rules", "### tuple ### allow udp 8260 0.0.0.0/0 any 10.0.0.5 in\n");
        assert_eq!(seen(&[on, udp]), [Fact::FirewallUfw { port: 8260 }]);
    }

    #[test]
    fn firewalld_that_runs_is_told_unless_it_opens_the_port() {
        let runs = ("run/firewalld.pid", "1");
        let seen = |files: &[(&str, &str)]| facts(root(files).path(), 8260);
        assert_eq!(seen(&[runs]), [Fact::FirewallFirewalld { port: 8260 }]);
        let zone =
            ("etc/firewalld/zones/public.xml", "<zone>\n<port port=\"8260\" protocol=\"tcp\"/>\n</zone>");
        assert_eq!(seen(&[runs, zone]), [Fact::FirewallOpens { name: "firewalld".to_owned(), port: 8260 }]);
        let other = ("etc/firewalld/zones/public.xml", "<zone><port port=\"8260\" protocol=\"udp\"/></zone>");
        assert_eq!(seen(&[runs, other]), [Fact::FirewallFirewalld { port: 8260 }]);
    }
}
