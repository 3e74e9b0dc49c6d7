//! What our phone itself tells: its status reports, and what the PBX says of it when it is asked.

use std::time::Duration;

use pbx_protocol::Party;
use pbx_protocol::endpoints::{ExtensionDetail, ExtensionStatus};

use super::call::{Other, Phase};
use super::{Around, Call, Calls};
use crate::outbox::Purpose;
use crate::{CallDirection, CallEnd, Failure, Now, Request};

/// A phone on the hook and a call that never ended: a BYE may still be on its way for so long.
const BYE_PATIENCE: Duration = Duration::from_secs(3);

/// A ring that lasts so long is asked about, and again after as long.
const LONG_RING: Duration = Duration::from_mins(1);

/// Our phone is on the hook while a call of it is live: a BYE is late or lost.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnHook {
    since: Now,
    /// Ask the PBX then; `None`: it is asked, or will not be.
    pub(super) ask_at: Option<Duration>,
}

impl Calls {
    /// What our phone does tells that a dial rings, and that a BYE was lost.
    pub(crate) fn on_own_status(&mut self, status: &ExtensionStatus, now: Now) {
        self.echoes.clear();
        match status {
            ExtensionStatus::Ringing => {
                self.rings_since = self.rings_since.or(Some(now.monotonic));
                self.on_hook = None;
                self.ring_for_dial(now);
            }
            ExtensionStatus::InUse => {
                self.rings_since = None;
                self.on_hook = None;
                self.ring_for_dial(now);
                self.list.iter_mut().for_each(Call::lift_own_phone);
            }
            ExtensionStatus::Idle | ExtensionStatus::Unavailable | ExtensionStatus::Faulty => {
                self.rings_since = None;
                if self.any_live() && self.on_hook.is_none() {
                    self.on_hook = Some(OnHook { since: now, ask_at: Some(now.monotonic + BYE_PATIENCE) });
                }
            }
            ExtensionStatus::OnHold | ExtensionStatus::Other(_) => {}
        }
    }

    /// A call has ended and another goes on: if its BYE was lost, nothing else will tell, so the PBX is asked once.
    pub(super) fn doubt_the_others(&mut self, now: Now) {
        if self.any_live() && self.on_hook.is_none() {
            self.on_hook = Some(OnHook { since: now, ask_at: Some(now.monotonic + BYE_PATIENCE) });
        }
    }

    /// Nobody lets it ring for minutes: the reports of its end may be lost, all of them.
    pub(super) fn doubt_long_rings(&mut self, now: Now) -> bool {
        let due = |call: &&mut Call| {
            let rings = matches!(call.phase, Phase::Ringing | Phase::OwnPhone | Phase::Dialing);
            rings && now.monotonic >= call.doubted + LONG_RING
        };
        let doubted = self.list.iter_mut().filter(due).map(|call| call.doubted = now.monotonic);
        doubted.count() > 0
    }

    /// A free phone that rings, or lifts by itself, right after a number was dialled here does so for that. Should
    /// it turn out otherwise, the dial is taken back.
    fn ring_for_dial(&mut self, now: Now) {
        if self.any_live() {
            return;
        }
        let Some(dial) = self.dial.take() else { return };
        let call = self.add_ours(Phase::OwnPhone, Some(&dial), dial.direction(), now);
        call.rung_by_status = Some(dial);
    }

    pub(crate) fn ask_own_phone(&mut self, around: &mut Around<'_>) {
        self.own_phone_asked = around.now.monotonic;
        let request = Request::Extension { extension: around.own.clone() };
        around.out.send_anew(request, Purpose::OwnPhone, around.now);
    }

