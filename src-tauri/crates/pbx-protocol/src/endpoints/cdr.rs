//! Call detail records as a CSV file. (section "下载通话记录")

use serde::{Deserialize, Serialize};

use super::{Download, More};
use crate::{Extension, Group, Random, Selection, Token};

/// Asks for the ticket that fetches the records of a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetCdrRandom {
    /// Whose calls; `all` is everybody's.
    #[serde(rename = "extid")]
    pub extensions: Selection<Extension>,
    /// First moment, `yyyy-mm-dd hh:mm:ss` in the PBX's local time.
    #[serde(rename = "starttime")]
    pub start: String,
    /// Last moment, same form.
    #[serde(rename = "endtime")]
    pub end: String,
    /// The one other address that may fetch it.
    #[serde(rename = "allowedip", default, skip_serializing_if = "Option::is_none")]
    pub allowed_address: Option<String>,
}

endpoint!(GetCdrRandom => CdrRandom, "cdr/get_random", Cdr, Read);

/// The answer to [`GetCdrRandom`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CdrRandom {
    /// For [`DownloadCdr`], within 30 seconds and once.
    pub random: Random,
    /// What was asked for, as the PBX repeats it.
    #[serde(flatten)]
    pub asked: More,
}

/// Fetches the records as CSV. The times must be URL-encoded, unlike in the document's example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadCdr {
    /// As in [`GetCdrRandom`].
    pub extensions: Selection<Extension>,
    /// As in [`GetCdrRandom`].
    pub start: String,
    /// As in [`GetCdrRandom`].
    pub end: String,
    /// The ticket for it.
    pub random: Random,
}

impl Download for DownloadCdr {
    const PATH: &'static str = "cdr/download";
    const GROUP: Group = Group::Cdr;
    const LARGEST: u64 = 200_000_000; // a million calls
    fn query(&self, token: &Token) -> Vec<(&'static str, String)> {
        vec![
            ("extid", self.extensions.to_string()),
            ("starttime", self.start.clone()),
            ("endtime", self.end.clone()),
            ("token", token.expose().to_owned()),
            ("random", self.random.expose().to_owned()),
        ]
    }
}
