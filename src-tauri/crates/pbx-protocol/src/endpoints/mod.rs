//! Every endpoint as a type, one module a group of the vendor's document. A new endpoint is one struct, one
//! `impl Endpoint`, one captured sample.

mod call;
mod call_out;
mod cdr;
mod conference;
mod extension;
mod extension_settings;
mod hotel;
mod inbound_route;
mod ivr;
mod monitor;
mod outbound_route;
mod paging;
mod prompt;
mod queue;
mod queue_settings;
mod recording;
mod session;
mod system;
mod trunk;
mod voicemail;

pub use call::*;
pub use call_out::*;
pub use cdr::*;
pub use conference::*;
pub use extension::*;
pub use extension_settings::*;
pub use hotel::*;
pub use inbound_route::*;
pub use ivr::*;
pub use monitor::*;
pub use outbound_route::*;
pub use paging::*;
pub use prompt::*;
pub use queue::*;
pub use queue_settings::*;
pub use recording::*;
pub use session::*;
pub use system::*;
pub use trunk::*;
pub use voicemail::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::secret::Token;

/// Members of an answer that the document does not know: newer firmware has more.
pub type More = BTreeMap<String, serde_json::Value>;

/// A request the PBX understands: the value is the body, the type knows the address and the answer.
pub trait Endpoint: Serialize + DeserializeOwned + std::fmt::Debug {
    /// Address below `/api/{version}/`, without query.
    const PATH: &'static str;
    /// What a successful answer holds besides `status`.
    type Response: Serialize + DeserializeOwned + std::fmt::Debug;
}

/// A file fetched with GET; address below `/api/{version}/` and the query, token and random included.
pub trait Download {
    /// Address below `/api/{version}/`, without query.
    const PATH: &'static str;
    /// No such file is larger, in bytes.
    const LARGEST: u64;
    /// The query in the document's order. It holds secrets: never log it.
    fn query(&self, token: &Token) -> Vec<(&'static str, String)>;
}

/// An answer that says "Success" and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {}
