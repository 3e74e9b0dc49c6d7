//! What a simulated PBX starts with: phones, queues, messages, the outside. Plain data, checked once
//! when the PBX starts.

mod busy;
mod demo;
mod file;

use std::time::Duration;

use bytes::Bytes;
use pbx_protocol::Secret;

pub use file::WorldFileError;

/// A PBX as its administrator configured it.
#[derive(Debug, Clone)]
pub struct World {
    /// What concerns no single phone or queue.
    pub setup: Setup,
    /// Every extension, with its phone.
    pub phones: Vec<Phone>,
    /// Every queue, with its members.
    pub queues: Vec<Queue>,
    /// Voicemail at the start.
    pub messages: Vec<Message>,
    /// Recordings at the start, besides those of `past_calls`.
    pub recordings: Vec<Recording>,
    /// Calls booked before the start.
    pub past_calls: Vec<PastCall>,
}

/// What stays as the administrator set it, since the API has no endpoint for it.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What the PBX says of itself.
    pub device: Device,
    /// The name that applications sign in with.
    pub api_user: String,
    /// The API user's password, in clear.
    pub api_password: Secret,
    /// Distance of the PBX's local time from UTC. In the captures it is three hours.
    pub utc_offset_minutes: i32,
    /// Name of the trunk by which outside calls come and go.
    pub trunk: String,
    /// Names of the trunks that are there besides.
    pub other_trunks: Vec<String>,
    /// What a number to the outside begins with; the route strips it. May be empty.
    pub outbound_prefix: String,
    /// Outside numbers whose line is busy.
    pub busy_outside: Vec<String>,
    /// Whether answered calls are recorded.
    pub records_calls: bool,
}

/// What the PBX says of itself.
#[derive(Debug, Clone)]
pub struct Device {
    /// The model's name.
    pub name: String,
    /// Serial number, the `sn` of reports.
    pub serial: String,
    /// The hardware's version.
    pub hardware: String,
    /// The firmware's version.
    pub firmware: String,
}

// Numbers are text in here, so that a world reads as a table. They are parsed once, when the PBX starts.

/// One extension and its phone.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent ticks on the PBX's extension page")]
pub struct Phone {
    /// What others dial.
    pub number: String,
    /// Whose it is, as lists show it.
    pub name: String,
    /// Whether a phone is registered.
    pub registered: bool,
    /// Do not disturb: whoever calls hears busy.
    pub dnd: bool,
    /// Whether a second call rings while one is up; else the second caller hears busy.
    pub call_waiting: bool,
    /// "Status Monitor" on the API page; without it nothing of this phone is reported.
    pub monitored: bool,
    /// Whether it may call outside.
    pub may_dial_out: bool,
    /// Whether somebody sits there who lifts, see [`Options`](crate::options::Options).
    pub answers_by_itself: bool,
}

/// One queue and its members.
#[derive(Debug, Clone)]
pub struct Queue {
    /// What callers dial, and what endpoints call it.
    pub number: String,
    /// As lists show it.
    pub name: String,
    /// What agents sign in with; empty for none.
    pub password: String,
    /// Members for good.
    pub static_agents: Vec<String>,
    /// Members signed in at the start.
    pub dynamic_agents: Vec<String>,
    /// Of those, who is paused.
    pub paused: Vec<String>,
    /// Rest after a call.
    pub wrap_up: Duration,
    /// How long a member's phone rings before it is left alone for `retry`.
    pub agent_timeout: Duration,
    /// Time until a member that let it ring is rung again.
    pub retry: Duration,
}

/// One voicemail message.
#[derive(Debug, Clone)]
pub struct Message {
    /// In whose mailbox.
    pub extension: String,
    /// Its name on the PBX.
    pub file: String,
    /// Who left it.
    pub from: String,
    /// How long before the start.
    pub age: Duration,
    /// What a download must give, byte by byte.
    pub sound: Bytes,
}

/// One recorded call.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Its name on the PBX.
    pub name: String,
    /// What a download must give, byte by byte.
    pub sound: Bytes,
}

/// A call booked before the start.
#[derive(Debug, Clone)]
pub struct PastCall {
    /// How long before the start it began.
    pub age: Duration,
    /// The caller's number as shown.
    pub from: String,
    /// Callee as dialled.
    pub to: String,
    /// From start to end.
    pub total: Duration,
    /// From answer to end; zero when nobody answered.
    pub talk: Duration,
    /// `Internal`, `Inbound` or `Outbound`.
    pub direction: String,
}

/// Why a world can't be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// A number that can't be an extension's or a queue's.
    #[error("{0:?} is no number of a PBX")]
    BadNumber(String),
    /// Something names an extension that is not among the phones.
    #[error("{what} names extension {extension}, which does not exist")]
    UnknownExtension {
        /// Who names it.
        what: String,
        /// The unknown one.
        extension: String,
    },
}

impl World {
    /// A PBX with an API user `api` (password `simulated`) and nothing else.
    pub fn empty() -> Self {
        // The device is the captures' own, so that a report can be compared with them byte by byte.
        let device = Device {
            name: "UC501".to_owned(),
            serial: "a09805021987".to_owned(),
            hardware: "3.1".to_owned(),
            firmware: "4.1.1".to_owned(),
        };
        let setup = Setup {
            device,
            api_user: "api".to_owned(),
            api_password: Secret::new("simulated"),
            utc_offset_minutes: 180,
            trunk: "to-18-16-2".to_owned(),
            other_trunks: Vec::new(),
            outbound_prefix: String::new(),
            busy_outside: Vec::new(),
            records_calls: true,
        };
        Self {
            setup,
            phones: Vec::new(),
            queues: Vec::new(),
            messages: Vec::new(),
            recordings: Vec::new(),
            past_calls: Vec::new(),
        }
    }

    /// Adds a phone.
    #[must_use]
    pub fn phone(mut self, phone: Phone) -> Self {
        self.phones.push(phone);
        self
    }

    /// Adds a queue.
    #[must_use]
    pub fn queue(mut self, queue: Queue) -> Self {
        self.queues.push(queue);
        self
    }
}

impl Phone {
    /// A registered, monitored phone that may call outside and is busy while in a call.
    pub fn new(number: &str, name: &str) -> Self {
        Self {
            number: number.to_owned(),
            name: name.to_owned(),
            registered: true,
            dnd: false,
            call_waiting: false,
            monitored: true,
            may_dial_out: true,
            answers_by_itself: false,
        }
    }
}

impl Queue {
    /// A queue without password, members and rest.
    pub fn new(number: &str, name: &str) -> Self {
        Self {
            number: number.to_owned(),
            name: name.to_owned(),
            password: String::new(),
            static_agents: Vec::new(),
            dynamic_agents: Vec::new(),
            paused: Vec::new(),
            wrap_up: Duration::ZERO,
            agent_timeout: Duration::from_secs(20),
            retry: Duration::from_secs(5),
        }
    }

    /// Sets the password.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        password.clone_into(&mut self.password);
        self
    }

    /// Adds members for good.
    #[must_use]
    pub fn static_agents(mut self, agents: &[&str]) -> Self {
        self.static_agents.extend(agents.iter().map(|agent| (*agent).to_owned()));
        self
    }

    /// Adds members that signed in.
    #[must_use]
    pub fn dynamic_agents(mut self, agents: &[&str]) -> Self {
        self.dynamic_agents.extend(agents.iter().map(|agent| (*agent).to_owned()));
        self
    }
}
