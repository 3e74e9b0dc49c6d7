//! What our phone itself tells: its status reports, and what the PBX says of it when it is asked.

use pbx_protocol::endpoints::{ExtensionDetail, ExtensionStatus};
use pbx_protocol::{Extension, Meaning, Party};

use super::ask::LineOf;
use super::call::{Other, Phase};
use super::facts::First;
use super::{Call, Calls};
use crate::shared::Shared;
use crate::{CallDirection, CallEnd, CallKey, Failure, Now};

impl Calls {
    /// What our phone does tells that a dial rings, and that a BYE was lost.
    pub(crate) fn on_own_status(&mut self, status: &ExtensionStatus, now: Now) {
        self.echoes.clear();
        match status {
            ExtensionStatus::Ringing => {
                self.rings_since = self.rings_since.or(Some(now.monotonic));
                self.doubt = None;
                self.ring_for_dial(now);
            }
            ExtensionStatus::InUse => {
                self.rings_since = None;
                self.doubt = None;
                self.ring_for_dial(now);
                self.list.iter_mut().for_each(Call::lift_own_phone);
            }
            ExtensionStatus::Idle | ExtensionStatus::Unavailable | ExtensionStatus::Faulty => {
                self.rings_since = None;
                self.doubt(now);
            }
            ExtensionStatus::OnHold | ExtensionStatus::Other(_) => {}
        }
    }

    /// A free phone that rings, or lifts by itself, right after a number was dialled here does so for that. Should
    /// it turn out otherwise, the dial is taken back.
    fn ring_for_dial(&mut self, now: Now) {
        if self.any_live() {
            return;
        }
        let Some(dial) = self.dial.take() else { return };
        let call = self.add_ours(Phase::OwnPhone, Some(&dial), dial.direction(), now);
        call.evidence.rung_by_status = Some(dial);
    }

    /// What the PBX says our phone is in: ends what is gone, shows what was missed.
    pub(crate) fn on_own_phone(&mut self, detail: &ExtensionDetail, shared: &mut Shared) {
        let now = shared.now;
        let busy = match detail.status {
            ExtensionStatus::Ringing | ExtensionStatus::InUse | ExtensionStatus::OnHold => true,
            ExtensionStatus::Idle
            | ExtensionStatus::Unavailable
            | ExtensionStatus::Faulty
            | ExtensionStatus::Other(_) => false,
        };
        let current = Current::of(detail);
        if current.is_none() && !busy {
            self.end_what_is_gone(now);
            return;
        }
        self.dispel_doubt(now);
        let Some(current) = current else {
            // Who called us we would know; so it rings for what was dialled.
            if detail.status == ExtensionStatus::Ringing {
                self.ring_for_dial(now);
            }
            return;
        };
        if !self.any_live()
            && let Some(dial) = self.take_dial_to(&current)
        {
            let rings = detail.status == ExtensionStatus::Ringing;
            let phase = if rings { Phase::OwnPhone } else { Phase::Dialing };
            let call = self.add_ours(phase, Some(&dial), current.direction, now);
            call.is_named_by(current);
            return;
        }
        let mut live = self.list.iter_mut().filter(|call| call.is_live());
        match (live.next(), live.next()) {
            (Some(only), None) if only.is_between(&current.other, &current.ids) => {
                only.is_told(&detail.status, now);
                let key = only.key;
                self.learn_whether_done(key, &detail.status, shared);
            }
            // Our own phone may ring before the PBX names the other side.
            (Some(only), None)
                if only.phase == Phase::OwnPhone || only.started.monotonic > self.own_phone_asked => {}
            (Some(only), None) => {
                only.lose(None, now);
                self.show(current, &detail.status, now);
            }
            (Some(_), Some(_)) => self.on_one_of_several(&current, &detail.status, shared),
            (None, _) => self.show(current, &detail.status, now),
        }
    }

    /// Our phone is in nothing.
    fn end_what_is_gone(&mut self, now: Now) {
        let doubt = self.doubt.take();
        let at = doubt.map_or(now, |doubt| doubt.since);
        let asked = self.own_phone_asked;
        let never_was = |call: &Call| {
            call.evidence.doubtful && call.phase == Phase::Ringing && call.started.monotonic <= asked
        };
        self.list.retain(|call| !never_was(call));
        let known = self.list.iter_mut().filter(|call| call.is_live() && call.started.monotonic <= asked);
        known.for_each(|call| {
            let rings = call.phase == Phase::Ringing;
            call.lose(doubt.and_then(|doubt| doubt.bye), if rings { now } else { at.max(call.started) });
        });
    }

