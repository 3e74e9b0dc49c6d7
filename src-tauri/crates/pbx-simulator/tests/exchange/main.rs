//! The exchange without its network: every call flow as the reports it makes, sessions and tickets by the letter.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod anything;
mod bench;
mod calls;
mod forwards;
mod queues;
mod second_dial;
mod sessions;
