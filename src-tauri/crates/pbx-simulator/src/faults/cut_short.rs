//! The head promises the whole length, the body ends before it.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_LENGTH, HeaderValue};

use super::Cut;

pub(crate) fn cut(response: Response<Bytes>, bytes: usize) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let rest = body.slice(..bytes.min(body.len()));
    Response::from_parts(
        head,
        Body::new(CutBody { rest: Some(rest).filter(|rest| !rest.is_empty()), sent: false }),
    )
}

/// Says nothing of its length, since the head already says too much.
struct CutBody {
    rest: Option<Bytes>,
    sent: bool,
}

impl hyper::body::Body for CutBody {
    type Data = Bytes;
    type Error = Cut;

    /// Between the bytes and the end the server gets a moment to send what it has.
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(bytes) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if !self.sent {
            self.sent = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(None)
    }
}
