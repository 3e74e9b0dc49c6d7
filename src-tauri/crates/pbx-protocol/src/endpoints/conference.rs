//! Conference rooms and who is in them. (section "会议室")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::{ConferenceNumber, DialString, Secret, Selection, Several, lenient};

/// Asks for the settings of conference rooms. ("查询会议室详情")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryConferences {
    /// Numbers of rooms, or `all`.
    #[serde(rename = "number")]
    pub rooms: Selection<ConferenceNumber>,
}

endpoint!(QueryConferences => Conferences, "conference/query", Conference, Read);

/// The answer to [`QueryConferences`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conferences {
    /// In the PBX's order.
    #[serde(rename = "conferences", default, deserialize_with = "lenient::one_or_many")]
    pub rooms: Vec<Conference>,
}

/// Settings of one conference room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// The room's number, e.g. `6400`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub number: String,
    /// As administrators named it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Asked of participants; empty: none.
    #[serde(rename = "participantepassword", default, skip_serializing_if = "Option::is_none")]
    pub participant_password: Option<Secret>,
    /// Asked of moderators; empty: none.
    #[serde(rename = "moderatorpassword", default, skip_serializing_if = "Option::is_none")]
    pub moderator_password: Option<Secret>,
    /// Whether it begins with the moderator only.
    #[serde(
        rename = "waitformoderator",
        default,
        with = "lenient::yes_no",
        skip_serializing_if = "Option::is_none"
    )]
    pub waits_for_moderator: Option<bool>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Asks who is in conference rooms now. ("查询正在进行的会议")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryRunningConferences {
    /// Numbers of rooms; the document has no "all" here.
    #[serde(rename = "number")]
    pub rooms: Several<ConferenceNumber>,
}

endpoint!(QueryRunningConferences => RunningConferences, "conference/query_in_session", Conference, Read);

/// The answer to [`QueryRunningConferences`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningConferences {
    /// Those in which somebody is.
    #[serde(rename = "conference", default, deserialize_with = "lenient::one_or_many")]
    pub conferences: Vec<RunningConference>,
}

/// A conference that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningConference {
    /// The call's id; in the table only.
    #[serde(
        rename = "callid",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub call: Option<String>,
    /// The room's number.
    #[serde(rename = "conferencenumber", default, deserialize_with = "lenient::text")]
    pub number: String,
    /// The room's name; in the table only.
    #[serde(
        rename = "conferencename",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// Who is in it. (`members` in the table)
    #[serde(rename = "member", alias = "members", default, deserialize_with = "lenient::any_of_many")]
    pub members: Vec<ConferenceMember>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Somebody in a conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferenceMember {
    /// The member's extension or outside number.
    #[serde(default, deserialize_with = "lenient::text")]
    pub number: String,
    /// The member's channel, e.g. `PJSIP/111-00000003`.
    #[serde(rename = "channelid", default, deserialize_with = "lenient::text")]
    pub channel: String,
    /// `Up`, or `HOLD` while waiting for the moderator.
    #[serde(rename = "memberstatus", default, deserialize_with = "lenient::text")]
    pub status: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Changes a conference room. ("修改会议室")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateConference {
    /// The number of the room that changes.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
    /// Its name, without ampersand, quotes, angle brackets, dollar sign and closing bracket.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Asked of participants; digits only.
    #[serde(rename = "participantepassword", default, skip_serializing_if = "Option::is_none")]
    pub participant_password: Option<Secret>,
    /// Asked of moderators; digits only.
    #[serde(rename = "moderatorpassword", default, skip_serializing_if = "Option::is_none")]
    pub moderator_password: Option<Secret>,
    /// Whether it begins with the moderator only.
    #[serde(
        rename = "waitformoderator",
        default,
        with = "lenient::yes_no",
        skip_serializing_if = "Option::is_none"
    )]
    pub waits_for_moderator: Option<bool>,
}

endpoint!(UpdateConference => Done, "conference/update", Conference, Change);

/// Calls people into a conference room. ("邀请会议室成员")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteToConference {
    /// The room they are called into.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
    /// Extensions or outside numbers.
    #[serde(rename = "invitemember")]
    pub members: Several<DialString>,
    /// How often it is tried again; without: not.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
}

endpoint!(InviteToConference => Done, "conference/add_member", Conference, Ring);

/// Throws members out of a conference. ("踢除会议室成员")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KickFromConference {
    /// The room they are thrown out of.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
    /// Whom; all since firmware 4.3.4.
    #[serde(rename = "membernumber")]
    pub members: Selection<DialString>,
}

endpoint!(KickFromConference => Done, "conference/kick_member", Conference, Change);

/// Mutes members of a conference. ("静音会议室成员")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MuteInConference {
    /// The room they are in.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
    /// Who is no longer heard there.
    #[serde(rename = "membernumber")]
    pub members: Several<DialString>,
}

endpoint!(MuteInConference => Done, "conference/mute_member", Conference, Change);

/// Lets members of a conference be heard again. ("取消静音会议室成员")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmuteInConference {
    /// The room they are in.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
    /// Who is heard there again.
    #[serde(rename = "membernumber")]
    pub members: Several<DialString>,
}

endpoint!(UnmuteInConference => Done, "conference/unmute_member", Conference, Change);

/// Adds a conference room; since firmware 4.3.4. ("新建会议室")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddConference {
    /// The number it gets; nothing else can be given.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
}

endpoint!(AddConference => Done, "conference/insert", Conference, Change);

/// Deletes a conference room; since firmware 4.3.4. ("删除会议室")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteConference {
    /// The number of the room that goes.
    #[serde(rename = "number")]
    pub room: ConferenceNumber,
}

endpoint!(DeleteConference => Done, "conference/delete", Conference, Delete);
