//! Somebody is asked first whether they take a call: the call is put on hold, they are called, and then the call is
//! handed over or taken back.
//!
//! The PBX can't join two calls, and can't end one of a phone's two but by an outside line's id. So it is announced, and
//! handed over behind the end of the other call; who waits is never cut off from here.

pub(crate) mod ask;
mod handing;
pub(crate) mod intents;
mod leg;
pub(crate) mod view;

use std::collections::BTreeSet;
use std::time::Duration;

use pbx_protocol::Extension;

use crate::calls::Calls;
use crate::calls::call::{Bond, Call, Phase};
use crate::calls::dial_plan;
use crate::calls::view::{CallEnd, CallKey};
use crate::command::{CallCommand, ConsultCommand};
use crate::failure::{Failure, Refusal};
use crate::follow::cards::Cards;
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;

use handing::Handing;
use view::{ConsultHint, ConsultStep, ConsultView};

/// What nobody reports is asked about so often.
const ASKED_EVERY: Duration = Duration::from_secs(5);
/// Who has not answered by then may not be there.
const RINGS_LONG: Duration = Duration::from_secs(30);

/// The part of the desk that asks first; one at a time, as a phone has two hands.
#[derive(Debug, Default)]
pub(crate) struct Consulting {
    one: Option<Consult>,
}

/// Somebody waits, somebody else is asked.
#[derive(Debug)]
struct Consult {
    /// Who waits.
    customer: CallKey,
    /// How it is known, for when it is gone.
    customer_name: String,
    asked: Asked,
    /// The call to who is asked, once it is heard of.
    leg: Option<CallKey>,
    step: Step,
    /// They have been talked with: only then is a call handed to them, else it might be cut off at a busy line.
    was_reached: bool,
    /// What is done as soon as the other call is over.
    wish: Option<ConsultCommand>,
    /// The PBX is asked about our phone then.
    ask_at: Option<Duration>,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    /// As it was typed.
    number: String,
    /// In the list of extensions.
    extension: Option<Extension>,
    name: Option<String>,
}

impl Asked {
    fn of(number: &str, shared: &Shared) -> Self {
        let colleague = Extension::parse(number).ok();
        Self {
            number: number.to_owned(),
            name: shared.directory.name_of_number(number),
            extension: colleague.filter(|extension| shared.directory.contains(extension)),
        }
    }

    fn shown(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.number.clone())
    }
}

/// How far it is.
#[derive(Debug)]
enum Step {
    /// The PBX is to hold the call.
    Holding,
    /// It has not, and nobody is asked yet.
    NotHeld,
    /// Called from here; our phone rings first.
    Dialing { serial: u32 },
    /// The agent dials on the phone; what the phone makes next is it.
    ByHand,
    /// There is a call to who is asked.
    Asking { since: Duration },
    /// It is over; without a talk: why.
    Ended(Option<ConsultHint>),
    /// The PBX is to hand the call over.
    Handing(Handing),
    /// It has not.
    NotHanded(ConsultHint),
    /// It is taken off hold.
    Returning,
}

impl Consulting {
    pub(crate) fn clear(&mut self) {
        self.one = None;
    }

    /// Holds the call; the rest follows from what the PBX says.
    fn begin(
        &mut self,
        key: CallKey,
        to: &str,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let own = shared.signed_in()?;
        let call = calls.get(key).filter(|call| call.is_live()).ok_or(Refusal::NoSuchCall)?;
        // A phone that holds one call and is in another has no hand for a third.
        let is_begun = self.one.as_ref().is_some_and(|one| !matches!(one.step, Step::NotHeld));
        if is_begun || !calls.can(call, true).contains(&CallCommand::AskFirst) {
            return Err(Refusal::NotNow);
        }
        // Refused now: the call could be announced there, and not be handed over.
        let typed = dial_plan::read_for_hand_over(to, &own, &shared.settings.preferences)?;
        if call.number().as_deref() == Some(typed.as_str()) {
            return Err(Refusal::SamePerson);
        }
        // A call that waits already stays as it is: a second hold might be taken for the end of the first.
        if matches!(call.phase, Phase::Talking { .. }) {
            calls.act(key, CallCommand::Hold, shared)?;
        }
        calls.bind(key, Bond::Waits);
        let asked = Asked::of(typed.as_str(), shared);
        self.one = Some(Consult::new(key, asked, Step::Holding));
        Ok(())
    }

    /// Hands over or takes back: now, or when the other call is over.
    fn act(
        &mut self,
        command: ConsultCommand,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        shared.signed_in()?;
        let one = self.one.as_mut().ok_or(Refusal::NoSuchCall)?;
        if !one.can(calls).contains(&command) {
            return Err(Refusal::NotNow);
        }
        if matches!(one.step, Step::NotHeld) {
            let (call, to) = (one.customer, one.asked.number.clone());
            if command == ConsultCommand::TryAgain {
                return self.begin(call, &to, calls, shared);
            }
            self.one = None;
            return Ok(());
        }
        if one.live_leg(calls).is_some() {
            one.wish = Some(command);
            one.end_leg(calls, shared);
            return Ok(());
        }
        one.carry_out(command, calls, shared)
    }

