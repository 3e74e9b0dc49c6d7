//! Every endpoint as a type, one module a group of the vendor's document. A new endpoint is one struct, one
//! `impl Endpoint`, one captured sample.

mod call;
mod cdr;
mod extension;
mod queue;
mod recording;
mod session;
mod system;
mod voicemail;

pub use call::*;
pub use cdr::*;
pub use extension::*;
pub use queue::*;
pub use recording::*;
pub use session::*;
pub use system::*;
pub use voicemail::*;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::secret::Token;

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
    /// The query in the document's order. It holds secrets: never log it.
    fn query(&self, token: &Token) -> Vec<(&'static str, String)>;
}

/// An answer that says "Success" and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {}
