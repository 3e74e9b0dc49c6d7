//! Sends reports the way the real PBX does: one connection each, the captured head, no target unless told
//! otherwise, again when nobody answers. Each receiver gets its reports in order and waits for no other.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::report::{Event, Report};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::driver::{Dispatch, Driver};
use crate::model::receiver::Receiver;
use crate::options::{Options, ReportShape, ReportTarget};
use crate::report_body::{action, report_body};
use crate::trace::Trace;

/// How often one report is sent before it is given up.
const ATTEMPTS: u32 = 3;
/// A report that was recorded has so long to be taken.
const RECORDED_LIMIT: Duration = Duration::from_secs(3);
/// How the one report begins that has a head of its own.
const BOOTED: &str = "{\"action\":\"BootUp\"";
/// The answer's head is looked for in this much.
const LONGEST_HEAD: usize = 16 * 1024;

pub(crate) async fn send_all(
    mut outgoing: mpsc::UnboundedReceiver<Dispatch>,
    driver: Arc<Driver>,
    options: Options,
    trace: Option<Arc<Trace>>,
) {
    let mut lines: BTreeMap<Receiver, mpsc::UnboundedSender<Report>> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    while let Some(Dispatch { receivers, report }) = outgoing.recv().await {
        for receiver in receivers {
            // A line each, so that a receiver that hangs holds up its own reports alone.
            let line = lines.entry(receiver.clone()).or_insert_with(|| {
                let (line, reports) = mpsc::unbounded_channel();
                tasks.spawn(send_to(receiver, reports, Arc::clone(&driver), options.clone(), trace.clone()));
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
    trace: Option<Arc<Trace>>,
) {
    let mut batch = Vec::new();
    while reports.recv_many(&mut batch, 1).await > 0 {
        let faults = driver.faults().of_reports();
        faults.gather(&mut reports, &mut batch).await;
        for report in faults.apply(std::mem::take(&mut batch)) {
            let body = body(&receiver, &report, options.shape);
            if let Some(trace) = &trace {
                trace.report(&body);
            }
            let message = message(&receiver, &body, options.target);
            send_until_answered(&driver, &receiver, &report, message.as_bytes(), options.resend_after).await;
        }
    }
}

async fn send_until_answered(
    driver: &Driver,
    receiver: &Receiver,
    report: &Report,
    message: &[u8],
    patience: Duration,
) {
    for attempt in 1..=ATTEMPTS {
        // Looked at each time: whoever signs out while a report waits has no wish for it. The start is told to those that
        // were known before it, none of whom is signed in any more.
        let is_told = report.event == Event::BootUp || driver.snapshot().receivers.contains(receiver);
        if !is_told {
            return;
        }
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

/// An answer with 200 alone counts: whatever else comes back, the report comes again.
async fn send_once(receiver: &Receiver, message: &[u8]) -> io::Result<()> {
    let mut connection = TcpStream::connect((receiver.host.as_str(), receiver.port)).await?;
    connection.write_all(message).await?;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|bytes| bytes == b"\r\n\r\n") && answer.len() < LONGEST_HEAD {
        if connection.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    let line = String::from_utf8_lossy(&answer);
    let mut words = line.split_ascii_whitespace();
    let is_taken =
        words.next().is_some_and(|word| word.starts_with("HTTP/1.")) && words.next() == Some("200");
    if is_taken { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, "not answered with 200")) }
}

/// As it was recorded, once.
pub(crate) async fn send_recorded(receiver: &Receiver, body: &str, target: ReportTarget) {
    let message = message(receiver, body, target);
    let sent = tokio::time::timeout(RECORDED_LIMIT, send_once(receiver, message.as_bytes()));
    if !matches!(sent.await, Ok(Ok(()))) {
        tracing::debug!("a recorded report was not taken");
    }
}

fn body(receiver: &Receiver, report: &Report, shape: ReportShape) -> String {
    // Shape A repeats a key in an object; version 1.0.2 is how an application asks to be spared that.
    let shape = match shape {
        ReportShape::A if receiver.valid_json => ReportShape::B,
        shape => shape,
    };
    report_body(report, shape)
}

/// Head and body. Between method and version stands the target, or nothing between two blanks.
fn message(receiver: &Receiver, body: &str, wanted: ReportTarget) -> String {
    let target = target(receiver, wanted);
    if body.starts_with(BOOTED) {
        return booted(receiver, &target, body);
    }
    format!(
        "POST {target} HTTP/1.1\r\nHost:{}\r\nContent-Length:{}\r\nAccept: application/json\r\n\
         Content-Type:application/json\r\nConnection:close\r\n\r\n{body}",
        receiver.bracketed_host(),
        body.len(),
    )
}

fn target(receiver: &Receiver, target: ReportTarget) -> String {
    match target {
        ReportTarget::Empty => String::new(),
        ReportTarget::Path => receiver.path.clone(),
        ReportTarget::Slash => "/".to_owned(),
        ReportTarget::NoSlash => receiver.path.trim_start_matches('/').to_owned(),
        ReportTarget::Absolute => {
            format!("{}:{}{}", receiver.bracketed_host(), receiver.port, receiver.path)
        }
    }
}

/// The document shows it with another head than the captured ones, and never without a target.
fn booted(receiver: &Receiver, target: &str, body: &str) -> String {
    format!(
        "POST {} HTTP/1.1\r\nUser-Agent: WebAPI\r\nHost: {}: {}\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        if target.is_empty() { "/" } else { target },
        receiver.bracketed_host(),
        receiver.port,
        body.len(),
    )
}