    /// With several calls the PBX names one of them; the others are asked for by their own ids.
    fn on_one_of_several(&mut self, current: &Current, status: &ExtensionStatus, shared: &mut Shared) {
        let now = shared.now;
        let none_connected = !self.list.iter().any(Call::is_connected);
        let mut named = None;
        for call in self.list.iter_mut().filter(|call| call.is_live()) {
            if current.ids.iter().any(|id| call.ids.all.contains(id)) {
                call.evidence.doubtful = false;
                named = Some(call.key);
                if none_connected {
                    call.is_told(status, now);
                }
            } else if let Some(line) = call.line() {
                shared.ask_anew(LineOf { call: call.key, line });
            }
        }
        if let Some(key) = named {
            self.learn_whether_done(key, status, shared);
        }
    }

    /// What the PBX says of the outside line of one of several calls.
    pub(crate) fn on_line(
        &mut self,
        key: CallKey,
        outcome: Result<Vec<Option<Extension>>, Failure>,
        shared: &mut Shared,
    ) {
        let (own, asked) = (shared.own.as_ref(), self.own_phone_asked);
        let known = |call: &&mut Call| call.key == key && call.is_live() && call.started.monotonic <= asked;
        let Some(call) = self.list.iter_mut().find(known) else { return };
        let is_with_another = |with: &Option<Extension>| {
            call.is_connected() && with.as_ref().is_some_and(|with| Some(with) != own)
        };
        let is_gone = match outcome {
            Err(failure) => matches!(failure, Failure::Refused { meaning: Meaning::NoSuchCall, .. }),
            Ok(lines) => lines.iter().all(is_with_another),
        };
        if is_gone {
            call.lose(None, shared.now);
        }
    }

    /// The PBX could not be asked.
    pub(crate) fn on_own_phone_unknown(&mut self, failure: &Failure, now: Now) {
        if !matches!(failure, Failure::Refused { .. }) {
            self.doubt_again(now);
        }
    }

    /// A call that began while we did not hear.
    fn show(&mut self, current: Current, status: &ExtensionStatus, now: Now) {
        let rings = *status == ExtensionStatus::Ringing && current.direction != CallDirection::Outbound;
        let call = self.add(if rings { Phase::Ringing } else { Phase::Dialing }, current.direction, now);
        call.parties.other = current.other.clone();
        call.is_named_by(current);
        call.mute.is_unknown = true;
        if !rings {
            call.answer(now);
            call.set_held(*status == ExtensionStatus::OnHold);
        }
    }
}

/// The call our phone is in, as `extension/query` has it.
pub(super) struct Current {
    pub(super) direction: CallDirection,
    pub(super) other: Other,
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
    fn is_named_by(&mut self, current: Current) {
        self.ids.all.extend(current.ids);
        self.ids.inbound = current.inbound_id;
        self.ids.outbound = current.outbound_id;
    }

    /// Our phone is in this call, and what it does there.
    fn is_told(&mut self, status: &ExtensionStatus, now: Now) {
        self.evidence.doubtful = false;
        if self.phase == Phase::Ringing && *status == ExtensionStatus::InUse {
            self.answer(now);
        }
        if self.is_connected() {
            self.set_held(*status == ExtensionStatus::OnHold);
        }
    }

    /// The PBX does not know it any more; `bye`: who ended it, should that have been told.
    fn lose(&mut self, bye: Option<First>, now: Now) {
        let end = match (self.phase, bye) {
            (_, Some(first)) => self.end_by_bye(first),
            _ if self.asked.hang_up => Some(CallEnd::ByAgent),
            _ if self.asked.transfer.is_some() => Some(self.end_without_answer(First::Nobody)),
            // Whether a colleague has taken it may still be on its way.
            (Phase::Ringing, None) => None,
            (_, None) => Some(CallEnd::Lost),
        };
        self.finish(end, now);
    }
}
