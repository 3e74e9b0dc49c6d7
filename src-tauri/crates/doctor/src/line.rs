//! A line a check: what was seen, and how it stands with it.

use serde::Serialize;
use ts_rs::TS;

use crate::fact::Fact;

/// What is looked at, in the order in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "DoctorCheck")]
pub enum Check {
    /// Version, system, desktop, display.
    System,
    /// What draws the windows.
    Webview,
    /// One program a data folder.
    Instance,
    DataFolder,
    /// Settings and policy.
    Settings,
    Keyring,
    Clock,
    /// Reachable, trusted, the API.
    Pbx,
    ReportPort,
    OwnAddress,
    Firewall,
    TestCall,
    Notifications,
    Tray,
    Links,
    Autostart,
    Sound,
    /// Other sessions, and sessions from afar.
    Sessions,
}

/// How it stands, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "DoctorOutcome")]
pub enum Outcome {
    Ok,
    /// It could not be looked at.
    Unknown,
    /// It works, but not as well as it could.
    Warn,
    /// It does not work.
    Fail,
}

/// A fact, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "DoctorSeen")]
pub struct Seen {
    pub outcome: Outcome,
    pub fact: Fact,
}

/// One check of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "DoctorLine")]
pub struct Line {
    pub check: Check,
    /// The worst of what was seen.
    pub outcome: Outcome,
    pub seen: Vec<Seen>,
}

impl Line {
    /// Of what was seen; nothing at all is good.
    pub fn new(check: Check, facts: Vec<Fact>) -> Self {
        let seen: Vec<Seen> = facts.into_iter().map(|fact| Seen { outcome: fact.outcome(), fact }).collect();
        let outcome = seen.iter().map(|seen| seen.outcome).max().unwrap_or(Outcome::Ok);
        Self { check, outcome, seen }
    }
}

/// All lines together, for whoever asks with an exit code: 1 where something does not work, else 2 where something can't be
/// looked at, else 0. What works less well than it could is no failure.
pub fn exit_code(lines: &[Line]) -> u8 {
    let is_any =
        |wanted: Outcome| lines.iter().flat_map(|line| &line.seen).any(|seen| seen.outcome == wanted);
    if is_any(Outcome::Fail) {
        1
    } else if is_any(Outcome::Unknown) {
        2
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_counts() {
        let line = |facts| Line::new(Check::Clock, facts);
        let good = line(vec![Fact::Clock { seconds: 0 }]);
        let warned = line(vec![Fact::Clock { seconds: 0 }, Fact::ClockAhead { seconds: 90 }]);
        let unseen = line(vec![Fact::ClockUnknown]);
        let failed = line(vec![Fact::ClockUnknown, Fact::NoDisplay, Fact::ClockAhead { seconds: 90 }]);
        let outcomes = [&good, &warned, &unseen, &failed].map(|line| line.outcome);
        assert_eq!(outcomes, [Outcome::Ok, Outcome::Warn, Outcome::Unknown, Outcome::Fail]);
        assert_eq!(exit_code(&[good.clone(), warned.clone()]), 0);
        assert_eq!(exit_code(&[warned.clone(), unseen.clone()]), 2);
        assert_eq!(exit_code(&[unseen, failed]), 1);
        assert_eq!(exit_code(&[]), 0);
    }
}
