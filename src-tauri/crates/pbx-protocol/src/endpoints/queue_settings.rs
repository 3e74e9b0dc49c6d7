//! Settings of queues. (section "编辑队列设置")

use serde::{Deserialize, Serialize};

use super::{Done, More, QueueSettings};
use crate::words::words;
use crate::{Extension, QueueNumber, Secret, Several, lenient};

words! {
    /// Whose phone rings for a caller in a queue.
    RingStrategy {
        /// Everybody's at once.
        RingAll = "Ring All",
        /// Whose last call is longest ago.
        LeastRecent = "Least Recent",
        /// Who has had the fewest.
        FewestCalls = "Fewest Calls",
        /// Anybody's, by chance.
        Random = "Random",
        /// The next after the one who rang last.
        RoundRobin = "Rrmemory",
        /// In order, always from the first.
        Linear = "Linear",
    }
}

/// A queue with all its settings, the password among them: an agent's program takes [`Queue::settings`] and drops the
/// rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// What an agent's program needs.
    #[serde(flatten)]
    pub settings: QueueSettings,
    /// What administrators set.
    #[serde(flatten)]
    pub rules: QueueRules,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Settings of a queue that administrators care about; what is `None` keeps its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRules {
    /// Asked of dynamic agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// How long an agent's phone rings.
    #[serde(
        rename = "agenttimeout",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub ring_seconds: Option<u32>,
    /// Pause before the next try.
    #[serde(rename = "retry", default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub retry_seconds: Option<u32>,
    /// How long a caller waits at most.
    #[serde(
        rename = "maxwaittime",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_wait_seconds: Option<u32>,
    /// Whether callers may wait while nobody serves.
    #[serde(
        rename = "joinempty",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub join_when_empty: Option<bool>,
    /// Whether callers are sent away once nobody serves.
    #[serde(
        rename = "leavewhenempty",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub leave_when_empty: Option<bool>,
    /// Whether callers hear their place.
    #[serde(
        rename = "announcepos",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub announce_position: Option<bool>,
    /// Seconds from one announcement to the next: 0, 15, 30 … 1200.
    #[serde(
        rename = "announcefreq",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub announce_every_seconds: Option<u32>,
    /// Whether callers hear how long it takes.
    #[serde(
        rename = "announceholdtime",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub announce_hold_time: Option<bool>,
    /// What the agent hears first; in answers only.
    #[serde(
        rename = "agentannounce",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub agent_announcement: Option<String>,
    /// What callers hear; in answers only.
    #[serde(
        rename = "musiconhold",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub music_on_hold: Option<String>,
}

/// Changes a queue. ("编辑队列设置")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateQueue {
    /// The queue that changes.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// Its new name; `None` keeps the old one.
    #[serde(
        rename = "queuename",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// Whose phone rings.
    #[serde(rename = "ringstrategy", default, skip_serializing_if = "Option::is_none")]
    pub ring_strategy: Option<RingStrategy>,
    /// All its static agents; `None` keeps them.
    #[serde(rename = "agents", default, skip_serializing_if = "Option::is_none")]
    pub static_agents: Option<Several<Extension>>,
    /// All its dynamic agents; `None` keeps them.
    #[serde(rename = "dynamicagents", default, skip_serializing_if = "Option::is_none")]
    pub dynamic_agents: Option<Several<Extension>>,
    /// Rest after a call.
    #[serde(
        rename = "wrapuptime",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub wrap_up_seconds: Option<u32>,
    /// All that administrators set besides.
    #[serde(flatten)]
    pub rules: QueueRules,
}

endpoint!(UpdateQueue => Done, "queue/update", Queue, Change, of |it| Queue(&it.queue, None));
