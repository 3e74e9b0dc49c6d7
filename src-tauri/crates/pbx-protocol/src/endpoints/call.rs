//! Calls: dial, hold, mute, transfer, hang up, look up. (section "语音通话")

use serde::{Deserialize, Serialize};

use super::extension::extension_party;
use super::{Done, ExtensionParty};
use crate::{CallId, DialString, Extension, InboundId, OutboundId, Selection, Several, lenient};

/// Whether the agent's own phone answers automatically, where it supports that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoAnswer {
    /// The phone rings until it is lifted.
    #[default]
    No,
    /// The phone answers automatically.
    Yes,
}

/// Looks up calls from outside. ("查询来电")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryInbound {
    /// As reports gave them; the document has no "all" here.
    #[serde(rename = "inboundid")]
    pub ids: Several<InboundId>,
}

endpoint!(QueryInbound => InboundCalls, "inbound/query", Call, Read);

/// The answer to [`QueryInbound`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundCalls {
    /// A bare object where it is one call, as in the XML example.
    #[serde(rename = "inbound", default, deserialize_with = "lenient::one_or_many")]
    pub calls: Vec<InboundCall>,
}

/// A call from outside as the PBX sees it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundCall {
    /// As it was asked for, e.g. `1589881290.963`.
    #[serde(rename = "inboundid")]
    pub id: InboundId,
    /// The caller's number as the trunk gave it.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub from: String,
    /// What was called.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub to: String,
    /// The trunk it came through.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub trunk: String,
    /// Who has it, where that is an extension.
    #[serde(default, deserialize_with = "extension_party", skip_serializing_if = "Option::is_none")]
    pub callee: Option<ExtensionParty>,
    /// `Talking` is the only documented word.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: String,
}

/// Looks up calls to the outside. ("查询去电")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryOutbound {
    /// Which; all when left out.
    #[serde(rename = "outboundid", default, skip_serializing_if = "Selection::is_all")]
    pub ids: Selection<OutboundId>,
}

endpoint!(QueryOutbound => OutboundCalls, "outbound/query", Call, Read);

/// The answer to [`QueryOutbound`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundCalls {
    /// Those asked for; all where none was named.
    #[serde(rename = "outbound", default, deserialize_with = "lenient::one_or_many")]
    pub calls: Vec<OutboundCall>,
}

/// A call to the outside as the PBX sees it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundCall {
    /// The id to hang up by, e.g. `1495705009.316`.
    #[serde(rename = "outboundid")]
    pub id: OutboundId,
    /// The extension or caller ID that called.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub from: String,
    /// The number after the route stripped its prefix.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub to: String,
    /// The trunk it left through.
    #[serde(default, deserialize_with = "lenient::trimmed")]
    pub trunk: String,
    /// `Talking` is the only documented word.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: String,
}

/// Calls one extension from another; the caller's phone rings first. ("分机互拨")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialExtension {
    /// Whose phone rings first.
    pub caller: Extension,
    /// Who is called once it is lifted.
    pub callee: Extension,
    /// Whether the caller's phone answers automatically.
    #[serde(rename = "autoanswer", default)]
    pub auto_answer: AutoAnswer,
}

endpoint!(DialExtension => Done, "extension/dial_extension", Call, Ring, of |it| Extension(&it.caller));

/// Calls an outside number from an extension, whose phone rings first. ("拨打外线号码")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialOutbound {
    /// Whose phone rings first.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The number with the prefix an outbound route wants.
    #[serde(rename = "outto")]
    pub number: DialString,
    /// Whether the extension's phone answers automatically.
    #[serde(rename = "autoanswer", default)]
    pub auto_answer: AutoAnswer,
}

endpoint!(DialOutbound => Done, "extension/dial_outbound", Call, Ring, of |it| Extension(&it.extension));

/// Ends or refuses the current call of an extension. ("挂断分机（强拆）")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangUpExtension {
    /// Whose call ends.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

// `at_once`: a call must end though a request before it hangs.
endpoint!(HangUpExtension => Done, "extension/hangup", Call, Change, of |it| Extension(&it.extension); at_once);

/// Ends a call from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangUpInbound {
    /// As a report or [`InboundCall::id`] gave it.
    #[serde(rename = "inboundid")]
    pub id: InboundId,
}

endpoint!(HangUpInbound => Done, "inbound/hangup", Call, Change, of |it| Call(it.id.as_str()); at_once);

/// Ends a call to the outside. ("挂断去电（强拆）")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangUpOutbound {
    /// As a report or [`OutboundCall::id`] gave it.
    #[serde(rename = "outboundid")]
    pub id: OutboundId,
}

endpoint!(HangUpOutbound => Done, "outbound/hangup", Call, Change, of |it| Call(it.id.as_str()); at_once);

/// Puts the call of one extension on hold; over XML the answer has no status. ("通话保持")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldExtension {
    /// Whose call is held.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(HoldExtension => Done, "extension/hold", Call, Change, of |it| Extension(&it.extension));

/// Takes the call of one extension off hold. ("恢复通话")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnholdExtension {
    /// Whose call goes on.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(UnholdExtension => Done, "extension/unhold", Call, Change, of |it| Extension(&it.extension));

/// Mutes an extension in its call. ("通话静音")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MuteExtension {
    /// Who is no longer heard.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(MuteExtension => Done, "extension/mute", Call, Change, of |it| Extension(&it.extension));

/// Lets a muted extension be heard again. ("取消静音")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmuteExtension {
    /// Who is heard again.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(UnmuteExtension => Done, "extension/unmute", Call, Change, of |it| Extension(&it.extension));

/// Hands a call over without asking (blind transfer); no report tells of it. ("通话转接")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferCall {
    /// A channel of the call.
    #[serde(rename = "callid")]
    pub call: CallId,
    /// The party that hands over and is then hung up.
    #[serde(rename = "transferor")]
    pub from: Extension,
    /// Extension, queue, ring group, IVR, or outside number with its prefix.
    #[serde(rename = "transferto")]
    pub to: DialString,
}

// `Ring` and not `Change`: somebody else's phone rings, and nothing takes that back.
endpoint!(TransferCall => Done, "calltransfer", Call, Ring, of |it| Extension(&it.from));