    /// The PBX does not take the second call. Says whether that is dealt with here.
    pub(crate) fn on_not_dialled(&mut self, serial: u32, failure: &Failure, calls: &mut Calls) -> bool {
        let Some(one) = &mut self.one else { return false };
        // Another dial of the agent's may be refused meanwhile.
        if !matches!(one.step, Step::Dialing { serial: ours, .. } if ours == serial) {
            return false;
        }
        one.on_not_dialled(failure, calls);
        true
    }

    /// What follows from what has happened to the two calls.
    pub(crate) fn follow(&mut self, calls: &mut Calls, cards: &Cards, shared: &mut Shared) {
        // After a start the PBX tells of two calls that nobody began here.
        if self.one.is_none() {
            self.one = Consult::found(calls, shared);
        }
        let Some(one) = &mut self.one else { return };
        if one.follow(calls, cards, shared) {
            self.one = None;
            calls.unbind();
        }
    }

    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        let one = self.one.as_ref()?;
        let of_step = match &one.step {
            Step::Handing(handing) => handing.next_deadline(),
            Step::Asking { since } => Some(*since + RINGS_LONG),
            Step::Holding
            | Step::NotHeld
            | Step::Dialing { .. }
            | Step::ByHand
            | Step::Ended(_)
            | Step::NotHanded(_)
            | Step::Returning => None,
        };
        // What is due already is done in this step; told as due, it would wake us at once and for ever.
        of_step.into_iter().chain(one.ask_at).filter(|at| *at > now.monotonic).min()
    }

    pub(crate) fn view(&self, calls: &Calls, shared: &Shared) -> Option<ConsultView> {
        let one = self.one.as_ref()?;
        Some(ConsultView {
            call: one.customer,
            leg: one.live_leg(calls).map(|leg| leg.key),
            number: one.asked.number.clone(),
            name: one.asked.name.clone(),
            step: one.shown_step(calls),
            hint: one.hint(calls, shared),
            pending: one.pending(),
            // The bracket stays while the PBX is away, for the calls go on; nothing can be asked of it then.
            can: if shared.online { one.can(calls) } else { BTreeSet::new() },
        })
    }
}

impl Consult {
    fn new(customer: CallKey, asked: Asked, step: Step) -> Self {
        let customer_name = String::new();
        let (leg, wish, ask_at) = (None, None, None);
        Self { customer, customer_name, asked, leg, step, was_reached: false, wish, ask_at }
    }

    /// Two calls of which the PBX told when it was asked: one that waits, and one to a colleague.
    fn found(calls: &Calls, shared: &Shared) -> Option<Self> {
        let bound = |bond: Bond| calls.all().iter().find(move |call| call.is_live() && call.bond == bond);
        let (customer, leg) = (bound(Bond::Waits)?, bound(Bond::Asks)?);
        let asked = Asked::of(&leg.number()?, shared);
        let step = Step::Asking { since: shared.now.monotonic };
        Some(Self { leg: Some(leg.key), ..Self::new(customer.key, asked, step) })
    }

    /// Says whether it is over.
    fn follow(&mut self, calls: &mut Calls, cards: &Cards, shared: &mut Shared) -> bool {
        let Some(customer) = calls.get(self.customer) else { return true };
        let name = cards.name(customer, &shared.directory).or_else(|| customer.number());
        self.customer_name = name.unwrap_or_default();
        if !customer.is_live() {
            return self.on_customer_gone(calls, shared);
        }
        let is_held = matches!(customer.phase, Phase::Held { .. });
        let is_free = customer.asked.pending.is_none();
        match &self.step {
            // Without a session nothing is put on hold, and a number dialled much later is a surprise.
            Step::Holding if is_free && is_held => self.dial(calls, shared),
            Step::Holding if is_free => {
                // It is a call like any other until that is tried again.
                calls.unbind();
                self.step = Step::NotHeld;
            }
            Step::Holding | Step::NotHeld => {}
            Step::Dialing { .. } | Step::ByHand | Step::Asking { .. } => self.follow_leg(calls, shared),
            Step::Handing(_) => self.follow_handing(calls, shared),
            Step::Returning if is_free && is_held => self.step = Step::Ended(None),
            Step::Ended(_) | Step::NotHanded(_) | Step::Returning => return is_free && !is_held,
        }
        false
    }

    /// What the agent wants, now that the other call is over.
    fn carry_out(
        &mut self,
        command: ConsultCommand,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        calls.bind(self.customer, Bond::WaitsAlone);
        self.ask_at = None;
        match command {
            ConsultCommand::HandOver => {
                calls.transfer(self.customer, &self.asked.number, shared)?;
                self.step = Step::Handing(Handing::default());
            }
            ConsultCommand::Return => {
                calls.act(self.customer, CallCommand::Unhold, shared)?;
                self.step = Step::Returning;
            }
            // Nothing but the beginning is done again.
            ConsultCommand::TryAgain => return Err(Refusal::NotNow),
        }
        Ok(())
    }

