//! The I/O of the UC API: asks the PBX, fetches its files, and listens for its reports.
//!
//! A newcomer starts here. [`Client`] sends the endpoint types of `pbx_protocol` and reads their answers;
//! [`ClientError`] says what went wrong without an address, a token or a body in it. [`Client::download`] streams a
//! file to disk. [`Listener`] receives reports on an unguessable path and believes the PBX's addresses alone. A PBX
//! signs its own TLS certificate, so it is pinned by its fingerprint on first use.
//!
//! ```no_run
//! use pbx_client::{Client, PbxAddress, Scheme};
//! use pbx_protocol::endpoints::{ListExtensions, Login};
//! # async fn example(login: Login) -> Result<(), Box<dyn std::error::Error>> {
//! let address = PbxAddress::new(Scheme::Http, "192.168.5.150", pbx_client::DEFAULT_PORT, "v1.1.0")?;
//! let client = Client::new(address, None)?;
//! let token = client.login(&login).await?;
//! let list = client.send(&token, &ListExtensions {}).await?;
//! println!("{} extensions", list.extensions.len());
//! # Ok(())
//! # }
//! ```

mod address;
mod client;
mod diagnosis;
mod download;
mod error;
mod file_name;
mod listener;
mod names;
mod pin;

pub use address::{DEFAULT_PORT, InvalidAddress, PbxAddress, Scheme};
pub use client::Client;
pub use download::{DownloadError, Progress};
pub use error::{ClientError, Retry};
pub use file_name::safe_file_name;
pub use listener::{BindError, Incoming, Listener, Protection, address_towards};
