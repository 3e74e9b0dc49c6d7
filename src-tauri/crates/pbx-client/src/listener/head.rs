//! Reads the head of a request and mends it, so that an HTTP parser takes what the PBX sends.
//!
//! Two things are mended: the first line (`POST  HTTP/1.1`) and the length of the body, which is missing (`BootUp`) or
//! wrong at times.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use pbx_protocol::request_line::{self, MAX_REQUEST_LINE};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use super::body::{read_body, true_length};
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
    /// Takes a head and what came along of the body, and waits for the rest of it. A head that can't be mended is handed
    /// on as it came: the parser refuses it.
    pub(super) async fn new(mut stream: S, head: Vec<u8>, mut body: Vec<u8>) -> io::Result<Self> {
        let mut head = mend_first_line(head);
        if let Announced::Length(length) = announced(&head) {
            read_body(&mut stream, &mut body, length).await?;
            let true_length = true_length(&body, length);
            if length != Some(true_length) {
                set_length(&mut head, true_length);
            }
        }
        head.append(&mut body);
        Ok(Self { ready: head, given: 0, stream })
    }
}

/// The head with its blank line, and what came along of the body. At the stream's end the head is what there is.
pub(super) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<(Vec<u8>, Vec<u8>)> {
    // A ring of some members comes in one piece, so it is read in one.
    let mut bytes = Vec::with_capacity(4096);
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
    // HTTP wants CRLF; what firmware puts together by hand may end its lines in LF alone.
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

/// What the head says of the body's length.
enum Announced {
    /// Left to the parser: no report, sent in chunks, waiting to be asked for more, or larger than is read.
    Unchecked,
    /// A report; its length where one is said that makes sense.
    Length(Option<usize>),
}

fn announced(head: &[u8]) -> Announced {
    let values = |wanted: &'static str| headers(head, wanted).map(|(_, value)| value);
    let is_report = head.get(..5).is_some_and(|method| method.eq_ignore_ascii_case(b"post "));
    if !is_report || values("transfer-encoding").next().is_some() || values("expect").next().is_some() {
        return Announced::Unchecked;
    }
    let mut lengths = values("content-length").map(|value| {
        value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse::<usize>().ok()).flatten()
    });
    let first = lengths.next().flatten();
    let length = first.filter(|first| lengths.all(|other| other == Some(*first)));
    if length.is_none_or(|length| length <= LARGEST_BODY) {
        Announced::Length(length)
    } else {
        Announced::Unchecked
    }
}

/// The lines of this name, each with where it begins and its value.
fn headers<'a>(head: &'a [u8], wanted: &'static str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut at = 0;
    let lines = head.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    });
    lines.filter_map(move |(at, line)| {
        let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
        name.trim().eq_ignore_ascii_case(wanted).then_some((at, value.trim()))
    })
}

fn set_length(head: &mut Vec<u8>, length: usize) {
    let mut wrong: Vec<usize> = headers(head, "content-length").map(|(at, _)| at).collect();
    // From the back, so that those in front stay where they are.
    while let Some(at) = wrong.pop() {
        let end = head[at..].iter().position(|byte| *byte == b'\n').map_or(head.len(), |end| at + end + 1);
        head.drain(at..end);
    }
    // Cut behind the last letter: how many line ends followed, and of which kind, no longer matters.
    let blank_line = head.iter().rposition(|b| !b"\r\n".contains(b)).map_or(0, |last| last + 1);
    head.truncate(blank_line);
    head.extend_from_slice(format!("\r\nContent-Length: {length}\r\n\r\n").as_bytes());
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
            let mut far = far;
            let (head, body) = read_head(&mut far).await?;
            let mut mended = Mended::new(far, head, body).await?;
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
            (
                b"POST / HTTP/1.1\r\ncontent-length : 3\r\nA:b\r\n\r\n{\"a\":1}",
                "POST / HTTP/1.1\r\nA:b\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            ),
            (
                b"POST / HTTP/1.1\r\nContent-Length: 9\r\nContent-Length: 9\r\n\r\n{\"a\":1}",
                "POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            ),
            (
                b"POST / HTTP/1.1\r\nContent-Length: x\n\n{\"a\":1}",
                "POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            ),
            (
                b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ),
            (b"GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"),
            (b"POST  HTTP/1.1\r\nA:b", "POST / HTTP/1.1\r\nA:b\r\nContent-Length: 0\r\n\r\n"),
        ] {
            assert_eq!(mended(sent).await, expected);
        }
    }
}
