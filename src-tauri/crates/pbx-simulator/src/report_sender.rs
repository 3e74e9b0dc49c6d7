//! Sends reports the way the real PBX does: one connection each, the captured head, no target unless told
//! otherwise, again when nobody answers. Each receiver gets its reports in order and waits for no other.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::report::Report;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::driver::{Dispatch, Driver};
use crate::model::receiver::Receiver;
use crate::options::{Options, ReportShape};
use crate::report_body::{action, report_body};

/// How often one report is sent before it is given up.
const ATTEMPTS: u32 = 3;
/// The answer's head is looked for in this much.
const LONGEST_HEAD: usize = 16 * 1024;

pub(crate) async fn send_all(
    mut outgoing: mpsc::UnboundedReceiver<Dispatch>,
    driver: Arc<Driver>,
    options: Options,
) {
    let mut lines: BTreeMap<Receiver, mpsc::UnboundedSender<Report>> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    while let Some(Dispatch { receivers, report }) = outgoing.recv().await {
        for receiver in receivers {
            // A line each, so that a receiver that hangs holds up its own reports alone.
            let line = lines.entry(receiver.clone()).or_insert_with(|| {
                let (line, reports) = mpsc::unbounded_channel();
                tasks.spawn(send_to(receiver, reports, Arc::clone(&driver), options.clone()));
                line
            });
            // A line's task ends with this one only.
            let _ = line.send(report.clone());
        }
    }
}

async fn send_to(
    receiver: Receiver,
    mut reports: mpsc::UnboundedReceiver<Report>,
    driver: Arc<Driver>,
    options: Options,
) {
    let mut batch = Vec::new();
    while reports.recv_many(&mut batch, 1).await > 0 {
        let faults = driver.faults().of_reports();
        faults.gather(&mut reports, &mut batch).await;
        for report in faults.apply(std::mem::take(&mut batch)) {
            let message = message(&receiver, &report, &options);
            send_until_answered(&receiver, &report, message.as_bytes(), options.resend_after).await;
        }
    }
}

async fn send_until_answered(receiver: &Receiver, report: &Report, message: &[u8], patience: Duration) {
    for attempt in 1..=ATTEMPTS {
        let outcome = tokio::time::timeout(patience, send_once(receiver, message)).await;
        match outcome {
            Ok(Ok(())) => return,
            Ok(Err(error)) => {
                tracing::debug!(action = action(&report.event), attempt, %error, "report not delivered");
                // A refusal comes back at once; without a pause all attempts would fall on one moment.
                if attempt < ATTEMPTS {
                    tokio::time::sleep(patience).await;
                }
            }
            Err(_) => tracing::debug!(action = action(&report.event), attempt, "report not answered"),
        }
    }
}

/// Any HTTP answer will do, as it does for the real one as far as anybody knows.
async fn send_once(receiver: &Receiver, message: &[u8]) -> io::Result<()> {
    let mut connection = TcpStream::connect((receiver.host.as_str(), receiver.port)).await?;
    connection.write_all(message).await?;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|bytes| bytes == b"\r\n\r\n") && answer.len() < LONGEST_HEAD {
        if connection.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    let is_http = answer.starts_with(b"HTTP/1.");
    if is_http { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, "no HTTP answer")) }
}

/// Head and body. Between method and version stands the path, or nothing between two blanks.
pub(crate) fn message(receiver: &Receiver, report: &Report, options: &Options) -> String {
    // Shape A repeats a key in an object; version 1.0.2 is how an application asks to be spared that.
    let shape = match options.shape {
        ReportShape::A if receiver.valid_json => ReportShape::B,
        shape => shape,
    };
    let body = report_body(report, shape);
    let target = if options.honours_path { receiver.path.as_str() } else { "" };
    format!(
        "POST {target} HTTP/1.1\r\nHost:{}\r\nContent-Length:{}\r\nAccept: application/json\r\n\
         Content-Type:application/json\r\nConnection:close\r\n\r\n{body}",
        receiver.host,
        body.len(),
    )
}
