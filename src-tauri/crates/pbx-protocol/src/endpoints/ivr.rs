//! Voice menus. (section "IVR")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::{IvrName, RecordId, Selection, lenient};

/// Asks for voice menus. ("查询 IVR 设置")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryIvrs {
    /// Which; all when left out.
    #[serde(rename = "name", default, skip_serializing_if = "Selection::is_all")]
    pub ivrs: Selection<IvrName>,
}

endpoint!(QueryIvrs => Ivrs, "ivr/query", Ivr, Read);

/// The answer to [`QueryIvrs`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ivrs {
    /// In the PBX's order.
    #[serde(rename = "ivr", default, deserialize_with = "lenient::one_or_many")]
    pub ivrs: Vec<Ivr>,
}

/// One voice menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ivr {
    /// The id the PBX gave it.
    #[serde(rename = "ivrid", default, deserialize_with = "lenient::text")]
    pub id: String,
    /// By which it is asked for.
    #[serde(rename = "ivrname", default, deserialize_with = "lenient::text")]
    pub name: String,
    /// What it says.
    #[serde(default, deserialize_with = "lenient::text")]
    pub prompt: String,
    /// How often the prompt is played.
    #[serde(rename = "promptrepeat", default, deserialize_with = "lenient::text")]
    pub prompt_repeats: String,
    /// How long it waits for a key.
    #[serde(rename = "responsetimeout", default, deserialize_with = "lenient::text")]
    pub response_seconds: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Changes a voice menu. ("编辑 IVR 设置")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateIvr {
    /// Which, by the id the PBX gave it.
    #[serde(rename = "ivrid")]
    pub id: RecordId,
    /// Its name; at most 31 characters, no blanks and few marks.
    #[serde(rename = "ivrname", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<IvrName>,
    /// 1 to 5.
    #[serde(
        rename = "promptrepeat",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub prompt_repeats: Option<u32>,
    /// 1 to 10 s.
    #[serde(
        rename = "responsetimeout",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub response_seconds: Option<u32>,
}

endpoint!(UpdateIvr => Done, "ivr/update", Ivr, Change);
