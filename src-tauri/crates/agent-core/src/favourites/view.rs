//! Favourites as they are shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::now::WallMillis;
use crate::phone::PhoneStatus;

/// A number that is one press away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FavouriteView {
    pub number: String,
    /// The agent's own name for it; empty: none.
    pub label: String,
    /// What the PBX calls it. Untrusted text.
    pub name: Option<String>,
    /// What the phone does; `None`: it is no colleague's.
    pub status: Option<PhoneStatus>,
    /// When that was told, if it is too old to be shown as so.
    pub as_of: Option<WallMillis>,
    /// It looks like an extension and is none of the PBX's.
    pub is_gone: bool,
}
