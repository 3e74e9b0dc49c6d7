//! A connection that is reset after so many bytes of an answer. The innermost layer, since only the socket can be
//! reset.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::ConnectionFaults;

#[derive(Debug)]
pub(crate) struct Reset {
    socket: TcpStream,
    faults: ConnectionFaults,
}

impl Reset {
    pub(crate) fn new(socket: TcpStream, faults: ConnectionFaults) -> Self {
        Self { socket, faults }
    }
}

impl AsyncWrite for Reset {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Some(left) = self.faults.with(|faults| faults.bytes_left) else {
            return Pin::new(&mut self.socket).poll_write(cx, bytes);
        };
        if left == 0 {
            // Without lingering, closing the socket is a reset.
            self.socket.set_zero_linger()?;
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let now = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        let written = ready!(Pin::new(&mut self.socket).poll_write(cx, &bytes[..now]))?;
        self.faults.with(|faults| faults.bytes_left = Some(left - written as u64));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

impl AsyncRead for Reset {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(cx, buf)
    }
}
