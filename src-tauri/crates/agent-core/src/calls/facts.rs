//! What one report says about a call, seen from our extension.

use std::collections::BTreeSet;

use pbx_protocol::endpoints::{InboundParty, OutboundParty};
use pbx_protocol::report::{CallReport, ReportParty};
use pbx_protocol::{CallId, Extension};

/// One report, seen from our extension.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    own: &'a Extension,
    report: &'a CallReport,
}

/// The side a report lists first: it acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    We,
    Other,
    Nobody,
}

impl<'a> Facts<'a> {
    pub(super) fn new(own: &'a Extension, report: &'a CallReport) -> Self {
        Self { own, report }
    }

    pub(super) fn call_id(&self) -> &CallId {
        &self.report.call
    }

    /// Every id by which this call may be known.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        let of_parties = self.report.parties.iter().filter_map(|party| match party {
            ReportParty::Extension(_) => None,
            ReportParty::Inbound(inbound) => inbound.id.as_ref().map(ToString::to_string),
            ReportParty::Outbound(outbound) => outbound.id.as_ref().map(ToString::to_string),
        });
        of_parties.chain([self.report.call.to_string()]).collect()
    }

    fn extensions(&self) -> impl DoubleEndedIterator<Item = &'a Extension> {
        self.report.parties.iter().filter_map(|party| match party {
            ReportParty::Extension(extension) => Some(extension),
            ReportParty::Inbound(_) | ReportParty::Outbound(_) => None,
        })
    }

    /// Our extension takes part.
    pub(super) fn is_ours(&self) -> bool {
        self.extensions().any(|extension| extension == self.own)
    }

    pub(super) fn inbound(&self) -> Option<&'a InboundParty> {
        self.report.parties.iter().find_map(|party| match party {
            ReportParty::Inbound(inbound) => Some(inbound),
            ReportParty::Extension(_) | ReportParty::Outbound(_) => None,
        })
    }

    pub(super) fn outbound(&self) -> Option<&'a OutboundParty> {
        self.report.parties.iter().find_map(|party| match party {
            ReportParty::Outbound(outbound) => Some(outbound),
            ReportParty::Extension(_) | ReportParty::Inbound(_) => None,
        })
    }

    /// The first other extension that takes part.
    pub(super) fn other_extension(&self) -> Option<&'a Extension> {
        self.extensions().find(|extension| *extension != self.own)
    }

    /// Of a RING without outside party, which lists the caller last: our side calls.
    pub(super) fn we_are_last(&self) -> bool {
        self.extensions().next_back() == Some(self.own)
    }

    pub(super) fn first(&self) -> First {
        match self.report.parties.first() {
            Some(ReportParty::Extension(extension)) if extension == self.own => First::We,
            Some(_) => First::Other,
            None => First::Nobody,
        }
    }

    pub(super) fn is_own(&self, number: &str) -> bool {
        self.own.as_str() == number
    }

    /// Names one party only.
    pub(super) fn is_alone(&self) -> bool {
        self.report.parties.len() == 1
    }
}
