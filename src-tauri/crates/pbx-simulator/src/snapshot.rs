//! The exchange at one moment, for assertions, scripts and the demo's desk-phone strip.

use bytes::Bytes;
use pbx_protocol::endpoints::{AgentStatus, ExtensionSettings, ExtensionStatus};
use pbx_protocol::report::Report;
use pbx_protocol::{Extension, QueueNumber};
use serde::Serialize;

use crate::exchange::Exchange;
use crate::model::call::Call;
use crate::model::leg::{Leg, LegState};
use crate::model::now::Now;
use crate::model::phone::Phone;
use crate::model::queue::Queue;
use crate::model::receiver::Receiver;
pub use crate::model::sessions::LoginSeen;

/// The exchange at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Calls going on, in the order in which they began.
    pub calls: Vec<CallSeen>,
    /// All phones, by number.
    pub phones: Vec<PhoneSeen>,
    /// All queues, by number.
    pub queues: Vec<QueueSeen>,
    /// Every voicemail message.
    pub voicemail: Vec<MessageSeen>,
    /// Every recording, by name.
    pub recordings: Vec<RecordingSeen>,
    /// The latest requests' endpoints, oldest first; `unknown` for one the PBX does not know.
    pub requests: Vec<&'static str>,
    /// The latest reports, oldest first, whether or not anybody was there to receive them.
    pub reports: Vec<Report>,
    /// Every attempt to log in.
    pub logins: Vec<LoginSeen>,
    /// Where reports go.
    pub receivers: Vec<Receiver>,
}

/// One call and who is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallSeen {
    /// Whether somebody has answered.
    pub talking: bool,
    /// The queue it came through.
    pub queue: Option<QueueNumber>,
    /// Caller first, then whoever rings or has answered.
    pub parties: Vec<PartySeen>,
}

/// One end of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartySeen {
    /// Extension, or outside number as shown.
    pub number: String,
    /// Whether it is an extension.
    pub internal: bool,
    /// What this end is doing.
    pub state: PartyState,
    /// Whether it is muted.
    pub muted: bool,
}

/// What one end of a call is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyState {
    /// Somebody is to lift it.
    Ringing,
    /// It is on the line.
    Up,
    /// It put the call on hold.
    Held,
}

/// One phone and what it is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhoneSeen {
    /// What others dial.
    pub extension: Extension,
    /// Whose it is.
    pub name: String,
    /// What it is doing.
    pub status: ExtensionStatus,
    /// How it is set up.
    pub settings: ExtensionSettings,
}

/// One queue and who serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueSeen {
    /// What callers dial.
    pub number: QueueNumber,
    /// As lists show it.
    pub name: String,
    /// Who serves it.
    pub members: Vec<MemberSeen>,
    /// How many callers no agent has answered yet.
    pub waiting: usize,
}

/// One member of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberSeen {
    /// The member's extension.
    pub extension: Extension,
    /// Whether it is a member for good.
    pub is_static: bool,
    /// Whether it is paused.
    pub paused: bool,
    /// What the queue says of it.
    pub status: AgentStatus,
}

/// One voicemail message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MessageSeen {
    /// In whose mailbox.
    pub extension: Extension,
    /// Its name on the PBX.
    pub file: String,
    /// Who left it.
    pub from: String,
    /// The bytes a download must give.
    #[serde(skip)]
    pub sound: Bytes,
}

/// One recorded call.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RecordingSeen {
    /// Its name on the PBX.
    pub name: String,
    /// The bytes a download must give.
    #[serde(skip)]
    pub sound: Bytes,
}

// Sound is left out: a failed assertion prints snapshots.
impl std::fmt::Debug for MessageSeen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} from {} for {}", self.file, self.from, self.extension)
    }
}

impl std::fmt::Debug for RecordingSeen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Snapshot {
    /// What a phone is doing.
    pub fn phone(&self, number: &str) -> Option<&ExtensionStatus> {
        self.phones.iter().find(|phone| phone.extension.as_str() == number).map(|phone| &phone.status)
    }

    /// The queue with this number.
    pub fn queue(&self, number: &str) -> Option<&QueueSeen> {
        self.queues.iter().find(|queue| queue.number.as_str() == number)
    }

    /// The member of a queue.
    pub fn member(&self, queue: &str, extension: &str) -> Option<&MemberSeen> {
        self.queue(queue)?.members.iter().find(|member| member.extension.as_str() == extension)
    }

    /// This number's ends of calls.
    pub fn parties<'a>(&'a self, number: &'a str) -> impl Iterator<Item = &'a PartySeen> {
        self.calls.iter().flat_map(|call| &call.parties).filter(move |party| party.number == number)
    }

    /// How often an endpoint was asked.
    pub fn times_asked(&self, endpoint: &str) -> usize {
        self.requests.iter().filter(|name| **name == endpoint).count()
    }
}

impl Snapshot {
    pub(crate) fn of(exchange: &Exchange, requests: Vec<&'static str>, now: Now) -> Self {
        let recording =
            |(name, sound): (&String, &Bytes)| RecordingSeen { name: name.clone(), sound: sound.clone() };
        Self {
            calls: exchange.calls.iter().map(call_seen).collect(),
            phones: exchange
                .phones
                .iter()
                .map(|(number, phone)| phone_seen(exchange, number, phone))
                .collect(),
            queues: exchange.queues.iter().map(|(number, q)| queue_seen(exchange, number, q, now)).collect(),
            voicemail: exchange
                .phones
                .iter()
                .flat_map(|(number, phone)| messages_seen(number, phone))
                .collect(),
            recordings: exchange.archive.recordings.iter().map(recording).collect(),
            requests,
            reports: exchange.reports.latest.to_vec(),
            logins: exchange.sessions.logins().to_vec(),
            receivers: exchange.sessions.current_receivers(),
        }
    }
}

fn phone_seen(exchange: &Exchange, number: &Extension, phone: &Phone) -> PhoneSeen {
    let status = exchange.phone_state(number).queried();
    let settings = ExtensionSettings { do_not_disturb: Some(phone.line.dnd), ..phone.settings.clone() };
    PhoneSeen { extension: number.clone(), name: phone.line.name.clone(), status, settings }
}

fn queue_seen(exchange: &Exchange, number: &QueueNumber, queue: &Queue, now: Now) -> QueueSeen {
    let member = |member: &Extension| MemberSeen {
        extension: member.clone(),
        is_static: queue.static_agents.contains(member),
        paused: queue.paused.contains(member),
        status: queue.status_of(member, exchange.phone_state(member), now),
    };
    QueueSeen {
        number: number.clone(),
        name: queue.name.clone(),
        members: queue.members().map(member).collect(),
        waiting: exchange.calls.waiting_in(number),
    }
}

fn messages_seen(number: &Extension, phone: &Phone) -> impl Iterator<Item = MessageSeen> {
    phone.mailbox.0.iter().map(|message| MessageSeen {
        extension: number.clone(),
        file: message.file.clone(),
        from: message.from.clone(),
        sound: message.sound.clone(),
    })
}

fn call_seen(call: &Call) -> CallSeen {
    let party = |leg: &Leg| PartySeen {
        number: leg.party.shown_number().to_owned(),
        internal: leg.party.extension().is_some(),
        state: match leg.state {
            LegState::Ringing { .. } => PartyState::Ringing,
            LegState::Up => PartyState::Up,
            LegState::Held => PartyState::Held,
        },
        muted: leg.muted,
    };
    CallSeen {
        talking: call.is_talking(),
        queue: call.queue.clone(),
        parties: call.legs().map(party).collect(),
    }
}
