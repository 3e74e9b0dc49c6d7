//! What can be seen of a computer. Each fact stands once, under what it means for the agent. By its name both languages word
//! it: what was seen under `doctor.seen.NAME`, and what to do about it under `doctor.do.NAME`.

use serde::Serialize;
use ts_rs::TS;

use crate::line::Outcome;

macro_rules! facts {
    ($($outcome:ident { $($(#[$about:meta])* $name:ident $({ $($value:ident: $kind:ty),* })?,)* })*) => {
        /// One thing that was seen, with what belongs into its sentence.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        #[ts(rename = "DoctorFact")]
        pub enum Fact {
            $($($(#[$about])* $name $({ $($value: $kind),* })?,)*)*
        }

        impl Fact {
            /// What it means for the agent.
            pub fn outcome(&self) -> Outcome {
                match self {
                    $($(Self::$name { .. })|* => Outcome::$outcome,)*
                }
            }
        }
    };
}

facts! {
    Ok {
        Version { version: String },
        System { name: String },
        Desktop { name: String },
        /// How windows are drawn, and on what.
        Session { name: String, display: String },
        Webview { version: String },
        /// Its version can't be told from outside of the program.
        WebviewFound { path: String },
        WebviewOfTheSystem,
        /// Drawn by the graphics card.
        DrawnByCard,
        /// Without a card, drawing is the web view's own work: in less memory than with a card's library that only pretends.
        DrawnWithoutCard,
        DrawnForAnotherComputer,
        /// The person's variable wants the card's library played by the processor.
        DrawnBySoftware,
        /// The command line says with what.
        DrawnAsAsked { with: String },
        /// A variable of the web view's own says with what.
        DrawnAsVariablesSay,
        NotRunning,
        RunsHere { pid: u32, since: String },
        DataFolder { path: String },
        DataFolderAbsent { path: String },
        Space { megabytes: u32 },
        Settings { path: String },
        SettingsNone,
        PolicyNone,
        Policy { count: u32, places: String },
        Keyring,
        Clock { seconds: u32 },
        /// As often as the log of the latest day says.
        Slept { times: u32 },
        Pbx { address: String, version: String },
        Encrypted,
        NotEncrypted,
        SignedIn,
        Listening { address: String, port: u16 },
        /// The program runs, and has it.
        PortOurs { port: u16, pid: u32 },
        PortFree { port: u16 },
        OwnAddress { address: String },
        OtherAddresses { addresses: String },
        FirewallNone,
        FirewallOpens { name: String, port: u16 },
        TestCall { milliseconds: u32, when: String },
        Notifications { name: String },
        Tray,
        LinksOurs { schemes: String },
        AutostartOn { place: String },
        AutostartOff,
        Sound { name: String },
        OneSession,
    }
    Unknown {
        /// Somebody looks from far away, and sees nothing of the person's session.
        RemoteShell,
        SpaceUnknown { detail: String },
        /// Nobody who knows the time has answered.
        ClockUnknown,
        NoAccount,
        NotSignedIn,
        OwnAddressUnknown,
        FirewallUnknown,
        TestCallFocusUnknown { milliseconds: u32, when: String },
        TestCallNever,
        NotificationsUnknown,
        LinksUnknown,
        AutostartUnknown,
        SoundUnknown,
    }
    Warn {
        /// A pop-up would take the keyboard.
        PopUpReplaced,
        WebviewOld { version: String, needed: String },
        /// What it wrote of itself can't be read.
        RunsUnnamed,
        NoLocks { detail: String },
        DataFolderOpen { path: String, mode: String },
        DataFolderShare { path: String, name: String },
        SpaceLow { megabytes: u32 },
        SettingsLost { fields: String },
        PolicyWrong { what: String },
        KeyringAbsent,
        KeyringLocked,
        KeyringSilent { seconds: u32 },
        ClockAhead { seconds: u32 },
        ClockBehind { seconds: u32 },
        Vpn { name: String, address: String },
        /// The settings name an address that this computer does not have.
        ReportHostElsewhere { host: String, address: String },
        FirewallUfw { port: u16 },
        FirewallFirewalld { port: u16 },
        FirewallWindows { port: u16 },
        FirewallMac,
        NotificationsNoButtons { name: String },
        NotificationsAbsent,
        NotificationsSilent,
        DoNotDisturb,
        TrayNoLibrary,
        TrayAbsent,
        LinksOther { schemes: String, program: String },
        LinksNobody { schemes: String },
        AutostartHidden { place: String },
        SoundNone,
        Sessions { count: u32, list: String },
        RemoteSession { name: String },
    }
    Fail {
        NoDisplay,
        WebviewAbsent { name: String },
        RunsElsewhere { host: String, pid: u32, since: String },
        DataFolderUnwritable { path: String, detail: String },
        SpaceNone,
        SettingsUnreadable { path: String, detail: String },
        SettingsDamaged { path: String, detail: String },
        /// It gives back another secret than it was given.
        KeyringOther,
        KeyringFailed { detail: String },
        PbxNotTheApi { address: String, version: String },
        PbxNameUnknown { address: String },
        PbxPortClosed { address: String },
        PbxSilent { address: String },
        PbxNoRoute { address: String },
        PbxLost { address: String },
        PbxTlsMismatch { address: String },
        PbxCertificateUnknown { address: String, fingerprint: String },
        PbxCertificateChanged { address: String, fingerprint: String },
        PbxStatus { address: String, status: u16 },
        PbxAddressWrong { address: String },
        PortTaken { port: u16, holder: String },
        PortTakenUnnamed { port: u16 },
        PortRefused { port: u16, detail: String },
        NoWay { host: String },
        TestCallTookFocus { when: String },
    }
}
