//! Every endpoint as a type, one module a group of the vendor's document. A new endpoint is one struct, one line
//! `endpoint!` behind it, one word in [`crate::catalogue`], one captured sample.

/// Says all about an endpoint: its request and answer, its path, its chapter, what it does; whose the thing is that the
/// request is about, where it is not everybody's; and `at_once` where it may wait for no other.
macro_rules! endpoint {
    ($request:ty => $response:ty, $path:literal, $group:ident, $does:ident
     $(, of |$it:ident| $whose:expr)? $(; $at_once:ident)?) => {
        impl $crate::Endpoint for $request {
            const ABOUT: $crate::About =
                $crate::About::new($path, $crate::Group::$group, $crate::Does::$does)$(.$at_once())?;
            type Response = $response;
            $(fn whose(&self) -> $crate::Whose<'_> {
                #[allow(unused_imports, reason = "each names what it needs of them")]
                use $crate::Whose::{Call, Extension, Mailbox, Queue, ThePbx};
                let $it = self;
                $whose
            })?
        }
    };
}

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
mod own_phone;
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
pub use own_phone::*;
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

use crate::about::{About, Group, Whose};
use crate::secret::Token;

/// Members of an answer that the document does not know: newer firmware has more.
pub type More = BTreeMap<String, serde_json::Value>;

/// A request the PBX understands: the value is the body, the type knows the address and the answer.
pub trait Endpoint: Serialize + DeserializeOwned + std::fmt::Debug + Send + Sync {
    /// What is known of it without a request.
    const ABOUT: About;
    /// What a successful answer holds besides `status`.
    type Response: Serialize + DeserializeOwned + std::fmt::Debug + Send;
    /// Whose the thing is that this request asks about or changes.
    fn whose(&self) -> Whose<'_> {
        Whose::ThePbx
    }
}

/// A file fetched with GET; address below `/api/{version}/` and the query, token and random included.
pub trait Download {
    /// Address below `/api/{version}/`, without query.
    const PATH: &'static str;
    /// The chapter of the vendor's document.
    const GROUP: Group;
    /// No such file is larger, in bytes.
    const LARGEST: u64;
    /// The query in the document's order. It holds secrets: never log it.
    fn query(&self, token: &Token) -> Vec<(&'static str, String)>;
}

/// An answer that says "Success" and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {}
