//! What the agent wants of messages and recordings.

use std::slice;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Sounds;
use super::media::{MediaId, MediaPurpose};
use super::player::PlayerCommand;
use crate::failure::Refusal;
use crate::shared::Shared;
use crate::voicemail::Voicemail;

/// What can be wished of what can be heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SoundIntent {
    /// Hear a message or recording; fetched first when it is not here.
    Play { media: MediaId },
    /// Open what can't be heard here with the program that the system has for it.
    OpenElsewhere { media: MediaId },
    /// Stop what is heard.
    StopPlaying,
    /// Pause, resume, seek, or change the speed of what is heard.
    Player { command: PlayerCommand },
    /// Keep many in the downloads folder, one after the other.
    SaveAll { media: Vec<MediaId> },
    /// Keep a message or recording in the downloads folder.
    Save { media: MediaId },
}

impl SoundIntent {
    /// What it needs of the PBX.
    pub(crate) fn media(&self) -> &[MediaId] {
        match self {
            Self::Play { media } | Self::OpenElsewhere { media } | Self::Save { media } => {
                slice::from_ref(media)
            }
            Self::SaveAll { media } => media,
            Self::StopPlaying | Self::Player { .. } => &[],
        }
    }
}

impl Sounds {
    pub(crate) fn on_intent(
        &mut self,
        intent: SoundIntent,
        voicemail: &Voicemail,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match intent {
            SoundIntent::Play { media } => self.want(media, MediaPurpose::Play, voicemail, shared),
            SoundIntent::OpenElsewhere { media } => self.open_elsewhere(media, shared),
            SoundIntent::StopPlaying => self.stop_playing(shared),
            SoundIntent::Player { command } => self.command(command, shared),
            SoundIntent::SaveAll { media } => self.save_all(media, voicemail, shared),
            SoundIntent::Save { media } => self.want(media, MediaPurpose::Save, voicemail, shared),
        }
    }
}
