//! What can go wrong between the PBX and an application, one file a fault. Faults combine and are switched while
//! the PBX runs: some act on the bytes of a connection, some on answers, some on reports.

mod cut_short;
mod drop_reports;
mod duplicate_reports;
mod hang;
mod html;
mod reorder_reports;
mod reset;
mod server_error;
mod slow;
mod unreachable;

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use bytes::Bytes;
use hyper::Response;
use pbx_protocol::report::Report;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub(crate) use unreachable::Cut;

use reset::Reset;
use slow::Slow;

/// One thing that goes wrong. As JSON: `{"fault":"slow","bytes_per_second":1000}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Fault {
    /// Answers trickle, as over a thin line.
    Slow {
        /// At this speed.
        bytes_per_second: u32,
    },
    /// The request is taken and never answered.
    Hang,
    /// The connection is reset in the middle of the answer.
    Reset {
        /// After this much of it, head included.
        after_bytes: u64,
    },
    /// The web server in front of the PBX is in trouble.
    ServerError {
        /// 500, 502, 503 …
        status: u16,
    },
    /// A web page comes where JSON should.
    Html,
    /// The connection ends in order before the promised length.
    CutShort {
        /// So much of the body arrives.
        bytes: usize,
    },
    /// The PBX is off or restarting: connections are closed at once.
    Unreachable,
    /// Every report is sent twice.
    DuplicateReports,
    /// Reports that follow each other closely change places.
    ReorderReports,
    /// Reports are lost.
    DropReports {
        /// Of these actions, e.g. `BYE`; all when empty.
        actions: Vec<String>,
    },
}

/// A fault and where it strikes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FaultRule {
    /// One endpoint, e.g. `extension/hold`; `None` for all.
    #[serde(default)]
    pub(crate) endpoint: Option<String>,
    /// What goes wrong.
    #[serde(flatten)]
    pub(crate) fault: Fault,
}

/// The switches, shared by all connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<FaultRule>>>);

impl Faults {
    pub(crate) fn set(&self, endpoint: Option<&str>, fault: Fault) {
        self.with(|rules| rules.push(FaultRule { endpoint: endpoint.map(str::to_owned), fault }));
    }

    pub(crate) fn clear(&self) {
        self.with(Vec::clear);
    }

    pub(crate) fn is_unreachable(&self) -> bool {
        // Of one endpoint only a request can tell: its connection has to be taken first.
        self.with(|rules| {
            rules.iter().any(|rule| rule.endpoint.is_none() && rule.fault == Fault::Unreachable)
        })
    }

    pub(crate) fn of_request(&self, endpoint: Option<&str>) -> RequestFaults {
        let strikes = |rule: &&FaultRule| rule.endpoint.as_deref().is_none_or(|only| Some(only) == endpoint);
        RequestFaults(
            self.with(|rules| rules.iter().filter(strikes).map(|rule| rule.fault.clone()).collect()),
        )
    }

    pub(crate) fn of_reports(&self) -> ReportFaults {
        // Reports have no endpoint, so a rule for one counts here as well.
        ReportFaults(self.with(|rules| rules.iter().map(|rule| rule.fault.clone()).collect()))
    }

    fn with<T>(&self, use_rules: impl FnOnce(&mut Vec<FaultRule>) -> T) -> T {
        // A rule is pushed whole or not at all, so a panic elsewhere leaves nothing half done.
        use_rules(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The faults that strike one request.
#[derive(Debug)]
pub(crate) struct RequestFaults(Vec<Fault>);

impl RequestFaults {
    /// What happens instead of an answer by the exchange: an error page, silence, an end.
    pub(crate) async fn before_answering(&self) -> Result<Option<Response<Body>>, Cut> {
        if self.0.contains(&Fault::Unreachable) {
            return Err(Cut);
        }
        if self.0.contains(&Fault::Hang) {
            hang::hang().await;
        }
        let page = self.0.iter().find_map(|fault| match fault {
            Fault::ServerError { status } => Some(server_error::page(*status)),
            Fault::Html => Some(html::page()),
            Fault::Slow { .. }
            | Fault::Hang
            | Fault::Reset { .. }
            | Fault::CutShort { .. }
            | Fault::Unreachable
            | Fault::DuplicateReports
            | Fault::ReorderReports
            | Fault::DropReports { .. } => None,
        });
        Ok(page)
    }

    pub(crate) fn apply(&self, response: Response<Bytes>) -> Response<Body> {
        let cut = self.0.iter().find_map(|fault| match fault {
            Fault::CutShort { bytes } => Some(*bytes),
            _ => None,
        });
        match cut {
            Some(bytes) => cut_short::cut(response, bytes),
            None => response.map(Body::from),
        }
    }
}

/// What the stream of one connection has to do; set by each request for its own answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionFaults(Arc<Mutex<StreamFaults>>);

#[derive(Debug, Clone, Copy, Default)]
struct StreamFaults {
    bytes_per_second: Option<u32>,
    /// How many bytes may still be written.
    bytes_left: Option<u64>,
}

impl ConnectionFaults {
    pub(crate) fn wrap(&self, stream: TcpStream) -> Slow<Reset> {
        Slow::new(Reset::new(stream, self.clone()), self.clone())
    }

    pub(crate) fn prepare(&self, faults: &RequestFaults) {
        // From nothing: what struck the request before on this connection is over.
        let mut stream = StreamFaults::default();
        for fault in &faults.0 {
            match fault {
                Fault::Slow { bytes_per_second } => stream.bytes_per_second = Some(*bytes_per_second),
                Fault::Reset { after_bytes } => stream.bytes_left = Some(*after_bytes),
                _ => {}
            }
        }
        self.with(|faults| *faults = stream);
    }

    fn with<T>(&self, use_faults: impl FnOnce(&mut StreamFaults) -> T) -> T {
        use_faults(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The faults that strike reports.
#[derive(Debug)]
pub(crate) struct ReportFaults(Vec<Fault>);

impl ReportFaults {
    /// Reordering needs something to change places with.
    pub(crate) async fn gather(
        &self,
        reports: &mut mpsc::UnboundedReceiver<Report>,
        batch: &mut Vec<Report>,
    ) {
        if self.0.contains(&Fault::ReorderReports) {
            reorder_reports::gather(reports, batch).await;
        }
    }

    pub(crate) fn apply(&self, mut reports: Vec<Report>) -> Vec<Report> {
        // One after the other as switched on: a report that is dropped first is not doubled.
        for fault in &self.0 {
            reports = match fault {
                Fault::DuplicateReports => duplicate_reports::duplicate(&reports),
                Fault::ReorderReports => reorder_reports::swap_pairs(reports),
                Fault::DropReports { actions } => drop_reports::drop(reports, actions),
                Fault::Slow { .. }
                | Fault::Hang
                | Fault::Reset { .. }
                | Fault::ServerError { .. }
                | Fault::Html
                | Fault::CutShort { .. }
                | Fault::Unreachable => reports,
            };
        }
        reports
    }
}