    /// What the PBX says our phone is in: ends what is gone, shows what was missed.
    pub(crate) fn on_own_phone(&mut self, detail: &ExtensionDetail, around: &mut Around<'_>) {
        let now = around.now;
        let busy = match detail.status {
            ExtensionStatus::Ringing | ExtensionStatus::InUse | ExtensionStatus::OnHold => true,
            ExtensionStatus::Idle
            | ExtensionStatus::Unavailable
            | ExtensionStatus::Faulty
            | ExtensionStatus::Other(_) => false,
        };
        let current = Current::of(detail);
        if current.is_none() && !busy {
            let at = self.on_hook.take().map_or(now, |on_hook| on_hook.since);
            let asked = self.own_phone_asked;
            let never_was = |call: &Call| {
                call.doubtful && call.phase == Phase::Ringing && call.started.monotonic <= asked
            };
            self.list.retain(|call| !never_was(call));
            let known = self.list.iter_mut().filter(|call| call.is_live() && call.started.monotonic <= asked);
            known.for_each(|call| {
                let rings = call.phase == Phase::Ringing;
                call.lose(if rings { now } else { at.max(call.started) });
            });
            return;
        }
        // It is in a call after all: the next time that it is on the hook counts anew.
        self.on_hook = None;
        let Some(current) = current else { return };
        let mut live = self.list.iter_mut().filter(|call| call.is_live());
        match (live.next(), live.next()) {
            (Some(only), None) if only.is_between(&current.other, &current.ids) => {
                only.doubtful = false;
                if only.is_connected() {
                    only.set_held(detail.status == ExtensionStatus::OnHold);
                }
            }
            // Our own phone may ring before the PBX names the other side.
            (Some(only), None)
                if only.phase == Phase::OwnPhone || only.started.monotonic > self.own_phone_asked => {}
            (Some(only), None) => {
                only.lose(now);
                self.show(current, &detail.status, now);
            }
            // With several calls the PBX names one, and which is not said.
            (Some(_), Some(_)) => {}
            (None, _) => self.show(current, &detail.status, now),
        }
    }

    /// The PBX could not be asked.
    pub(crate) fn on_own_phone_unknown(&mut self, failure: &Failure, now: Now) {
        match (&mut self.on_hook, failure) {
            (None, _) | (Some(_), Failure::Refused { .. }) => {}
            (Some(on_hook), _) => on_hook.ask_at = Some(now.monotonic + BYE_PATIENCE),
        }
    }

    /// A call that began while we did not hear.
    fn show(&mut self, current: Current, status: &ExtensionStatus, now: Now) {
        let rings = *status == ExtensionStatus::Ringing && current.direction != CallDirection::Outbound;
        let call = self.add(if rings { Phase::Ringing } else { Phase::Dialing }, current.direction, now);
        call.other = current.other;
        call.ids.extend(current.ids);
        call.inbound_id = current.inbound_id;
        call.outbound_id = current.outbound_id;
        if !rings {
            call.answer(now);
            call.set_held(*status == ExtensionStatus::OnHold);
        }
    }
}

/// The call our phone is in, as `extension/query` has it.
struct Current {
    direction: CallDirection,
    other: Other,
    ids: Vec<String>,
    inbound_id: Option<pbx_protocol::InboundId>,
    outbound_id: Option<pbx_protocol::OutboundId>,
}

impl Current {
    fn of(detail: &ExtensionDetail) -> Option<Self> {
        let (direction, other) = match (&detail.inbound, &detail.outbound, &detail.ext) {
            (Some(inbound), _, _) => (CallDirection::Inbound, Other::Outside(Party::parse(&inbound.from))),
            (None, Some(outbound), _) => {
                (CallDirection::Outbound, Other::Outside(Party::parse(&outbound.to)))
            }
            (None, None, Some(ext)) => (CallDirection::Internal, Other::Extension(ext.extension.clone())),
            (None, None, None) => return None,
        };
        let inbound_id = detail.inbound.as_ref().and_then(|inbound| inbound.id.clone());
        let outbound_id = detail.outbound.as_ref().and_then(|outbound| outbound.id.clone());
        let ids =
            [inbound_id.as_ref().map(ToString::to_string), outbound_id.as_ref().map(ToString::to_string)];
        Some(Self { direction, other, ids: ids.into_iter().flatten().collect(), inbound_id, outbound_id })
    }
}

impl Call {
    /// The PBX does not know it any more, and no report told how it ended.
    fn lose(&mut self, now: Now) {
        let end = match self.phase {
            _ if self.hang_up_asked => Some(CallEnd::ByAgent),
            // Whether a colleague has taken it may still be on its way.
            Phase::Ringing => None,
            _ => Some(CallEnd::Lost),
        };
        self.finish(end, now);
    }
}
