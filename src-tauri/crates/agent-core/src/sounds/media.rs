//! Voicemail messages and recordings as files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Failure;
use crate::sounds::player::PlayingView;

/// Names a sound on the PBX.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum MediaId {
    /// A message in an extension's mailbox.
    Voicemail {
        extension: String,
        file: String,
    },
    Recording {
        name: String,
    },
}

impl MediaId {
    /// What the PBX calls it.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Voicemail { file: name, .. } | Self::Recording { name } => name,
        }
    }
}

/// What a file is fetched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum MediaPurpose {
    /// To hear it.
    Play,
    /// To keep it in the downloads folder.
    Save,
}

/// News of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum MediaEvent {
    Progress {
        /// Bytes so far.
        received: u64,
        /// In all, where the PBX says.
        total: Option<u64>,
    },
    /// It is in the downloads folder.
    Saved { path: String },
    /// Playback started.
    Playing {
        /// Milliseconds in all; 0: not known.
        length: u32,
        /// How loud it is from start to end, each 0 to 100.
        loudness: Vec<u8>,
    },
    /// Playback stopped.
    Stopped,
    /// Something else, or nothing, was to be heard before this was: it never was.
    Withdrawn,
    /// It failed; nothing was left under the final name.
    Failed { failure: Failure },
    /// Another program was told to open it.
    Opened,
    /// It was to be opened with another program, and was not.
    NotOpened { failure: Failure },
}

impl MediaEvent {
    /// Whether the person has what was said, where we do not play it.
    pub(crate) const fn is_handed_over(&self) -> bool {
        match self {
            Self::Saved { .. } | Self::Opened => true,
            Self::Playing { .. }
            | Self::Progress { .. }
            | Self::Stopped
            | Self::Withdrawn
            | Self::Failed { .. }
            | Self::NotOpened { .. } => false,
        }
    }
}

/// A file that is being fetched, was saved, or is heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaView {
    pub media: MediaId,
    /// What is going on.
    pub state: MediaState,
}

/// What is going on with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum MediaState {
    /// On its way.
    Fetching {
        purpose: MediaPurpose,
        /// Bytes so far.
        #[ts(type = "number")]
        received: u64,
        /// Bytes in all, where the PBX says.
        #[ts(type = "number | null")]
        total: Option<u64>,
    },
    /// In the downloads folder.
    Saved {
        path: String,
    },
    Playing(PlayingView),
    Failed {
        failure: Failure,
        /// It is here, and another program may play it.
        can_open: bool,
    },
}
