//! All that can happen to the core.

use pbx_protocol::Report;
use serde::{Deserialize, Serialize};

use crate::agent_state::chair::Presence;
use crate::ask::Answer;
use crate::caller_card::CallerCard;
use crate::contact_sources::told::SourceNews;
use crate::desktop::{DesktopPart, Lack};
use crate::doors::Door;
use crate::effect::RequestId;
use crate::failure::Failure;
use crate::governed::Governed;
use crate::heard::Distrust;
use crate::history::{CallRecord, Filled, RecentNumber};
use crate::hotkeys::keyboard::Keyboard;
use crate::hotkeys::view::{BoundHotkey, HotkeyWay};
use crate::intent::{Intent, PasswordKept};
use crate::missed::team::TeamTalk;
use crate::missed::{KeptMark, PastCallOf};
use crate::other_programs::{PageTrouble, ProgramTrouble, WebhookTest, WebhookView};
use crate::policy::Policy;
use crate::scripts::told::NotedCall;
use crate::session::view::Protection;
use crate::settings::Settings;
use crate::settings_file::SettingsTrouble;
use crate::sounds::media::{MediaEvent, MediaId};

/// What the core is born with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Startup {
    /// The saved settings.
    pub settings: Settings,
    /// Latest numbers of the history, newest first.
    pub recent: Vec<RecentNumber>,
    /// The program runs on the simulated PBX.
    pub demo: bool,
    /// What the administrator has set.
    #[serde(default)]
    pub policy: Policy,
    /// What the agent's shortcuts stand on.
    #[serde(default)]
    pub keyboard: Keyboard,
}

impl Startup {
    /// The settings as they hold: the saved ones, under the policy.
    pub fn in_force(&self) -> Settings {
        Governed::new(self.policy.clone(), &self.settings).in_force()
    }
}

/// All that can happen to the core.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "kebab-case")]
pub enum Input {
    /// The program is up: sign in when there is an account.
    Started,
    /// The person wants something. It is accepted, unless `Effect::Refused` is among what the step returns.
    Intent {
        intent: Intent,
        /// By which way it came.
        #[serde(default)]
        door: Door,
    },
    /// The program was started a second time with an argument that means nothing.
    NotUnderstood {
        argument: String,
        /// It is known, but what has to follow it is missing.
        lacks_value: bool,
    },
    /// The PBX pushed a report.
    Report {
        /// What it said.
        report: Report,
    },
    /// Something that is no report arrived from the PBX.
    UnreadableReport,
    /// A report came from the PBX's address and was not believed.
    ReportRefused { distrust: Distrust },
    /// Something came from an address that is not the PBX's, and was refused unread.
    StrangerRefused { address: String },
    /// The listener learnt how well reports are protected.
    Protection { protection: Protection },
    /// The outcome of `Effect::Listen`.
    Listening {
        /// Where we listen, or why not.
        outcome: Listening,
    },
    /// The outcome of a request.
    Sent {
        id: RequestId,
        /// What the PBX answered, or why it did not.
        outcome: Result<Answer, Failure>,
        /// Rows of the answer, and members of rows, that could not be read.
        #[serde(default)]
        passed_over: u32,
    },
    /// Where the account's or a queue's password is kept.
    PasswordKept { kept: PasswordKept },
    /// News of a fetched file.
    Media { media: MediaId, event: MediaEvent },
    /// The answer to `Effect::Identify`.
    Identified {
        /// The number that was asked for.
        number: String,
        /// What is known.
        card: CallerCard,
    },
    /// The answer to `Effect::CatchUp`.
    CaughtUp {
        /// What was added.
        filled: Filled,
    },
    /// The other answer to `Effect::CatchUp`: it failed.
    NotCaughtUp { failure: Failure },
    /// The history can't be written or was set aside as damaged.
    HistoryTrouble { failure: Failure },
    /// The history is open.
    HistoryOpened {
        /// Latest numbers of it, newest first.
        recent: Vec<RecentNumber>,
        /// Calls that went on when the program last ended.
        unfinished: Vec<CallRecord>,
    },
    /// Past calls were forgotten, or callers got other names.
    HistoryChanged,
    /// The answer to `Effect::ReadMissed`.
    MissedRead {
        /// Missed calls, and the later ones with their callers.
        calls: Vec<PastCallOf>,
        /// What was decided about callers.
        marks: Vec<KeptMark>,
    },
    /// The answer to `Effect::ReadNoted`.
    NotedRead {
        /// The call's id in the history.
        id: String,
        /// `None`: there is none, or it can't be read.
        call: Option<Box<NotedCall>>,
    },
    /// The answer to `Effect::ReadTeam`.
    TeamTold { talks: Result<Vec<TeamTalk>, Failure> },
    /// What could not be written into the history before is written.
    HistoryWritten,
    /// The contacts can't be read, or were set aside as damaged.
    ContactsTrouble { failure: Failure },
    /// The contacts, which could not be read before, are read.
    ContactsRead,
    /// Something is new of a server of contacts.
    Source(SourceNews),
    /// Something is wrong with the settings file.
    SettingsTrouble { trouble: SettingsTrouble },
    /// Settings that could not be kept before are kept.
    SettingsKept,
    /// The desktop lacks something that the program would use.
    DesktopLacks { lack: Lack },
    /// A part of the desktop works.
    DesktopHas { part: DesktopPart },
    /// What became of the keys that are to work while another program has the keyboard.
    HotkeysBound {
        way: HotkeyWay,
        /// All that were asked for.
        keys: Vec<BoundHotkey>,
    },
    /// The administrator's settings were read again.
    PolicyRead { policy: Policy },
    /// How a web address that is told of calls takes it.
    Webhook {
        /// What has changed.
        news: WebhookView,
    },
    /// A web address has answered to something made up, or has not.
    WebhookTested { slot: u8, test: WebhookTest },
    /// A caller's page was not opened.
    PageTrouble { trouble: PageTrouble },
    /// A program for calls did not do its work.
    ProgramTrouble { program: String, trouble: ProgramTrouble },
    /// The ring came that the program has sent to itself.
    TestCall,
    /// Whether somebody sits at the computer.
    Presence { presence: Presence },
    /// The machine woke up.
    Woke,
    /// An address of this computer came or went.
    NetworkChanged,
    /// A deadline that the core asked for has come.
    Deadline,
}

/// Where we listen for reports, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "listening", rename_all = "kebab-case")]
pub enum Listening {
    Ready {
        /// Address the PBX is told.
        address: String,
        /// Port the PBX is told.
        port: u16,
    },
    /// Another program has the port.
    PortTaken {
        port: u16,
        /// One that is free now.
        free: Option<u16>,
        /// Who has it, where that is known. Untrusted text.
        #[serde(default)]
        holder: Option<String>,
    },
    /// It failed otherwise.
    Failed { failure: Failure },
}
