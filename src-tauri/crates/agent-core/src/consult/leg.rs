//! The call to who is asked: dialled from here or on the phone, heard of by reports or by asking, and ended.

use std::time::Duration;

use pbx_protocol::Meaning;

use super::view::ConsultHint;
use super::{ASKED_EVERY, Consult, RINGS_LONG, Step};
use crate::calls::Calls;
use crate::calls::ask::Line;
use crate::calls::call::{Bond, Call, Phase};
use crate::calls::view::CallEnd;
use crate::command::{CallCommand, ConsultCommand};
use crate::failure::Failure;
use crate::notice::Notice;
use crate::shared::Shared;

impl Consult {
    /// The call is on hold: who is asked is called.
    pub(super) fn dial(&mut self, calls: &mut Calls, shared: &mut Shared) {
        self.step = match calls.dial(&self.asked.number, shared) {
            Ok(()) => Step::Dialing { serial: calls.pending_dial().unwrap_or_default() },
            Err(_) => Step::ByHand,
        };
        self.ask_at = Some(shared.now.monotonic + ASKED_EVERY);
    }

    pub(super) fn on_not_dialled(&mut self, failure: &Failure, calls: &mut Calls) {
        let is_nobody = matches!(
            failure,
            Failure::Refused {
                meaning: Meaning::NoSuchNumber | Meaning::NoSuchExtension | Meaning::NoOutboundPermission,
                ..
            }
        );
        if is_nobody {
            calls.bind(self.customer, Bond::WaitsAlone);
            self.ask_at = None;
            self.step = Step::Ended(Some(ConsultHint::NotDialled { failure: failure.clone() }));
        } else {
            // Most likely it takes no call from a phone that holds one; by hand it can be made all the same.
            self.step = Step::ByHand;
        }
    }

    pub(super) fn follow_leg(&mut self, calls: &mut Calls, shared: &mut Shared) {
        if self.leg.is_none() {
            self.find_leg(calls, shared);
        }
        if let Step::Dialing { serial, .. } = self.step
            && calls.pending_dial() != Some(serial)
        {
            // That it did not ring is said beside the call that waits.
            let number = &self.asked.number;
            let is_ours =
                |told: &Notice| matches!(told, Notice::PhoneDidNotRing { number: one, .. } if one == number);
            shared.notices.withdraw(is_ours);
            self.step = Step::ByHand;
        }
        self.ask_what_is_unheard(calls, shared);
        let Some(leg) = self.leg.and_then(|key| calls.get(key)) else { return };
        if !leg.is_live() {
            self.on_leg_over(leg.was_talked_in(), leg.end.clone(), calls, shared);
        }
    }

    /// What our phone makes behind the hold is the call to who is asked.
    fn find_leg(&mut self, calls: &mut Calls, shared: &Shared) {
        let made = |call: &&Call| call.key > self.customer && call.is_live() && !call.parties.incoming;
        let Some(key) = calls.all().iter().find(made).map(|call| call.key) else { return };
        calls.bind(key, Bond::Asks);
        self.leg = Some(key);
        self.step = Step::Asking { since: shared.now.monotonic };
    }

    /// Where reports of it are missing the PBX is asked what our phone is in.
    fn ask_what_is_unheard(&mut self, calls: &mut Calls, shared: &mut Shared) {
        let leg = self.leg.and_then(|key| calls.get(key));
        let is_unheard = |leg: &Call| leg.is_live() && leg.ids.last.is_none();
        let now = shared.now.monotonic;
        if !leg.is_none_or(is_unheard) {
            self.ask_at = None;
        } else if self.ask_at.is_none_or(|at| at <= now) {
            self.ask_at = Some(now + ASKED_EVERY);
            if shared.online {
                calls.ask_own_phone(shared);
            }
        }
    }

    fn on_leg_over(&mut self, talked: bool, end: Option<CallEnd>, calls: &mut Calls, shared: &mut Shared) {
        calls.bind(self.customer, Bond::WaitsAlone);
        self.ask_at = None;
        self.leg = None;
        self.was_reached = talked;
        self.step = Step::Ended((!talked).then(|| why_in_vain(end)));
        // Said once, beside the call that waits.
        let number = &self.asked.number;
        shared
            .notices
            .withdraw(|told| matches!(told, Notice::CallFailed { number: one, .. } if one == number));
        match self.wish.take() {
            None => {}
            Some(ConsultCommand::HandOver) if !talked => {}
            Some(command) => {
                // What can't be done is seen: the call goes on waiting, with both deeds beside it.
                let _ = self.carry_out(command, calls, shared);
            }
        }
    }

    /// An outside line has an id to be ended by; a colleague's call is ended at a phone.
    pub(super) fn end_leg(&self, calls: &mut Calls, shared: &mut Shared) {
        let Some(leg) = self.live_leg(calls) else { return };
        let is_outside = matches!(leg.line(), Some(Line::Outbound(_)));
        if is_outside && !leg.asked.hang_up {
            // Refused now, it is ended at a phone as well.
            let _ = calls.act(leg.key, CallCommand::HangUp, shared);
        }
    }

    pub(super) fn leg_hint(&self, leg: &Call, since: Duration, shared: &Shared) -> Option<ConsultHint> {
        let is_ended_here = leg.asked.hang_up;
        match (self.wish, leg.phase) {
            (Some(_), _) if is_ended_here => None,
            (Some(ConsultCommand::HandOver), _) => Some(ConsultHint::HangUpToHandOver),
            (Some(ConsultCommand::Return | ConsultCommand::TryAgain), _) => Some(ConsultHint::HangUpToReturn),
            (None, Phase::OwnPhone) => Some(ConsultHint::LiftPhone),
            (None, Phase::Dialing) if shared.now.monotonic >= since + RINGS_LONG => {
                Some(ConsultHint::NoAnswerYet)
            }
            (None, _) => None,
        }
    }
}

/// Why there was no talk.
fn why_in_vain(end: Option<CallEnd>) -> ConsultHint {
    match end {
        Some(CallEnd::NotReached { reason }) if reason.contains("486") || reason.contains("600") => {
            ConsultHint::Busy
        }
        Some(CallEnd::NotReached { reason }) if !reason.contains("480") => ConsultHint::NotReached { reason },
        _ => ConsultHint::NoAnswer,
    }
}
