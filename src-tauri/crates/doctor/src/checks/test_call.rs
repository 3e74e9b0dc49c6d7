//! How the last synthetic ring went through the program. The program makes it, and writes it down for who looks later.

use std::io;
use std::path::Path;

use agent_storage::files;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fact::Fact;

/// In the data folder.
const FILE: &str = "test-call.json";

/// A ring that the program sent to itself, by the way that the PBX's take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestCall {
    /// Day and time on this computer.
    pub when: String,
    /// In the order in which they were made.
    pub hops: Vec<Hop>,
    pub focus: Focus,
}

/// A step on the way, and how long after the sending it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    pub step: HopStep,
    pub microseconds: u32,
}

/// The steps from the cable to the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HopStep {
    /// The listener took the connection.
    Accepted,
    /// It was read as a report.
    Parsed,
    /// The core knows of it.
    Stepped,
    /// The pop-up is shown.
    Shown,
}

/// What became of the keyboard when the pop-up came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// It stayed where it was.
    Kept,
    /// The pop-up has it.
    Taken,
    /// This desktop does not tell.
    Unknown,
}

impl TestCall {
    /// Keeps it for the next look at this computer.
    pub fn write(&self, data_dir: &Path) -> io::Result<()> {
        files::replace(&data_dir.join(FILE), &serde_json::to_vec(self)?)
    }

    fn milliseconds(&self) -> u32 {
        self.hops.last().map_or(0, |hop| hop.microseconds.div_ceil(1000))
    }
}

/// The last one, if there was one.
pub(crate) fn read(data_dir: &Path) -> Option<TestCall> {
    serde_json::from_slice(&std::fs::read(data_dir.join(FILE)).ok()?).ok()
}

/// What is known of it.
pub(crate) fn facts(call: Option<TestCall>) -> Vec<Fact> {
    let Some(call) = call else { return vec![Fact::TestCallNever] };
    let milliseconds = call.milliseconds();
    let when = call.when;
    vec![match call.focus {
        Focus::Kept => Fact::TestCall { milliseconds, when },
        Focus::Taken => Fact::TestCallTookFocus { when },
        Focus::Unknown => Fact::TestCallFocusUnknown { milliseconds, when },
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_told_with_its_milliseconds_and_the_keyboard() {
        let dir = tempfile::tempdir().unwrap();
        let seen = || facts(read(dir.path()));
        assert_eq!(seen(), [Fact::TestCallNever]);
        let when = "2026-11-26 18:45".to_owned();
        let hop = |step, microseconds| Hop { step, microseconds };
        let call = |focus| TestCall {
            when: when.clone(),
            hops: vec![hop(HopStep::Accepted, 400), hop(HopStep::Shown, 41_200)],
            focus,
        };
        call(Focus::Kept).write(dir.path()).unwrap();
        assert_eq!(seen(), [Fact::TestCall { milliseconds: 42, when: when.clone() }]);
        call(Focus::Taken).write(dir.path()).unwrap();
        assert_eq!(seen(), [Fact::TestCallTookFocus { when: when.clone() }]);
        call(Focus::Unknown).write(dir.path()).unwrap();
        assert_eq!(seen(), [Fact::TestCallFocusUnknown { milliseconds: 42, when }]);
        std::fs::write(dir.path().join(FILE), "{").unwrap();
        assert_eq!(seen(), [Fact::TestCallNever]);
    }
}
