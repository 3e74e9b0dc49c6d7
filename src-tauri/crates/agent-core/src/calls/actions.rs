//! What can be asked of the PBX for a call, when, and what comes of it.

use std::collections::BTreeSet;

use pbx_protocol::endpoints::{
    HangUpExtension, HangUpInbound, HangUpOutbound, HoldExtension, MuteExtension, TransferCall,
    UnholdExtension, UnmuteExtension,
};
use pbx_protocol::{CallId, Extension, Meaning};

use super::Calls;
use super::ask::{CallDo, Line};
use super::call::{Bond, Call, HandOver, Mute, Phase};
use super::unsure;
use super::{dial_plan, endings};
use crate::ask::Order;
use crate::calls::view::{CallEnd, CallKey};
use crate::command::{CallCommand, Command};
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::shared::Shared;

/// By which name a call is hung up.
enum HangUp {
    /// Our phone's current call.
    Phone,
    By(Line),
}

impl HangUp {
    fn order(self, extension: Extension) -> Order {
        match self {
            Self::Phone => HangUpExtension { extension }.into(),
            Self::By(Line::Inbound(id)) => HangUpInbound { id }.into(),
            Self::By(Line::Outbound(id)) => HangUpOutbound { id }.into(),
        }
    }
}

impl Calls {
    /// What the PBX could be asked for this call now.
    pub(crate) fn can(&self, call: &Call, online: bool) -> BTreeSet<CallCommand> {
        if !online || !call.is_live() {
            return BTreeSet::new();
        }
        // The PBX has said that it hands it over; what is asked now would meet it on its way.
        if call.bond != Bond::Free && call.asked.pending.is_none() && call.asked.transfer.is_some() {
            return BTreeSet::new();
        }
        let hang_up = self.way_to_hang_up(call).is_some();
        let is_free = match call.asked.pending {
            None => true,
            // Nobody waits for the answer to a hold in order to hang up.
            Some(CallCommand::Hold | CallCommand::Unhold | CallCommand::Mute | CallCommand::Unmute) => false,
            // What may have been done and was not can be asked once more.
            Some(_) if call.asked.unsure.is_some() => false,
            Some(_) => return BTreeSet::new(),
        };
        let talking = is_free && matches!(call.phase, Phase::Talking { .. });
        let held = is_free && matches!(call.phase, Phase::Held { .. });
        // Hold and mute name our phone, not a call: they mean the call it talks in.
        let others_talk = self
            .list
            .iter()
            .any(|other| other.key != call.key && matches!(other.phase, Phase::Talking { .. }));
        let transferable = (talking || held) && transfer_id(call).is_some();
        let possible = [
            (CallCommand::HangUp, hang_up),
            (CallCommand::Hold, talking),
            (CallCommand::Unhold, held && !others_talk && !self.waits_for_another(call)),
            (CallCommand::Mute, talking && (!call.mute.is_on || call.mute.is_unknown)),
            (CallCommand::Unmute, talking && (call.mute.is_on || call.mute.is_unknown)),
            // This one names a channel and not our phone, so that a held call can be handed over as well.
            (CallCommand::Transfer, transferable && matches!(call.bond, Bond::Free | Bond::WaitsAlone)),
            (CallCommand::AskFirst, transferable && self.can_ask_first(call)),
        ];
        possible.into_iter().filter_map(|(command, is_possible)| is_possible.then_some(command)).collect()
    }

    /// It waits, and our phone is in a call that it made, or about to be.
    fn waits_for_another(&self, call: &Call) -> bool {
        let is_with_another = || self.list.iter().any(|other| other.bond == Bond::Asks && other.is_live());
        call.bond == Bond::Waits && (!self.can_dial() || is_with_another())
    }

    /// Our phone is in this call alone, and nothing is dialled: it is free to call somebody else.
    fn can_ask_first(&self, call: &Call) -> bool {
        call.bond == Bond::Free && self.can_dial() && self.is_only_one()
    }

