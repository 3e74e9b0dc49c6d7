//! Voicemail: list, delete, fetch. (section "语音留言")

use serde::{Deserialize, Serialize};

use super::{Done, Download, More};
use crate::{Extension, Group, Random, Selection, Token, lenient};

/// Asks for the messages of extensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryVoicemail {
    /// Whose; all when left out.
    #[serde(rename = "extid", default, skip_serializing_if = "Selection::is_all")]
    pub extensions: Selection<Extension>,
}

endpoint!(QueryVoicemail => VoicemailAnswer, "voicemail/query", Voicemail, Read, of |it| it.extensions.only().map_or(ThePbx, Mailbox));

/// The answer to [`QueryVoicemail`]; an extension without messages is left out by the PBX.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoicemailAnswer {
    /// One mailbox an extension.
    #[serde(rename = "voicemails", default, deserialize_with = "lenient::one_or_many")]
    pub mailboxes: Vec<Mailbox>,
}

/// The messages of one extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Whose messages they are.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// In the PBX's order.
    #[serde(rename = "voicemail", default, deserialize_with = "lenient::any_of_many")]
    pub messages: Vec<VoicemailMessage>,
}

/// One voicemail message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoicemailMessage {
    /// Its name on the PBX, to be treated as a name and never as a path.
    #[serde(rename = "voicemailfile", deserialize_with = "lenient::text")]
    pub file: String,
    /// Who left it.
    #[serde(rename = "messagefrom", default, deserialize_with = "lenient::text")]
    pub from: String,
    /// When, in the PBX's local time without a zone.
    #[serde(rename = "voicemaildate", default, deserialize_with = "lenient::text")]
    pub date: String,
    /// Its length in seconds, as text.
    #[serde(rename = "voicemaillength", default, deserialize_with = "lenient::text")]
    pub length: String,
}

/// Deletes one message, or with `all` every one. ("删除语音留言")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteVoicemail {
    /// Whose mailbox it is in.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The message's name.
    #[serde(rename = "voicemailfile")]
    pub file: String,
}

endpoint!(DeleteVoicemail => Done, "voicemail/delete", Voicemail, Delete, of |it| Mailbox(&it.extension));

/// Asks for the ticket that fetches one message. ("下载语音留言")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetVoicemailRandom {
    /// Whose mailbox it is in.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The message's name.
    #[serde(rename = "voicemailfile")]
    pub file: String,
    /// The one other address that may fetch it.
    #[serde(rename = "allowedip", default, skip_serializing_if = "Option::is_none")]
    pub allowed_address: Option<String>,
}

endpoint!(GetVoicemailRandom => VoicemailRandom, "voicemail/get_random", Voicemail, Read, of |it| Mailbox(&it.extension));

/// The answer to [`GetVoicemailRandom`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoicemailRandom {
    /// For [`DownloadVoicemail`], within 30 seconds and once.
    pub random: Random,
    /// What was asked for, as the PBX repeats it.
    #[serde(flatten)]
    pub asked: More,
}

/// Fetches one message as sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadVoicemail {
    /// Whose mailbox it is in.
    pub extension: Extension,
    /// The message's name.
    pub file: String,
    /// The ticket for it.
    pub random: Random,
}

impl Download for DownloadVoicemail {
    const PATH: &'static str = "voicemail/download";
    const GROUP: Group = Group::Voicemail;
    const LARGEST: u64 = 200_000_000; // a message of a quarter of a day
    fn query(&self, token: &Token) -> Vec<(&'static str, String)> {
        vec![
            ("extid", self.extension.to_string()),
            ("token", token.expose().to_owned()),
            ("voicemailfile", self.file.clone()),
            ("random", self.random.expose().to_owned()),
        ]
    }
}
