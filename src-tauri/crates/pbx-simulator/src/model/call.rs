//! One call: what it is made of and what can be asked of it. What is reported of it is in `reports`.

mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::endpoints::ExtensionParty;
use pbx_protocol::report::ReportParty;
use pbx_protocol::{Extension, QueueNumber};
use serde_json::Value;

use crate::model::leg::{Leg, LegState, Outside, Party};
use crate::model::now::Now;

/// One call from the lift of the caller to the last leg's end. A transfer keeps the call and changes its legs.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Ours, never on the wire.
    pub(crate) number: u64,
    pub(crate) caller: Leg,
    /// Those who are rung; once one has answered, that one.
    pub(crate) callees: Vec<Leg>,
    /// `callto` of the booking: as dialled, prefix included.
    pub(crate) dialled: String,
    pub(crate) queue: Option<QueueNumber>,
    /// Queue members who let it ring, and until when they are left alone.
    pub(crate) left_alone: BTreeMap<Extension, Duration>,
    /// Phones that have let it go elsewhere.
    pub(crate) forwarded_by: BTreeSet<Extension>,
    pub(crate) phase: Phase,
    pub(crate) started: Now,
    /// The caller has been told that it rings.
    pub(crate) alerted: bool,
    /// Nothing of it is reported.
    pub(crate) unreported: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Dialled through the API: the caller's own phone rings before anybody is called.
    OwnPhone {
        target: Target,
    },
    /// Callees are rung, or the caller waits in a queue.
    Ringing,
    Talking {
        since: Now,
    },
}

/// Where a dialled number leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Extension(Extension),
    Queue(QueueNumber),
    Outside(Outside),
}

impl Call {
    pub(crate) fn legs(&self) -> impl Iterator<Item = &Leg> {
        std::iter::once(&self.caller).chain(&self.callees)
    }

    pub(crate) fn legs_mut(&mut self) -> impl Iterator<Item = &mut Leg> {
        std::iter::once(&mut self.caller).chain(&mut self.callees)
    }

    pub(crate) fn leg_of(&self, extension: &Extension) -> Option<&Leg> {
        self.legs().find(|leg| leg.is(extension))
    }

    pub(crate) fn has_channel(&self, id: &str) -> bool {
        self.legs().any(|leg| leg.channel.as_str() == id)
    }

    pub(crate) fn is_waiting_for_answer(&self) -> bool {
        self.phase == Phase::Ringing
    }

    pub(crate) fn is_talking(&self) -> bool {
        matches!(self.phase, Phase::Talking { .. })
    }

    /// The queue this call waits in, if it does.
    pub(crate) fn waiting_queue(&self) -> Option<&QueueNumber> {
        self.queue.as_ref().filter(|_| self.is_waiting_for_answer())
    }

    /// `Inbound`, `Outbound` or `Internal`, as bookings have it.
    pub(crate) fn direction(&self) -> &'static str {
        // What came in stays inbound, even where a transfer leads it outside again.
        let any = |is: fn(&Party) -> bool| self.legs().any(|leg| is(&leg.party));
        let calls_outside = matches!(&self.phase, Phase::OwnPhone { target: Target::Outside { .. } });
        if any(|party| matches!(party, Party::Inbound(_))) {
            "Inbound"
        } else if calls_outside || any(|party| matches!(party, Party::Outbound(_))) {
            "Outbound"
        } else {
            "Internal"
        }
    }

    /// Of two who talked one stays and is connected anew, as the caller of what reads like a new call.
    pub(crate) fn go_on_with(&mut self, caller: Leg, dialled: &str, now: Now) {
        self.caller = caller;
        self.callees.clear();
        self.queue = None;
        self.left_alone.clear();
        self.forwarded_by.clear();
        dialled.clone_into(&mut self.dialled);
        self.phase = Phase::Ringing;
        self.started = now;
        self.alerted = false;
    }

    /// When something happens to this call by itself.
    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.legs()
            .filter_map(|leg| match leg.state {
                LegState::Ringing { until, lifts } => Some(lifts.map_or(until, |lifts| lifts.min(until))),
                LegState::Up | LegState::Held => None,
            })
            .min()
    }

    /// The one at the other end from this extension, under the name `extension/query` has for it.
    pub(crate) fn other_party_json(&self, extension: &Extension) -> Option<(&'static str, Value)> {
        let other = self.legs().find(|leg| !leg.is(extension))?;
        let (name, value) = match other.report_party(&self.caller.channel) {
            ReportParty::Extension(extension) => ("ext", serde_json::to_value(ExtensionParty { extension })),
            ReportParty::Inbound(party) => ("inbound", serde_json::to_value(party)),
            ReportParty::Outbound(party) => ("outbound", serde_json::to_value(party)),
        };
        // These are structs of text, which always serialise.
        Some((name, value.unwrap_or_default()))
    }
}
