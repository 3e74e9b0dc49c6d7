//! What an administrator sets for every desktop of a company, read from where each operating system keeps such things.
//!
//! A newcomer starts here. [`KEYS`] is the schema, one row a key; readers, `uc policy`, the templates for group policies
//! and the table in docs/ADMIN.md all follow it. A value goes this way:
//!
//! * `system` knows the places: a file on Linux, the registry on Windows, a property list on macOS,
//! * `files` and `registry` turn what stands there into one form, a [`Layer`] of names and plain values,
//! * `schema` checks each value by the kind of its key ([`Kind::check`]),
//! * [`Policy::of`] lays the layers over each other: the machine's before the person's, and below both what the installer
//!   wrote as a first proposal.
//!
//! Bad input costs nothing but itself: good keys hold, each bad one is a [`Trouble`] with its place and its reason. No
//! value is ever a secret: a key named `password` is refused, whatever is in it.
//!
//! ```
//! use policy::{Name, Origin, Policy, layer_of_json};
//!
//! let text = br#"{ "server": "https://pbx.example", "reportPorts": "8260-" }"#;
//! let policy = Policy::of(vec![layer_of_json(text, "policy.json", Origin::Machine)]);
//! assert_eq!(policy.server().unwrap().host, "pbx.example");
//! assert_eq!(policy.troubles()[0].to_string(), "policy.json: reportPorts: has to be a port or a range of ports, e.g. 8260-8299");
//! assert!(policy.setting(Name::ReportPorts).is_none());
//! ```

mod files;
mod layers;
mod schema;
mod source;
mod system;
mod trouble;
mod value;

pub use files::{layer_of_file, layer_of_json, layer_of_plist};
pub use layers::{Layer, Origin, Policy, Setting};
pub use schema::{KEYS, Key, Kind, Name};
pub use source::ContactServer;
pub use trouble::{Trouble, Why};
pub use value::{CallResult, PauseReason, Ports, Server, Value};

/// What holds on this computer for this person.
pub fn of_this_computer() -> Policy {
    Policy::of(system::layers())
}