    /// Who waited is no longer there.
    fn on_customer_gone(&mut self, calls: &mut Calls, shared: &mut Shared) -> bool {
        // Our part ends first where a call is handed over; whether it arrived is asked of the other phone.
        if matches!(self.step, Step::Handing(_)) {
            return self.on_left(calls, shared);
        }
        if matches!(self.step, Step::NotHeld) {
            return true;
        }
        let by_phone = self.handed_over_on_the_phone(calls);
        let Some(customer) = calls.get_mut(self.customer) else { return true };
        if by_phone && !customer.is_settled() {
            customer.end = Some(CallEnd::Transferred { to: Some(self.asked.shown()) });
        }
        let (name, hung_up) = (self.customer_name.clone(), customer.end == Some(CallEnd::ByOther));
        let handed_over = matches!(customer.end, Some(CallEnd::Transferred { .. }));
        let talks_on = self.live_leg(calls).is_some();
        shared.tell(if handed_over {
            Notice::TransferredOnPhone { name }
        } else {
            Notice::WaiterGone { name, hung_up, with: talks_on.then(|| self.asked.shown()) }
        });
        true
    }

    /// A phone that hands over by its own code is reported for either of its calls.
    fn handed_over_on_the_phone(&self, calls: &Calls) -> bool {
        let both = [Some(self.customer), self.leg];
        both.into_iter().flatten().filter_map(|key| calls.get(key)).any(Call::is_handed_over_on_the_phone)
    }

    fn live_leg<'a>(&self, calls: &'a Calls) -> Option<&'a Call> {
        calls.get(self.leg?).filter(|call| call.is_live())
    }

    fn can(&self, calls: &Calls) -> BTreeSet<ConsultCommand> {
        let free = calls.get(self.customer).map(|customer| calls.can(customer, true)).unwrap_or_default();
        let can_return = free.contains(&CallCommand::Unhold);
        let wishes = |command| self.wish != Some(command);
        let (hand_over, take_back) = match &self.step {
            Step::Asking { .. } if self.live_leg(calls).is_some_and(Call::was_talked_in) => {
                (wishes(ConsultCommand::HandOver), wishes(ConsultCommand::Return))
            }
            Step::Asking { .. } => (false, wishes(ConsultCommand::Return)),
            // The number may never be dialled: the way back stays open.
            Step::ByHand => (false, can_return),
            Step::Ended(_) | Step::NotHanded(_) => {
                (self.was_reached && free.contains(&CallCommand::Transfer), can_return)
            }
            Step::NotHeld => (false, true),
            Step::Holding | Step::Dialing { .. } | Step::Handing(_) | Step::Returning => (false, false),
        };
        let try_again = matches!(self.step, Step::NotHeld) && free.contains(&CallCommand::AskFirst);
        let all = [
            (ConsultCommand::HandOver, hand_over),
            (ConsultCommand::Return, take_back),
            (ConsultCommand::TryAgain, try_again),
        ];
        all.into_iter().filter_map(|(command, can)| can.then_some(command)).collect()
    }

    fn pending(&self) -> Option<ConsultCommand> {
        match self.step {
            Step::Handing(_) => Some(ConsultCommand::HandOver),
            Step::Returning => Some(ConsultCommand::Return),
            _ => self.wish,
        }
    }

    fn shown_step(&self, calls: &Calls) -> ConsultStep {
        match &self.step {
            Step::Holding => ConsultStep::Holding,
            Step::Asking { .. } if self.live_leg(calls).is_some_and(Call::was_talked_in) => {
                ConsultStep::Talking
            }
            Step::Dialing { .. } | Step::ByHand | Step::Asking { .. } => ConsultStep::Dialing,
            Step::Ended(Some(ConsultHint::NotDialled { .. })) | Step::NotHanded(_) | Step::NotHeld => {
                ConsultStep::Failed
            }
            Step::Ended(_) | Step::Returning => ConsultStep::Ended,
            Step::Handing(_) => ConsultStep::Handing,
        }
    }

    fn hint(&self, calls: &Calls, shared: &Shared) -> Option<ConsultHint> {
        match &self.step {
            Step::Dialing { .. } => Some(ConsultHint::LiftPhone),
            Step::ByHand => Some(ConsultHint::DialOnPhone),
            Step::Asking { since } => self.live_leg(calls).and_then(|leg| self.leg_hint(leg, *since, shared)),
            Step::Ended(hint) => hint.clone(),
            Step::NotHanded(hint) => Some(hint.clone()),
            Step::NotHeld => Some(ConsultHint::NotHeld),
            Step::Holding | Step::Handing(_) | Step::Returning => None,
        }
    }
}