    fn is_only_one(&self) -> bool {
        self.list.iter().filter(|other| other.is_live()).count() == 1
    }

    /// `extension/hangup` is forced, and says of our phone, not of a call: with two of them it might cut off the one who
    /// waits. So the call's own id is used then, and where it is a customer's that is talked in: a request that is late
    /// must not end the next one's. A call that rings is refused at our phone, and passed on: by its id the customer
    /// would be cut off, so a second one from a queue is left alone. Who waits for somebody to be asked is never cut.
    fn way_to_hang_up(&self, call: &Call) -> Option<HangUp> {
        if call.bond == Bond::Waits {
            return None;
        }
        let alone = self.is_only_one();
        let from_queue = call.phase == Phase::Ringing && call.parties.called.is_some();
        match call.line() {
            Some(line @ Line::Inbound(_)) if alone && call.is_connected() && !call.ids.is_wrong => {
                Some(HangUp::By(line))
            }
            _ if alone => Some(HangUp::Phone),
            Some(Line::Inbound(_)) if from_queue => None,
            line => line.filter(|_| !call.ids.is_wrong).map(HangUp::By),
        }
    }

    pub(crate) fn act(
        &mut self,
        key: CallKey,
        command: CallCommand,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let extension = shared.signed_in()?;
        let call = self.list.iter().find(|call| call.key == key && call.is_live());
        let call = call.ok_or(Refusal::NoSuchCall)?;
        // The press may be of an older view: a notification stands there while the call goes on changing.
        if !self.can(call, true).contains(&command) {
            return Err(Refusal::NotNow);
        }
        let order = match command {
            CallCommand::HangUp => self.way_to_hang_up(call).map(|way| way.order(extension)),
            CallCommand::Hold => Some(HoldExtension { extension }.into()),
            CallCommand::Unhold => Some(UnholdExtension { extension }.into()),
            CallCommand::Mute => Some(MuteExtension { extension }.into()),
            CallCommand::Unmute => Some(UnmuteExtension { extension }.into()),
            // These have to be told where to, or are no matter of the PBX.
            CallCommand::Transfer | CallCommand::AskFirst | CallCommand::OpenPage => None,
        };
        let order = order.ok_or(Refusal::NotNow)?;
        shared.ask(CallDo { call: key, command, order });
        if let Some(call) = self.get_mut(key) {
            call.asked.pending = Some(command);
            // A BYE says who acted, and for a ringing phone not even that: that the agent wanted it is known here
            // alone.
            call.asked.hang_up |= command == CallCommand::HangUp;
        }
        Ok(())
    }

    pub(crate) fn transfer(&mut self, key: CallKey, to: &str, shared: &mut Shared) -> Result<(), Refusal> {
        let own = shared.signed_in()?;
        let call = self.list.iter().find(|call| call.key == key && call.is_live());
        let call = call.ok_or(Refusal::NoSuchCall)?;
        if !self.can(call, true).contains(&CallCommand::Transfer) {
            return Err(Refusal::NotNow);
        }
        let typed = dial_plan::read_for_hand_over(to, &own, &shared.settings.preferences)?;
        let to = dial_plan::destination(&typed, shared).sent();
        let channel = transfer_id(call).ok_or(Refusal::NotNow)?;
        let order = TransferCall { call: channel, from: own, to }.into();
        shared.ask(CallDo { call: key, command: CallCommand::Transfer, order });
        let shown = shared.directory.name_of_number(typed.as_str()).unwrap_or_else(|| typed.to_string());
        if let Some(call) = self.get_mut(key) {
            call.asked.pending = Some(CallCommand::Transfer);
            // No report tells of a transfer that was asked for through the API, only of those made on a phone.
            // Without this the end of our leg would look like a hang-up.
            call.asked.transfer = Some(HandOver::Asked { to: shown });
        }
        Ok(())
    }

