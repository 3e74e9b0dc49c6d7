//! What the administrator has set, as plain data. Where it is from is found out elsewhere; what follows from it stands in
//! `governed`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::reasons::Reason;
use crate::contact_sources::ContactSource;
use crate::doors::DialSource;
use crate::queues::mark::QueueColour;
use crate::quit::QuitAnswer;
use crate::results::CallResult;
use crate::settings::{Account, Scheme};

/// All that the administrator has set for this computer and person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Policy {
    /// What nobody else can change.
    pub fixed: Vec<Fixed>,
    /// Proposals for the first sign-in, which the person may change.
    pub proposed: Vec<FixedSetting>,
    /// With what the form of the first sign-in begins; made of the others.
    pub first_account: Option<Account>,
    /// Keys and files that do not hold. Untrusted text.
    pub wrong: Vec<String>,
}

/// A value that nobody else can change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fixed {
    pub setting: FixedSetting,
    /// The file, or the key of the registry, in which it stands.
    pub by: String,
}

/// What is fixed, and to which value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FixedSetting {
    Scheme {
        scheme: Scheme,
    },
    Host {
        host: String,
    },
    Port {
        port: u16,
    },
    ApiVersion {
        api_version: String,
    },
    Certificate {
        /// SHA-256 in lowercase hex.
        certificate: String,
    },
    Username {
        username: String,
    },
    Extension {
        extension: String,
    },
    ReportHost {
        report_host: String,
    },
    /// One of these is the account's.
    ReportPorts {
        first: u16,
        last: u16,
    },
    Language {
        /// As `zh-CN` is one.
        language: String,
    },
    HistoryDays {
        days: u32,
    },
    /// Whether the program starts with the session.
    Autostart {
        on: bool,
    },
    /// Whether telephone links of other programs are taken.
    Links {
        on: bool,
    },
    /// Recordings are neither heard nor saved.
    NoRecordings,
    /// The mailbox is not shown.
    NoVoicemail,
    /// The history is not exported.
    NoExport,
    /// No web address is told of calls.
    NoWebhooks,
    /// No program is started at calls.
    NoPrograms,
    /// No practice is offered.
    NoPractice,
    /// Why one can be paused.
    Reasons {
        reasons: Vec<Reason>,
    },
    /// Each pause has one of them.
    ReasonRequired,
    /// What can come of a conversation.
    Results {
        results: Vec<CallResult>,
    },
    /// The work after a call is not done without one of them.
    ResultRequired,
    /// How long the work after a call takes.
    AfterCall {
        seconds: u32,
    },
    /// Queues go on ringing during that work.
    NoHold,
    /// A pause that has lasted as long as its reason does ends by itself, where the agent is at the computer.
    AutoResume,
    /// Somebody who is ready and away from the computer is paused.
    PauseWhenAway,
    /// What becomes of the queues when the program is quit.
    QuitQueues {
        answer: QuitAnswer,
    },
    /// Servers of contacts, which every person has in front of their own; user and certificate may be theirs.
    ContactSources {
        sources: Vec<ContactSource>,
    },
    /// How often the mailbox is asked for new messages.
    VoicemailEvery {
        seconds: u32,
    },
    /// Colleagues who have called a missed caller back are looked for in everybody's records.
    TeamRecords,
    /// Which colour queues have; one that is not named has its usual one.
    QueueColours {
        colours: BTreeMap<String, QueueColour>,
    },
    /// Whose numbers are dialled without a question.
    Trusted {
        sources: Vec<DialSource>,
    },
}

/// What can be fixed, without its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FixedField {
    Scheme,
    Host,
    Port,
    ApiVersion,
    Certificate,
    Username,
    Extension,
    ReportHost,
    ReportPorts,
    Language,
    HistoryDays,
    Autostart,
    Links,
    NoRecordings,
    NoVoicemail,
    NoExport,
    NoWebhooks,
    NoPrograms,
    NoPractice,
    Reasons,
    ReasonRequired,
    Results,
    ResultRequired,
    AfterCall,
    NoHold,
    AutoResume,
    PauseWhenAway,
    QuitQueues,
    ContactSources,
    TeamRecords,
    VoicemailEvery,
    QueueColours,
    Trusted,
}

