//! What is kept on this computer: past calls, contacts, recordings, settings, the log. Files and one database; nothing here
//! reaches the network, and nothing decides about telephony.
//!
//! A newcomer starts here. Everything lies in one data folder that nobody else can read:
//!
//! | In the folder | Written by | Read |
//! |---|---|---|
//! | `history.db` | [`History`], a thread of its own, through [`HistoryFile`] | pages, searches, the caller's last calls |
//! | `contacts.json` | [`Contacts`], whole each time | held in memory, found by number |
//! | `address-books/` | [`Contacts`], a file a server, whole each time | with them |
//! | `settings.json` | [`SettingsKeeper`] through a [`SettingsStore`], in place whole | once, by [`SettingsFile`] |
//! | `webhook/` | the webhook, into a [`Spool`] | until the receiver has taken it |
//! | `cache/recordings/` | whoever fetches one, where [`Recordings::place`] says | when it is heard again |
//! | `logs/` | [`LogFile`], a file a day | by people |
//! | `in-use.lock`, `in-use.json` | [`data_lock`], as long as the program runs | by a second start, and whoever looks for trouble |
//!
//! What holds for all of them:
//!
//! * **Nothing is lost by trouble.** What can't be written waits in memory and is tried again; what is damaged is set aside
//!   under another name, never deleted; a file is put in place whole or not at all ([`files`]).
//! * **Trouble is told once**, as [`Input`](agent_core::Input) through a closure that the caller gives, and once more when it
//!   is over. Who hears it is none of our business.
//! * **Time is an argument**: whoever needs it takes a clock or a moment.
//! * **SQL stays in `history`.** `schema` has the tables and how older ones are brought up, `store` writes, `search` reads,
//!   `drafts` are calls that go on, `merge` takes in the PBX's records, `beside` lives with a later version's file.
//!
//! Secrets are in none of these files: they stand in the [`Keyring`].
//!
//! [`agent_core::Lines`] tells whether two spellings are one number; history and contacts ask it.
//!
//! ```
//! use agent_core::HistoryQuery;
//! use agent_storage::HistoryFile;
//!
//! # let folder = tempfile::tempdir()?;
//! let history = HistoryFile::open(&folder.path().join("history.db"))?;
//! assert!(history.page(&HistoryQuery::default())?.rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod contacts;
pub mod data_lock;
mod earlier_place;
mod error;
pub mod favourites_file;
pub mod files;
mod history;
mod keyring;
mod log_file;
mod recordings;
mod settings_file;
mod settings_keeper;
mod spool;
mod state_log;
mod system;

pub use contacts::{BookChange, BookState, Contact, Contacts, people_of};
pub use earlier_place::move_data;
pub use error::{StorageError, of_io};
pub use history::{CallerNames, History, HistoryFile, Write, local_millis, team_talks};
pub use keyring::{Keyring, KeyringError, SystemKeyring};
pub use log_file::LogFile;
pub use recordings::{RECORDINGS_LIMIT, Recordings};
pub use settings_file::SettingsFile;
pub use settings_keeper::{SettingsError, SettingsKeeper, SettingsStore};
pub use spool::{Spool, Spooled};
pub use state_log::StateLog;
