//! Dialling: the PBX rings our own phone first, and tells nothing about the request that caused it.

use std::time::Duration;

use pbx_protocol::endpoints::{AutoAnswer, DialExtension, DialOutbound};
use pbx_protocol::number::Written;
use pbx_protocol::{DialString, Extension, Meaning, Party};

use super::Calls;
use super::ask::Dial;
use super::call::{Call, Other};
use super::dial_plan::{self, Destination};
use super::facts::Facts;
use super::own_phone::Current;
use crate::calls::view::CallDirection;
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;

/// A phone rings within a second or two of the request; after this the person is told that it does not.
const PHONE_RINGS_WITHIN: Duration = Duration::from_secs(15);
/// A phone that is woken by a push, or a PBX that hung, rings later; that is no caller then.
const PHONE_MAY_RING_WITHIN: Duration = Duration::from_mins(1);

/// A number that was dialled here and has not rung our phone yet.
#[derive(Debug)]
pub(crate) struct PendingDial {
    serial: u32,
    number: DialString,
    to: Destination,
    /// What the person keys in when the other side has answered.
    pub(super) key_in: Option<String>,
    auto_answer: AutoAnswer,
    since: Now,
    /// The PBX took it.
    accepted: bool,
}

impl PendingDial {
    pub(super) fn direction(&self) -> CallDirection {
        match self.to {
            Destination::Colleague(_) | Destination::Inside(_) => CallDirection::Internal,
            Destination::AsItIs(_) | Destination::Outside(_) => CallDirection::Outbound,
        }
    }

    pub(super) fn other(&self) -> Other {
        match &self.to {
            Destination::Colleague(extension) | Destination::Inside(extension) => {
                Other::Extension(extension.clone())
            }
            Destination::AsItIs(_) | Destination::Outside(_) => {
                Other::Outside(Party::parse(self.number.as_str()))
            }
        }
    }

    fn question(&self, own: Extension) -> Dial {
        let auto_answer = self.auto_answer;
        let order = match &self.to {
            Destination::Colleague(callee) | Destination::Inside(callee) => {
                DialExtension { caller: own, callee: callee.clone(), auto_answer }.into()
            }
            Destination::AsItIs(number) | Destination::Outside(number) => {
                DialOutbound { extension: own, number: number.clone(), auto_answer }.into()
            }
        };
        Dial { serial: self.serial, order }
    }

    /// A short number that the PBX does not have may be a service of the public network, e.g. 114.
    fn may_be_outside(&self, failure: &Failure) -> bool {
        let is_unknown = matches!(
            failure,
            Failure::Refused { meaning: Meaning::NoSuchExtension | Meaning::NoSuchNumber, .. }
        );
        is_unknown && matches!(self.to, Destination::Inside(_))
    }

    /// What a report about our phone says is this dial's doing: it names the dialled side, or nobody but us.
    fn fits(&self, facts: &Facts<'_>) -> bool {
        match (facts.inbound(), facts.outbound(), facts.other_extension()) {
            // Some firmware tells the leg to our own phone as a call from outside, and our number as the caller's.
            (Some(inbound), _, _) => {
                Party::parse(&inbound.from).number.is_some_and(|number| facts.is_own(&number))
            }
            // The route makes of the number what it likes.
            (None, Some(_), _) => self.direction() == CallDirection::Outbound,
            (None, None, Some(other)) => match &self.to {
                Destination::Colleague(extension) => extension == other,
                // Whoever serves the queue, the group or the code.
                Destination::Inside(_) | Destination::AsItIs(_) => true,
                // A colleague who calls in that very second is not whom we dialled.
                Destination::Outside(_) => false,
            },
            (None, None, None) => true,
        }
    }

    /// The same long after it was dialled: a colleague may have called meanwhile.
    fn surely_fits(&self, facts: &Facts<'_>) -> bool {
        let names_dialled = |other: &Extension| self.other() == Other::Extension(other.clone());
        self.fits(facts) && facts.other_extension().is_none_or(names_dialled)
    }

    /// What the PBX says our phone is in is this dial's doing.
    fn leads_to(&self, current: &Current) -> bool {
        match (&self.to, &current.other) {
            (Destination::Colleague(dialled), Other::Extension(other)) => dialled == other,
            // The number is what the route made of it; whether it leaves the PBX is what is left to compare.
            _ => self.direction() == current.direction,
        }
    }

    pub(super) fn deadline(&self) -> Duration {
        self.since.monotonic + PHONE_RINGS_WITHIN
    }

    pub(super) fn forgotten_at(&self) -> Duration {
        self.since.monotonic + PHONE_MAY_RING_WITHIN
    }
}

impl Calls {
    pub(crate) fn can_dial(&self) -> bool {
        self.dial.is_none()
    }

