//! What can be seen of a computer. Each fact has a name, by which both languages word it: what was seen under
//! `doctor.seen.NAME`, and what to do about it under `doctor.do.NAME`.

use serde::Serialize;
use ts_rs::TS;

use crate::line::Outcome;

/// One thing that was seen, with what belongs into its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(rename = "DoctorFact")]
pub enum Fact {
    Version {
        version: String,
    },
    System {
        name: String,
    },
    Desktop {
        name: String,
    },
    /// How windows are drawn, and on what.
    Session {
        name: String,
        display: String,
    },
    NoDisplay,
    /// Somebody looks from far away, and sees nothing of the person's session.
    RemoteShell,
    /// A pop-up would take the keyboard.
    PopUpReplaced,

    Webview {
        version: String,
    },
    /// Its version can't be told from outside of the program.
    WebviewFound {
        path: String,
    },
    WebviewOld {
        version: String,
        needed: String,
    },
    WebviewAbsent {
        name: String,
    },
    WebviewOfTheSystem,

    NotRunning,
    RunsHere {
        pid: u32,
        since: String,
    },
    RunsElsewhere {
        host: String,
        pid: u32,
        since: String,
    },
    /// What it wrote of itself can't be read.
    RunsUnnamed,
    NoLocks {
        detail: String,
    },

    DataFolder {
        path: String,
    },
    DataFolderAbsent {
        path: String,
    },
    DataFolderUnwritable {
        path: String,
        detail: String,
    },
    DataFolderOpen {
        path: String,
        mode: String,
    },
    DataFolderShare {
        path: String,
        name: String,
    },
    Space {
        megabytes: u32,
    },
    SpaceLow {
        megabytes: u32,
    },
    SpaceNone,
    SpaceUnknown {
        detail: String,
    },

    Settings {
        path: String,
    },
    SettingsNone,
    SettingsUnreadable {
        path: String,
        detail: String,
    },
    SettingsDamaged {
        path: String,
        detail: String,
    },
    SettingsLost {
        fields: String,
    },
    PolicyNone,
    Policy {
        count: u32,
        places: String,
    },
    PolicyWrong {
        what: String,
    },

    Keyring,
    KeyringAbsent,
    KeyringLocked,
    KeyringSilent {
        seconds: u32,
    },
    /// It gives back another secret than it was given.
    KeyringOther,
    KeyringFailed {
        detail: String,
    },

    Clock {
        seconds: u32,
    },
    ClockAhead {
        seconds: u32,
    },
    ClockBehind {
        seconds: u32,
    },
    /// Nobody who knows the time has answered.
    ClockUnknown,
    /// As often as the log of the latest day says.
    Slept {
        times: u32,
    },

    NoAccount,
    Pbx {
        address: String,
        version: String,
    },
    PbxNotTheApi {
        address: String,
        version: String,
    },
    PbxNameUnknown {
        address: String,
    },
    PbxPortClosed {
        address: String,
    },
    PbxSilent {
        address: String,
    },
    PbxNoRoute {
        address: String,
    },
    PbxLost {
        address: String,
    },
    PbxTlsMismatch {
        address: String,
    },
    PbxCertificateUnknown {
        address: String,
        fingerprint: String,
    },
    PbxCertificateChanged {
        address: String,
        fingerprint: String,
    },
    PbxStatus {
        address: String,
        status: u16,
    },
    PbxAddressWrong {
        address: String,
    },
    Encrypted,
    NotEncrypted,
    SignedIn,
    NotSignedIn,

    Listening {
        address: String,
        port: u16,
    },
    /// The program runs, and has it.
    PortOurs {
        port: u16,
        pid: u32,
    },
    PortFree {
        port: u16,
    },
    PortTaken {
        port: u16,
        holder: String,
    },
    PortTakenUnnamed {
        port: u16,
    },
    PortRefused {
        port: u16,
        detail: String,
    },

    OwnAddress {
        address: String,
    },
    OwnAddressUnknown,
    OtherAddresses {
        addresses: String,
    },
    Vpn {
        name: String,
        address: String,
    },
    /// The settings name an address that this computer does not have.
    ReportHostElsewhere {
        host: String,
        address: String,
    },
    NoWay {
        host: String,
    },

    FirewallNone,
    FirewallOpens {
        name: String,
        port: u16,
    },
    FirewallUfw {
        port: u16,
    },
    FirewallFirewalld {
        port: u16,
    },
    FirewallWindows {
        port: u16,
    },
    FirewallMac,
    FirewallUnknown,

    TestCall {
        milliseconds: u32,
        when: String,
    },
    TestCallFocusUnknown {
        milliseconds: u32,
        when: String,
    },
    TestCallTookFocus {
        when: String,
    },
    TestCallNever,

    Notifications {
        name: String,
    },
    NotificationsNoButtons {
        name: String,
    },
    NotificationsAbsent,
    NotificationsSilent,
    NotificationsUnknown,
    DoNotDisturb,

