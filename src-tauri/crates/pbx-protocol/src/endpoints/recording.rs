//! Recordings of calls, named by the call's `NewCdr` report. (section "下载录音文件")

use serde::{Deserialize, Serialize};

use super::{Download, More};
use crate::{Group, Random, Token};

/// Asks for the ticket that fetches one recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetRecordingRandom {
    /// The recording's name, never to be treated as a path.
    pub recording: String,
    /// The one other address that may fetch it.
    #[serde(rename = "allowedip", default, skip_serializing_if = "Option::is_none")]
    pub allowed_address: Option<String>,
}

endpoint!(GetRecordingRandom => RecordingRandom, "recording/get_random", Recording, Read);

/// The answer to [`GetRecordingRandom`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingRandom {
    /// For [`DownloadRecording`], within 30 seconds and once.
    pub random: Random,
    /// What was asked for, as the PBX repeats it.
    #[serde(flatten)]
    pub asked: More,
}

/// Fetches one recording as sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRecording {
    /// The recording's name.
    pub recording: String,
    /// The ticket for it.
    pub random: Random,
}

impl Download for DownloadRecording {
    const PATH: &'static str = "recording/download";
    const GROUP: Group = Group::Recording;
    const LARGEST: u64 = 2 * 1024 * 1024 * 1024; // a day of 8 kHz 16-bit sound is 1.4 GB
    fn query(&self, token: &Token) -> Vec<(&'static str, String)> {
        vec![
            ("recording", self.recording.clone()),
            ("random", self.random.expose().to_owned()),
            ("token", token.expose().to_owned()),
        ]
    }
}
