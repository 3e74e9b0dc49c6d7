//! Outbound routes: which trunk a dialled number takes. (section "呼出路由")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::{RecordId, RouteName, Selection, Several, TrunkName, lenient};

/// Asks for outbound routes. ("查询呼出路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryOutboundRoutes {
    /// Names of routes, or `all`.
    #[serde(rename = "name")]
    pub routes: Selection<RouteName>,
}

endpoint!(QueryOutboundRoutes => OutboundRoutes, "outroute/query", OutboundRoute, Read);

/// The answer to [`QueryOutboundRoutes`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundRoutes {
    /// In the PBX's order, which is that of matching.
    #[serde(rename = "outroutes", default, deserialize_with = "lenient::one_or_many")]
    pub routes: Vec<OutboundRoute>,
}

/// One outbound route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundRoute {
    /// The id the PBX gave it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: String,
    /// By which it is deleted; it is changed by `id`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Put before what is dialled.
    #[serde(default, deserialize_with = "lenient::text")]
    pub prepend: String,
    /// Taken off what is dialled.
    #[serde(default, deserialize_with = "lenient::text")]
    pub prefix: String,
    /// What has to follow the prefix.
    #[serde(rename = "matchpattern", default, deserialize_with = "lenient::text")]
    pub pattern: String,
    /// The caller it is for; empty: any caller.
    #[serde(rename = "callerid", default, deserialize_with = "lenient::text")]
    pub caller_id: String,
    /// Names of trunks, separated by commas.
    #[serde(default, deserialize_with = "lenient::text")]
    pub trunks: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Adds an outbound route. ("添加呼出路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOutboundRoute {
    /// The name it gets.
    pub name: RouteName,
    /// Put before what is dialled.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prepend: Option<String>,
    /// Taken off what is dialled.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What has to follow the prefix, e.g. `X.`.
    #[serde(rename = "matchpattern")]
    pub pattern: String,
    /// The caller it is for.
    #[serde(
        rename = "callerid",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub caller_id: Option<String>,
    /// The trunks it may take, in order.
    pub trunks: Several<TrunkName>,
}

endpoint!(AddOutboundRoute => Done, "outroute/add", OutboundRoute, Change);

/// Changes an outbound route. ("编辑呼出路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateOutboundRoute {
    /// Which, by the id the PBX gave it.
    pub id: RecordId,
    /// The name it has or gets.
    pub name: RouteName,
    /// Put before what is dialled.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prepend: Option<String>,
    /// Taken off what is dialled.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What has to follow the prefix, e.g. `X.`.
    #[serde(rename = "matchpattern")]
    pub pattern: String,
    /// The caller it is for.
    #[serde(
        rename = "callerid",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub caller_id: Option<String>,
    /// The trunks it may take, in order.
    pub trunks: Several<TrunkName>,
}

endpoint!(UpdateOutboundRoute => Done, "outroute/update", OutboundRoute, Change);

/// Deletes outbound routes. ("删除呼出路由")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteOutboundRoutes {
    /// Names of routes, or `all`.
    #[serde(rename = "name")]
    pub routes: Selection<RouteName>,
}

endpoint!(DeleteOutboundRoutes => Done, "outroute/delete", OutboundRoute, Delete);
