//! Download tickets ("random" on the wire): 30 seconds, once, for one file, from one or two addresses.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::model::now::Now;

/// The document gives a random 30 seconds and one use.
const LIFETIME: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
pub(crate) struct Tickets(BTreeMap<String, Issued>);

#[derive(Debug)]
struct Issued {
    file: File,
    until: Duration,
    addresses: Vec<IpAddr>,
}

/// What one ticket opens.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum File {
    Voicemail { extension: String, file: String },
    Recording(String),
    Cdr { extensions: String, start: String, end: String },
}

impl Tickets {
    pub(crate) fn issue(&mut self, random: String, file: File, addresses: Vec<IpAddr>, now: Now) {
        self.0.insert(random, Issued { file, until: now.elapsed + LIFETIME, addresses });
    }

    /// A ticket shown is a ticket used, whatever it was shown for.
    pub(crate) fn redeem(&mut self, random: &str, file: &File, address: IpAddr, now: Now) -> bool {
        // Tickets that nobody used in time go as well, or they would pile up.
        self.0.retain(|_, ticket| ticket.until > now.elapsed);
        let ticket = self.0.remove(random);
        ticket.is_some_and(|ticket| ticket.file == *file && ticket.addresses.contains(&address))
    }

    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}
