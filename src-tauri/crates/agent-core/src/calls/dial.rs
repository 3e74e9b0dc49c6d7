//! Dialling: the PBX rings our own phone first, and tells nothing about the request that caused it.

use std::time::Duration;

use pbx_protocol::endpoints::{AutoAnswer, DialExtension, DialOutbound};
use pbx_protocol::{DialString, Extension, Party};

use super::call::Other;
use super::{Around, Calls};
use crate::outbox::Purpose;
use crate::{CallDirection, DialView, Failure, Notice, Now, Preferences, Refusal, Request};

/// A phone rings within a second or two of the request; after this it will not.
const PHONE_RINGS_WITHIN: Duration = Duration::from_secs(15);
/// So many dials without one report are no coincidence.
const SILENT_DIALS: u32 = 1;

/// A number that was dialled here and has not rung our phone yet.
#[derive(Debug)]
pub(super) struct PendingDial {
    number: DialString,
    inside: Option<Extension>,
    since: Now,
}

impl PendingDial {
    pub(super) fn direction(&self) -> CallDirection {
        if self.inside.is_some() { CallDirection::Internal } else { CallDirection::Outbound }
    }

    pub(super) fn other(&self) -> Other {
        match &self.inside {
            Some(extension) => Other::Extension(extension.clone()),
            None => Other::Outside(Party::parse(self.number.as_str())),
        }
    }

    /// A ring of our phone that names this extension, or nobody, is this dial's.
    pub(super) fn fits(&self, other: Option<&Extension>) -> bool {
        other.is_none() || other == self.inside.as_ref()
    }

    pub(super) fn deadline(&self) -> Duration {
        self.since.monotonic + PHONE_RINGS_WITHIN
    }
}

impl Calls {
    pub(crate) fn can_dial(&self) -> bool {
        self.dial.is_none()
    }

    pub(crate) fn dial(
        &mut self,
        text: &str,
        preferences: &Preferences,
        around: &mut Around<'_>,
    ) -> Result<(), Refusal> {
        let number = DialString::from_link(text).map_err(|_| Refusal::InvalidNumber)?;
        if !self.can_dial() {
            return Err(Refusal::NotNow);
        }
        let auto_answer = if preferences.auto_answer { AutoAnswer::Yes } else { AutoAnswer::No };
        let inside =
            Extension::parse(number.as_str()).ok().filter(|extension| around.directory.contains(extension));
        let own = around.own.clone();
        let request = match inside.clone() {
            Some(callee) if callee == own => return Err(Refusal::InvalidNumber),
            Some(callee) => Request::DialExtension(DialExtension { caller: own, callee, auto_answer }),
            None => Request::DialOutbound(DialOutbound {
                extension: own,
                number: number.with_prefix(&preferences.outside_prefix),
                auto_answer,
            }),
        };
        around.out.send(request, Purpose::Dial, around.now);
        self.dial = Some(PendingDial { number, inside, since: around.now });
        Ok(())
    }

    pub(crate) fn on_dialled(&mut self, outcome: Result<(), Failure>, around: &mut Around<'_>) {
        let Err(failure) = outcome else { return };
        if let Some(dial) = self.dial.take() {
            let number = dial.number.to_string();
            around.notices.add(Notice::DialFailed { number, failure }, around.now.wall);
        }
    }

    pub(super) fn give_up_dial(&mut self, around: &mut Around<'_>) {
        let Some(dial) = self.dial.take_if(|dial| dial.deadline() <= around.now.monotonic) else { return };
        self.silent_dials += 1;
        let number = dial.number.to_string();
        let notice = Notice::DialFailed { number, failure: Failure::TimedOut };
        around.notices.add(notice, around.now.wall);
    }

    /// The PBX took our dials and no report came of them.
    pub(crate) fn seem_unreported(&self) -> bool {
        self.silent_dials >= SILENT_DIALS
    }

    /// It has been told.
    pub(crate) fn forget_silence(&mut self) {
        self.silent_dials = 0;
    }

    pub(crate) fn dial_view(&self, online: bool) -> DialView {
        DialView {
            possible: online && self.can_dial(),
            pending: self.dial.as_ref().map(|dial| dial.number.to_string()),
        }
    }
}
