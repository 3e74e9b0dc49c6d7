//! Dialling: the PBX rings our own phone first, and tells nothing about the request that caused it.

use std::time::Duration;

use pbx_protocol::endpoints::{AutoAnswer, DialExtension, DialOutbound};
use pbx_protocol::{DialString, Extension, Party};

use super::call::Other;
use super::facts::Facts;
use super::{Around, Calls};
use crate::outbox::Purpose;
use crate::{CallDirection, DialView, Failure, Notice, Now, Preferences, Refusal, Request};

/// A phone rings within a second or two of the request; after this it will not.
const PHONE_RINGS_WITHIN: Duration = Duration::from_secs(15);

/// A number that was dialled here and has not rung our phone yet.
#[derive(Debug)]
pub(super) struct PendingDial {
    number: DialString,
    inside: Option<Extension>,
    since: Now,
    /// The PBX took it.
    accepted: bool,
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

    /// What a report about our phone says is this dial's doing: it names the dialled side, or nobody but us.
    fn fits(&self, facts: &Facts<'_>) -> bool {
        match (facts.inbound(), facts.outbound(), facts.other_extension()) {
            (Some(inbound), _, _) => {
                Party::parse(&inbound.from).number.is_some_and(|number| facts.is_own(&number))
            }
            // The route makes of the number what it likes.
            (None, Some(_), _) => self.inside.is_none(),
            (None, None, Some(other)) => self.inside.as_ref() == Some(other),
            (None, None, None) => true,
        }
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
        self.dial = Some(PendingDial { number, inside, since: around.now, accepted: false });
        Ok(())
    }

    pub(crate) fn on_dialled(&mut self, outcome: Result<(), Failure>, around: &mut Around<'_>) {
        let Err(failure) = outcome else {
            if let Some(dial) = &mut self.dial {
                dial.accepted = true;
            }
            return;
        };
        // What rang meanwhile, if anything, rang for something else.
        self.take_back_dial();
        if let Some(dial) = self.dial.take() {
            let number = dial.number.to_string();
            around.notices.add(Notice::DialFailed { number, failure }, around.now);
        }
    }

    /// The dial whose doing the report is.
    pub(super) fn take_dial_of(&mut self, facts: &Facts<'_>) -> Option<PendingDial> {
        self.take_back_dial();
        self.dial.take_if(|dial| dial.fits(facts))
    }

    /// A dial that our phone's status seemed to ring for, and no report has confirmed, waits again.
    pub(super) fn take_back_dial(&mut self) {
        let seems = |call: &super::Call| call.is_live() && call.rung_by_status.is_some();
        if let Some(at) = self.list.iter().position(seems) {
            self.dial = self.list.remove(at).rung_by_status;
        }
    }

    /// Nothing rang in time. Says whether the PBX had taken the number, so that a report was due.
    pub(crate) fn give_up_dial(&mut self, around: &mut Around<'_>) -> bool {
        let Some(dial) = self.dial.take_if(|dial| dial.deadline() <= around.now.monotonic) else {
            return false;
        };
        let number = dial.number.to_string();
        let notice = Notice::DialFailed { number, failure: Failure::TimedOut };
        around.notices.add(notice, around.now);
        dial.accepted
    }

    pub(crate) fn dial_view(&self, online: bool) -> DialView {
        DialView {
            possible: online && self.can_dial(),
            pending: self.dial.as_ref().map(|dial| dial.number.to_string()),
        }
    }
}
