//! Paging groups: one speaks, many phones listen. (section "广播组")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::words::words;
use crate::{Extension, PagingNumber, Selection, Several, lenient};

words! {
    /// Who is heard in a paging group.
    PagingType {
        /// The one who called.
        Paging = "paging",
        /// Everybody in the group.
        Intercom = "intercom",
    }
}

/// Asks for all paging groups. ("查询广播组列表")
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPagingGroups {}

endpoint!(ListPagingGroups => PagingGroupList, "paginggroup/lists", Paging, Read);

/// The answer to [`ListPagingGroups`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagingGroupList {
    /// In the PBX's order.
    #[serde(rename = "paginggrouplist", default, deserialize_with = "lenient::one_or_many")]
    pub groups: Vec<ListedPagingGroup>,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPagingGroup {
    /// The group's number, e.g. `8891`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub number: String,
    /// As administrators named it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Asks for paging groups with their members. ("查询广播组详情")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryPagingGroups {
    /// Numbers of groups, or `all`.
    #[serde(rename = "number")]
    pub groups: Selection<PagingNumber>,
}

endpoint!(QueryPagingGroups => PagingGroups, "paginggroup/query", Paging, Read);

/// The answer to [`QueryPagingGroups`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagingGroups {
    /// In the PBX's order.
    #[serde(rename = "paginggroup", default, deserialize_with = "lenient::one_or_many")]
    pub groups: Vec<PagingGroup>,
}

/// One paging group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagingGroup {
    /// The group's number, e.g. `8891`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub number: String,
    /// As administrators named it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Who is heard.
    #[serde(rename = "type")]
    pub kind: PagingType,
    /// Extensions, separated by commas.
    #[serde(rename = "member", default, deserialize_with = "lenient::text")]
    pub members: String,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Adds a paging group. ("添加广播组")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPagingGroup {
    /// The number it gets.
    #[serde(rename = "number")]
    pub group: PagingNumber,
    /// The name it gets.
    pub name: String,
    /// Who is heard.
    #[serde(rename = "type")]
    pub kind: PagingType,
    /// The extensions whose phones listen.
    #[serde(rename = "member")]
    pub members: Several<Extension>,
}

endpoint!(AddPagingGroup => Done, "paginggroup/add", Paging, Change);

/// Changes a paging group. ("编辑广播组")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatePagingGroup {
    /// The number of the group that changes.
    #[serde(rename = "number")]
    pub group: PagingNumber,
    /// Its new name; `None` keeps the old one.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who is heard.
    #[serde(rename = "type")]
    pub kind: PagingType,
    /// The extensions whose phones listen; `None` keeps them.
    #[serde(rename = "member", default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Several<Extension>>,
}

endpoint!(UpdatePagingGroup => Done, "paginggroup/update", Paging, Change);

/// Deletes paging groups. ("删除广播组")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletePagingGroups {
    /// Numbers of groups, or `all`.
    #[serde(rename = "number")]
    pub groups: Selection<PagingNumber>,
}

endpoint!(DeletePagingGroups => Done, "paginggroup/delete", Paging, Delete);
