//! The schema: every key, of which kind it is, and what it does. Everything else follows this table.

use crate::source;
use crate::value;
use crate::{Value, Why};

/// A key by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    Server,
    ApiVersion,
    Certificate,
    Username,
    Extension,
    ReportHost,
    ReportPorts,
    Autostart,
    Links,
    Language,
    DownloadsFolder,
    KeepHistoryDays,
    AllowRecordings,
    AllowVoicemail,
    AllowExport,
    AllowWebhooks,
    AllowPrograms,
    AllowPractice,
    PauseReasons,
    PauseReasonRequired,
    PauseAutoResume,
    PauseWhenAway,
    QuitQueues,
    AfterCallSeconds,
    AfterCallHoldMe,
    AfterCallResultRequired,
    AfterCallResults,
    QueueColours,
    DialTrusted,
    ContactSources,
    MissedTeamCdr,
    VoicemailEvery,
    LogLevel,
}

/// What is known of a key; readers, templates and papers are made from it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: Name,
    /// As it is written; a dot parts a group from what is in it.
    pub path: &'static str,
    pub kind: Kind,
    /// What it does, for administrators.
    pub doc: &'static str,
}

/// What a value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A host, perhaps with `http://` or `https://` and a port.
    Server,
    /// E.g. `v1.1.0`.
    Version,
    /// SHA-256 in hex.
    Fingerprint,
    /// Any name without blanks.
    User,
    /// Digits, as the PBX has them.
    Extension,
    /// A name or an address.
    Host,
    /// One port, or a range of them.
    Ports,
    /// True or false; 1 or 0 where there are only numbers.
    Switch,
    /// A tag such as `zh-CN`.
    Language,
    /// A folder by its full path.
    Folder,
    /// Whole days, 0 for ever.
    Days,
    /// Whole seconds.
    Seconds,
    /// Whole seconds, from half a minute to ten.
    Interval,
    /// Reasons for a pause, as JSON.
    Reasons,
    /// Colours of queues, as JSON.
    Colours,
    /// Where numbers come from that are called without a question, as JSON.
    Sources,
    /// Servers of contacts, as JSON.
    ContactServers,
    /// What can come of a conversation, as JSON.
    Results,
    /// What becomes of the queues at quitting.
    AtQuit,
    /// How much is logged.
    Level,
}

