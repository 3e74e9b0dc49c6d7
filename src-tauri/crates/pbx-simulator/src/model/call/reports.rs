//! What is reported of a call, with the ids as the captures have them: which of a call's channels a report names
//! differs from action to action.

use pbx_protocol::endpoints::{InboundParty, OutboundParty};
use pbx_protocol::report::{CallReport, Event, ReportParty};
use pbx_protocol::{CallId, InboundId, OutboundId};

use crate::model::call::{Call, Target};
use crate::model::leg::{Leg, Outside, Party};

/// Which channel each report of ringing and answering names.
struct Named<'a> {
    alert: &'a CallId,
    ring: &'a CallId,
    answer: &'a CallId,
    failed: &'a CallId,
}

impl Leg {
    /// `trunk_id` is what stands as `inboundid` or `outboundid`.
    pub(crate) fn report_party(&self, trunk_id: &CallId) -> ReportParty {
        match &self.party {
            Party::Extension(extension) => ReportParty::Extension(extension.clone()),
            Party::Inbound(outside) => ReportParty::Inbound(InboundParty {
                from: outside.from.clone(),
                to: outside.to.clone(),
                trunk: outside.trunk.clone(),
                id: Some(InboundId::from(trunk_id)),
            }),
            Party::Outbound(outside) => ReportParty::Outbound(outbound(outside, trunk_id)),
        }
    }
}

impl Call {
    /// Internal calls name the caller's channel throughout. With a trunk the callee's shows up: `…1709` beside
    /// `inboundid` `…1707`, ALERT `…1692` beside RING `…1690`.
    fn named<'a>(&'a self, callee: &'a Leg) -> Named<'a> {
        let (first, second) = (&self.caller.channel, &callee.channel);
        match (&self.caller.party, &callee.party) {
            (_, Party::Outbound(_)) => Named { alert: second, ring: first, answer: second, failed: first },
            (Party::Inbound(_) | Party::Outbound(_), _) => {
                Named { alert: second, ring: second, answer: first, failed: second }
            }
            (Party::Extension(_), _) => Named { alert: first, ring: first, answer: first, failed: first },
        }
    }

    fn trunk_id(&self) -> &CallId {
        &self.caller.channel
    }

    pub(crate) fn alert(&self, callee: &Leg) -> Event {
        Event::Alert(report(self.named(callee).alert, self.trunk_id(), &[&self.caller]))
    }

    /// Callee, then caller.
    pub(crate) fn ring(&self, callee: &Leg) -> Event {
        Event::Ring(report(self.named(callee).ring, self.trunk_id(), &[callee, &self.caller]))
    }

    /// The caller's own phone rings, for whom it is going to call.
    pub(crate) fn own_ring(&self, target: &Target) -> Event {
        Event::Ring(self.own(target))
    }

    /// The caller's own phone was not lifted.
    pub(crate) fn own_failed(&self, target: &Target, reason: &str) -> Event {
        Event::CallFailed { reason: reason.to_owned(), call: self.own(target) }
    }

    /// The caller's own phone refused.
    pub(crate) fn own_bye(&self, target: &Target) -> Event {
        Event::Bye(self.own(target))
    }

    fn own(&self, target: &Target) -> CallReport {
        let mut own = report(&self.caller.channel, self.trunk_id(), &[&self.caller]);
        own.parties.extend(match target {
            Target::Extension(extension) => Some(ReportParty::Extension(extension.clone())),
            Target::Outside(outside) => Some(ReportParty::Outbound(outbound(outside, self.trunk_id()))),
            // Reports have no word for a queue.
            Target::Queue(_) => None,
        });
        own
    }

    /// First from the callee's side, then from the caller's.
    pub(crate) fn answers(&self, callee: &Leg) -> [Event; 2] {
        let id = self.named(callee).answer;
        let answer = |legs: &[&Leg]| Event::Answer(report(id, self.trunk_id(), legs));
        [answer(&[callee, &self.caller]), answer(&[&self.caller, callee])]
    }

    /// The first names the party that hung up. With a trunk, its id is each time the channel of the report.
    pub(crate) fn byes(&self, first: &Leg, second: &Leg) -> [Event; 2] {
        let callee = if first.channel == self.caller.channel { second } else { first };
        let (a, b) = (&self.caller.channel, &callee.channel);
        [Event::Bye(report(a, a, &[first, second])), Event::Bye(report(b, b, &[second, first]))]
    }

    /// One leg ends and the call goes on.
    pub(crate) fn leg_bye(&self, leg: &Leg, other: &Leg) -> Event {
        Event::Bye(report(&leg.channel, self.trunk_id(), &[leg, other]))
    }

    /// A caller gives up while nobody is rung.
    pub(crate) fn lone_bye(&self) -> Event {
        Event::Bye(report(&self.caller.channel, self.trunk_id(), &[&self.caller]))
    }

    pub(crate) fn failed(&self, callee: &Leg, reason: &str) -> Event {
        let call = report(self.named(callee).failed, self.trunk_id(), &[callee, &self.caller]);
        Event::CallFailed { reason: reason.to_owned(), call }
    }

    /// Transferred on the phone; the captures list the other extension first, but an outside party last.
    pub(crate) fn transferred(&self, transferor: &Leg, other: &Leg) -> Event {
        let legs = match other.party {
            Party::Extension(_) => [other, transferor],
            Party::Inbound(_) | Party::Outbound(_) => [transferor, other],
        };
        Event::Transfer(report(&self.caller.channel, self.trunk_id(), &legs))
    }
}

fn report(id: &CallId, trunk_id: &CallId, legs: &[&Leg]) -> CallReport {
    let parties = legs.iter().map(|leg| leg.report_party(trunk_id)).collect();
    CallReport { call: id.clone(), parties }
}

fn outbound(outside: &Outside, id: &CallId) -> OutboundParty {
    OutboundParty {
        from: outside.from.clone(),
        to: outside.to.clone(),
        trunk: outside.trunk.clone(),
        id: Some(OutboundId::from(id)),
    }
}
