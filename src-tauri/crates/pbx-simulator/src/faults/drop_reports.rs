//! Reports that never arrive.

use pbx_protocol::report::Report;

use crate::report_body::action;

/// No actions means all of them.
pub(crate) fn drop(mut reports: Vec<Report>, actions: &[String]) -> Vec<Report> {
    reports.retain(|report| !actions.is_empty() && !actions.iter().any(|name| name == action(&report.event)));
    reports
}