/// The whole schema, in the order in which it is shown.
pub const KEYS: [Key; 33] = [
    row(
        Name::Server,
        "server",
        Kind::Server,
        "The phone system: a host, perhaps with http:// or https:// before it and :PORT behind it",
    ),
    row(Name::ApiVersion, "apiVersion", Kind::Version, "The version in the API's address, v1.1.0 by default"),
    row(
        Name::Certificate,
        "certificate",
        Kind::Fingerprint,
        "SHA-256 of the phone system's certificate, in hex; colons are allowed",
    ),
    row(Name::Username, "username", Kind::User, "The API user, where all desks sign in as the same"),
    row(Name::Extension, "extension", Kind::Extension, "The extension, where a machine has one agent"),
    row(
        Name::ReportHost,
        "reportHost",
        Kind::Host,
        "The address at which the phone system reaches this computer",
    ),
    row(
        Name::ReportPorts,
        "reportPorts",
        Kind::Ports,
        "The port for reports, or the range of which each person takes one",
    ),
    row(Name::Autostart, "autostart", Kind::Switch, "Whether it starts with the session"),
    row(Name::Links, "links", Kind::Switch, "Whether it offers itself for telephone links"),
    row(Name::Language, "language", Kind::Language, "The language of everything shown, e.g. en or zh-CN"),
    row(
        Name::DownloadsFolder,
        "downloadsFolder",
        Kind::Folder,
        "The folder for saved messages, recordings and exports, by its full path",
    ),
    row(Name::KeepHistoryDays, "keepHistoryDays", Kind::Days, "Days for which calls are kept; 0: for ever"),
    row(
        Name::AllowRecordings,
        "allow.recordings",
        Kind::Switch,
        "Whether recordings can be heard and saved; allowed by default",
    ),
    row(
        Name::AllowVoicemail,
        "allow.voicemail",
        Kind::Switch,
        "Whether the mailbox can be seen and heard; allowed by default",
    ),
    row(
        Name::AllowExport,
        "allow.export",
        Kind::Switch,
        "Whether the history can be exported; allowed by default",
    ),
    row(
        Name::AllowWebhooks,
        "allow.webhooks",
        Kind::Switch,
        "Whether a web address can be told of calls; allowed by default",
    ),
    row(
        Name::AllowPrograms,
        "allow.programs",
        Kind::Switch,
        "Whether a program can be started at calls; allowed by default",
    ),
    row(
        Name::AllowPractice,
        "allow.practice",
        Kind::Switch,
        "Whether practice in a simulated world is offered; allowed by default",
    ),
    row(
        Name::PauseReasons,
        "pause.reasons",
        Kind::Reasons,
        "Why one can be paused, in place of the usual reasons: a list in JSON, e.g. \
         [{\"id\": \"lunch\", \"en\": \"Lunch\", \"zh\": \"午餐\", \"minutes\": 30}]; work: true marks one as work",
    ),
    row(
        Name::PauseReasonRequired,
        "pause.reasonRequired",
        Kind::Switch,
        "Whether a pause without a reason is refused; allowed by default",
    ),
    row(
        Name::PauseAutoResume,
        "pause.autoResume",
        Kind::Switch,
        "Whether the agent is ready again when a pause has lasted as long as its reason does, after a countdown of 30 \
         seconds that can be stopped, and only where keyboard or mouse were used in the last minute; off by default",
    ),
    row(
        Name::PauseWhenAway,
        "pause.whenAway",
        Kind::Switch,
        "Whether somebody who is ready while the computer is locked, or has not been used for 5 minutes, is asked, and \
         paused a minute later; off by default",
    ),
    row(
        Name::QuitQueues,
        "quit.queues",
        Kind::AtQuit,
        "What becomes of the agent's queues when the program is quit or the session ends: ask (the default; at the end of \
         a session they stay as they are), leave, pause or stay",
    ),
    row(
        Name::AfterCallSeconds,
        "afterCall.seconds",
        Kind::Seconds,
        "How long the work after a call takes, where its queue does not say; 0, the default: there is no countdown",
    ),
    row(
        Name::AfterCallHoldMe,
        "afterCall.holdMe",
        Kind::Switch,
        "Whether queues are paused during that work, so that no call slips in; they are by default",
    ),
    row(
        Name::QueueColours,
        "queueColours",
        Kind::Colours,
        "Which colour queues have, by number, as JSON, e.g. {\"6400\": \"blue\"}: blue, orange, green, violet, teal, pink, \
         olive or red; a queue that is not named has its usual one",
    ),
    row(
        Name::ContactSources,
        "contactSources",
        Kind::ContactServers,
        "Servers of contacts that everybody has, as JSON, e.g. [{\"kind\": \"ldap\", \"name\": \"Company\", \"address\": \
         \"ldaps://ldap.example\", \"base\": \"dc=example\"}]: kind (carddav or ldap), name, address, and where wanted \
         user, certificate, base, filter, attributes (name, company, numbers); passwords are typed by each person",
    ),
    row(
        Name::AfterCallResults,
        "afterCall.results",
        Kind::Results,
        "What can come of a conversation, in place of the usual results, and nothing else: a list in JSON, e.g. \
         [{\"id\": \"sold\", \"en\": \"Sold\", \"zh\": \"已成交\"}]",
    ),
    row(
        Name::AfterCallResultRequired,
        "afterCall.resultRequired",
        Kind::Switch,
        "Whether the work after a call needs a result to be done; it needs none by default",
    ),
    row(
        Name::DialTrusted,
        "dial.trusted",
        Kind::Sources,
        "Whose numbers are called without a question, and nobody else's: a list in JSON of link, command-line and \
         selection; an empty one: each number is asked about",
    ),
    row(
        Name::MissedTeamCdr,
        "missed.teamCdr",
        Kind::Switch,
        "Whether a missed caller of a queue is done when a colleague has talked with them: everybody's call records are \
         read for it, at most every five minutes, and nothing else of them is kept; they are not read by default",
    ),
    row(
        Name::VoicemailEvery,
        "voicemail.every",
        Kind::Interval,
        "How often the mailbox is asked for new messages, in seconds from 30 to 600; 60 by default",
    ),
    row(
        Name::LogLevel,
        "logLevel",
        Kind::Level,
        "How much is logged: error, warn, info, debug or trace; numbers of callers from debug on",
    ),
];

const fn row(name: Name, path: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, path, kind, doc }
}

