//! Reads the head of a request and mends it, so that an HTTP parser takes what the PBX sends.
//!
//! Two things are mended: the first line (`POST  HTTP/1.1`) and a body without a length (`BootUp`).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use pbx_protocol::request_line::{self, MAX_REQUEST_LINE};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use super::connection::LARGEST_BODY;

/// A head of the PBX has 150 bytes.
const LARGEST_HEAD: usize = 16 * 1024;
const BLANK_LINE: &[u8] = b"\r\n\r\n";

/// A connection whose first bytes have been read and mended already.
pub(super) struct Mended<S> {
    ready: Vec<u8>,
    given: usize,
    stream: S,
}

impl<S: AsyncRead + Unpin> Mended<S> {
    /// Waits for the whole head. A head that can't be mended is handed on as it came: the parser refuses it.
    pub(super) async fn read_from(mut stream: S) -> io::Result<Self> {
        let (head, mut body) = read_head(&mut stream).await?;
        let mut head = mend_first_line(head);
        if is_post_without_length(&head) {
            read_whole_value(&mut stream, &mut body).await?;
            let blank_line = head.iter().rposition(|b| !b"\r\n".contains(b)).map_or(0, |last| last + 1);
            head.truncate(blank_line);
            head.extend_from_slice(format!("\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes());
        }
        head.append(&mut body);
        Ok(Self { ready: head, given: 0, stream })
    }
}

/// The head with its blank line, and what came along of the body. At the stream's end the head is what there is.
pub(super) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let mut bytes = Vec::with_capacity(1024);
    let mut searched = 0;
    loop {
        if let Some(end) = head_end(&bytes[searched..]) {
            let body = bytes.split_off(searched + end);
            return Ok((bytes, body));
        }
        if bytes.len() > LARGEST_HEAD || first_line_too_long(&bytes) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the head is too large"));
        }
        // The blank line may have begun already.
        searched = bytes.len().saturating_sub(BLANK_LINE.len() - 1);
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok((bytes, Vec::new()));
        }
    }
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    let crlf = bytes.windows(BLANK_LINE.len()).position(|w| w == BLANK_LINE).map(|at| at + BLANK_LINE.len());
    let lf = bytes.windows(2).position(|w| w == b"\n\n").map(|at| at + 2);
    match (crlf, lf) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn first_line_too_long(bytes: &[u8]) -> bool {
    bytes.len() > MAX_REQUEST_LINE && !bytes[..MAX_REQUEST_LINE].contains(&b'\n')
}

fn mend_first_line(head: Vec<u8>) -> Vec<u8> {
    let Some(newline) = head.iter().position(|&b| b == b'\n') else { return head };
    let line = head[..newline].strip_suffix(b"\r").unwrap_or(&head[..newline]);
    match request_line::repair(line) {
        Ok(mut mended) => {
            mended.extend_from_slice(b"\r\n");
            mended.extend_from_slice(&head[newline + 1..]);
            mended
        }
        Err(_) => head,
    }
}

fn is_post_without_length(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    text.starts_with("post ") && !text.contains("\ncontent-length:") && !text.contains("\ntransfer-encoding:")
}

/// Without a length the body ends with its JSON value, or with the connection.
async fn read_whole_value<S: AsyncRead + Unpin>(stream: &mut S, body: &mut Vec<u8>) -> io::Result<()> {
    while body.len() <= LARGEST_BODY {
        let first = serde_json::Deserializer::from_slice(body).into_iter::<serde::de::IgnoredAny>().next();
        if matches!(first, Some(Ok(_))) || stream.read_buf(body).await? == 0 {
            return Ok(());
        }
    }
    Ok(())
}

impl<S: AsyncRead + Unpin> AsyncRead for Mended<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.given < self.ready.len() {
            let rest = &self.ready[self.given..];
            let count = rest.len().min(buffer.remaining());
            buffer.put_slice(&rest[..count]);
            self.given += count;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Mended<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    /// Gives the bytes one at a time.
    async fn mended(bytes: &'static [u8]) -> String {
        let (mut near, far) = tokio::io::duplex(1);
        let sending = async move { near.write_all(bytes).await };
        let reading = async {
            let mut mended = Mended::read_from(far).await?;
            let mut text = String::new();
            mended.read_to_string(&mut text).await?;
            io::Result::Ok(text)
        };
        let (sent, read) = tokio::join!(sending, reading);
        sent.unwrap();
        read.unwrap()
    }

    #[tokio::test]
    async fn a_head_is_found_however_it_is_cut() {
        for (sent, expected) in [
            (
                b"POST  HTTP/1.1\r\nContent-Length:2\r\n\r\n{}".as_slice(),
                "POST / HTTP/1.1\r\nContent-Length:2\r\n\r\n{}",
            ),
            (b"POST x HTTP/1.1\nContent-Length:2\n\n{}", "POST /x HTTP/1.1\r\nContent-Length:2\n\n{}"),
            (b"POST  HTTP/1.1\r\nA:b\r\n\r\n{} ", "POST / HTTP/1.1\r\nA:b\r\nContent-Length: 2\r\n\r\n{} "),
            (b"no HTTP\r\n\r\n", "no HTTP\r\n\r\n"),
            (b"POST  HTTP/1.1\r\nA:b", "POST / HTTP/1.1\r\nA:b\r\nContent-Length: 0\r\n\r\n"),
        ] {
            assert_eq!(mended(sent).await, expected);
        }
    }
}
