//! What each phone is doing, and the report of every change of it.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::Event;

use crate::exchange::Exchange;
use crate::model::leg::{Leg, LegState};
use crate::model::now::Now;
use crate::model::phone::PhoneState;
use crate::options::SecondDial;

/// What the phone says when it registers anew; queries know no such word for an idle phone.
const REGISTERED: &str = "Registered";

impl Exchange {
    pub(crate) fn phone_state(&self, number: &Extension) -> PhoneState {
        if !self.phones.get(number).is_ok_and(|phone| phone.line.registered) {
            return PhoneState::Unregistered;
        }
        let legs = || self.calls.iter().filter_map(|call| call.leg_of(number));
        let rings = legs().any(Leg::rings);
        // Conferences and listening in are no calls here, but the phone is off the hook.
        let is_elsewhere = self.admin.is_in_conference(number) || self.is_monitoring(number);
        let up = is_elsewhere || legs().any(|leg| leg.state == LegState::Up);
        let held = legs().any(|leg| leg.state == LegState::Held);
        match (up, held, rings) {
            (false, false, false) => PhoneState::Idle,
            (false, false, true) => PhoneState::Ringing,
            (true, _, true) | (_, true, true) => PhoneState::InUseAndRinging,
            (true, _, false) => PhoneState::InUse,
            (false, true, false) => PhoneState::Held,
        }
    }

    /// On the hook and there.
    pub(crate) fn is_free(&self, number: &Extension) -> bool {
        self.phone_state(number) == PhoneState::Idle
    }

    /// Whether it is rung to be connected with somebody.
    pub(crate) fn takes_a_dial_of(&self, number: &Extension) -> bool {
        let takes_second = self.options.second_dial != SecondDial::Refused;
        let state = self.phone_state(number);
        state == PhoneState::Idle || (takes_second && state == PhoneState::Held)
    }

    pub(crate) fn can_be_rung(&self, number: &Extension) -> bool {
        self.phones.get(number).is_ok_and(|phone| phone.can_be_rung(self.phone_state(number)))
    }

    pub(super) fn is_monitored(&self, extension: &Extension) -> bool {
        self.phones.get(extension).is_ok_and(|phone| phone.line.monitored)
    }

    /// Reports every phone that does something else than was last said of it.
    pub(crate) fn announce_phones(&mut self, now: Now) {
        // All are looked at before the first is reported: reports must show one moment.
        let changed: Vec<(Extension, PhoneState)> = self
            .phones
            .iter()
            .map(|(number, phone)| (number, phone, self.phone_state(number)))
            .filter(|(_, phone, state)| {
                phone.announced.reported() != state.reported() && *state != PhoneState::Unregistered
            })
            .filter(|(number, ..)| !self.calls.of(number).any(|call| call.unreported))
            .map(|(number, _, state)| (number.clone(), state))
            .collect();
        for (extension, state) in changed {
            let Ok(phone) = self.phones.get_mut(&extension) else { continue };
            phone.announced = state;
            self.report_phone(extension, state.reported(), now);
        }
    }

    fn report_phone(&mut self, extension: Extension, status: ExtensionStatus, now: Now) {
        if self.is_monitored(&extension) {
            self.report(Event::ExtensionStatus { extension, status }, now);
        }
    }

    /// The phone is plugged in or out.
    pub(crate) fn set_registered(&mut self, extension: &Extension, registered: bool, now: Now) {
        let Ok(phone) = self.phones.get_mut(extension) else { return };
        phone.line.registered = registered;
        // A phone that comes back starts anew, whatever was last said of it.
        phone.announced = PhoneState::Idle;
        let registered_word = || ExtensionStatus::Other(REGISTERED.to_owned());
        let word = if registered { registered_word() } else { ExtensionStatus::Unavailable };
        self.report_phone(extension.clone(), word, now);
    }

    fn is_monitoring(&self, supervisor: &Extension) -> bool {
        let mut monitoring = self.admin.monitoring.iter();
        monitoring.any(|one| one.supervisor == *supervisor && self.calls.is_talking(&one.agent))
    }

    /// Listening in ends with the call.
    pub(super) fn forget_ended_monitoring(&mut self) {
        let calls = &self.calls;
        self.admin.monitoring.retain(|one| calls.is_talking(&one.agent));
    }
}
