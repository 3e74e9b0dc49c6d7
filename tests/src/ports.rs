//! Ports that nobody uses at the moment.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// A free TCP port. The kernel hands them out in an order that makes a second taker within a test unlikely.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))?.local_addr()?.port())
}
