//! The wire of the OpenVox UC phone system (PBX): pure types and functions, no I/O, no clock.
//!
//! A newcomer starts here. The PBX offers an HTTP API in two directions:
//!
//! * **Requests.** We `POST http://pbx:9011/api/{version}/{endpoint}?token=…&type=json`. Each endpoint is a type
//!   in [`endpoints`] that implements [`Endpoint`]: its fields are the request's parameters under their wire
//!   names, [`Endpoint::ABOUT`] says what it does, [`Endpoint::Response`] is what a successful answer holds. [`answer::read`] tells success, refusal
//!   ([`Errno`]) and "this is not the API" apart.
//! * **Reports.** The PBX opens one connection a report to us and posts JSON that is at times no valid
//!   HTTP ([`request_line`] repairs it) and at times repeats a key ([`report`] keeps every member in order).
//!
//! The wire's misspellings (`Tranfer`, `callduraction`, `moblie`) exist in this crate and nowhere else. Values
//! that open doors ([`secret`]) print as their type's name only.
//!
//! ```
//! use pbx_protocol::{Endpoint, Extension, endpoints::HoldExtension};
//!
//! let request = HoldExtension { extension: Extension::parse("101")? };
//! assert_eq!(HoldExtension::ABOUT.path, "extension/hold");
//! assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"extid":"101"}"#);
//! # Ok::<(), pbx_protocol::InvalidId>(())
//! ```

mod about;
pub mod answer;
pub mod catalogue;
pub mod endpoints;
mod errno;
mod file_name;
#[cfg(feature = "fixtures")]
pub mod fixtures;
mod form;
mod ids;
mod lenient;
pub mod number;
pub mod report;
pub mod request_line;
mod rows;
pub mod secret;
mod selection;
pub mod text;
mod words;
pub mod xml;

pub use about::{About, Does, Group, Waits, Whose};
pub use endpoints::{Done, Download, Endpoint};
pub use errno::{Errno, Meaning};
pub use file_name::safe_file_name;
pub use form::Form;
pub use ids::{
    CallId, ConferenceNumber, Extension, InboundId, InvalidId, IvrName, OutboundId, PagingNumber, PromptName,
    QueueNumber, RecordId, RingGroupNumber, RouteName, TrunkName,
};
pub use number::{DialString, Party};
pub use report::Report;
pub use secret::{PasswordDigest, Random, Secret, Token};
pub use selection::{ListMember, Selection, Several};
pub use words::UnknownWord;
