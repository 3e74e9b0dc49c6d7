//! Trunks: the lines to the outside. (section "中继")

use serde::{Deserialize, Serialize};

use super::{Done, More};
use crate::words::words;
use crate::{RecordId, Secret, Selection, TrunkName, lenient};

words! {
    /// How a SIP trunk and the other side know each other.
    TrunkType {
        /// We register there.
        Register = "register",
        /// Neither side registers.
        Peer = "peer",
        /// They register here.
        Account = "account",
    }
}

/// Asks for all trunks and whether they work. ("查询中继列表")
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTrunks {}

endpoint!(ListTrunks => TrunkList, "trunklist/query", Trunk, Read);

/// The answer to [`ListTrunks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkList {
    /// In the PBX's order. (`trunklist` in the table, `trunkname` in the examples)
    #[serde(rename = "trunkname", alias = "trunklist", default, deserialize_with = "lenient::one_or_many")]
    pub trunks: Vec<ListedTrunk>,
}

/// One row of the trunk list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedTrunk {
    /// By which it is asked for and deleted.
    #[serde(rename = "trunkname", default, deserialize_with = "lenient::text")]
    pub name: String,
    /// `Registering`, `Failure`, `Registered`, `Disable`, `Unknown`; for FXO others.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: String,
    /// `SIP`, `IAX` or `FXO`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub technology: String,
    /// The FXO port.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Asks for the settings of SIP trunks. ("查询 SIP 中继")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryTrunks {
    /// Names of SIP trunks, or `all`.
    #[serde(rename = "trunkname")]
    pub trunks: Selection<TrunkName>,
}

endpoint!(QueryTrunks => TrunkDetails, "siptrunk/query", Trunk, Read);

/// The answer to [`QueryTrunks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkDetails {
    /// In the PBX's order.
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub trunks: Vec<TrunkDetail>,
}

/// Settings of one SIP trunk; which there are depends on its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkDetail {
    /// The id the PBX gave it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: String,
    /// By which it is asked for and deleted.
    #[serde(rename = "trunkname", default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Channel technology, e.g. `pjsip`.
    #[serde(rename = "tech", default, deserialize_with = "lenient::text")]
    pub technology: String,
    /// How both sides know each other.
    #[serde(rename = "trunktype")]
    pub kind: TrunkType,
    /// The provider's name or address.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Its SIP port.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// The provider's domain.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The SIP account.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name the account authenticates with.
    #[serde(
        rename = "authname",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub auth_name: Option<String>,
    /// User of the From header.
    #[serde(
        rename = "fromuser",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub from_user: Option<String>,
    /// The account's password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// What a SIP trunk of each type needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trunktype", rename_all = "lowercase")]
pub enum TrunkSettings {
    /// We register there.
    Register(RegisterTrunk),
    /// Neither side registers.
    Peer(PeerTrunk),
    /// They register here.
    Account(AccountTrunk),
}

/// A trunk that registers at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterTrunk {
    /// The provider's name or address.
    pub host: String,
    /// Its SIP port.
    pub port: String,
    /// The provider's domain; only the XML example has it.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The SIP account.
    pub username: String,
    /// The name the account authenticates with.
    #[serde(rename = "authname")]
    pub auth_name: String,
    /// User of the From header, where the provider wants one.
    #[serde(
        rename = "fromuser",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub from_user: Option<String>,
    /// The account's password.
    pub password: Secret,
}

/// A trunk on which neither side registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerTrunk {
    /// The provider's name or address.
    pub host: String,
    /// Its SIP port.
    pub port: String,
    /// The provider's domain; only the XML example has it.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// A trunk whose other side registers here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTrunk {
    /// The account they register with.
    pub username: String,
    /// The name they authenticate with.
    #[serde(rename = "authname")]
    pub auth_name: String,
    /// The account's password.
    pub password: Secret,
}

/// Adds a SIP trunk. ("添加 SIP 中继")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddTrunk {
    /// The name it gets.
    #[serde(rename = "trunkname")]
    pub name: TrunkName,
    /// How it works.
    #[serde(flatten)]
    pub settings: TrunkSettings,
}

endpoint!(AddTrunk => Done, "siptrunk/add", Trunk, Change);

/// Changes a SIP trunk. ("编辑 SIP 中继")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateTrunk {
    /// Which, by the id the PBX gave it.
    pub id: RecordId,
    /// The name it has or gets.
    #[serde(rename = "trunkname")]
    pub name: TrunkName,
    /// How it works from now on.
    #[serde(flatten)]
    pub settings: TrunkSettings,
}

endpoint!(UpdateTrunk => Done, "siptrunk/update", Trunk, Change);

/// Deletes SIP trunks. ("删除 SIP 中继")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteTrunks {
    /// Names of SIP trunks, or `all`.
    #[serde(rename = "trunkname")]
    pub trunks: Selection<TrunkName>,
}

endpoint!(DeleteTrunks => Done, "siptrunk/delete", Trunk, Delete);