impl Kind {
    /// Reads a value, or says what it has to be.
    pub fn check(self, given: &serde_json::Value) -> Result<Value, Why> {
        let wants = Why::HasToBe(self.wanted());
        // No guesses: what a template writes is one of these, and what a hand writes is named if it is not.
        let read = match (self, given) {
            (Self::Switch, serde_json::Value::Bool(on)) => Some(Value::Switch(*on)),
            (Self::Switch, serde_json::Value::Number(number)) => match number.as_u64() {
                Some(0) => Some(Value::Switch(false)),
                Some(1) => Some(Value::Switch(true)),
                Some(_) | None => None,
            },
            (Self::Days, serde_json::Value::Number(number)) => value::days(number.as_u64()),
            (Self::Seconds, serde_json::Value::Number(number)) => value::seconds(number.as_u64()),
            (Self::Interval, serde_json::Value::Number(number)) => value::interval(number.as_u64()),
            (Self::Ports, serde_json::Value::Number(number)) => value::ports(&number.to_string()),
            (Self::Reasons, list @ serde_json::Value::Array(_)) => value::reasons(list),
            (Self::Colours, table @ serde_json::Value::Object(_)) => value::colours(table),
            (Self::ContactServers, list @ serde_json::Value::Array(_)) => source::sources(list),
            (Self::Results, list @ serde_json::Value::Array(_)) => value::results(list),
            (Self::Sources, list @ serde_json::Value::Array(_)) => value::sources(list),
            (_, serde_json::Value::String(text)) => self.of_text(text.trim()),
            (_, _) => None,
        };
        read.ok_or(wants)
    }

    fn of_text(self, text: &str) -> Option<Value> {
        match self {
            Self::Server => value::server(text),
            Self::Version => value::version(text),
            Self::Fingerprint => value::fingerprint(text),
            Self::User => value::user(text),
            Self::Extension => value::extension(text),
            Self::Host => value::is_host(text).then(|| Value::Text(text.to_owned())),
            Self::Ports => value::ports(text),
            Self::Language => value::language(text),
            Self::Folder => value::folder(text),
            Self::Level => value::level(text),
            Self::AtQuit => value::at_quit(text),
            // The registry has no lists that a template could write.
            Self::Reasons => value::reasons(&serde_json::from_str(text).ok()?),
            Self::Colours => value::colours(&serde_json::from_str(text).ok()?),
            Self::ContactServers => source::sources(&serde_json::from_str(text).ok()?),
            Self::Results => value::results(&serde_json::from_str(text).ok()?),
            Self::Sources => value::sources(&serde_json::from_str(text).ok()?),
            // A word is neither: "no" and "7 days" would be guesses.
            Self::Switch | Self::Days | Self::Seconds | Self::Interval => None,
        }
    }

    /// In words, behind "has to be".
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Server => "a host, perhaps with http:// or https:// before it and a port behind it",
            Self::Version => "a version, e.g. v1.1.0",
            Self::Fingerprint => "a SHA-256 fingerprint: 64 hexadecimal digits",
            Self::User => "a name without blanks",
            Self::Extension => "an extension: digits",
            Self::Host => "a name or an address",
            Self::Ports => "a port or a range of ports, e.g. 8260-8299",
            Self::Switch => "true or false (1 or 0 in the registry)",
            Self::Language => "the tag of a language, e.g. zh-CN",
            Self::Folder => "the full path of a folder",
            Self::Days => "a whole number of days, at most 36500",
            Self::Seconds => "a whole number of seconds, at most 3600",
            Self::Interval => "a whole number of seconds, from 30 to 600",
            Self::Reasons => {
                "a list of at most 20 reasons, each with an id of its own, en and zh (40 letters each)"
            }
            Self::Colours => {
                "a table of queues' numbers, each with blue, orange, green, violet, teal, pink, olive or red"
            }
            Self::ContactServers => {
                "a list of at most 8 servers, each with kind (carddav or ldap), name and address, encrypted (https, ldaps or ldap), \
                 and a directory with base; a filter holds {number} or {name}"
            }
            Self::Results => {
                "a list of at most 30 results, each with an id, en and zh of its own (40 letters each)"
            }
            Self::Sources => "a list of link, command-line and selection",
            Self::AtQuit => "ask, leave, pause or stay",
            Self::Level => "error, warn, info, debug or trace",
        }
    }
}
