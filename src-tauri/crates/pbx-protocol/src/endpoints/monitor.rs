//! Listening in: the supervisor's phone rings (or answers automatically), then hears the agent's call. The supervisor's
//! [`MonitorMode`](super::MonitorMode) has to allow it, and the agent's extension has to allow being monitored.
//! (section "监听")

use serde::{Deserialize, Serialize};

use super::Done;
use crate::Extension;

/// Hears a call, unheard. ("普通监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenIn {
    /// The extension that rings, then hears.
    #[serde(rename = "listener")]
    pub supervisor: Extension,
    /// The extension whose call is heard.
    #[serde(rename = "listenedext")]
    pub agent: Extension,
}

endpoint!(ListenIn => Done, "extension/listen", Monitor, Ring, of |it| Extension(&it.supervisor));

/// Hears a call, heard by the agent only. ("密语监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhisperTo {
    /// The extension that rings, then speaks.
    #[serde(rename = "whisperer")]
    pub supervisor: Extension,
    /// The extension that hears it, in its call.
    #[serde(rename = "whisperedext")]
    pub agent: Extension,
}

endpoint!(WhisperTo => Done, "extension/whisper", Monitor, Ring, of |it| Extension(&it.supervisor));

/// Joins a call, heard by both sides. ("强插监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BargeIn {
    /// The extension that rings, then joins.
    #[serde(rename = "bargein")]
    pub supervisor: Extension,
    /// The extension whose call is joined.
    #[serde(rename = "bargedext")]
    pub agent: Extension,
}

endpoint!(BargeIn => Done, "extension/barge", Monitor, Ring, of |it| Extension(&it.supervisor));
