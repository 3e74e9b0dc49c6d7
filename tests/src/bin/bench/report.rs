//! The reports of a call, sent as the PBX does: a connection each.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use anyhow::{Result, ensure};
use tokio::time::Instant;

/// Where reports are taken.
#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) path: String,
}

/// The n-th call of a run: a caller of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call(pub(crate) usize);

impl Call {
    /// Who calls.
    pub(crate) fn number(self) -> String {
        format!("1380013{:04}", self.0)
    }

    /// Sends a report of it; when its bytes were on their way.
    pub(crate) fn send(self, action: &str, to: &Receiver) -> Result<Instant> {
        let Self(n) = self;
        let body = format!(
            r#"{{"action":"{action}","callid":"{}.2","ext":{{"extid":"101"}},"inbound":{{"from":"Caller {n} <{}>","to":"101","trunk":"to-18-16-2","inboundid":"{}.1"}},"sn":"a09805021987"}}"#,
            1_790_000_000 + n,
            self.number(),
            1_790_000_000 + n,
        );
        let message = format!(
            "POST {} HTTP/1.1\r\nHost:{}\r\nContent-Length:{}\r\nContent-Type:application/json\r\nConnection:close\r\n\r\n{body}",
            to.path,
            to.host,
            body.len(),
        );
        let mut connection = TcpStream::connect((to.host.as_str(), to.port))?;
        connection.write_all(message.as_bytes())?;
        let at = Instant::now();
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        ensure!(answer.starts_with("HTTP/1.1 200"), "{action} was answered by {answer:?}");
        Ok(at)
    }
}
