//! The caller's page in another program: opened once for each call by itself, and by a click.

use std::time::Duration;

use super::call::{Call, Phase};
use super::{Around, Calls, told};
use crate::crm::{self, CrmCall};
use crate::{CallKey, CrmWhen, Effect, Preferences, Refusal};

/// A browser that a flood of calls fills with pages is of use to nobody.
const MOST_A_MINUTE: usize = 10;

impl Calls {
    /// The template has changed, or the program has started.
    pub(crate) fn set_crm(&mut self, preferences: &Preferences) {
        self.crm_url = Some(preferences.crm_url.clone()).filter(|url| crm::is_template(url));
        self.crm_when = preferences.crm_when;
        self.crm_is_wrong = self.crm_url.is_none() && !preferences.crm_url.is_empty();
    }

    pub(crate) fn crm_is_wrong(&self) -> bool {
        self.crm_is_wrong
    }

    /// Whether a page was due since the last look that the template does not make.
    pub(crate) fn take_crm_missed(&mut self) -> bool {
        std::mem::take(&mut self.crm_missed)
    }

    /// Whether pages were not opened since the last look, for there were too many.
    pub(crate) fn take_pages_left(&mut self) -> bool {
        std::mem::take(&mut self.pages_left)
    }

    pub(super) fn can_open_crm(&self, call: &Call) -> bool {
        self.crm_url.is_some() && call.number().is_some()
    }

    pub(crate) fn open_crm(&mut self, key: CallKey, around: &mut Around<'_>) -> Result<(), Refusal> {
        let call = self.list.iter().find(|call| call.key == key).ok_or(Refusal::NoSuchCall)?;
        let address = self.crm_address(call, around).ok_or(Refusal::NotNow)?;
        around.out.push(Effect::OpenPage { address });
        Ok(())
    }

    /// A call that is picked up where several rang is opened by the one who has it. It waits for the caller's card,
    /// which knows the name and the country of the number and comes at once.
    pub(super) fn open_pages(&mut self, around: &mut Around<'_>) {
        let is_due = |call: &Call| {
            let reached = match self.crm_when {
                CrmWhen::OnClick => false,
                CrmWhen::OnRing => call.phase == Phase::Ringing,
                CrmWhen::OnAnswer => matches!(call.phase, Phase::Talking { .. }),
            };
            reached && call.incoming && call.card.is_some() && !call.crm_opened
        };
        let due: Vec<CallKey> = self.list.iter().filter(|call| is_due(call)).map(|call| call.key).collect();
        self.crm_missed |= self.crm_is_wrong && !due.is_empty();
        for key in due {
            if (self.crm_is_wrong || self.open_by_itself(key, around))
                && let Some(call) = self.get_mut(key)
            {
                call.crm_opened = true;
            }
        }
    }

    /// Beyond so many a minute a page is left to a click; whether this call is done with either way.
    fn open_by_itself(&mut self, key: CallKey, around: &mut Around<'_>) -> bool {
        let now = around.now.monotonic;
        self.pages_opened.retain(|at| now.saturating_sub(*at) < Duration::from_mins(1));
        if self.pages_opened.len() >= MOST_A_MINUTE {
            self.pages_left = true;
            return true;
        }
        let is_open = self.open_crm(key, around).is_ok();
        if is_open {
            self.pages_opened.push(now);
        }
        is_open
    }

    fn crm_address(&self, call: &Call, around: &Around<'_>) -> Option<String> {
        let number = call.number()?;
        let name = told::name(call, around.directory).unwrap_or_default();
        crm::address(
            self.crm_url.as_deref()?,
            &CrmCall {
                number: &number,
                e164: call.card.as_ref().and_then(|card| card.e164.as_deref()),
                name: &name,
                extension: around.own.as_str(),
                queue: call.called.as_deref().unwrap_or_default(),
                call: &call.record_id(),
                direction: call.direction,
            },
        )
    }
}
