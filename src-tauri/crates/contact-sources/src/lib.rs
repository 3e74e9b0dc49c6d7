//! Asks servers of contacts: address books over `CardDAV`, directories over LDAP. Reads only, keeps nothing, and knows no
//! password that it was not handed for the one question.
//!
//! A newcomer starts here. [`carddav::read`] fetches what has changed in an address book since it was read last;
//! [`ldap::Directory`] asks a directory for one person or a few. Both say [`SourceTrouble`](agent_core::SourceTrouble) by
//! the step that failed, and trust a certificate as the PBX's is trusted: an authority of this computer vouches for it, or
//! its fingerprint is the one that the person has seen.

pub mod carddav;
pub mod ldap;
mod trouble;

use agent_core::ContactSource;
use pbx_protocol::Secret;

/// A source, and the password for this one question.
#[derive(Debug, Clone)]
pub struct Opened {
    pub source: ContactSource,
    /// `None`: nothing was typed, which some servers are content with.
    pub password: Option<Secret>,
}
