//! The runtime against the simulated PBX, over real sockets and real files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod absence;
mod bench;
mod callers;
mod calls;
#[path = "../../../contact-sources/tests/servers/contact_servers.rs"]
mod contact_servers;
mod files;
mod moves;
mod receiver;
mod rehearsal;
mod reports;
mod scripts;
mod session;
mod signatures;
mod sources;
mod states;
mod storage;
mod team_records;
mod tls;
