//! Reports overtake each other, as each has a connection of its own.

use std::time::Duration;

use pbx_protocol::report::Report;
use tokio::sync::mpsc;

/// How long a report waits for another to change places with.
const WAIT_FOR_ANOTHER: Duration = Duration::from_millis(100);

/// Takes whatever else is on its way.
pub(crate) async fn gather(reports: &mut mpsc::UnboundedReceiver<Report>, batch: &mut Vec<Report>) {
    while let Ok(Some(next)) = tokio::time::timeout(WAIT_FOR_ANOTHER, reports.recv()).await {
        batch.push(next);
    }
}

pub(crate) fn swap_pairs(mut reports: Vec<Report>) -> Vec<Report> {
    for pair in reports.chunks_exact_mut(2) {
        pair.reverse();
    }
    reports
}
