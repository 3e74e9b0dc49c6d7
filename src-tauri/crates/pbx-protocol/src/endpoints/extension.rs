//! Extensions: who there is, and what each is doing. (sections "查询分机列表", "查询分机设置")

use serde::{Deserialize, Serialize};

use super::{ExtensionSettings, More};
use crate::{Extension, InboundId, OutboundId, Selection, lenient};

/// What an extension's phone is doing: the words of queries and of `ExtensionStatus` reports on one scale.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExtensionStatus {
    /// No phone is registered. (`Unavailable`, `Unregistered`)
    Unavailable,
    /// Registered or idle: can be called. (`Registered`, `Idle`)
    Idle,
    /// Rings and is not lifted yet. (`Ringing`)
    Ringing,
    /// Off hook or talking. (`Up`, `Busy`, `InUse`)
    InUse,
    /// Its call is held. (`Hold`)
    OnHold,
    /// Broken or without a port. (`Malfunction`, `Fxsnoport`)
    Faulty,
    /// A word the document does not know, kept as it came.
    Other(String),
}

impl ExtensionStatus {
    /// Reads the wire's word, whichever of the two vocabularies it is from.
    pub fn from_wire(word: &str) -> Self {
        match word.trim() {
            "Unavailable" | "Unregistered" => Self::Unavailable,
            "Registered" | "Idle" => Self::Idle,
            "Ringing" => Self::Ringing,
            "Up" | "Busy" | "InUse" => Self::InUse,
            "Hold" => Self::OnHold,
            "Malfunction" | "Fxsnoport" => Self::Faulty,
            other => Self::Other(other.to_owned()),
        }
    }

    /// A word of the query vocabulary that reads back as the same status.
    pub fn to_wire(&self) -> &str {
        match self {
            Self::Unavailable => "Unavailable",
            Self::Idle => "Idle",
            Self::Ringing => "Ringing",
            Self::InUse => "Busy",
            Self::OnHold => "Hold",
            Self::Faulty => "Malfunction",
            Self::Other(word) => word,
        }
    }
}

impl Default for ExtensionStatus {
    /// The PBX said nothing: an empty word.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl Serialize for ExtensionStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.to_wire())
    }
}

impl<'de> Deserialize<'de> for ExtensionStatus {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_wire(&lenient::text(deserializer)?))
    }
}

/// Asks for all extensions, without their settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListExtensions {}

endpoint!(ListExtensions => ExtensionList, "extensionlist/query", Extension, Read);

/// The answer to [`ListExtensions`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionList {
    /// In the PBX's order.
    #[serde(rename = "extlist", default, deserialize_with = "lenient::one_or_many")]
    pub extensions: Vec<ListedExtension>,
}

/// One row of the extension list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedExtension {
    /// 1 to 15 digits, e.g. `101`.
    #[serde(rename = "extnumber")]
    pub number: Extension,
    /// What its phone is doing.
    #[serde(default)]
    pub status: ExtensionStatus,
    /// Channel technology, e.g. `pjsip`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub technology: String,
    /// FXS port, for analogue extensions only.
    #[serde(default, deserialize_with = "lenient::filled_text", skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// The person's or the phone's name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub username: String,
    /// Queue agent id where one is set.
    #[serde(rename = "agentid", default, deserialize_with = "lenient::text")]
    pub agent_id: String,
}

/// Asks for settings and current calls of extensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryExtension {
    /// Which; all when left out.
    #[serde(rename = "extid", default, skip_serializing_if = "Selection::is_all")]
    pub extensions: Selection<Extension>,
}

impl QueryExtension {
    /// Asks for one extension.
    pub fn one(extension: &Extension) -> Self {
        Self { extensions: Selection::one(extension.clone()) }
    }
}

endpoint!(QueryExtension => ExtensionDetails, "extension/query", Extension, Read, of |it| it.extensions.only().map_or(ThePbx, Extension));

/// The answer to [`QueryExtension`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionDetails {
    /// In the PBX's order.
    #[serde(rename = "extinfos", default, deserialize_with = "lenient::one_or_many")]
    pub extensions: Vec<ExtensionInfo>,
}

/// An extension with all that the PBX tells, passwords among it: an agent's program takes [`ExtensionInfo::detail`]
/// and drops the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionInfo {
    /// What it is and does now.
    #[serde(flatten)]
    pub detail: ExtensionDetail,
    /// How it is set up; the name and do-not-disturb are in `detail`.
    #[serde(flatten)]
    pub settings: ExtensionSettings,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// What an extension is and does now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionDetail {
    /// What requests call `extid`.
    #[serde(rename = "extnumber")]
    pub number: Extension,
    /// The person's or the phone's name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub username: String,
    /// What its phone is doing.
    #[serde(default)]
    pub status: ExtensionStatus,
    /// Channel technology, e.g. `pjsip`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub technology: String,
    /// FXS port, for analogue extensions only.
    #[serde(default, deserialize_with = "lenient::filled_text", skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Whether callers hear busy.
    #[serde(rename = "dnd", default, with = "lenient::on_off", skip_serializing_if = "Option::is_none")]
    pub do_not_disturb: Option<bool>,
    /// The call from outside it is in.
    #[serde(default, deserialize_with = "lenient::first", skip_serializing_if = "Option::is_none")]
    pub inbound: Option<InboundParty>,
    /// The call to the outside it is in.
    #[serde(default, deserialize_with = "lenient::first", skip_serializing_if = "Option::is_none")]
    pub outbound: Option<OutboundParty>,
    /// The extension it talks to.
    #[serde(default, deserialize_with = "extension_party", skip_serializing_if = "Option::is_none")]
    pub ext: Option<ExtensionParty>,
}

/// Another extension as a call's party. (`ext`)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionParty {
    /// The number of the other phone.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

/// Reads a party that may be something else than an extension (an IVR, a call to the outside): nothing then.
pub(super) fn extension_party<'de, D>(deserializer: D) -> Result<Option<ExtensionParty>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    #[derive(Deserialize)]
    struct AnyParty {
        #[serde(default, deserialize_with = "lenient::identifier")]
        extid: Option<Extension>,
    }
    let party: Option<AnyParty> = lenient::first(deserializer)?;
    Ok(party.and_then(|party| party.extid).map(|extension| ExtensionParty { extension }))
}

/// A caller from outside. (`inbound`)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundParty {
    /// The caller's number as the trunk gave it.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub from: String,
    /// What was called: DID, queue or extension.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub to: String,
    /// The trunk it came through.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub trunk: String,
    /// The id to query and hang up by.
    #[serde(
        rename = "inboundid",
        default,
        deserialize_with = "lenient::identifier",
        skip_serializing_if = "Option::is_none"
    )]
    pub id: Option<InboundId>,
}

/// A called party outside. (`outbound`)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundParty {
    /// The extension or caller ID that called.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub from: String,
    /// The number after the route stripped its prefix.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub to: String,
    /// The trunk it left through.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub trunk: String,
    /// The id to query and hang up by.
    #[serde(
        rename = "outboundid",
        default,
        deserialize_with = "lenient::identifier",
        skip_serializing_if = "Option::is_none"
    )]
    pub id: Option<OutboundId>,
}
