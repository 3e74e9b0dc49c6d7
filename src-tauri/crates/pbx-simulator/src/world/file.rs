//! A world as a file, JSON or TOML: what a customer's PBX has, as far as a program under test can see.

use std::path::Path;
use std::time::Duration;

use pbx_protocol::Secret;
use serde::Deserialize;

use crate::wav::murmur;
use crate::world::{Message, PastCall, Phone, Queue, World};

/// Why a file is no world.
#[derive(Debug, thiserror::Error)]
pub enum WorldFileError {
    /// It can't be read at all.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// It is neither JSON nor TOML, or says something that no world has.
    #[error("{0}: {1}")]
    NotAWorld(String, String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    trunk: Option<String>,
    #[serde(default)]
    other_trunks: Vec<String>,
    #[serde(default)]
    outbound_prefix: Option<String>,
    #[serde(default)]
    utc_offset_minutes: Option<i32>,
    #[serde(default)]
    extensions: Vec<FilePhone>,
    #[serde(default)]
    queues: Vec<FileQueue>,
    #[serde(default)]
    messages: Vec<FileMessage>,
    #[serde(default)]
    calls: Vec<FileCall>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent ticks, as on the PBX's extension page")]
struct FilePhone {
    number: String,
    #[serde(default)]
    name: String,
    #[serde(default = "yes")]
    registered: bool,
    #[serde(default)]
    dnd: bool,
    #[serde(default)]
    call_waiting: bool,
    #[serde(default = "yes")]
    monitored: bool,
    #[serde(default = "yes")]
    may_dial_out: bool,
    #[serde(default)]
    answers_by_itself: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQueue {
    number: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    static_agents: Vec<String>,
    #[serde(default)]
    dynamic_agents: Vec<String>,
    #[serde(default)]
    paused: Vec<String>,
    #[serde(default)]
    wrap_up_seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMessage {
    extension: String,
    file: String,
    from: String,
    #[serde(default = "a_few")]
    seconds: u32,
    #[serde(default)]
    age_seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCall {
    from: String,
    to: String,
    #[serde(default)]
    age_seconds: u64,
    total_seconds: u64,
    #[serde(default)]
    talk_seconds: u64,
    direction: String,
}

fn yes() -> bool {
    true
}

fn a_few() -> u32 {
    3
}

impl World {
    /// Reads a file: TOML where its name ends so, else JSON. What it does not say is as in [`World::empty`].
    pub fn of_file(path: &Path) -> Result<Self, WorldFileError> {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|error| WorldFileError::Unreadable(name.clone(), error))?;
        let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        let read = if is_toml {
            toml::from_str(&text).map_err(|error| error.to_string())
        } else {
            serde_json::from_str(&text).map_err(|error| error.to_string())
        };
        read.map(File::into_world).map_err(|error| WorldFileError::NotAWorld(name, error))
    }
}

impl File {
    fn into_world(self) -> World {
        let mut world = World::empty();
        let setup = &mut world.setup;
        setup.api_user = self.user.unwrap_or_else(|| setup.api_user.clone());
        if let Some(password) = self.password {
            setup.api_password = Secret::new(password);
        }
        setup.trunk = self.trunk.unwrap_or_else(|| setup.trunk.clone());
        setup.other_trunks = self.other_trunks;
        setup.outbound_prefix = self.outbound_prefix.unwrap_or_default();
        setup.utc_offset_minutes = self.utc_offset_minutes.unwrap_or(setup.utc_offset_minutes);
        world.phones = self.extensions.into_iter().map(FilePhone::into_phone).collect();
        world.queues = self.queues.into_iter().map(FileQueue::into_queue).collect();
        world.messages = (0..).zip(self.messages).map(|(voice, it)| it.into_message(voice)).collect();
        world.past_calls = self.calls.into_iter().map(FileCall::into_call).collect();
        world
    }
}

impl FilePhone {
    fn into_phone(self) -> Phone {
        Phone {
            registered: self.registered,
            dnd: self.dnd,
            call_waiting: self.call_waiting,
            monitored: self.monitored,
            may_dial_out: self.may_dial_out,
            answers_by_itself: self.answers_by_itself,
            ..Phone::new(&self.number, &self.name)
        }
    }
}

impl FileQueue {
    fn into_queue(self) -> Queue {
        Queue {
            password: self.password,
            static_agents: self.static_agents,
            dynamic_agents: self.dynamic_agents,
            paused: self.paused,
            wrap_up: Duration::from_secs(self.wrap_up_seconds),
            ..Queue::new(&self.number, &self.name)
        }
    }
}

impl FileMessage {
    fn into_message(self, voice: u32) -> Message {
        Message {
            extension: self.extension,
            file: self.file,
            from: self.from,
            age: Duration::from_secs(self.age_seconds),
            sound: murmur(self.seconds, voice),
        }
    }
}

impl FileCall {
    fn into_call(self) -> PastCall {
        PastCall {
            age: Duration::from_secs(self.age_seconds),
            from: self.from,
            to: self.to,
            total: Duration::from_secs(self.total_seconds),
            talk: Duration::from_secs(self.talk_seconds),
            direction: self.direction,
        }
    }
}