    pub(crate) fn dial(&mut self, text: &str, shared: &mut Shared) -> Result<(), Refusal> {
        let own = shared.signed_in()?;
        let preferences = &shared.settings.preferences;
        let Written { dial: number, extension: key_in, left_out: _ } =
            dial_plan::read(text, preferences).map_err(|why| Refusal::InvalidNumber { why })?;
        if !self.can_dial() {
            return Err(Refusal::NotNow);
        }
        // Our phone rings first, and would then be called while it is in use.
        if number.as_str() == own.as_str() {
            return Err(Refusal::OwnNumber);
        }
        let to = dial_plan::destination(&number, shared);
        let auto_answer = if preferences.auto_answer { AutoAnswer::Yes } else { AutoAnswer::No };
        // The answer to a dial that was given up must not be taken for that to the next, be it the same number.
        self.last_dial += 1;
        let (serial, since) = (self.last_dial, shared.now);
        let dial = PendingDial { serial, number, to, key_in, auto_answer, since, accepted: false };
        shared.ask(dial.question(own));
        self.dial = Some(dial);
        Ok(())
    }

    /// The number that is not called, and why.
    pub(crate) fn on_dialled(
        &mut self,
        serial: u32,
        outcome: Result<(), Failure>,
        shared: &mut Shared,
    ) -> Option<(String, Failure)> {
        let Err(failure) = outcome else {
            let dials = self.dial.iter_mut().chain(&mut self.late_dial);
            dials.filter(|dial| dial.serial == serial).for_each(|dial| dial.accepted = true);
            return None;
        };
        if failure.may_have_worked() {
            // Our phone may ring any moment, and may be ringing.
            self.ask_own_phone(shared);
            return None;
        }
        // Our phone is in use; if we know of no call, reports are missing.
        if matches!(failure, Failure::Refused { meaning: Meaning::ExtensionNotIdle, .. }) && !self.any_live()
        {
            self.ask_own_phone(shared);
        }
        // What rang meanwhile, if anything, rang for something else.
        self.take_back_dial();
        let is_it = |dial: &mut PendingDial| dial.serial == serial;
        let mut dial = self.dial.take_if(is_it).or_else(|| self.late_dial.take_if(is_it))?;
        if let Some(own) = shared.own.clone().filter(|_| dial.may_be_outside(&failure)) {
            // Without a prefix: where outside numbers need one, this is refused too, and nobody is called.
            dial.to = Destination::AsItIs(dial.number.clone());
            shared.ask(dial.question(own));
            self.dial = Some(dial);
            return None;
        }
        let number = dial.number.to_string();
        shared.notices.withdraw(|notice| is_unheard(notice, &number));
        Some((number, failure))
    }

    /// The dial whose doing the report is.
    pub(super) fn take_dial_of(&mut self, facts: &Facts<'_>) -> Option<PendingDial> {
        self.take_back_dial();
        let in_time = self.dial.take_if(|dial| dial.fits(facts));
        in_time.or_else(|| self.late_dial.take_if(|dial| dial.surely_fits(facts)))
    }

    /// The dial that has led to what our phone is in.
    pub(super) fn take_dial_to(&mut self, current: &Current) -> Option<PendingDial> {
        let in_time = self.dial.take_if(|dial| dial.leads_to(current));
        in_time.or_else(|| self.late_dial.take_if(|dial| dial.leads_to(current)))
    }

    /// It rang after all: what was told of it is over.
    pub(super) fn withdraw_unheard(&self, shared: &mut Shared) {
        let made = self.list.iter().filter(|call| call.is_live() && !call.parties.incoming);
        let numbers: Vec<String> = made.filter_map(Call::number).collect();
        shared.notices.withdraw(|notice| numbers.iter().any(|number| is_unheard(notice, number)));
    }

    /// A dial that our phone's status seemed to ring for, and no report has confirmed, waits again.
    pub(super) fn take_back_dial(&mut self) {
        let seems = |call: &Call| call.is_live() && call.evidence.rung_by_status.is_some();
        if let Some(at) = self.list.iter().position(seems) {
            // Taken out and not ended: there was no such call, so the history gets no row.
            self.dial = self.list.remove(at).evidence.rung_by_status;
        }
    }

    /// Nothing rang in time. Says whether the PBX had taken the number, so that a report was due.
    pub(crate) fn give_up_dial(&mut self, shared: &mut Shared) -> bool {
        let Some(dial) = self.dial.take_if(|dial| dial.deadline() <= shared.now.monotonic) else {
            return false;
        };
        let (number, taken) = (dial.number.to_string(), dial.accepted);
        let seconds = u32::try_from(PHONE_RINGS_WITHIN.as_secs()).unwrap_or(u32::MAX);
        // Not told as a PBX that did not answer: it may have taken the number at once, and the phone be what is silent.
        shared.tell(Notice::PhoneDidNotRing { number, seconds, taken });
        // A phone that is woken by a push still rings; without this it would look like a caller.
        self.late_dial = Some(dial);
        taken
    }

    /// Which dial has not rung our phone yet.
    pub(crate) fn pending_dial(&self) -> Option<u32> {
        self.dial.as_ref().map(|dial| dial.serial)
    }

    /// The number that is being dialled.
    pub(crate) fn dialled(&self) -> Option<String> {
        self.dial.as_ref().map(|dial| dial.number.to_string())
    }
}

fn is_unheard(notice: &Notice, dialled: &str) -> bool {
    matches!(notice, Notice::PhoneDidNotRing { number, .. } if number == dialled)
}
