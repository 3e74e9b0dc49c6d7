//! Somebody whom events are posted to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::bench::PATIENCE;

/// A receiver that gives the answers it is told to give, then 204.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    pub(crate) posts: mpsc::UnboundedReceiver<Post>,
}

pub(crate) struct Post {
    headers: HeaderMap,
    pub(crate) body: String,
}

impl Post {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

type Answers = Arc<Mutex<Vec<StatusCode>>>;

/// No answer: what it does not like makes it fail.
pub(crate) const DISLIKED: &str = "13800138066";

impl Receiver {
    pub(crate) async fn start(address: &str, answers: &[u16]) -> Self {
        let mut answers: Vec<StatusCode> =
            answers.iter().map(|status| StatusCode::from_u16(*status).unwrap()).collect();
        answers.reverse();
        let (sender, posts) = mpsc::unbounded_channel();
        let state = (sender, Arc::new(Mutex::new(answers)));
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = axum::Router::new().fallback(take).with_state(state);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, posts }
    }

    pub(crate) async fn next(&mut self) -> Post {
        tokio::time::timeout(PATIENCE, self.posts.recv()).await.unwrap().unwrap()
    }
}

async fn take(
    State((posts, answers)): State<(mpsc::UnboundedSender<Post>, Answers)>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, &'static str) {
    let is_disliked = body.contains(DISLIKED);
    posts.send(Post { headers, body }).unwrap();
    if is_disliked {
        return (StatusCode::INTERNAL_SERVER_ERROR, "");
    }
    let status = answers.lock().unwrap().pop().unwrap_or(StatusCode::NO_CONTENT);
    (status, if status == StatusCode::NO_CONTENT { "" } else { "\n  who is that?\nnobody knows" })
}
