//! The socket that hears the PBX, by IPv4 and by IPv6.
//!
//! It is bound to all addresses of the machine, not to the one towards the PBX: that one changes with the network, in
//! the middle of a call, and a socket can't follow it. Strangers are turned away unread instead.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;

use crate::system;

/// Connections that wait to be accepted.
const BACKLOG: i32 = 1024;

/// One socket for both; where the machine has no IPv6, for IPv4 alone.
pub(super) fn listen_everywhere(port: u16) -> io::Result<TcpListener> {
    match listen(Domain::IPV6, (Ipv6Addr::UNSPECIFIED, port).into()) {
        Ok(listener) => Ok(listener),
        // A port that is taken is taken for IPv4 too; a machine without IPv6 fails in another way.
        Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
            Err(error)
        }
        Err(_) => listen(Domain::IPV4, (Ipv4Addr::UNSPECIFIED, port).into()),
    }
}

fn listen(domain: Domain, address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    if domain == Domain::IPV6 {
        // Windows hears IPv6 alone unless it is told otherwise.
        socket.set_only_v6(false)?;
    }
    system::free_port_at_once(&socket)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// One that was free a moment ago.
pub(super) fn free_port() -> Option<u16> {
    listen_everywhere(0).and_then(|listener| listener.local_addr()).map(|address| address.port()).ok()
}

/// The address from which this machine reaches the PBX, which is where reports come back to. Sends nothing.
pub async fn address_towards(pbx: SocketAddr) -> io::Result<IpAddr> {
    let any: SocketAddr =
        if pbx.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
    let socket = tokio::net::UdpSocket::bind(any).await?;
    // On a datagram socket this chooses the route and sends nothing.
    socket.connect(pbx).await?;
    Ok(socket.local_addr()?.ip().to_canonical())
}
