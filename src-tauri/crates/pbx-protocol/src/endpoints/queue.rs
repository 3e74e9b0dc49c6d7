//! Call queues: who serves them, who waits in them. (sections "队列", "查询队列状态")

use serde::{Deserialize, Serialize};

use super::{Done, Queue, RingStrategy};
use crate::{Extension, QueueNumber, Secret, Selection, lenient};

/// Asks for the settings of queues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryQueues {
    /// Which; all when left out.
    #[serde(rename = "queueid", default, skip_serializing_if = "Selection::is_all")]
    pub queues: Selection<QueueNumber>,
}

endpoint!(QueryQueues => QueueList, "queue/query", Queue, Read, of |it| it.queues.only().map_or(ThePbx, |queue| Queue(queue, None)));

/// The answer to [`QueryQueues`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueList {
    /// In the PBX's order.
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub queues: Vec<Queue>,
}

/// Settings of one queue, those that an agent's program needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// 1 to 15 digits, e.g. `6500`.
    #[serde(rename = "queuenumber")]
    pub number: QueueNumber,
    /// As administrators named it.
    #[serde(rename = "queuename", default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Static agents: always members, can pause but not sign out. (`"101,103"` on the wire)
    #[serde(
        rename = "agents",
        default,
        deserialize_with = "lenient::comma_list",
        serialize_with = "write_comma_list"
    )]
    pub static_agents: Vec<Extension>,
    /// Agents signed in now, besides the static ones.
    #[serde(
        rename = "dynamicagents",
        default,
        deserialize_with = "lenient::comma_list",
        serialize_with = "write_comma_list"
    )]
    pub dynamic_agents: Vec<Extension>,
    /// Whose phone rings for a caller.
    #[serde(rename = "ringstrategy", default, skip_serializing_if = "Option::is_none")]
    pub ring_strategy: Option<RingStrategy>,
    /// Seconds of rest after a call.
    #[serde(
        rename = "wrapuptime",
        default,
        deserialize_with = "lenient::count",
        serialize_with = "write_count"
    )]
    pub wrap_up_seconds: u32,
}

fn write_comma_list<S: serde::Serializer>(list: &[Extension], serializer: S) -> Result<S::Ok, S::Error> {
    let texts: Vec<&str> = list.iter().map(Extension::as_str).collect();
    serializer.serialize_str(&texts.join(","))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn write_count<S: serde::Serializer>(count: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&count.to_string())
}

/// Asks who serves a queue now and how many callers wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryQueueStatus {
    /// One alone; this endpoint takes no list.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
}

endpoint!(QueryQueueStatus => QueueStatusAnswer, "queuestatus/query", Queue, Read, of |it| Queue(&it.queue, None));

/// The answer to [`QueryQueueStatus`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueStatusAnswer {
    /// The queue that was asked for.
    pub queue: QueueWithStatus,
}

/// A queue's number with its status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueWithStatus {
    /// As it was asked for.
    #[serde(rename = "queuenumber")]
    pub number: QueueNumber,
    /// Members and waiting callers.
    #[serde(rename = "queuestatus")]
    pub status: QueueStatus,
}

/// Who serves a queue now and how many callers wait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueStatus {
    /// In the PBX's order.
    #[serde(default, deserialize_with = "lenient::any_of_many")]
    pub members: Vec<QueueMember>,
    /// How many callers wait. (`0` or `"0"`)
    #[serde(rename = "callercount", default, deserialize_with = "lenient::count")]
    pub waiting: u32,
}

/// One agent serving a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueMember {
    /// The agent's extension.
    #[serde(rename = "agent")]
    pub extension: Extension,
    /// What it is doing.
    #[serde(rename = "agentstatus", default)]
    pub status: AgentStatus,
}

/// What a queue thinks a member is doing. (`agentstatus` 0 to 10)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AgentStatus {
    /// 0, or a number the document does not know.
    #[default]
    Unknown,
    /// 1: idle, gets the next call.
    NotInUse,
    /// 2: is in a call.
    InUse,
    /// 3: the document does not explain it.
    Busy,
    /// 4: the document does not explain it.
    Invalid,
    /// 5: its phone is not registered.
    Unavailable,
    /// 6: its phone rings.
    Ringing,
    /// 7: talks while a second call rings.
    InUseAndRinging,
    /// 8: holds its call.
    OnHold,
    /// 9: gets no calls.
    Paused,
    /// 10: rests after a call.
    WrapUp,
}

// The place in this list is the wire's number.
const AGENT_STATUSES: [AgentStatus; 11] = [
    AgentStatus::Unknown,
    AgentStatus::NotInUse,
    AgentStatus::InUse,
    AgentStatus::Busy,
    AgentStatus::Invalid,
    AgentStatus::Unavailable,
    AgentStatus::Ringing,
    AgentStatus::InUseAndRinging,
    AgentStatus::OnHold,
    AgentStatus::Paused,
    AgentStatus::WrapUp,
];

impl Serialize for AgentStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let code = AGENT_STATUSES.iter().position(|status| status == self).unwrap_or(0);
        serializer.serialize_str(&code.to_string())
    }
}

impl<'de> Deserialize<'de> for AgentStatus {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text(deserializer)?;
        let known = text.trim().parse::<usize>().ok().and_then(|code| AGENT_STATUSES.get(code).copied());
        Ok(known.unwrap_or(Self::Unknown))
    }
}

/// Signs an extension in to a queue as a dynamic agent. ("签入队列")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddDynamicAgent {
    /// The queue it serves from now on.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// Who signs in.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The queue's password, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}

endpoint!(AddDynamicAgent => Done, "queue/add_dynamicagent", Queue, Change, of |it| Queue(&it.queue, Some(&it.extension)));

/// Signs a dynamic agent out of a queue. ("签出队列")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelDynamicAgent {
    /// The queue it leaves.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// Who signs out.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The queue's password; the document requires it here.
    pub password: Secret,
}

endpoint!(DelDynamicAgent => Done, "queue/del_dynamicagent", Queue, Change, of |it| Queue(&it.queue, Some(&it.extension)));

/// Takes an agent out of the ring of one queue. ("暂停坐席服务")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseAgent {
    /// This one alone; the agent's other queues go on.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// The agent's extension.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(PauseAgent => Done, "queue/pause_agent", Queue, Change, of |it| Queue(&it.queue, Some(&it.extension)));

/// Puts a paused agent back into the ring of one queue. ("恢复坐席服务")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpauseAgent {
    /// The queue that calls the agent again.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// Who comes back.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(UnpauseAgent => Done, "queue/unpause_agent", Queue, Change, of |it| Queue(&it.queue, Some(&it.extension)));
