//! A thin line: answers trickle at so many bytes a second.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::ConnectionFaults;

/// Portions a second: few enough to be cheap, many enough to look like a flow.
const PORTIONS: u32 = 20;

#[derive(Debug)]
pub(crate) struct Slow<S> {
    inner: S,
    faults: ConnectionFaults,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<S> Slow<S> {
    pub(crate) fn new(inner: S, faults: ConnectionFaults) -> Self {
        Self { inner, faults, pause: None }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Slow<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Some(rate) = self.faults.with(|faults| faults.bytes_per_second) else {
            return Pin::new(&mut self.inner).poll_write(cx, bytes);
        };
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        let portion = bytes.len().min((rate / PORTIONS).max(1) as usize);
        let written = ready!(Pin::new(&mut self.inner).poll_write(cx, &bytes[..portion]))?;
        self.pause = Some(Box::pin(tokio::time::sleep(Duration::from_secs(1) / PORTIONS)));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Slow<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}
