//! Whom the listener believes. Reports are not authenticated by the PBX: its address, an unguessable path and its
//! serial number are all there is. A PBX may leave out the path or the number; one that has used them has to go on.
//! The document's own captures name the PBX in one ring and not in the next, so a number that is missing proves
//! nothing; a wrong one does.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use pbx_protocol::report::{Event, Reading, Report};

/// What protects reports from forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// The PBX leaves the path out; its address alone is checked.
    AddressOnly,
    /// The PBX names the path it was given, from its own address.
    AddressAndPath,
}

/// Why something from the PBX's own address is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// Others came on the announced path, this one on none.
    #[error("it left out the path that others had")]
    PathLeftOut,
    /// Others named a PBX, this one names another; a start of the PBX that names none is no better.
    #[error("it is not from the PBX whose reports came before")]
    OtherPbx {
        /// The serial number it gives, if any.
        serial: Option<String>,
    },
}

/// The path of a request is not the one that was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BadPath {
    /// It is another one: that of the session before, mostly, which the PBX has not forgotten yet.
    Wrong,
    /// The request names no path.
    LeftOut,
}

pub(super) struct Guard {
    path: String,
    allowed: RwLock<BTreeSet<IpAddr>>,
    seen: RwLock<Seen>,
}

/// What the PBX has shown in this session.
#[derive(Debug, Default)]
struct Seen {
    /// It has used the path.
    path: bool,
    /// What it calls itself, and how well that was protected.
    serial: Option<(String, Protection)>,
}

impl Guard {
    pub(super) fn new(path: String) -> Self {
        Self { path, allowed: RwLock::default(), seen: RwLock::default() }
    }

    pub(super) fn allow(&self, sources: impl IntoIterator<Item = IpAddr>) {
        // A socket of IPv6 shows a peer of IPv4 under a mapped address.
        let sources = sources.into_iter().map(|address| address.to_canonical()).collect();
        *self.allowed.write().unwrap_or_else(PoisonError::into_inner) = sources;
    }

    /// Another session may be with another PBX, or the same one with other firmware.
    pub(super) fn forget_seen(&self) {
        *self.seen.write().unwrap_or_else(PoisonError::into_inner) = Seen::default();
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn believes(&self, source: IpAddr) -> bool {
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner);
        allowed.contains(&source.to_canonical())
    }

    /// An empty target arrives here as `/`.
    pub(super) fn check_path(&self, path: &str) -> Result<Protection, BadPath> {
        let has_used_it = self.seen.read().unwrap_or_else(PoisonError::into_inner).path;
        match path.trim_start_matches('/') {
            "" if has_used_it => Err(BadPath::LeftOut),
            "" => Ok(Protection::AddressOnly),
            path if path == self.path => Ok(Protection::AddressAndPath),
            _ => Err(BadPath::Wrong),
        }
    }

