//! The call is handed over: the PBX says yes, our part in it ends, and the other phone rings. Only all of that is told
//! as done.

use std::time::Duration;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::ExtensionStatus;

use super::ask::PhoneOf;
use super::view::ConsultHint;
use super::{Consult, Consulting, Step};
use crate::calls::Calls;
use crate::calls::view::CallEnd;
use crate::notice::Notice;
use crate::shared::Shared;

/// What has not followed by then does not follow.
const FOLLOWS_WITHIN: Duration = Duration::from_secs(5);
/// How often the other phone is looked at meanwhile.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);

/// How far the handing over is.
#[derive(Debug, Default)]
pub(super) struct Handing {
    /// The PBX said yes.
    agreed: Option<Duration>,
    /// Our part is over.
    left: Option<Duration>,
    /// The other phone is asked about then.
    look_at: Option<Duration>,
    /// It rings, or talks.
    seen: bool,
}

impl Handing {
    pub(super) fn next_deadline(&self) -> Option<Duration> {
        let last = self.left.or(self.agreed).map(|at| at + FOLLOWS_WITHIN);
        self.look_at.into_iter().chain(last).min()
    }
}

impl Consulting {
    /// What the phone does to which the call was handed over.
    pub(crate) fn on_phone_of(
        &mut self,
        extension: &Extension,
        status: Option<&ExtensionStatus>,
        shared: &mut Shared,
    ) {
        let Some(one) = &mut self.one else { return };
        let is_theirs = one.asked.extension.as_ref() == Some(extension);
        if let Step::Handing(handing) = &mut one.step
            && is_theirs
        {
            handing.seen |= matches!(status, Some(ExtensionStatus::Ringing | ExtensionStatus::InUse));
            handing.look_at = Some(shared.now.monotonic + LOOKED_AT_EVERY);
        }
    }
}

impl Consult {
    /// Our part in the call goes on still.
    pub(super) fn follow_handing(&mut self, calls: &mut Calls, shared: &mut Shared) {
        let now = shared.now.monotonic;
        let Some(customer) = calls.get_mut(self.customer) else { return };
        let Step::Handing(handing) = &mut self.step else { return };
        if customer.asked.pending.is_some() {
            return;
        }
        if customer.asked.transfer.is_none() {
            self.step = Step::NotHanded(ConsultHint::NotHandedOver);
            return;
        }
        let agreed = *handing.agreed.get_or_insert(now);
        if now >= agreed + FOLLOWS_WITHIN {
            // Else whoever hangs up later would be told as handed over.
            customer.asked.transfer = None;
            self.step = Step::NotHanded(ConsultHint::NoSign);
            calls.ask_own_phone(shared);
        }
    }

    /// Our part is over. Says whether all of it is.
    pub(super) fn on_left(&mut self, calls: &Calls, shared: &mut Shared) -> bool {
        let now = shared.now.monotonic;
        let Some(customer) = calls.get(self.customer) else { return true };
        let Step::Handing(handing) = &mut self.step else { return true };
        let to = self.asked.shown();
        match &customer.end {
            // The PBX's answer tells what the end was.
            None => return false,
            Some(CallEnd::Transferred { .. }) => {}
            Some(_) => {
                let name = self.customer_name.clone();
                shared.tell(Notice::WaiterGone { name, hung_up: true, with: None });
                return true;
            }
        }
        let Some(extension) = self.asked.extension.clone() else {
            shared.tell(Notice::Transferred { to });
            return true;
        };
        if handing.seen {
            shared.tell(Notice::Transferred { to });
            return true;
        }
        let left = *handing.left.get_or_insert(now);
        if now >= left + FOLLOWS_WITHIN {
            shared.tell(Notice::NobodyTakesOver { name: self.customer_name.clone(), to });
            return true;
        }
        if shared.online && handing.look_at.is_none_or(|at| at <= now) {
            handing.look_at = Some(now + LOOKED_AT_EVERY);
            shared.ask_once(PhoneOf { extension });
        }
        false
    }
}
