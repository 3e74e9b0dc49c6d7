//! What was asked of the PBX for a call and not answered. It may have been done all the same, and later than one
//! thinks: so it is neither done nor failed, and the PBX is asked what our phone is in until that is clear.

use std::time::Duration;

use pbx_protocol::endpoints::ExtensionStatus;

use super::Calls;
use crate::calls::view::CallKey;
use crate::command::{CallCommand, Command};
use crate::failure::Failure;
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;

// Seconds, for meanwhile nobody knows whether the customer hears music or the room.
const ASKED_EVERY: Duration = Duration::from_secs(5);
/// A PBX that is late with its answer is late with the deed, but not by more.
const DONE_WITHIN: Duration = Duration::from_secs(15);
/// Should nothing be heard for so long, the person may try again.
const LONGEST: Duration = Duration::from_mins(1);

/// What may have been done.
#[derive(Debug)]
pub(crate) struct Unsure {
    command: CallCommand,
    failure: Failure,
    since: Duration,
    /// `None`: this can't be asked, or was for long enough.
    ask_at: Option<Duration>,
}

/// No answer came: that is told, and asked about.
pub(super) fn be_unsure(
    calls: &mut Calls,
    key: CallKey,
    command: CallCommand,
    failure: Failure,
    shared: &mut Shared,
) {
    let Some(call) = calls.get_mut(key).filter(|call| call.is_live()) else { return };
    let since = shared.now.monotonic;
    let is_mute = matches!(command, CallCommand::Mute | CallCommand::Unmute);
    call.mute.is_unknown |= is_mute;
    // Holding can be seen by our phone's status, so it is waited for. Mute shows nowhere: both ways stay open.
    call.asked.pending = (!is_mute).then_some(command);
    call.asked.unsure = Some(Unsure { command, failure, since, ask_at: (!is_mute).then_some(since) });
    let command = Command::Call(command);
    shared.tell(Notice::ActionUnknown { command, call: Some(key), queue: None });
}

pub(super) fn unsure_deadline(calls: &Calls) -> Option<Duration> {
    calls.list.iter().filter_map(|call| call.asked.unsure.as_ref()?.ask_at).min()
}

pub(super) fn ask_what_is_unsure(calls: &mut Calls, shared: &mut Shared) {
    let now = shared.now.monotonic;
    let mut is_due = false;
    for call in &mut calls.list {
        let Some(unsure) = &mut call.asked.unsure else { continue };
        if unsure.ask_at.is_none_or(|at| now < at) {
            continue;
        }
        is_due = true;
        unsure.ask_at = Some(now + ASKED_EVERY);
        if now >= unsure.since + LONGEST {
            unsure.ask_at = None;
            call.asked.pending = None;
        }
    }
    if is_due && shared.online {
        calls.ask_own_phone(shared);
    }
}

/// Our phone is in that call still.
pub(super) fn learn_whether_done(
    calls: &mut Calls,
    key: CallKey,
    status: &ExtensionStatus,
    shared: &mut Shared,
) {
    let now = shared.now;
    let Some(call) = calls.get_mut(key) else { return };
    let Some(unsure) = call.asked.unsure.take_if(|unsure| unsure.is_clear(status, now)) else { return };
    if call.asked.pending == Some(unsure.command) {
        call.asked.pending = None;
    }
    if !unsure.is_done(status) {
        calls.on_not_done(key, unsure.command, unsure.failure, shared);
    }
}

/// What was told as not known is known, or over with its call.
pub(super) fn withdraw_what_is_known(calls: &mut Calls, shared: &mut Shared) {
    let unsure: Vec<CallKey> =
        calls.list.iter().filter(|call| call.asked.unsure.is_some()).map(|call| call.key).collect();
    shared.notices.withdraw(|notice| match notice {
        Notice::ActionUnknown { call: Some(call), .. } => !unsure.contains(call),
        _ => false,
    });
    calls.withdraw_unheard(shared);
}

impl Unsure {
    fn is_clear(&self, status: &ExtensionStatus, now: Now) -> bool {
        let is_mute = matches!(self.command, CallCommand::Mute | CallCommand::Unmute);
        // A yes holds at once; a no only when the deed can't come after it any more.
        !is_mute && (self.is_done(status) || now.monotonic >= self.since + DONE_WITHIN)
    }

    fn is_done(&self, status: &ExtensionStatus) -> bool {
        let held = *status == ExtensionStatus::OnHold;
        match self.command {
            CallCommand::Hold => held,
            CallCommand::Unhold => !held,
            // Handed over or hung up, our phone would not be in the call any more; mute shows nowhere.
            CallCommand::HangUp
            | CallCommand::Transfer
            | CallCommand::AskFirst
            | CallCommand::Mute
            | CallCommand::Unmute
            | CallCommand::OpenPage => false,
        }
    }
}
