//! Inbound routes: where calls from outside go. (section "呼入路由")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::words::words;
use crate::{RouteName, Selection, lenient};

words! {
    /// What gets a call from outside.
    DestinationType {
        /// Nothing: hung up.
        HangUp = "hangup",
        /// One extension's phone.
        Extension = "extension",
        /// An extension's mailbox.
        Voicemail = "voicemail",
        /// A voice menu.
        Ivr = "ivr",
        /// A ring group.
        RingGroup = "ringgroup",
        /// A queue's agents.
        Queue = "queue",
        /// A conference room.
        Conference = "conference",
        /// Dial tone for those who know the password.
        Disa = "disa",
        /// Hung up and called back.
        Callback = "callback",
    }
}

/// Asks for inbound routes. ("查询呼入路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryInboundRoutes {
    /// Names of routes, or `all`.
    #[serde(rename = "name")]
    pub routes: Selection<RouteName>,
}

endpoint!(QueryInboundRoutes => InboundRoutes, "inroute/query", InboundRoute, Read);

/// The answer to [`QueryInboundRoutes`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundRoutes {
    /// In the PBX's order.
    #[serde(rename = "inroutes", default, deserialize_with = "lenient::one_or_many")]
    pub routes: Vec<InboundRoute>,
}

/// One inbound route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundRoute {
    /// The id the PBX gave it; empty in the examples.
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: String,
    /// By which it is changed and deleted.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Pattern the called number has to match; empty: any.
    #[serde(default, deserialize_with = "lenient::text")]
    pub did: String,
    /// Pattern the caller has to match; empty: any.
    #[serde(default, deserialize_with = "lenient::text")]
    pub caller_id: String,
    /// What kind of thing gets the call.
    #[serde(rename = "desttype")]
    pub destination_type: DestinationType,
    /// Which of that kind, e.g. `102`.
    #[serde(rename = "dest", default, deserialize_with = "lenient::text")]
    pub destination: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Adds an inbound route. ("添加呼入路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddInboundRoute {
    /// The name it gets.
    pub name: RouteName,
    /// Pattern the called number has to match.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// Pattern the caller has to match.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    /// What kind of thing gets the call.
    #[serde(rename = "desttype")]
    pub destination_type: DestinationType,
    /// Which of that kind, e.g. `102`.
    #[serde(rename = "dest")]
    pub destination: String,
}

endpoint!(AddInboundRoute => Done, "inroute/add", InboundRoute, Change);

/// Changes an inbound route. ("编辑呼入路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateInboundRoute {
    /// The route that changes; its name stays.
    pub name: RouteName,
    /// Pattern the called number has to match.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// Pattern the caller has to match.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    /// What kind of thing gets the call.
    #[serde(rename = "desttype")]
    pub destination_type: DestinationType,
    /// Which of that kind, e.g. `102`.
    #[serde(rename = "dest")]
    pub destination: String,
}

endpoint!(UpdateInboundRoute => Done, "inroute/update", InboundRoute, Change);

/// Deletes inbound routes. ("删除呼入路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteInboundRoutes {
    /// Names of routes, or `all`.
    #[serde(rename = "name")]
    pub routes: Selection<RouteName>,
}

endpoint!(DeleteInboundRoutes => Done, "inroute/delete", InboundRoute, Delete);