    /// Learns from a report that came on such a path, or doubts it.
    pub(super) fn check_report(&self, report: &Report, protection: Protection) -> Result<(), Distrust> {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        // A start ends every call, so it has to say whose it is; but a damaged one may have lost its number.
        let is_start = report.event == Event::BootUp;
        let is_another = match (&report.serial, &seen.serial) {
            (_, None) => false,
            (None, Some(_)) => is_start && report.reading == Reading::AsSent,
            // Who knows the path may correct what was learnt without it.
            (Some(serial), Some((known, when_learnt))) => serial != known && protection <= *when_learnt,
        };
        if is_another {
            return Err(Distrust::OtherPbx { serial: report.serial.clone() });
        }
        // Learnt from reports that are believed alone: no other may raise what is demanded of the next.
        seen.path |= protection == Protection::AddressAndPath;
        // After a start there is another session.
        if let Some(serial) = report.serial.as_ref().filter(|_| !is_start) {
            let known = seen.serial.take().filter(|(known, _)| known == serial);
            let best = known.map_or(protection, |(_, when_learnt)| when_learnt.max(protection));
            seen.serial = Some((serial.clone(), best));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_both_spellings() {
        let guard = Guard::new("secret".to_owned());
        let (v4, mapped): (IpAddr, IpAddr) =
            ("192.0.2.7".parse().unwrap(), "::ffff:192.0.2.7".parse().unwrap());
        assert!(!guard.believes(v4), "nobody is believed at first");
        guard.allow([mapped]);
        assert!(guard.believes(v4) && guard.believes(mapped));
        guard.allow(["2001:db8::7".parse().unwrap()]);
        assert!(!guard.believes(v4), "an earlier address is forgotten");
    }

    #[test]
    fn only_its_own_path_or_none_will_do() {
        let guard = Guard::new("secret".to_owned());
        for (path, verdict) in [
            ("/secret", Ok(Protection::AddressAndPath)),
            ("//secret", Ok(Protection::AddressAndPath)),
            ("/", Ok(Protection::AddressOnly)),
            ("", Ok(Protection::AddressOnly)),
            ("/secret/", Err(BadPath::Wrong)),
            ("/Secret", Err(BadPath::Wrong)),
            ("/secre", Err(BadPath::Wrong)),
        ] {
            assert_eq!(guard.check_path(path), verdict, "{path}");
        }
    }

    fn report(serial: Option<&str>, reading: Reading) -> Report {
        Report {
            serial: serial.map(str::to_owned),
            event: Event::Unknown { action: "Warp-up".to_owned() },
            reading,
        }
    }

    #[test]
    fn a_path_that_was_used_is_demanded() {
        use Protection::{AddressAndPath, AddressOnly};
        let guard = Guard::new("secret".to_owned());
        let unnamed = report(None, Reading::AsSent);
        assert_eq!(guard.check_report(&unnamed, AddressOnly), Ok(()));
        assert_eq!(guard.check_path("/"), Ok(AddressOnly), "this PBX may never use it");
        assert_eq!(guard.check_report(&unnamed, AddressAndPath), Ok(()));
        for bare in ["/", ""] {
            assert_eq!(guard.check_path(bare), Err(BadPath::LeftOut));
        }
        assert_eq!(guard.check_path("/secret"), Ok(AddressAndPath));
        guard.forget_seen();
        assert_eq!(guard.check_path("/"), Ok(AddressOnly), "another session");
    }

    #[test]
    fn another_serial_number_is_not_believed() {
        use Protection::{AddressAndPath, AddressOnly};
        let guard = Guard::new("secret".to_owned());
        let as_sent = |serial| report(serial, Reading::AsSent);
        let start = |serial, reading| Report { event: Event::BootUp, ..report(serial, reading) };
        let other = |serial: Option<&str>| Err(Distrust::OtherPbx { serial: serial.map(str::to_owned) });
        assert_eq!(guard.check_report(&as_sent(None), AddressOnly), Ok(()), "old firmware has none");
        assert_eq!(
            guard.check_report(&start(Some("x"), Reading::AsSent), AddressOnly),
            Ok(()),
            "of the last session"
        );
        assert_eq!(guard.check_report(&as_sent(Some("a")), AddressOnly), Ok(()));
        assert_eq!(guard.check_report(&as_sent(Some("b")), AddressOnly), other(Some("b")));
        assert_eq!(
            guard.check_report(&as_sent(None), AddressOnly),
            Ok(()),
            "as the document's rings to the outside"
        );
        assert_eq!(guard.check_report(&start(None, Reading::AsSent), AddressOnly), other(None));
        assert_eq!(guard.check_report(&start(None, Reading::Mended), AddressOnly), Ok(()), "it may be lost");
        assert_eq!(guard.check_report(&as_sent(Some("b")), AddressAndPath), Ok(()), "the path is worth more");
        assert_eq!(guard.check_report(&as_sent(Some("a")), AddressAndPath), other(Some("a")));
        assert_eq!(guard.check_report(&as_sent(Some("b")), AddressAndPath), Ok(()));
        guard.forget_seen();
        assert_eq!(guard.check_report(&as_sent(Some("a")), AddressOnly), Ok(()), "another session");
    }

    #[test]
    fn the_path_is_not_printed() {
        assert!(!format!("{:?}", Guard::new("secret".to_owned())).contains("secret"));
    }
}