impl FixedSetting {
    /// What it fixes.
    pub const fn field(&self) -> FixedField {
        match self {
            Self::Scheme { .. } => FixedField::Scheme,
            Self::Host { .. } => FixedField::Host,
            Self::Port { .. } => FixedField::Port,
            Self::ApiVersion { .. } => FixedField::ApiVersion,
            Self::Certificate { .. } => FixedField::Certificate,
            Self::Username { .. } => FixedField::Username,
            Self::Extension { .. } => FixedField::Extension,
            Self::ReportHost { .. } => FixedField::ReportHost,
            Self::ReportPorts { .. } => FixedField::ReportPorts,
            Self::Language { .. } => FixedField::Language,
            Self::HistoryDays { .. } => FixedField::HistoryDays,
            Self::Autostart { .. } => FixedField::Autostart,
            Self::Links { .. } => FixedField::Links,
            Self::NoRecordings => FixedField::NoRecordings,
            Self::NoVoicemail => FixedField::NoVoicemail,
            Self::NoExport => FixedField::NoExport,
            Self::NoWebhooks => FixedField::NoWebhooks,
            Self::NoPrograms => FixedField::NoPrograms,
            Self::NoPractice => FixedField::NoPractice,
            Self::Reasons { .. } => FixedField::Reasons,
            Self::ReasonRequired => FixedField::ReasonRequired,
            Self::Results { .. } => FixedField::Results,
            Self::ResultRequired => FixedField::ResultRequired,
            Self::AfterCall { .. } => FixedField::AfterCall,
            Self::NoHold => FixedField::NoHold,
            Self::AutoResume => FixedField::AutoResume,
            Self::PauseWhenAway => FixedField::PauseWhenAway,
            Self::QuitQueues { .. } => FixedField::QuitQueues,
            Self::ContactSources { .. } => FixedField::ContactSources,
            Self::TeamRecords => FixedField::TeamRecords,
            Self::VoicemailEvery { .. } => FixedField::VoicemailEvery,
            Self::QueueColours { .. } => FixedField::QueueColours,
            Self::Trusted { .. } => FixedField::Trusted,
        }
    }
}

impl Policy {
    /// Whether the program has to start with the session, or must not. `None`: the person decides.
    pub fn autostart(&self) -> Option<bool> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::Autostart { on } => Some(on),
            _ => None,
        })
    }

    /// The same of telephone links.
    pub fn links(&self) -> Option<bool> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::Links { on } => Some(on),
            _ => None,
        })
    }

    /// The first and the last port of which one is for reports.
    pub(crate) fn report_ports(&self) -> Option<(u16, u16)> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::ReportPorts { first, last } => Some((first, last)),
            _ => None,
        })
    }

    /// Why one can be paused. `None`: as usual.
    pub(crate) fn reasons(&self) -> Option<&[Reason]> {
        self.fixed.iter().find_map(|fixed| match &fixed.setting {
            FixedSetting::Reasons { reasons } => Some(reasons.as_slice()),
            _ => None,
        })
    }

    /// What can come of a conversation. `None`: as usual.
    pub(crate) fn results(&self) -> Option<&[CallResult]> {
        self.fixed.iter().find_map(|fixed| match &fixed.setting {
            FixedSetting::Results { results } => Some(results.as_slice()),
            _ => None,
        })
    }

    pub(crate) fn result_required(&self) -> bool {
        self.fixes(FixedField::ResultRequired)
    }

    /// How long the work after a call takes, where its queue does not say. `None`: there is no countdown.
    pub(crate) fn after_call(&self) -> Option<Duration> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::AfterCall { seconds: seconds @ 1.. } => Some(Duration::from_secs(seconds.into())),
            _ => None,
        })
    }

    /// Whether queues are paused during that work.
    pub(crate) fn holds_off(&self) -> bool {
        !self.fixes(FixedField::NoHold)
    }

    /// What becomes of the queues when the program is quit. `None`: the agent is asked.
    pub(crate) fn at_quit(&self) -> Option<QuitAnswer> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::QuitQueues { answer } => Some(answer),
            _ => None,
        })
    }

    /// Whether everybody's records may be read for colleagues who have called back.
    pub(crate) fn team_records(&self) -> bool {
        self.fixes(FixedField::TeamRecords)
    }

    /// How often the mailbox is asked. `None`: as usual.
    pub(crate) fn voicemail_every(&self) -> Option<Duration> {
        self.fixed.iter().find_map(|fixed| match fixed.setting {
            FixedSetting::VoicemailEvery { seconds } => Some(Duration::from_secs(seconds.into())),
            _ => None,
        })
    }

    pub(crate) fn reason_required(&self) -> bool {
        self.fixes(FixedField::ReasonRequired)
    }

    /// Whether the administrator has fixed it, or forbidden it.
    pub fn fixes(&self, field: FixedField) -> bool {
        self.fixed.iter().any(|fixed| fixed.setting.field() == field)
    }
}
