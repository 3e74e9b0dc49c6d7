//! Calls that a phone does not take go where its settings say: to a mailbox, an extension, a number.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{ExtensionSettings, ForwardTo};

use crate::exchange::Exchange;
use crate::exchange::end::NO_ANSWER;
use crate::model::call::Target;
use crate::model::leg::Leg;
use crate::model::now::Now;
use crate::wav;

/// How long somebody speaks to the machine.
const MESSAGE_SECONDS: u32 = 5;

/// Why a phone does not take a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    NoAnswer,
    Busy,
}

/// Where the call goes instead.
enum Place {
    Mailbox,
    Target(Target),
}

impl Exchange {
    /// Lets the call go elsewhere where the phone says so; else nothing is changed, and it fails.
    pub(super) fn forward(&mut self, number: u64, phone: &Extension, why: NotTaken, now: Now) -> bool {
        let Some(place) = self.place_of(phone, why) else { return false };
        let Some(mut call) = self.calls.take(number) else { return false };
        // Two phones that forward to each other would never be done with it.
        if !call.forwarded_by.insert(phone.clone()) {
            self.calls.put_back(call);
            return false;
        }
        if let Some(leg) = call.callees.iter().find(|leg| leg.is(phone)).cloned() {
            let told = [call.transferred(&leg, &call.caller), call.leg_bye(&leg, &call.caller)];
            self.report_call(&call, told, now);
        }
        call.callees.retain(|leg: &Leg| !leg.is(phone));
        call.alerted = false;
        let from = call.caller.party.shown_number().to_owned();
        self.calls.put_back(call);
        self.announce_phones(now);
        match place {
            Place::Target(target) => self.dial(number, target, now),
            Place::Mailbox => {
                if let Ok(phone) = self.phones.get_mut(phone) {
                    phone.mailbox.leave(&from, wav::murmur(MESSAGE_SECONDS, MESSAGE_SECONDS), now.wall);
                }
                self.fail(number, NO_ANSWER, now);
            }
        }
        true
    }

    fn place_of(&self, phone: &Extension, why: NotTaken) -> Option<Place> {
        let settings = &self.phones.get(phone).ok()?.settings;
        let ExtensionSettings { mobile, .. } = settings;
        let (on, to, extension, prefix, number) = match why {
            NotTaken::NoAnswer => (
                settings.forward_no_answer,
                &settings.no_answer_to,
                &settings.no_answer_extension,
                &settings.no_answer_prefix,
                &settings.no_answer_number,
            ),
            NotTaken::Busy => (
                settings.forward_busy,
                &settings.busy_to,
                &settings.busy_extension,
                &settings.busy_prefix,
                &settings.busy_number,
            ),
        };
        let outside = |number: &str| {
            let dialled = format!("{}{number}", prefix.as_deref().unwrap_or_default());
            self.outside_target(phone.as_str(), &dialled)
        };
        let target = match (on, to.as_ref()?) {
            (Some(true), ForwardTo::Voicemail) => return Some(Place::Mailbox),
            (Some(true), ForwardTo::Extension) => self.inside_target(extension.as_deref()?),
            (Some(true), ForwardTo::Mobile) => {
                outside(number.as_deref().filter(|number| !number.is_empty()).or(mobile.as_deref())?)
            }
            (Some(true), ForwardTo::Custom) => outside(number.as_deref()?),
            (Some(false) | None, _) | (_, ForwardTo::Other(_)) => None,
        };
        target.map(Place::Target)
    }
}