    Tray,
    TrayNoLibrary,
    TrayAbsent,

    LinksOurs {
        schemes: String,
    },
    LinksOther {
        schemes: String,
        program: String,
    },
    LinksNobody {
        schemes: String,
    },
    LinksUnknown,

    AutostartOn {
        place: String,
    },
    AutostartOff,
    AutostartHidden {
        place: String,
    },
    AutostartUnknown,

    Sound {
        name: String,
    },
    SoundNone,
    SoundUnknown,

    OneSession,
    Sessions {
        count: u32,
        list: String,
    },
    RemoteSession {
        name: String,
    },
}

impl Fact {
    /// What it means for the agent.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Version { .. }
            | Self::System { .. }
            | Self::Desktop { .. }
            | Self::Session { .. }
            | Self::Webview { .. }
            | Self::WebviewFound { .. }
            | Self::WebviewOfTheSystem
            | Self::NotRunning
            | Self::RunsHere { .. }
            | Self::DataFolder { .. }
            | Self::DataFolderAbsent { .. }
            | Self::Space { .. }
            | Self::Settings { .. }
            | Self::SettingsNone
            | Self::PolicyNone
            | Self::Policy { .. }
            | Self::Keyring
            | Self::Clock { .. }
            | Self::Slept { .. }
            | Self::Pbx { .. }
            | Self::Encrypted
            | Self::NotEncrypted
            | Self::SignedIn
            | Self::Listening { .. }
            | Self::PortOurs { .. }
            | Self::PortFree { .. }
            | Self::OwnAddress { .. }
            | Self::OtherAddresses { .. }
            | Self::FirewallNone
            | Self::FirewallOpens { .. }
            | Self::TestCall { .. }
            | Self::Notifications { .. }
            | Self::Tray
            | Self::LinksOurs { .. }
            | Self::AutostartOn { .. }
            | Self::AutostartOff
            | Self::Sound { .. }
            | Self::OneSession => Outcome::Ok,
            Self::PopUpReplaced
            | Self::WebviewOld { .. }
            | Self::RunsUnnamed
            | Self::NoLocks { .. }
            | Self::DataFolderOpen { .. }
            | Self::DataFolderShare { .. }
            | Self::SpaceLow { .. }
            | Self::SettingsLost { .. }
            | Self::PolicyWrong { .. }
            | Self::KeyringAbsent
            | Self::KeyringLocked
            | Self::KeyringSilent { .. }
            | Self::ClockAhead { .. }
            | Self::ClockBehind { .. }
            | Self::Vpn { .. }
            | Self::ReportHostElsewhere { .. }
            | Self::FirewallUfw { .. }
            | Self::FirewallFirewalld { .. }
            | Self::FirewallWindows { .. }
            | Self::FirewallMac
            | Self::NotificationsNoButtons { .. }
            | Self::NotificationsAbsent
            | Self::NotificationsSilent
            | Self::DoNotDisturb
            | Self::TrayNoLibrary
            | Self::TrayAbsent
            | Self::LinksOther { .. }
            | Self::LinksNobody { .. }
            | Self::AutostartHidden { .. }
            | Self::SoundNone
            | Self::Sessions { .. }
            | Self::RemoteSession { .. } => Outcome::Warn,
            Self::RemoteShell
            | Self::SpaceUnknown { .. }
            | Self::ClockUnknown
            | Self::NoAccount
            | Self::NotSignedIn
            | Self::OwnAddressUnknown
            | Self::FirewallUnknown
            | Self::TestCallFocusUnknown { .. }
            | Self::TestCallNever
            | Self::NotificationsUnknown
            | Self::LinksUnknown
            | Self::AutostartUnknown
            | Self::SoundUnknown => Outcome::Unknown,
            Self::NoDisplay
            | Self::WebviewAbsent { .. }
            | Self::RunsElsewhere { .. }
            | Self::DataFolderUnwritable { .. }
            | Self::SpaceNone
            | Self::SettingsUnreadable { .. }
            | Self::SettingsDamaged { .. }
            | Self::KeyringOther
            | Self::KeyringFailed { .. }
            | Self::PbxNotTheApi { .. }
            | Self::PbxNameUnknown { .. }
            | Self::PbxPortClosed { .. }
            | Self::PbxSilent { .. }
            | Self::PbxNoRoute { .. }
            | Self::PbxLost { .. }
            | Self::PbxTlsMismatch { .. }
            | Self::PbxCertificateUnknown { .. }
            | Self::PbxCertificateChanged { .. }
            | Self::PbxStatus { .. }
            | Self::PbxAddressWrong { .. }
            | Self::PortTaken { .. }
            | Self::PortTakenUnnamed { .. }
            | Self::PortRefused { .. }
            | Self::NoWay { .. }
            | Self::TestCallTookFocus { .. } => Outcome::Fail,
        }
    }
}
