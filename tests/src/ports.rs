//! Ports that nobody uses at the moment, nor takes before a test has got round to using them.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below those that the kernel gives to whoever connects somewhere: one of those can be gone a moment later.
const OURS: Range<u16> = 20_000..30_000;

/// Counted, so that journeys side by side get different ones; two programs begin at different places.
static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new(fastrand::u16(..)));

/// A free TCP port.
pub fn free_port() -> io::Result<u16> {
    let count = OURS.end - OURS.start;
    let mut ports = (0..count).map(|_| OURS.start + NEXT.fetch_add(1, Ordering::Relaxed) % count);
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port)).is_ok();
    ports.find(is_free).ok_or_else(|| io::ErrorKind::AddrInUse.into())
}
