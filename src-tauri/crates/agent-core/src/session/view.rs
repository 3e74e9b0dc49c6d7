//! The connection to the PBX as it is shown: sign-in, both directions, what protects reports.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Failure;
use crate::now::WallMillis;

/// Milliseconds. A report that comes sooner after another one is not told.
const TOLD_AFTER: u64 = 10_000;

/// Where the session stands, since when, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Where it stands.
    pub state: ConnectionState,
    pub since: WallMillis,
    /// Why it is not online.
    pub problem: Option<Failure>,
    /// While reconnecting: when the next try is made. While locked out: until when.
    pub until: Option<WallMillis>,
    /// Both directions step by step, in order, as far as they have been tried.
    pub checks: Vec<Check>,
    pub device: Option<DeviceView>,
    /// Where reports arrive.
    pub receiver: Option<ReceiverView>,
    /// A port that is free, when the one asked for is taken.
    pub free_port: Option<u16>,
    /// Rows of the PBX's latest answers that could not be read.
    pub odd_rows: u32,
    /// The password that is kept was refused, has worked before, and may be sent once more.
    pub can_try_password: bool,
}

/// Where the session stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionState {
    /// The agent has not signed in, or has signed out.
    #[default]
    SignedOut,
    /// On the way.
    SigningIn,
    /// Signed in; requests are answered.
    Online,
    /// The PBX is away; tried again by itself.
    Reconnecting,
    /// The PBX or the network said no in a way that needs a person; not tried again by itself.
    Refused,
    /// Too many wrong passwords: the PBX does not listen to this address for a while.
    LockedOut,
}

/// One step of the test of both directions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    pub step: CheckStep,
    pub state: CheckState,
    /// What was found: the address and port, the model, the name; for people to read.
    pub detail: Option<String>,
}

/// Steps of the test, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStep {
    /// The port for reports is free; detail: where the PBX will send them.
    ReportPort,
    /// The PBX answers and takes user and password.
    Login,
    /// Detail: model and firmware.
    Device,
    /// The extension is known; detail: its name.
    Extension,
    /// A report has come. Lifting the handset causes one.
    Reports,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    Waiting,
    Running,
    Passed,
    Failed,
}

/// What the PBX says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    pub name: String,
    pub firmware: String,
    pub serial: String,
}

/// Where reports arrive and how they are protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceiverView {
    /// Our address as the PBX was told.
    pub address: String,
    /// Our port as the PBX was told.
    pub port: u16,
    /// When the latest report came, to ten seconds.
    pub last_report: Option<WallMillis>,
    /// Reports that were damaged and have been mended.
    pub mended: u32,
    /// What protects reports; `None` before the first.
    pub protection: Option<Protection>,
}

impl ReceiverView {
    /// Nothing has come yet.
    pub(crate) const fn new(address: String, port: u16) -> Self {
        Self { address, port, last_report: None, mended: 0, protection: None }
    }

    /// A report has come. Its age is read in minutes: of ten in a second each would be a new view for nobody.
    pub(super) fn heard(&mut self, now: WallMillis) {
        let is_new = |last: WallMillis| last.0.abs_diff(now.0) >= TOLD_AFTER;
        if self.last_report.is_none_or(is_new) {
            self.last_report = Some(now);
        }
    }
}

/// What protects reports from forgery; they are not authenticated by the PBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// The PBX uses the unguessable path it was given, from its own address.
    AddressAndPath,
    /// The PBX leaves the path out; its address alone is checked.
    AddressOnly,
}
