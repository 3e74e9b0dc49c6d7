//! Does what an action says.

use pbx_protocol::{DialString, Extension};

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::exchange::transfer::Transferred;
use crate::model::action::{Action, ControlError};
use crate::model::call::{Leg, Outside, Party, Target};
use crate::model::phone::PhoneState;
use crate::wav;

impl Exchange {
    pub(crate) fn act(&mut self, action: Action, now: Now) -> Result<(), ControlError> {
        match action {
            Action::OutsideCallsExtension { from, extension } => {
                self.check_phone(&extension)?;
                let dialled = extension.to_string();
                self.call_in(&from, Target::Extension(extension), &dialled, now);
                Ok(())
            }
            Action::OutsideCallsQueue { from, queue } => {
                self.queue(&queue).map_err(|_| ControlError::NoSuchQueue)?;
                let dialled = queue.to_string();
                self.call_in(&from, Target::Queue(queue), &dialled, now);
                Ok(())
            }
            Action::OutsideAnswers { number } => {
                let (call, channel) =
                    self.outside_leg(&number, Leg::rings).ok_or(ControlError::NotRinging)?;
                self.lift(call, &channel, now);
                Ok(())
            }
            Action::OutsideHangsUp { number } => {
                let (call, channel) = self.outside_leg(&number, |_| true).ok_or(ControlError::NotInACall)?;
                self.hang_up_leg(call, &channel, now);
                Ok(())
            }
            Action::ExtensionCalls { extension, to } => self.dial_on_phone(extension, &to, now),
            Action::Lift { extension } => {
                self.check_phone(&extension)?;
                let (call, channel) = self.ringing_leg(&extension).ok_or(ControlError::NotRinging)?;
                self.lift(call, &channel, now);
                Ok(())
            }
            Action::HangUp { extension } => {
                self.check_phone(&extension)?;
                let (call, channel) = self.current_leg(&extension).ok_or(ControlError::NotInACall)?;
                self.hang_up_leg(call, &channel, now);
                Ok(())
            }
            Action::PressHold { extension } => self.press_hold(&extension),
            Action::TransferOnPhone { extension, to } => self.transfer_on_phone(&extension, &to, now),
            Action::Register { extension } => self.plug(&extension, true, now),
            Action::Unregister { extension } => self.plug(&extension, false, now),
            Action::LeaveVoicemail { extension, from, seconds } => {
                self.check_phone(&extension)?;
                self.leave_voicemail(&extension, &from, wav::murmur(seconds, seconds), now.wall);
                Ok(())
            }
            Action::ExpireTokens => {
                self.sessions.expire_all();
                Ok(())
            }
            Action::Reboot => {
                self.reboot(now);
                Ok(())
            }
        }
    }

    fn check_phone(&self, extension: &Extension) -> Result<(), ControlError> {
        if self.phones.contains_key(extension) { Ok(()) } else { Err(ControlError::NoSuchExtension) }
    }

    fn call_in(&mut self, from: &str, target: Target, dialled: &str, now: Now) {
        let trunk = self.settings.trunk.clone();
        let caller = Party::Inbound(Outside { from: from.to_owned(), to: dialled.to_owned(), trunk });
        self.place_call(caller, target, dialled, now);
    }

    fn dial_on_phone(&mut self, extension: Extension, to: &DialString, now: Now) -> Result<(), ControlError> {
        self.check_phone(&extension)?;
        if self.phone_state(&extension) != PhoneState::Idle {
            return Err(ControlError::NotIdle);
        }
        let target = self.target_of(extension.as_str(), to.as_str()).ok_or(ControlError::Unreachable)?;
        if target == Target::Extension(extension.clone()) {
            return Err(ControlError::Unreachable);
        }
        self.place_call(Party::Extension(extension), target, to.as_str(), now);
        Ok(())
    }

    fn press_hold(&mut self, extension: &Extension) -> Result<(), ControlError> {
        self.check_phone(extension)?;
        let is_talking = self.phone_state(extension) != PhoneState::Held;
        let done = if is_talking { self.put_on_hold(extension) } else { self.take_off_hold(extension) };
        done.map(|_| ()).map_err(|_| ControlError::NotInACall)
    }

    fn transfer_on_phone(
        &mut self,
        extension: &Extension,
        to: &DialString,
        now: Now,
    ) -> Result<(), ControlError> {
        self.check_phone(extension)?;
        let call = self.calls_of(extension).find(|call| call.is_talking()).ok_or(ControlError::NotInACall)?;
        let number = call.number;
        let target = self.target_of(extension.as_str(), to.as_str()).ok_or(ControlError::Unreachable)?;
        self.transfer(number, extension, target, to.as_str(), Transferred::OnThePhone, now);
        Ok(())
    }

    fn plug(&mut self, extension: &Extension, registered: bool, now: Now) -> Result<(), ControlError> {
        self.check_phone(extension)?;
        if self.calls_of(extension).next().is_some() {
            return Err(ControlError::NotIdle);
        }
        self.set_registered(extension, registered, now);
        Ok(())
    }

    fn ringing_leg(&self, extension: &Extension) -> Option<(u64, String)> {
        self.find_leg(|leg| leg.is(extension) && leg.rings())
    }

    fn outside_leg(&self, number: &str, wanted: fn(&Leg) -> bool) -> Option<(u64, String)> {
        self.find_leg(|leg| {
            let shown = leg.party.extension().is_none() && leg.party.shown_number() == number;
            let is_it = shown || leg.party.outside_number().as_deref() == Some(number);
            is_it && wanted(leg)
        })
    }

    fn find_leg(&self, wanted: impl Fn(&Leg) -> bool) -> Option<(u64, String)> {
        self.calls.iter().find_map(|call| {
            let leg = call.legs().find(|leg| wanted(leg))?;
            Some((call.number, leg.channel.to_string()))
        })
    }
}
