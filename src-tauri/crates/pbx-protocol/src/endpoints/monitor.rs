//! Listening in: the supervisor's phone rings (or lifts by itself), then hears the agent's call. The supervisor's
//! [`MonitorMode`](super::MonitorMode) has to allow it, and the agent's extension has to allow being monitored.
//! (section "监听")

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint};
use crate::Extension;

/// Hears a call, unheard. ("普通监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenIn {
    /// Who listens.
    #[serde(rename = "listener")]
    pub supervisor: Extension,
    /// Whose call.
    #[serde(rename = "listenedext")]
    pub agent: Extension,
}

impl Endpoint for ListenIn {
    const PATH: &'static str = "extension/listen";
    type Response = Done;
}

/// Hears a call, heard by the agent only. ("密语监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhisperTo {
    /// Who whispers.
    #[serde(rename = "whisperer")]
    pub supervisor: Extension,
    /// Whose call.
    #[serde(rename = "whisperedext")]
    pub agent: Extension,
}

impl Endpoint for WhisperTo {
    const PATH: &'static str = "extension/whisper";
    type Response = Done;
}

/// Joins a call, heard by both sides. ("强插监听")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BargeIn {
    /// Who joins.
    #[serde(rename = "bargein")]
    pub supervisor: Extension,
    /// Whose call.
    #[serde(rename = "bargedext")]
    pub agent: Extension,
}

impl Endpoint for BargeIn {
    const PATH: &'static str = "extension/barge";
    type Response = Done;
}
