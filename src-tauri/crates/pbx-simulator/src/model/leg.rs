//! One end of a call: who is there, on which channel, and what the phone does about this call.

use std::time::Duration;

use pbx_protocol::{CallId, Extension};

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
    /// Called in from outside.
    Inbound(Outside),
    /// Was called outside.
    Outbound(Outside),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outside {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) trunk: String,
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
