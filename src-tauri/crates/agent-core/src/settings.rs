//! What the agent and the administrator set, kept across restarts. Never a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::reasons::Reason;
use crate::contact_sources::ContactSource;
use crate::crm::target::CrmTarget;
use crate::desktop::Lack;
use crate::doors::DialSource;
use crate::favourites::Favourite;
use crate::hotkeys::action::HotkeyAction;
use crate::intent::PasswordSlot;
use crate::now::WallMillis;
use crate::pop::{KeptPlace, PopTastes};
use crate::queues::mark::QueueColour;
use crate::scripts::Scripts;
use crate::window_keys::deed::KeyDeed;

/// Everything that is kept in the settings file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// The PBX and who we are on it; `None` before the first sign-in and after "forget".
    pub account: Option<Account>,
    /// Messages that were heard or saved, so that the others can be told as new.
    pub heard: Vec<String>,
    /// Messages of the mailbox that were told as new.
    pub mail_told: Vec<String>,
    /// What this desktop lacks, as far as the agent has been told.
    pub lacks_told: Vec<Lack>,
    /// The agent has signed out, and stays so at the next start.
    pub signed_out: bool,
    /// Ready or paused, which goes on where it was at the next start.
    pub wish: KeptWish,
    /// Numbers at hand, in the agent's order.
    pub favourites: Vec<Favourite>,
    /// Queues that the agent has left one by one: signing in to all leaves them out.
    pub left_queues: Vec<String>,
    /// Where the agent has left the pop-up, the latest last.
    pub pop_places: Vec<KeptPlace>,
    /// Somebody else may look at the screen: names and numbers are hidden until that is taken back.
    pub names_hidden: bool,
    pub preferences: Preferences,
}

/// What the agent wants to be, and since when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct KeptWish {
    pub wish: Wish,
    pub since: WallMillis,
    /// Queues are paused for the work after a call, whatever the wish.
    pub holding: bool,
}

/// What the agent wants to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Wish {
    #[default]
    Ready,
    /// Without calls of queues.
    Paused {
        /// As it was chosen; one that the list has no more is kept.
        reason: Option<Reason>,
    },
}

impl Wish {
    pub(crate) fn is_pause(&self) -> bool {
        matches!(self, Self::Paused { .. })
    }
}

/// The PBX and who we are on it. The password is in the keyring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Account {
    /// Plain or TLS.
    pub scheme: Scheme,
    /// Name or address of the PBX.
    pub host: String,
    /// Port of its API, 9011 unless changed.
    pub port: u16,
    /// The version in the API's address, `v1.1.0` unless changed.
    pub api_version: String,
    pub username: String,
    /// The agent's own extension.
    pub extension: String,
    /// Address at which the PBX reaches us; `None`: the one from which we reach the PBX.
    pub report_host: Option<String>,
    /// Port on which we listen for reports, 8260 unless changed.
    pub report_port: u16,
    /// SHA-256 of the PBX's certificate in lowercase hex, once the agent has trusted it.
    pub certificate: Option<String>,
    /// Addresses from which reports may come besides the PBX's own, allowed by the agent.
    pub believed: Vec<String>,
}

impl Account {
    pub(crate) fn password_slot(&self) -> PasswordSlot {
        PasswordSlot::Account { host: self.host.clone(), port: self.port, username: self.username.clone() }
    }
}

/// As a PBX comes from its maker; what is missing in a file of an earlier version is taken from here.
impl Default for Account {
    fn default() -> Self {
        Self {
            scheme: Scheme::Http,
            host: String::new(),
            // Port and version as in the vendor's document, though its examples use three versions.
            port: 9011,
            api_version: "v1.1.0".to_owned(),
            username: String::new(),
            extension: String::new(),
            report_host: None,
            report_port: 8260,
            certificate: None,
            believed: Vec::new(),
        }
    }
}

/// Plain HTTP, TLS, or whichever the PBX speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// The PBX's default.
    #[default]
    Http,
    /// With the certificate pinned on first use.
    Https,
    /// TLS where the PBX speaks it, else plain HTTP: found out at the first sign-in, which keeps what it found.
    Auto,
}

/// Tastes of the agent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the settings")]
pub struct Preferences {
    /// What an outbound route wants in front of outside numbers, e.g. `9`.
    pub outside_prefix: String,
    /// What the trunk takes for the `+` of an international number, e.g. `00`; empty: `+`, or `00` behind a prefix.
    pub plus: String,
    /// Shortcuts for all programs that are not the usual ones; empty: none.
    pub hotkeys: BTreeMap<HotkeyAction, String>,
    /// Keys of the window that are not the usual ones.
    pub keys: BTreeMap<KeyDeed, String>,
    /// Whose numbers are dialled without a question.
    pub trusted: Vec<DialSource>,
    /// Let the agent's own phone lift by itself when a number is dialled here.
    pub auto_answer: bool,
    /// Play a ring through this computer's speakers.
    pub ring_sound: bool,
    /// Language of everything shown.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// How large the main window draws its page, in percent; 0: as it is made, which is 100. Outside of 100 to 200 the
    /// next of both is meant.
    pub text_percent: u32,
    /// Keep the main window's page while it is hidden in the tray: it is back at once, and holds its memory.
    pub keep_window: bool,
    /// Colours of queues that have another than their usual one, by number.
    pub queue_colours: BTreeMap<String, QueueColour>,
    /// Whether the pop-up lies above programs that fill the screen.
    pub pop_level: PopLevel,
    pub pop: PopTastes,
    /// Country of national numbers, e.g. `CN`; empty: digits are compared as they are.
    pub country: String,
    /// Area code of local numbers, e.g. `021`; empty: local numbers are compared as they are.
    pub area_code: String,
    /// Pages of callers in other programs. The first two have a button each.
    pub crm: Vec<CrmTarget>,
    /// Other programs that are told of calls.
    pub scripts: Scripts,
    /// Servers that have contacts, in the order in which they are asked.
    pub contact_sources: Vec<ContactSource>,
    /// Seconds that the PBX is given for an answer, for one that is slow or far away; 0: ten.
    pub answer_seconds: u32,
    /// Sign in over connections that nobody can listen to, or not at all.
    pub only_encrypted: bool,
    /// Days for which calls are kept; 0: for ever.
    pub history_days: u32,
}

impl Preferences {
    /// How large the main window draws its page, in percent.
    pub fn size_in_percent(&self) -> u32 {
        if self.text_percent == 0 { 100 } else { self.text_percent.clamp(100, 200) }
    }

    /// There is a template for callers' pages that makes no web address.
    pub(crate) fn has_wrong_template(&self) -> bool {
        self.crm.iter().any(CrmTarget::is_wrong)
    }
}

/// How high the pop-up lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopLevel {
    /// Above everything, programs that fill the screen included, where the system allows it.
    #[default]
    Top,
    /// Above other windows, below a program that fills the screen.
    BelowFullScreen,
}

/// Language of everything shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub enum Language {
    /// As the operating system is set.
    #[default]
    #[serde(rename = "system")]
    System,
    /// By its tag, e.g. `zh-CN`. One that there are no texts for is kept: another version may have them.
    #[serde(untagged)]
    Tag(String),
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the operating system is set.
    #[default]
    System,
    Light,
    Dark,
}
