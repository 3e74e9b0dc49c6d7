//! Calls and their legs: what one is made of and what can be asked of it. What happens to calls is in the modules
//! below; what is reported of them in `calls::reports`.

mod reports;

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::endpoints::ExtensionParty;
use pbx_protocol::report::ReportParty;
use pbx_protocol::{CallId, Extension, QueueNumber};
use serde_json::Value;

use crate::clock::Now;
use crate::exchange::Exchange;

/// The captures' first counter, and their usual step from one channel of a call to the next.
const FIRST_CHANNEL: u64 = 1670;
const CHANNEL_STEP: u64 = 2;

/// Hands out channel ids: the second of opening and a counter.
#[derive(Debug)]
pub(crate) struct Channels {
    next: u64,
}

impl Channels {
    pub(crate) fn new() -> Self {
        Self { next: FIRST_CHANNEL }
    }

    pub(crate) fn open(&mut self, now: Now) -> CallId {
        let id = CallId::of_channel(now.wall.as_secs(), self.next);
        self.next += CHANNEL_STEP;
        id
    }
}

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
    pub(crate) phase: Phase,
    pub(crate) started: Now,
    /// The caller has been told that it rings.
    pub(crate) alerted: bool,
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

#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) party: Party,
    pub(crate) channel: CallId,
    pub(crate) state: LegState,
    pub(crate) muted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LegState {
    Ringing {
        until: Duration,
        /// When it is lifted without anybody's help.
        lifts: Option<Duration>,
    },
    Up,
    Held,
}

/// Who is at the end of a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Party {
    Extension(Extension),
    /// Called in.
    Inbound(Outside),
    /// Was called.
    Outbound(Outside),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outside {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) trunk: String,
}

/// Where a dialled number leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Extension(Extension),
    Queue(QueueNumber),
    Outside(Outside),
}

impl Leg {
    pub(crate) fn new(party: Party, channel: CallId, state: LegState) -> Self {
        Self { party, channel, state, muted: false }
    }

    pub(crate) fn is(&self, extension: &Extension) -> bool {
        self.party == Party::Extension(extension.clone())
    }

    pub(crate) fn rings(&self) -> bool {
        matches!(self.state, LegState::Ringing { .. })
    }
}

impl Party {
    pub(crate) fn extension(&self) -> Option<&Extension> {
        match self {
            Self::Extension(extension) => Some(extension),
            Self::Inbound(_) | Self::Outbound(_) => None,
        }
    }

    /// The number that the other side sees.
    pub(crate) fn shown_number(&self) -> &str {
        match self {
            Self::Extension(extension) => extension.as_str(),
            Self::Inbound(outside) => &outside.from,
            Self::Outbound(outside) => &outside.to,
        }
    }

    /// The outside party's number without name and brackets.
    pub(crate) fn outside_number(&self) -> Option<String> {
        match self {
            Self::Extension(_) => None,
            Self::Inbound(_) | Self::Outbound(_) => {
                let party = pbx_protocol::Party::parse(self.shown_number());
                Some(party.number.unwrap_or_else(|| self.shown_number().to_owned()))
            }
        }
    }
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

    /// `Inbound`, `Outbound` or `Internal`, as bookings have it.
    pub(crate) fn direction(&self) -> &'static str {
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

impl Exchange {
    pub(crate) fn call(&self, number: u64) -> Option<&Call> {
        self.calls.iter().find(|call| call.number == number)
    }

    pub(crate) fn call_mut(&mut self, number: u64) -> Option<&mut Call> {
        self.calls.iter_mut().find(|call| call.number == number)
    }

    pub(crate) fn take_call(&mut self, number: u64) -> Option<Call> {
        let at = self.calls.iter().position(|call| call.number == number)?;
        Some(self.calls.remove(at))
    }
}
