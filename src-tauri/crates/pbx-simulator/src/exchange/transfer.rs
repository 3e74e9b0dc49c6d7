//! Hands a call over: the transferor goes, the other party is connected with the target.

use pbx_protocol::Extension;

use super::end::NOT_ANSWERED;
use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::call::{Leg, LegState, Phase, Target};

/// Who did it. Only transfers made on the phone are reported as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transferred {
    OverTheApi,
    OnThePhone,
}

impl Exchange {
    /// The call must be talking and the transferor in it; both are checked by who calls this. What they talked so
    /// far is booked as a call of its own.
    pub(crate) fn transfer(
        &mut self,
        number: u64,
        transferor: &Extension,
        target: Target,
        dialled: &str,
        how: Transferred,
        now: Now,
    ) {
        let Some(mut call) = self.take_call(number) else { return };
        let (Some(leaving), Some(staying)) =
            (call.leg_of(transferor).cloned(), call.legs().find(|leg| !leg.is(transferor)).cloned())
        else {
            self.put_back(call);
            return;
        };
        if how == Transferred::OnThePhone {
            self.report_call(&call, [call.transferred(&leaving, &staying)], now);
        }
        self.report_call(&call, [call.leg_bye(&leaving, &staying)], now);
        let so_far = call.clone();
        call.caller = Leg { state: LegState::Up, ..staying };
        call.callees.clear();
        call.queue = None;
        call.left_alone.clear();
        dialled.clone_into(&mut call.dialled);
        call.phase = Phase::Ringing;
        call.started = now;
        call.alerted = false;
        self.put_back(call);
        self.announce_phones(now);
        self.book(&so_far, now, NOT_ANSWERED);
        self.dial(number, target, now);
    }
}
