//! The real things: Radicale for address books, slapd for a directory, each as this test's own user in a folder of its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod books;
mod contact_servers;
mod directories;
