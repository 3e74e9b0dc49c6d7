//! The I/O of the UC API: asks the PBX, fetches its files, and listens for its reports.
//!
//! A newcomer starts here. [`Client`] sends the endpoint types of `pbx_protocol` and reads their answers;
//! [`ClientError`] says what went wrong without an address, a token or a body in it. [`Client::download`] streams a
//! file to disk. [`Listener`] receives reports on an unguessable path and believes the PBX's addresses alone. A PBX
//! signs its own TLS certificate, so it is pinned by its fingerprint on first use.
//!
//! ```
//! use pbx_client::{Client, PbxAddress, Scheme};
//! use pbx_protocol::endpoints::{ListExtensions, Login};
//! use pbx_protocol::{PasswordDigest, Secret};
//! use pbx_simulator::{Options, Simulator, World};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let pbx = Simulator::start(World::demo(), Options::default()).await?;
//! let address = PbxAddress::new(Scheme::Http, "127.0.0.1", pbx.address().port(), "v1.1.0")?;
//! let client = Client::new(address, None)?;
//! let token = client
//!     .login(&Login {
//!         username: "api".to_owned(),
//!         password: PasswordDigest::of(&Secret::new("simulated")),
//!         port: "8260".to_owned(),
//!         version: None,
//!         url: None,
//!         urltag: None,
//!     })
//!     .await?;
//! let list = client.send(&token, &ListExtensions {}).await?;
//! assert!(list.extensions.iter().any(|extension| extension.username == "Li Na"));
//! # Ok(())
//! # }
//! ```
//!
//! Read next: `client` (ask), `diagnosis` (why it failed), `pin` (whom to trust), `download`, and `listener` with
//! `connection`, `head` (what no HTTP parser takes) and `guard` (whom to believe).

mod address;
mod client;
mod diagnosis;
mod download;
mod error;
mod knock;
mod listener;
mod names;
mod pin;
mod sound_file;
mod system;

pub use address::{DEFAULT_PORT, InvalidAddress, PbxAddress, Scheme, authority};
pub use client::Client;
pub use diagnosis::find as cause;
pub use download::{DownloadError, Progress};
pub use error::{ClientError, Retry};
pub use knock::Knock;
pub use listener::{BindError, Distrust, Incoming, Listener, Protection, address_towards};
pub use names::{Names, UnknownName, addresses_of};
pub use pin::{Pin, Untrusted};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
