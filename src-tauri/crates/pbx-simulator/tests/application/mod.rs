//! An application that knows only sockets.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test fails the test by panicking"
)]
#![allow(dead_code, reason = "each test uses its part")]

use std::net::SocketAddr;
use std::time::Duration;

use pbx_protocol::PasswordDigest;
use pbx_simulator::{Simulator, World};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Long enough for a loaded machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// An application that knows only sockets.
pub(crate) struct Application {
    pub(crate) pbx: SocketAddr,
    pub(crate) token: String,
    pub(crate) listener: TcpListener,
}

impl Application {
    pub(crate) async fn sign_in(simulator: &Simulator, extra: Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let digest = PasswordDigest::of(&World::empty().setup.api_password);
        let mut login = json!({
            "username": "api", "password": digest, "port": listener.local_addr().unwrap().port().to_string()
        });
        login.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let mut application = Self { pbx: simulator.address(), token: String::new(), listener };
        let answer = application.ask("login", &login).await;
        answer["token"].as_str().unwrap().clone_into(&mut application.token);
        application
    }

    pub(crate) async fn ask(&self, endpoint: &str, body: &Value) -> Value {
        let answer = self.exchange(endpoint, body).await;
        serde_json::from_str(body_of(&answer)).unwrap()
    }

    /// The whole answer as text.
    pub(crate) async fn exchange(&self, endpoint: &str, body: &Value) -> String {
        let bytes = self.raw(endpoint, body).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub(crate) async fn raw(&self, endpoint: &str, body: &Value) -> std::io::Result<Vec<u8>> {
        let body = body.to_string();
        let request = format!(
            "POST /api/v1.1.0/{endpoint}?token={}&type=json HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        send(self.pbx, &request).await
    }

    /// The next report, whole, answered with 200.
    pub(crate) async fn report(&self) -> String {
        self.report_answered("200 OK").await
    }

    /// The next report, answered with this status.
    pub(crate) async fn report_answered(&self, status: &str) -> String {
        let (mut connection, message) = self.unanswered_report().await;
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        connection.write_all(answer.as_bytes()).await.unwrap();
        message
    }

    pub(crate) async fn unanswered_report(&self) -> (TcpStream, String) {
        let accepted = tokio::time::timeout(PATIENCE, self.listener.accept()).await;
        let (mut connection, _) = accepted.expect("no report came").unwrap();
        let mut message = Vec::new();
        while !is_whole(&message) {
            assert_ne!(connection.read_buf(&mut message).await.unwrap(), 0, "the report ended early");
        }
        (connection, String::from_utf8(message).unwrap())
    }

    pub(crate) async fn actions(&self, count: usize) -> Vec<String> {
        let mut actions = Vec::new();
        for _ in 0..count {
            let report: Value = serde_json::from_str(body_of(&self.report().await)).unwrap();
            actions.push(report["action"].as_str().unwrap().to_owned());
        }
        actions
    }
}

pub(crate) async fn send(to: SocketAddr, request: &str) -> std::io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(to).await?;
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, connection.read_to_end(&mut answer)).await.expect("no answer")?;
    Ok(answer)
}

fn is_whole(message: &[u8]) -> bool {
    let text = String::from_utf8_lossy(message);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length:")).unwrap();
    body.len() == length.trim().parse::<usize>().unwrap()
}

pub(crate) fn body_of(message: &str) -> &str {
    message.split_once("\r\n\r\n").unwrap().1
}
