//! Does what an action says.

use pbx_protocol::{DialString, Extension};

use crate::exchange::{Exchange, Transferred};
use crate::model::action::{Action, ControlError};
use crate::model::call::{Call, Target};
use crate::model::calls::LegId;
use crate::model::leg::{Leg, Outside, Party};
use crate::model::now::Now;
use crate::model::phone::PhoneState;
use crate::wav;

pub(crate) fn act(exchange: &mut Exchange, action: Action, now: Now) -> Result<(), ControlError> {
    if let Some(extension) = phone_of(&action) {
        exchange.phones.get(extension).map_err(|_| ControlError::NoSuchExtension)?;
    }
    match action {
        Action::OutsideCallsExtension { from, extension } => {
            let dialled = extension.to_string();
            call_in(exchange, &from, Target::Extension(extension), &dialled, now);
        }
        Action::OutsideCallsQueue { from, queue } => {
            exchange.queue(&queue).map_err(|_| ControlError::NoSuchQueue)?;
            let dialled = queue.to_string();
            call_in(exchange, &from, Target::Queue(queue), &dialled, now);
        }
        Action::OutsideAnswers { number } => {
            lift(exchange, outside_leg(exchange, &number, Leg::rings), now)?;
        }
        Action::OutsideHangsUp { number } => {
            hang_up(exchange, outside_leg(exchange, &number, |_| true), now)?;
        }
        Action::ExtensionCalls { extension, to } => dial(exchange, extension, &to, now)?,
        Action::Lift { extension } => {
            let rings = exchange.calls.find_leg(|leg| leg.is(&extension) && leg.rings());
            lift(exchange, rings, now)?;
        }
        Action::HangUp { extension } => hang_up(exchange, exchange.calls.current_leg(&extension), now)?,
        Action::PressHold { extension } => press_hold(exchange, &extension)?,
        Action::TransferOnPhone { extension, to } => transfer(exchange, &extension, &to, now)?,
        Action::Register { extension } => plug(exchange, &extension, true, now)?,
        Action::Unregister { extension } => plug(exchange, &extension, false, now)?,
        Action::LeaveVoicemail { extension, from, seconds } => {
            let phone = exchange.phones.get_mut(&extension).map_err(|_| ControlError::NoSuchExtension)?;
            phone.mailbox.leave(&from, wav::murmur(seconds, seconds), now.wall);
        }
        Action::PauseMember { queue, extension, paused } => {
            let queue = exchange.queues.get_mut(&queue).ok_or(ControlError::NoSuchQueue)?;
            if paused {
                queue.paused.insert(extension);
            } else {
                queue.paused.remove(&extension);
            }
        }
        Action::ExpireTokens => exchange.sessions.expire_all(),
        Action::Reboot => exchange.reboot(now),
    }
    Ok(())
}

/// The phone that has to be there.
fn phone_of(action: &Action) -> Option<&Extension> {
    match action {
        Action::OutsideCallsExtension { extension, .. }
        | Action::ExtensionCalls { extension, .. }
        | Action::Lift { extension }
        | Action::HangUp { extension }
        | Action::PressHold { extension }
        | Action::TransferOnPhone { extension, .. }
        | Action::Register { extension }
        | Action::Unregister { extension }
        | Action::PauseMember { extension, .. }
        | Action::LeaveVoicemail { extension, .. } => Some(extension),
        Action::OutsideCallsQueue { .. }
        | Action::OutsideAnswers { .. }
        | Action::OutsideHangsUp { .. }
        | Action::ExpireTokens
        | Action::Reboot => None,
    }
}

fn call_in(exchange: &mut Exchange, from: &str, target: Target, dialled: &str, now: Now) {
    let trunk = exchange.setup.trunk.clone();
    let caller = Party::Inbound(Outside { from: from.to_owned(), to: dialled.to_owned(), trunk });
    exchange.place_call(caller, target, dialled, now);
}

fn lift(exchange: &mut Exchange, leg: Option<LegId>, now: Now) -> Result<(), ControlError> {
    let (call, channel) = leg.ok_or(ControlError::NotRinging)?;
    exchange.lift(call, &channel, now);
    Ok(())
}

fn hang_up(exchange: &mut Exchange, leg: Option<LegId>, now: Now) -> Result<(), ControlError> {
    let (call, channel) = leg.ok_or(ControlError::NotInACall)?;
    exchange.hang_up_leg(call, &channel, now);
    Ok(())
}

fn dial(exchange: &mut Exchange, from: Extension, to: &DialString, now: Now) -> Result<(), ControlError> {
    // A person whose calls are all on hold has a second line key.
    if !matches!(exchange.phone_state(&from), PhoneState::Idle | PhoneState::Held) {
        return Err(ControlError::NotIdle);
    }
    let target = exchange.target_of(from.as_str(), to.as_str()).ok_or(ControlError::Unreachable)?;
    // Nobody reaches the phone in their own hand.
    if target == Target::Extension(from.clone()) {
        return Err(ControlError::Unreachable);
    }
    exchange.place_call(Party::Extension(from), target, to.as_str(), now);
    Ok(())
}

/// One key for both, as on the phone: it goes on only where everything is held.
fn press_hold(exchange: &mut Exchange, extension: &Extension) -> Result<(), ControlError> {
    let is_held = exchange.phone_state(extension) == PhoneState::Held;
    let calls = &mut exchange.calls;
    let done = if is_held { calls.unhold(extension) } else { calls.hold(extension) };
    done.map(|_| ()).map_err(|_| ControlError::NotInACall)
}

fn transfer(
    exchange: &mut Exchange,
    extension: &Extension,
    to: &DialString,
    now: Now,
) -> Result<(), ControlError> {
    let call = exchange.calls.of(extension).find(|call| call.is_talking());
    let number = call.map(|call: &Call| call.number).ok_or(ControlError::NotInACall)?;
    let target = exchange.target_of(extension.as_str(), to.as_str()).ok_or(ControlError::Unreachable)?;
    exchange.transfer(number, extension, target, to.as_str(), Transferred::OnThePhone, now);
    Ok(())
}

fn plug(
    exchange: &mut Exchange,
    extension: &Extension,
    registered: bool,
    now: Now,
) -> Result<(), ControlError> {
    // A phone unplugged in the middle of a call would leave a leg that nobody can end.
    if exchange.calls.of(extension).next().is_some() {
        return Err(ControlError::NotIdle);
    }
    exchange.set_registered(extension, registered, now);
    Ok(())
}

/// By the number as shown or without name and brackets.
fn outside_leg(exchange: &Exchange, number: &str, wanted: fn(&Leg) -> bool) -> Option<LegId> {
    exchange.calls.find_leg(|leg| {
        let shown = leg.party.extension().is_none() && leg.party.shown_number() == number;
        let is_it = shown || leg.party.outside_number().as_deref() == Some(number);
        is_it && wanted(leg)
    })
}
