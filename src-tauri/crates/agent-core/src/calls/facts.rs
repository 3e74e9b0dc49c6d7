//! What one report says about a call, seen from our extension.

use std::collections::BTreeSet;

use pbx_protocol::endpoints::{InboundParty, OutboundParty};
use pbx_protocol::report::{CallReport, ReportParty};
use pbx_protocol::{CallId, Extension};

/// One report, seen from our extension.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    own: Option<&'a Extension>,
    report: &'a CallReport,
    order: Order,
}

/// What the place of an extension in the list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Who acted stands first.
    ActorFirst,
    /// Of a group every phone that rings is listed, and the caller after them.
    CallerLast,
}

/// The side a report lists first: it acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    We,
    Other,
    Nobody,
}

impl<'a> Facts<'a> {
    pub(super) fn new(own: Option<&'a Extension>, report: &'a CallReport) -> Self {
        Self { own, report, order: Order::ActorFirst }
    }

    /// Of a RING, or of the failure of one.
    pub(super) fn of_ring(own: Option<&'a Extension>, report: &'a CallReport) -> Self {
        Self { own, report, order: Order::CallerLast }
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
        // ALERT and RING of a call name different channels, its two BYEs different lines: any may be the link.
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
        self.extensions().any(|extension| Some(extension) == self.own)
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

    /// The other extension that takes part: the caller where that is told, else the first.
    pub(super) fn other_extension(&self) -> Option<&'a Extension> {
        let mut others = self.extensions().filter(|extension| Some(*extension) != self.own);
        match self.order {
            // The first other one is a colleague whose phone rings as ours does, not who calls.
            Order::CallerLast if !self.we_are_last() => others.next_back(),
            Order::CallerLast | Order::ActorFirst => others.next(),
        }
    }

    /// The first extension that takes part and is neither ours nor that one.
    pub(super) fn extension_beside(&self, known: Option<&Extension>) -> Option<&'a Extension> {
        self.extensions().find(|extension| ![self.own, known].contains(&Some(*extension)))
    }

    /// Of a RING without outside party, which lists the caller last: our side calls.
    pub(super) fn we_are_last(&self) -> bool {
        self.extensions().next_back().is_some_and(|last| Some(last) == self.own)
    }

    pub(super) fn first(&self) -> First {
        match self.report.parties.first() {
            Some(ReportParty::Extension(extension)) if Some(extension) == self.own => First::We,
            Some(_) => First::Other,
            None => First::Nobody,
        }
    }

    pub(super) fn is_own(&self, number: &str) -> bool {
        self.own.is_some_and(|own| own.as_str() == number)
    }

    /// Names one party only.
    pub(super) fn is_alone(&self) -> bool {
        self.report.parties.len() == 1
    }
}
