//! Phones: what each is doing, and the report of every change of it.

use pbx_protocol::endpoints::{ExtensionSettings, ExtensionStatus, MonitorMode};
use pbx_protocol::report::Event;
use pbx_protocol::{Extension, Secret};

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::call::{Call, LegState};

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent ticks on the PBX's extension page")]
pub(crate) struct Phone {
    pub(crate) name: String,
    pub(crate) registered: bool,
    pub(crate) dnd: bool,
    pub(crate) call_waiting: bool,
    pub(crate) monitored: bool,
    pub(crate) may_dial_out: bool,
    pub(crate) answers_by_itself: bool,
    /// What administrators set besides; the name and do-not-disturb are above.
    pub(crate) settings: ExtensionSettings,
}

impl Phone {
    /// An extension that no phone has registered for yet.
    pub(crate) fn unregistered(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            registered: false,
            dnd: false,
            call_waiting: false,
            monitored: true,
            may_dial_out: true,
            answers_by_itself: false,
            settings: Self::usual_settings(),
        }
    }

    /// Those of the document's example.
    pub(crate) fn usual_settings() -> ExtensionSettings {
        ExtensionSettings {
            register_password: Some(Secret::new("12345133333323123qW@")),
            login_password: Some(Secret::new("12345678qW@")),
            voicemail_password: Some(Secret::new("666666")),
            max_registrations: Some(1),
            language: Some("cn".to_owned()),
            has_voicemail: Some(true),
            voicemail_to_email: Some(false),
            forward_no_answer: Some(false),
            forward_busy: Some(false),
            may_be_monitored: Some(false),
            monitor_mode: Some(MonitorMode::Disabled),
            max_duration: Some("10800".to_owned()),
            ..ExtensionSettings::default()
        }
    }
}

/// What a phone is doing, all its calls together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhoneState {
    Unregistered,
    Idle,
    Ringing,
    /// Off hook.
    InUse,
    /// A second call rings.
    InUseAndRinging,
    /// Its only calls are held.
    Held,
}

/// What the phone says when it registers anew; queries know no such word for an idle phone.
const REGISTERED: &str = "Registered";

impl Exchange {
    pub(crate) fn phone_state(&self, number: &Extension) -> PhoneState {
        if self.phones.get(number).is_none_or(|phone| !phone.registered) {
            return PhoneState::Unregistered;
        }
        let states = || self.calls.iter().filter_map(|call| call.leg_of(number)).map(|leg| &leg.state);
        let rings = states().any(|state| matches!(state, LegState::Ringing { .. }));
        let is_elsewhere = self.is_in_conference(number) || self.is_monitoring(number);
        let up = is_elsewhere || states().any(|state| matches!(state, LegState::Up));
        let held = states().any(|state| matches!(state, LegState::Held));
        match (up, held, rings) {
            (false, false, false) => PhoneState::Idle,
            (false, false, true) => PhoneState::Ringing,
            (true, _, true) | (_, true, true) => PhoneState::InUseAndRinging,
            (true, _, false) => PhoneState::InUse,
            (false, true, false) => PhoneState::Held,
        }
    }

    /// As the query endpoints say it.
    pub(crate) fn status_of(&self, number: &Extension) -> ExtensionStatus {
        match self.phone_state(number) {
            PhoneState::Unregistered => ExtensionStatus::Unavailable,
            PhoneState::Idle => ExtensionStatus::Idle,
            PhoneState::Ringing => ExtensionStatus::Ringing,
            PhoneState::InUse | PhoneState::InUseAndRinging => ExtensionStatus::InUse,
            PhoneState::Held => ExtensionStatus::OnHold,
        }
    }

    /// On the hook and there.
    pub(crate) fn is_free(&self, number: &Extension) -> bool {
        self.phone_state(number) == PhoneState::Idle
    }

    /// Whether the phone can be rung: it is there, wants to be, and is free or takes a second call.
    pub(crate) fn can_be_rung(&self, number: &Extension) -> bool {
        let Some(phone) = self.phones.get(number) else { return false };
        match self.phone_state(number) {
            PhoneState::Idle => !phone.dnd,
            PhoneState::InUse | PhoneState::Held => phone.call_waiting && !phone.dnd,
            PhoneState::Unregistered | PhoneState::Ringing | PhoneState::InUseAndRinging => false,
        }
    }

    /// Reports every phone that does something else than was last said of it.
    pub(crate) fn announce_phones(&mut self, now: Now) {
        let changed: Vec<(Extension, PhoneState)> = self
            .phones
            .keys()
            .map(|number| (number.clone(), self.phone_state(number)))
            .filter(|(number, state)| {
                let last = self.announced.get(number).copied().unwrap_or(PhoneState::Idle);
                word(last) != word(*state) && *state != PhoneState::Unregistered
            })
            .collect();
        for (extension, state) in changed {
            self.announced.insert(extension.clone(), state);
            if self.is_monitored(&extension) {
                self.report(Event::ExtensionStatus { extension, status: word(state) }, now);
            }
        }
    }

    pub(crate) fn is_monitored(&self, extension: &Extension) -> bool {
        self.phones.get(extension).is_some_and(|phone| phone.monitored)
    }

    pub(crate) fn set_registered(&mut self, extension: &Extension, registered: bool, now: Now) {
        let Some(phone) = self.phones.get_mut(extension) else { return };
        phone.registered = registered;
        self.announced.remove(extension);
        let word = if registered {
            ExtensionStatus::Other(REGISTERED.to_owned())
        } else {
            ExtensionStatus::Unavailable
        };
        if self.is_monitored(extension) {
            self.report(Event::ExtensionStatus { extension: extension.clone(), status: word }, now);
        }
    }

    pub(crate) fn calls_of<'a>(&'a self, number: &'a Extension) -> impl Iterator<Item = &'a Call> {
        self.calls.iter().filter(move |call| call.leg_of(number).is_some())
    }
}

/// Reports know one word for everything off hook.
fn word(state: PhoneState) -> ExtensionStatus {
    match state {
        PhoneState::Unregistered => ExtensionStatus::Unavailable,
        PhoneState::Idle => ExtensionStatus::Idle,
        PhoneState::Ringing => ExtensionStatus::Ringing,
        PhoneState::InUse | PhoneState::InUseAndRinging | PhoneState::Held => ExtensionStatus::InUse,
    }
}