    pub(crate) fn dismiss_pop(&mut self, key: CallKey) -> Result<(), Refusal> {
        let call = self.get_mut(key).filter(|call| call.is_live()).ok_or(Refusal::NoSuchCall)?;
        call.pop = false;
        Ok(())
    }

    /// Neither hold nor mute is ever reported: the answer is all we learn.
    pub(crate) fn on_acted(
        &mut self,
        key: CallKey,
        command: CallCommand,
        outcome: Result<(), Failure>,
        shared: &mut Shared,
    ) {
        let Some(call) = self.get_mut(key) else { return };
        // Its own only: while a hold waits for its answer, a hang-up may have been asked for.
        if call.asked.pending == Some(command) {
            call.asked.pending = None;
        }
        match outcome {
            Ok(()) => on_done(call, command, shared),
            // It is over, so there was nothing left to be done; but it may not have been handed over.
            Err(failure) if !call.is_live() => endings::on_hand_over(call, &Err(failure)),
            Err(failure) if failure.may_have_worked() => {
                unsure::be_unsure(self, key, command, failure, shared);
            }
            Err(failure) => {
                if matches!(failure, Failure::Refused { meaning: Meaning::NoSuchCall, .. }) {
                    // Gone, or not known by the line's id: the PBX is asked which, and the phone is the next way.
                    call.ids.is_wrong = true;
                    self.ask_own_phone(shared);
                }
                self.on_not_done(key, command, failure, shared);
            }
        }
    }

    /// The PBX has said no, or it turned out that nothing was done.
    pub(super) fn on_not_done(
        &mut self,
        key: CallKey,
        command: CallCommand,
        failure: Failure,
        shared: &mut Shared,
    ) {
        let Some(call) = self.get_mut(key) else { return };
        match command {
            // Else whoever hangs up later is told as hung up, or as handed over, by the agent.
            CallCommand::HangUp => call.asked.hang_up = false,
            CallCommand::Transfer => call.asked.transfer = None,
            CallCommand::Hold
            | CallCommand::Unhold
            | CallCommand::Mute
            | CallCommand::Unmute
            | CallCommand::AskFirst
            | CallCommand::OpenPage => {}
        }
        let notice = Notice::ActionFailed { command: Command::Call(command), queue: None, failure };
        shared.tell(notice);
    }
}

fn on_done(call: &mut Call, command: CallCommand, shared: &mut Shared) {
    match command {
        CallCommand::Hold => call.set_held(true, shared.now),
        CallCommand::Unhold => call.set_held(false, shared.now),
        CallCommand::Mute | CallCommand::Unmute => {
            call.mute = Mute { is_on: command == CallCommand::Mute, is_unknown: false };
            // Nobody can be asked about mute, so only a new answer clears what an old one left open.
            call.asked.unsure = None;
        }
        CallCommand::Transfer => {
            let to = match &call.asked.transfer {
                Some(HandOver::Asked { to }) => Some(to.clone()),
                Some(HandOver::OnThePhone) | None => None,
            };
            endings::on_hand_over(call, &Ok(()));
            // Who was announced is looked for before it is told; and nothing is told twice.
            if call.bond != Bond::Free || call.is_settled() {
                return;
            }
            // Not with our leg's BYE, which comes later or is lost: after the yes it is somebody else's call.
            call.finish(Some(CallEnd::Transferred { to: to.clone() }), shared.now);
            if let Some(to) = to {
                shared.tell(Notice::Transferred { to });
            }
        }
        // The end comes as a report.
        CallCommand::HangUp | CallCommand::AskFirst | CallCommand::OpenPage => {}
    }
}

/// The id a transfer goes by: the outside line's where there is one, else the latest channel.
fn transfer_id(call: &Call) -> Option<CallId> {
    let of_line = call.line().and_then(|line| match line {
        Line::Inbound(id) => CallId::parse(id.as_str()).ok(),
        Line::Outbound(id) => CallId::parse(id.as_str()).ok(),
    });
    // A call inside has no line, and a channel is all there is to name.
    of_line.or_else(|| call.ids.last.clone())
}
